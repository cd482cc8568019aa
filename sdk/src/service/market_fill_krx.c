/* market_fill_krx - bars of a whole market in one call a day, when there is a key for the KRX Open
 * API: the newest day first. A day it does not have yet is left to KIS. */
#include <stdio.h>

#include "base/log.h"
#include "service/market_fill_part.h"

#define TENTHS_NEEDED 9 /* of the shares of that time: the day is there */

static bool has_key(const struct fill *f)
{
	const struct source_settings *s = f->parts.sources;

	return s && s->krx.api_key && s->krx.api_key[0];
}

void fill_krx_plan(struct fill *f)
{
	for (int x = 0; x < EXCHANGES; x++) {
		struct fill_walk *w = &f->walks[x];

		/* A call under way is of an older plan: its day is looked at again. */
		if (w->open)
			kis_cancel(f->parts.kis, w->id);
		*w = (struct fill_walk){ .fill = f, .exchange = (enum exchange)x };
	}
}

bool fill_krx_works(const struct fill *f)
{
	bool whole = true;

	if (!has_key(f) || fill_now(f) < f->krx_again_ms)
		return false;
	for (int x = 0; x < EXCHANGES; x++)
		whole = whole && f->walks[x].whole;
	return !whole;
}

/* Most shares that were listed then have a bar, so the day was filled. */
static bool is_there(const struct fill *f, enum exchange x, int32_t day)
{
	uint32_t shares = 0;
	uint32_t bars = 0;

	for (uint32_t i = 0; i < f->total; i++) {
		const struct fill_share *s = &f->shares[f->order[i]];

		if (s->exchange != x || s->listed_on > day)
			continue;
		shares++;
		bars += history_bar(f->parts.history, s->code, day) != NULL;
	}
	return (uint64_t)bars * 10 >= (uint64_t)shares * TENTHS_NEEDED;
}

/* ---- An answer. ---- */

static bool is_ours(const struct fill *f, const struct fill_walk *w, const char *code)
{
	const struct fill_share *s = fill_share(f, code);

	return s && s->listed && s->exchange == w->exchange;
}

struct day_body {
	uint32_t rows;
	uint32_t kept;
	bool is_out; /* memory */
};

static bool take_row(struct fill *f, struct fill_walk *w, struct kis_row *row, struct day_body *ret)
{
	int32_t day = f->days[w->at];
	struct krx_bar bar;

	ret->rows++;
	if (!krx_bar_read(row, day, &bar)) {
		f->dropped++;
		return true;
	}
	if (!is_ours(f, w, bar.code))
		return true;
	ret->kept++;
	ret->is_out = !fill_keep_bar(f, bar.code, day, &bar.bar);
	return !ret->is_out;
}

static mcp_status take_day(struct fill *f, struct fill_walk *w, struct span body, struct fault *why)
{
	struct day_body seen = { 0 };
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, "OutBlock_1", &rows) || rows.single)
		return fault_set(why, MCP_E_UPSTREAM,
			"the KRX day %d has no rows in \"OutBlock_1\"; try again later",
			(int)f->days[w->at]);
	while (kis_rows_next(&rows, &row) && take_row(f, w, &row, &seen))
		continue;
	if (seen.is_out)
		return fault_set(why, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	/* The newest day comes in the morning after it; an older one without rows is a closed day
	 * nobody has told us of. */
	if (seen.rows == 0) {
		w->newest_is_out = w->newest_is_out || w->at == 0;
		return MCP_OK;
	}
	if (!is_there(f, w->exchange, f->days[w->at]))
		return fault_set(why, MCP_E_UPSTREAM,
			"the KRX day %d lacks most shares of %s; try again later",
			(int)f->days[w->at], exchange_name(w->exchange));
	return MCP_OK;
}

static void give_up(struct fill *f, const struct fault *why)
{
	f->krx_again_ms = fill_now(f) + FILL_SKIP_MS;
	log_warn("KRX does not answer, KIS fills reason=\"%s\"", why->text);
	fill_krx_plan(f);
}

static void on_day(void *self, const struct kis_answer *answer)
{
	struct fill_walk *w = self;
	struct fill *f = w->fill;
	struct fault why = answer->fault;

	w->open = false;
	if (why.status == MCP_OK)
		(void)take_day(f, w, answer->body, &why);
	if (why.status == MCP_OK) {
		w->at++;
		w->fails = 0;
	} else {
		w->not_before_ms = fill_now(f) + FILL_AGAIN_MS;
		if (++w->fails >= FILL_TRIES || why.status == MCP_E_CONFIG)
			give_up(f, &why);
	}
	fill_came(f);
}

/* ---- The walk. ---- */

static void mark_all(struct fill *f, struct fill_walk *w)
{
	int32_t until = w->newest_is_out ? f->before : f->day;
	uint32_t marked = 0;

	w->whole = true;
	for (uint32_t i = 0; i < f->total; i++) {
		struct fill_share *s = &f->shares[f->order[i]];

		if (s->exchange != w->exchange || s->of[FILL_BARS].until >= until)
			continue;
		marked += fill_keep_mark(f, s, FILL_BARS, until);
	}
	pace_add(&f->pace, fill_now(f), marked);
}

static void ask(struct fill *f, struct fill_walk *w)
{
	char day[16];
	const mcp_kis_param param = { "basDd", day };
	const struct kis_call call = {
		.endpoint = w->exchange == EXCHANGE_KOSPI ? "krx-kospi" : "krx-kosdaq",
		.params = &param,
		.param_count = 1,
		.lane = LANE_BACKGROUND,
		.deadline_mono_ms = fill_now(f) + FILL_CALL_MS,
		.done = on_day,
		.self = w,
	};
	struct fault why = { 0 };

	(void)snprintf(day, sizeof day, "%08d", (int)f->days[w->at]);
	w->open = kis_send(f->parts.kis, &call, &w->id, &why) == MCP_OK;
	if (!w->open)
		give_up(f, &why);
}

static void walk(struct fill *f, struct fill_walk *w)
{
	while (w->at < HISTORY_DAYS && is_there(f, w->exchange, f->days[w->at]))
		w->at++;
	if (w->at >= HISTORY_DAYS)
		mark_all(f, w);
	else
		ask(f, w);
}

void fill_krx_step(struct fill *f)
{
	if (!f->work[FILL_BARS].started || !fill_may_ask(f))
		return;
	for (int x = 0; x < EXCHANGES && fill_krx_works(f); x++) {
		struct fill_walk *w = &f->walks[x];

		if (!w->open && !w->whole && fill_now(f) >= w->not_before_ms)
			walk(f, w);
	}
}

int64_t fill_krx_next(const struct fill *f)
{
	int64_t at = INT64_MAX;

	if (!has_key(f) || !f->work[FILL_BARS].started)
		return at;
	for (int x = 0; x < EXCHANGES; x++) {
		const struct fill_walk *w = &f->walks[x];

		if (!w->open && !w->whole && w->not_before_ms < at)
			at = w->not_before_ms;
	}
	if (at == INT64_MAX)
		return at;
	at = (at > f->krx_again_ms ? at : f->krx_again_ms) - fill_now(f);
	return at > 0 ? at : 0;
}

void fill_krx_cancel(struct fill *f)
{
	for (int x = 0; x < EXCHANGES; x++)
		if (f->walks[x].open)
			kis_cancel(f->parts.kis, f->walks[x].id);
}
