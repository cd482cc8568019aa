/* market_fill_call - one call a share, a few at a time, what matters most first. */
#include <stdio.h>

#include "base/log.h"
#include "service/market_fill_part.h"

#define ROWS_MAX 40 /* of a body of flows: 30 days come */
#define READER_WAITS_MS 60000

/* ---- What an answer holds. ---- */

/* A completed day of the calendar that was asked for. */
static bool is_day(const struct fill *f, int32_t date, int32_t until)
{
	return date <= until && date >= f->days[HISTORY_DAYS - 1] &&
	       calendar_is_open_day(f->parts.calendar, date);
}

/* What is known of a body that was read. */
struct body {
	uint32_t rows;  /* that count */
	int32_t newest; /* the newest day with figures; 0: none */
	bool has_day;   /* a row of the day is there, with figures or without */
	bool is_out;    /* memory */
};

/* A split or merge after `day`, which the day's bar and those before may or may not be adjusted for
 * in all their figures: by today's row, or by the master file. */
static bool has_action_since(
	const struct fill *f, const char *code, const struct bars *bars, int32_t day)
{
	const struct master_row *master = master_find(f->parts.master, code, NULL);

	for (uint32_t i = 0; i < bars->count && bars->rows[i].date > day; i++)
		if (bars->rows[i].bar.split)
			return true;
	return master && master->par_change != 0;
}

static mcp_status take_chart(struct fill *f, const struct fill_flight *flight,
	const struct kis_answer *answer, struct body *ret, struct fault *why)
{
	struct bars bars;
	mcp_status s = chart_read(answer->body, flight->code, &bars, why);

	if (s < 0)
		return s;
	f->dropped += bars.dropped;
	for (uint32_t i = 0; i < bars.count; i++) {
		struct bar_row *row = &bars.rows[i];

		if (!is_day(f, row->date, flight->day)) {
			f->dropped +=
				row->date < flight->day && row->date >= f->days[HISTORY_DAYS - 1];
			continue;
		}
		/* Said of the newest: no window reaches over it then. */
		if (ret->rows == 0 && has_action_since(f, flight->code, &bars, row->date))
			row->bar.split = 1;
		/* How many shares there are is said of the day of the answer. */
		if (bars.listed && row->date == kst_from_ms(answer->at_ms).date) {
			row->bar.listed = bars.listed;
			row->bar.known |= BAR_LISTED;
		}
		ret->is_out = !fill_keep_bar(f, flight->code, row->date, &row->bar) || ret->is_out;
		ret->newest = row->date > ret->newest ? row->date : ret->newest;
		ret->rows++;
	}
	ret->has_day = ret->newest == flight->day;
	return MCP_OK;
}

/* True when a class of the row has figures. */
static bool keep_flows(
	struct fill *f, const char *code, const struct flow_row *row, struct body *ret)
{
	bool any = false;

	for (uint32_t who = 0; who < INVESTORS; who++) {
		if (!row->flow[who].known)
			continue;
		any = true;
		ret->is_out =
			!fill_keep_flow(f, code, row->date, (enum investor)who, &row->flow[who]) ||
			ret->is_out;
	}
	return any;
}

static mcp_status take_flows(struct fill *f, const struct fill_flight *flight,
	const struct kis_answer *answer, struct body *ret, struct fault *why)
{
	const struct fill_share *s = fill_share(f, flight->code);
	struct flow_row rows[ROWS_MAX];
	uint32_t count;

	if (!flow_read(answer->body, flight->kind, rows, ROWS_MAX, &count))
		return fault_set(why, MCP_E_UPSTREAM,
			"the investors of %s came without their rows; try again later",
			flight->code);
	for (uint32_t i = 0; i < count && ret->rows < FILL_FLOW_DAYS; i++) {
		if (!is_day(f, rows[i].date, flight->day))
			continue;
		ret->has_day = ret->has_day || rows[i].date == flight->day;
		ret->rows++;
		if (s && s->trades && flow_row_is_blank(&rows[i]))
			continue;
		if (keep_flows(f, flight->code, &rows[i], ret) && rows[i].date > ret->newest)
			ret->newest = rows[i].date;
	}
	return MCP_OK;
}

/* ---- How it ends. ---- */

/* Upstream is not well: what failed last says nothing of those shares. */
static void pause(struct fill *f, enum fill_kind kind)
{
	struct fill_work *w = &f->work[kind];

	w->row = 0;
	w->paused_until_ms = fill_now(f) + FILL_PAUSE_MS;
	for (uint32_t i = 0; i < f->share_count; i++) {
		f->shares[i].of[kind].fails = 0;
		f->shares[i].of[kind].not_before_ms = 0;
	}
	log_warn("history pauses kind=%d reason=\"%s\"", (int)kind, w->last.text);
}

