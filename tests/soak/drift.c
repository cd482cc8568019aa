/* drift - a service that has run for days gives the figures of one that has just begun. */
#include "soak/drift.h"

#include <stdlib.h>
#include <string.h>

#include "data/scan.h"
#include "service/market_part.h"
#include "soak/label.h"
#include "soak/question.h"

#define QUESTIONS 12 /* a moment */
#define WINDOW 21    /* days a comparison reaches back, the session's own too */

/* Minutes of the day: before it begins, in its sessions, after its end. Each day takes the next.
 * None lies between 07:45 and the first session: the list of issues is of the day to come then,
 * and who begins there leaves the cap of a share that splits that day unknown. */
static const uint32_t moments[] = { 625, 1262, 928, 450, 545, 1000, 1199, 620, 931, 700, 1330 };

#define MOMENTS ((uint32_t)(sizeof moments / sizeof *moments))

void drift_init(struct drift *d)
{
	*d = (struct drift){
		.rows.name = "figures are those of a service that has just begun",
	};
}

/* The first place where they part, for the reader. */
static int first_difference(const char *a, const char *b)
{
	int at = 0;

	while (a[at] && a[at] == b[at])
		at++;
	return at > 40 ? at - 40 : 0;
}

/* A service that ran on knows how many shares there were each day; one that has just begun knows
 * today's count alone, and ranks a share whose count has changed. */
static bool count_changed(const struct world *w, const char *code, int32_t date)
{
	const struct master_row *row = master_find(w->market->master, code, NULL);
	int64_t newest = row ? row->listed_thousand * 1000 : 0;

	for (int i = 0; i <= WINDOW; i++, date = hours_before(date)) {
		const struct bar *bar = history_bar(w->market->history, code, date);

		if (!bar || !(bar->known & BAR_LISTED))
			continue;
		newest = newest ? newest : bar->listed;
		if (llabs(bar->listed - newest) * 100 > bar->listed)
			return true;
	}
	return false;
}

/* The next row that both may have, from its code on. */
static bool next_row(const struct world *w, struct scan_iter *it, struct span *ret)
{
	const int32_t date = hours_at(VENUE_KRX, w->wall_ms).date;
	struct scan_iter cells;
	struct span row;
	char code[8];

	while (scan_item(it, &row)) {
		cells = scan_iter(row);
		if (!scan_item(&cells, ret))
			return false;
		/* Places differ by who was left out above. */
		if (scan_kind(*ret) == SCAN_NUMBER && !scan_item(&cells, ret))
			return false;
		if (!scan_text_into(*ret, code, sizeof code) || count_changed(w, code, date))
			continue;
		ret->len = (size_t)(row.at + row.len - ret->at);
		return true;
	}
	return false;
}

/* The same but for those rows; lists end where either does. */
static bool is_same(const struct world *w, const char *a, const char *b)
{
	struct scan_iter mine = scan_iter(scan_get(span_of(a), "rows"));
	struct scan_iter other = scan_iter(scan_get(span_of(b), "rows"));
	struct span x;
	struct span y;
	uint32_t count = 0;

	if (strcmp(a, b) == 0)
		return true;
	while (next_row(w, &mine, &x) && next_row(w, &other, &y)) {
		if (x.len != y.len || memcmp(x.at, y.at, x.len) != 0)
			return false;
		count++;
	}
	return count > 0;
}

static void compare(struct drift *d, struct world *w, struct world *fresh, uint32_t tool)
{
	const struct question q = question_make(tool, d->asked++, true);
	const struct world_answer *mine = world_ask(w, 0, q.op, q.body);
	const struct world_answer *other = world_ask(fresh, 0, q.op, q.body);
	const char *a = mine->body ? mine->body : mine->fault.text;
	const char *b = other->body ? other->body : other->fault.text;
	const int at = first_difference(a, b);
	char when[32];

	(void)tally_look(&d->rows,
		mine->body && other->body && is_same(w, a, b) &&
			mine->from.as_of_ms == other->from.as_of_ms &&
			mine->from.complete == other->from.complete,
		"%s at %s [%s; %s; %s] %s: \"%.200s\", fresh \"%.200s\" (complete %d, %d)", q.tool,
		label_time(w->wall_ms, when), mine->from.notes[0], mine->from.notes[1],
		mine->from.notes[2], q.body, a + at, b + at, mine->from.complete,
		other->from.complete);
}

void drift_look(struct drift *d, struct world *w, uint32_t minute)
{
	struct world *fresh;

	if (minute != moments[d->moment % MOMENTS])
		return;
	d->moment++;
	fresh = calloc(1, sizeof *fresh);
	/* Half a minute later nothing is fresh any more: both look anew. */
	world_run(w, w->wall_ms + 30000);
	w->pace_ms = 0;
	if (!fresh || !world_open(fresh, w->wall_ms, false)) {
		(void)tally_look(&d->rows, false, "no memory for a fresh service");
		free(fresh);
		return;
	}
	for (uint32_t i = 0; i < QUESTIONS; i++)
		compare(d, w, fresh, i % QUESTION_TOOLS);
	world_close(fresh);
	free(fresh);
}

bool drift_end(struct drift *d)
{
	return tally_end(&d->rows);
}
