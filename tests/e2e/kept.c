/* kept - what the history database holds, looked at from outside: each share
 * that is marked as filled has its bars, each figure makes sense.
 *
 *   kept MODULE DATABASE
 *
 * Prints {"bars":N,"flows":N,"marks":N}; ends with 1 and a sentence when
 * something is wrong.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "service/market_fill.h"

#define TURNS 2000 /* of 10 ms */
#define DAYS_MAX 512

static int bad(const char *what, const char *code)
{
	(void)printf("%s: %s\n", what, code);
	return EXIT_FAILURE;
}

static bool next_event(const struct store_ops *ops, struct store *store, struct store_event *ret)
{
	for (int i = 0; i < TURNS; i++) {
		if (ops->take(store, ret))
			return true;
		(void)poll(NULL, 0, 10);
	}
	return false;
}

/* Every day somebody has a bar of. */
struct days {
	int32_t at[DAYS_MAX];
	uint32_t count;
};

static void add_day(struct days *d, int32_t date)
{
	for (uint32_t i = 0; i < d->count; i++)
		if (d->at[i] == date)
			return;
	if (d->count < DAYS_MAX)
		d->at[d->count++] = date;
}

static uint32_t days_from(const struct days *d, int32_t first, int32_t until)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->count; i++)
		n += d->at[i] >= first && d->at[i] <= until;
	return n;
}

/* From its first bar to its mark a share has one of every day. */
static bool has_its_bars(
	const struct store_event *e, const struct days *d, const struct store_mark *m)
{
	int32_t first = INT32_MAX;
	uint32_t n = 0;

	for (uint32_t i = 0; i < e->bar_count; i++) {
		const struct store_bar *bar = &e->bars[i];

		if (strcmp(bar->code, m->code) != 0 || bar->date > m->until)
			continue;
		first = bar->date < first ? bar->date : first;
		n++;
	}
	return n > 0 && n == days_from(d, first, m->until);
}

static bool has_its_flows(const struct store_event *e, const struct store_mark *m)
{
	const bool programs = m->kind == FILL_PROGRAMS;
	uint32_t n = 0;

	for (uint32_t i = 0; i < e->flow_count; i++)
		n += strcmp(e->flows[i].code, m->code) == 0 &&
		     (e->flows[i].who == INVESTOR_PROGRAM) == programs;
	return n >= (programs ? 1 : 3);
}

static int look_at_marks(const struct store_event *e)
{
	struct days days = { .count = 0 };

	for (uint32_t i = 0; i < e->bar_count; i++)
		add_day(&days, e->bars[i].date);
	for (uint32_t i = 0; i < e->mark_count; i++) {
		const struct store_mark *m = &e->marks[i];

		if (m->kind == FILL_BARS && !has_its_bars(e, &days, m))
			return bad("marked without its bars", m->code);
		if (m->kind != FILL_BARS && !has_its_flows(e, m))
			return bad("marked without its flows", m->code);
	}
	return EXIT_SUCCESS;
}

static int look_at_bars(const struct store_event *e)
{
	for (uint32_t i = 0; i < e->bar_count; i++) {
		const struct bar *bar = &e->bars[i].bar;

		if (bar->close <= 0 || bar->volume < 0 || bar->value < 0 ||
			(bar->volume == 0) != (bar->value == 0))
			return bad("a bar that cannot be", e->bars[i].code);
	}
	return EXIT_SUCCESS;
}

static int look(const struct store_ops *ops, struct store *store)
{
	struct store_event e;
	int code;

	if (ops->load(store, 20000101, 20000101) < 0 || !next_event(ops, store, &e))
		return bad("the store says nothing", "");
	if (e.kind != STORE_LOADED)
		return bad("not loaded", e.fault.text);
	code = look_at_bars(&e);
	if (code == EXIT_SUCCESS)
		code = look_at_marks(&e);
	if (code == EXIT_SUCCESS)
		(void)printf("{\"bars\":%u,\"flows\":%u,\"marks\":%u}\n", e.bar_count, e.flow_count,
			e.mark_count);
	store_event_done(&e);
	return code;
}

int main(int argc, char **argv)
{
	const struct store_ops *ops;
	struct store *store = NULL;
	struct fault f = { 0 };
	int code;

	if (argc != 3)
		return bad("usage: kept MODULE DATABASE", "");
	ops = store_ops_load(argv[1], &f);
	if (!ops)
		return bad("no module", f.text);
	if (ops->open(&(struct store_options){ .path = argv[2], .locale = "en" }, &store, &f) < 0)
		return bad("not opened", f.text);
	code = look(ops, store);
	ops->close(store);
	return code;
}