/* A day others have and this share has not, though asked three times: there is none. */
static bool give_up(
	struct fill *f, struct fill_share *s, enum fill_kind kind, int32_t day, bool is_absent)
{
	s->of[kind].fails = 0;
	if (is_absent && f->work[kind].seen >= FILL_SEEN)
		return fill_keep_mark(f, s, kind, day);
	s->of[kind].skipped = true;
	s->of[kind].not_before_ms = fill_now(f) + FILL_SKIP_MS;
	return false;
}

static void fail_share(
	struct fill *f, const struct fill_flight *flight, const struct fault *why, bool is_absent)
{
	struct fill_share *s = fill_share(f, flight->code);
	struct fill_work *w = &f->work[flight->kind];

	w->last = *why;
	if (!is_absent || w->seen < FILL_SEEN)
		w->row++;
	if (s) {
		s->of[flight->kind].not_before_ms = fill_now(f) + FILL_AGAIN_MS;
		if (++s->of[flight->kind].fails >= FILL_TRIES)
			(void)give_up(f, s, flight->kind, flight->day, is_absent);
	}
	/* What only the operator can mend is not tried twenty times. */
	if (w->row >= FILL_ROW_MAX || why->status == MCP_E_CONFIG)
		pause(f, flight->kind);
}

static void end_share(struct fill *f, const struct fill_flight *flight, const struct body *body)
{
	struct fill_share *s = fill_share(f, flight->code);
	struct fill_work *w = &f->work[flight->kind];
	struct fault why = { 0 };
	bool is_there = body->newest == flight->day;

	if (s && !body->is_out && body->newest)
		(void)fill_keep_mark(f, s, flight->kind, body->newest);
	if (body->is_out) {
		(void)fault_set(&why, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		fail_share(f, flight, &why, false);
		return;
	}
	if (!is_there && s && s->trades && s->listed_on <= flight->day) {
		(void)fault_set(&why, MCP_E_UPSTREAM,
			"the figures of %s of %d are not there yet; try again later", flight->code,
			(int)flight->day);
		fail_share(f, flight, &why, !body->has_day);
		return;
	}
	w->row = 0;
	w->seen += is_there;
	if (!s || !fill_keep_mark(f, s, flight->kind, flight->day))
		return;
	s->of[flight->kind].fails = 0;
	s->of[flight->kind].skipped = false;
	pace_add(&f->pace, fill_now(f), 1);
}

static void on_answer(void *self, const struct kis_answer *answer)
{
	struct fill_flight *flight = self;
	struct fill *f = flight->fill;
	struct fill_share *s = fill_share(f, flight->code);
	struct fault why = answer->fault;
	struct body body = { 0 };

	flight->open = false;
	if (s)
		s->of[flight->kind].asked = false;
	if (why.status == MCP_OK && flight->kind == FILL_BARS)
		(void)take_chart(f, flight, answer, &body, &why);
	else if (why.status == MCP_OK)
		(void)take_flows(f, flight, answer, &body, &why);
	if (why.status < 0)
		fail_share(f, flight, &why, false);
	else
		end_share(f, flight, &body);
	fill_came(f);
}

/* ---- Asking. ---- */

static void date_text(int32_t date, char ret[16])
{
	(void)snprintf(ret, 16, "%08d", (int)date);
}

static mcp_status ask(struct fill *f, struct fill_flight *flight, struct fault *why)
{
	static const char *const endpoints[FILL_KINDS] = { "inquire-daily-itemchartprice",
		"inquire-investor", "program-trade-by-stock-daily" };
	static const uint32_t counts[FILL_KINDS] = { 6, 2, 3 };
	char from[16];
	char until[16];
	const mcp_kis_param chart[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_INPUT_ISCD", flight->code },
		{ "FID_INPUT_DATE_1", from },
		{ "FID_INPUT_DATE_2", until },
		{ "FID_PERIOD_DIV_CODE", "D" },
		{ "FID_ORG_ADJ_PRC", "0" },
	};
	const mcp_kis_param flows[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_INPUT_ISCD", flight->code },
		{ "FID_INPUT_DATE_1", until },
	};
	const struct kis_call call = {
		.endpoint = endpoints[flight->kind],
		.params = flight->kind == FILL_BARS ? chart : flows,
		.param_count = counts[flight->kind],
		.lane = LANE_BACKGROUND,
		.deadline_mono_ms = fill_now(f) + FILL_CALL_MS,
		.done = on_answer,
		.self = flight,
	};

	date_text(f->days[HISTORY_DAYS - 1], from);
	/* A chart goes on to today: a split of today is told there only. */
	date_text(flight->kind == FILL_BARS ? kst_from_ms(clock_wall(&f->parts.env->clock)).date
					    : flight->day,
		until);
	return kis_send(f->parts.kis, &call, &flight->id, why);
}

static void ask_share(
	struct fill *f, struct fill_flight *flight, enum fill_kind kind, struct fill_share *s)
{
	struct fault why = { 0 };

	*flight = (struct fill_flight){ .fill = f, .kind = kind, .day = f->day };
	memcpy(flight->code, s->code, sizeof flight->code);
	flight->open = ask(f, flight, &why) == MCP_OK;
	s->of[kind].asked = flight->open;
	if (!flight->open)
		fail_share(f, flight, &why, false);
}

/* ---- Who is next. ---- */

bool fill_may_ask(const struct fill *f)
{
	const struct fill_store *s = &f->store;

	if (f->environment == ENVIRONMENT_REPLAY || !s->loaded || f->total == 0)
		return false;
	/* The one who writes asks. When that one does nothing though somebody waits here, this
	 * process asks for itself. */
	return !fill_is_reader(f) || (f->waiters && fill_now(f) - s->changed_ms >= READER_WAITS_MS);
}

/* The share's bars come another way. */
static bool is_held(const struct fill *f, const struct fill_share *s, enum fill_kind kind)
{
	return kind == FILL_BARS && s->of[kind].until >= f->before && fill_own_waits(f);
}

static struct fill_share *next_share(struct fill *f, enum fill_kind kind)
{
	struct fill_work *w = &f->work[kind];
	int64_t now = fill_now(f);

	while (w->cursor < f->total && fill_is_done(f, &f->shares[f->order[w->cursor]], kind))
		w->cursor++;
	for (uint32_t i = w->cursor; i < f->total; i++) {
		struct fill_share *s = &f->shares[f->order[i]];

		if (!fill_is_done(f, s, kind) && !s->of[kind].asked &&
			s->of[kind].not_before_ms <= now && !is_held(f, s, kind))
			return s;
	}
	return NULL;
}

static bool may_start(const struct fill *f, enum fill_kind kind)
{
	const struct fill_work *w = &f->work[kind];

	if (!w->started || fill_now(f) < w->paused_until_ms)
		return false;
	return kind != FILL_BARS || !fill_krx_works(f);
}

static bool is_waited_for(const struct fill *f, enum fill_kind kind)
{
	for (const struct fill_waiter *w = f->waiters; w; w = w->next)
		if (w->kind == kind)
			return true;
	return false;
}

/* What somebody waits for comes first. */
static struct fill_share *next(struct fill *f, enum fill_kind *ret_kind)
{
	for (int turn = 0; turn < 2 * FILL_KINDS; turn++) {
		enum fill_kind kind = (enum fill_kind)(turn % FILL_KINDS);
		bool first = turn < FILL_KINDS;
		struct fill_share *s;

		if (is_waited_for(f, kind) != first || !may_start(f, kind))
			continue;
		s = next_share(f, kind);
		*ret_kind = kind;
		if (s)
			return s;
	}
	return NULL;
}

void fill_pump(struct fill *f)
{
	enum fill_kind kind;

	if (!fill_may_ask(f))
		return;
	for (uint32_t i = 0; i < FILL_FLIGHTS; i++) {
		struct fill_share *s = f->flights[i].open ? NULL : next(f, &kind);

		if (s)
			ask_share(f, &f->flights[i], kind, s);
	}
}

int64_t fill_next_try(const struct fill *f, enum fill_kind kind)
{
	int64_t at = INT64_MAX;

	for (uint32_t i = f->work[kind].cursor; i < f->total; i++) {
		const struct fill_share *s = &f->shares[f->order[i]];

		if (!fill_is_done(f, s, kind) && s->of[kind].not_before_ms < at)
			at = s->of[kind].not_before_ms;
	}
	if (at == INT64_MAX)
		return at;
	if (at < f->work[kind].paused_until_ms)
		at = f->work[kind].paused_until_ms;
	return at > fill_now(f) ? at - fill_now(f) : 0;
}

bool fill_is_asking(const struct fill *f, enum fill_kind kind)
{
	for (uint32_t i = 0; i < FILL_FLIGHTS; i++)
		if (f->flights[i].open && f->flights[i].kind == kind)
			return true;
	return false;
}

bool fill_is_full(const struct fill *f)
{
	for (uint32_t i = 0; i < FILL_FLIGHTS; i++)
		if (!f->flights[i].open)
			return false;
	return true;
}

void fill_call_cancel(struct fill *f)
{
	for (uint32_t i = 0; i < FILL_FLIGHTS; i++)
		if (f->flights[i].open)
			kis_cancel(f->parts.kis, f->flights[i].id);
}
