/* market_status - "status": sessions, how old what is kept is, limits, keys. Asks nothing. */
#include "base/cleanup.h"
#include "data/json.h"
#include "service/history.h"
#include "service/market_about.h"
#include "service/market_find.h"

/* ---- Texts; each is written, or null. ---- */

static void write_time(int64_t ms, struct buf *b)
{
	char text[32];

	kst_text(ms, text);
	json_cstr(b, ms > 0 ? text : NULL);
}

static void write_date(int32_t date, struct buf *b)
{
	char text[16];

	market_date_text(date, text);
	json_cstr(b, date > 0 ? text : NULL);
}

/* The day that nearly every share reaches. */
static void write_whole_day(const struct job *j, enum fill_kind kind, struct buf *b)
{
	struct fill_state state;

	fill_state(j->market->fill, kind, &state);
	write_date(state.whole_day, b);
}

/* Of the asked market's files the older one; 0: there is none. */
static int32_t master_day_of(const struct job *j)
{
	int32_t oldest = 0;

	for (int x = 0; x < EXCHANGES; x++) {
		const int32_t day = master_day(j->market->master, (enum exchange)x);

		if (find_in_scope(j, (enum exchange)x) && day > 0 && (!oldest || day < oldest))
			oldest = day;
	}
	return oldest;
}

static void write_session(const struct job *j, uint8_t column, struct buf *b)
{
	const bool is_krx = column == STATUS_KRX_SESSION || column == STATUS_KRX_NEXT;
	const struct market_session s = market_now(j->market, is_krx ? BASIS_KRX : BASIS_NXT);

	if (column == STATUS_KRX_SESSION || column == STATUS_NXT_SESSION)
		json_cstr(b, s.name);
	else
		write_time(s.next_change_ms, b);
}

static void write_kept(const struct job *j, uint8_t column, struct buf *b)
{
	const struct snapshot *s;

	switch (column) {
	case STATUS_SNAPSHOT:
		s = snapshots_newest(j->market->snapshots, j->query.basis);
		write_time(s ? s->first_ms : 0, b);
		break;
	case STATUS_HISTORY:
		write_whole_day(j, FILL_BARS, b);
		break;
	case STATUS_INVESTORS:
		write_whole_day(j, FILL_INVESTORS, b);
		break;
	case STATUS_PROGRAMS:
		write_whole_day(j, FILL_PROGRAMS, b);
		break;
	case STATUS_MASTER:
		write_date(master_day_of(j), b);
		break;
	default:
		write_time(master_day_of(j) ? master_renewed_ms(master_day_of(j)) : 0, b);
		break;
	}
}

static void write_text(const struct job *j, uint8_t column, struct buf *b)
{
	if (column == STATUS_AS_OF)
		write_time(clock_wall(&j->market->env->clock), b);
	else if (column == STATUS_DATE)
		write_date(market_now(j->market, j->query.basis).date, b);
	else if (column == STATUS_ENVIRONMENT)
		about_write(j, ABOUT_ENVIRONMENT, b);
	else if (column == STATUS_BASIS)
		about_write(j, ABOUT_BASIS, b);
	else if (column <= STATUS_NXT_NEXT)
		write_session(j, column, b);
	else
		write_kept(j, column, b);
}

/* ---- Numbers. ---- */

/* Completed days that any share has a bar of. */
static uint32_t days_kept(const struct job *j)
{
	const struct market *m = j->market;
	int32_t days[HISTORY_DAYS];
	uint32_t kept = 0;

	calendar_days_before(m->calendar, market_now(m, BASIS_KRX).date, days, COUNT_OF(days));
	for (uint32_t i = 0; i < COUNT_OF(days); i++)
		kept += history_bars_on(m->history, days[i]) > 0;
	return kept;
}

static mcp_int limit(const struct job *j, uint8_t column)
{
	struct kis_limits limits;

	kis_limits(j->market->kis, &limits);
	if (!limits.limited)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(column == STATUS_CALLS_NOW       ? limits.in_use
			     : column == STATUS_CALLS_ALLOWED ? limits.per_second
							      : limits.set);
}

static mcp_int number(const struct job *j, uint8_t column)
{
	const uint32_t shares = history_shares(j->market->history);

	if (column >= STATUS_CALLS_NOW)
		return limit(j, column);
	/* What a former process has kept is read when filling starts. */
	if (shares == 0)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(column == STATUS_DAYS ? days_kept(j) : shares);
}

static bool holds(const struct job *j, uint8_t column)
{
	const struct market *m = j->market;
	const struct source_settings *sources = m->sources;
	struct kis_limits limits;

	switch (column) {
	case STATUS_OPEN_DAY:
		return calendar_is_open_day(
			m->calendar, kst_from_ms(clock_wall(&m->env->clock)).date);
	case STATUS_DART_KEY:
		return sources && sources->opendart.api_key && sources->opendart.api_key[0];
	case STATUS_KRX_KEY:
		return sources && sources->krx.api_key && sources->krx.api_key[0];
	default:
		kis_limits(m->kis, &limits);
		return limits.has_key;
	}
}

/* ---- The answer. ---- */

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	(void)row;
	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const uint8_t column = j->query.columns[i].column;

		json_next(b);
		if (column < STATUS_TEXTS)
			write_text(j, column, b);
		else if (column < STATUS_NUMBERS)
			write_whole(number(j, column), b);
		else if (column == STATUS_NOTES)
			about_write(j, ABOUT_NOTES, b);
		else
			json_bool(b, holds(j, column));
	}
}

static void note(struct job *j)
{
	struct kis_limits limits;

	kis_limits(j->market->kis, &limits);
	if (market_query_wants(&j->query, STATUS_SNAPSHOT) &&
		!snapshots_newest(j->market->snapshots, j->query.basis))
		provenance_note(
			&j->from, "the whole market was not read yet: the next ranking does");
	if (market_query_wants(&j->query, STATUS_DAYS) && history_shares(j->market->history) == 0)
		provenance_note(&j->from, "completed days were not read yet");
	if (market_query_wants(&j->query, STATUS_CALLS_ALLOWED) && !limits.limited)
		provenance_note(&j->from, "calls are not limited: nobody is asked by network");
	if (limits.per_second < limits.set)
		provenance_note(&j->from,
			"KIS refused calls as too many: %lld a second instead of %lld for now",
			(long long)limits.per_second, (long long)limits.set);
}

void status_start(struct job *j)
{
	const struct market *m = j->market;
	const struct market_session now = market_now(m, j->query.basis);
	struct provenance p;

	provenance_init(&p);
	p.used = true;
	p.environment = kis_environment(m->kis);
	p.basis = j->query.basis;
	p.session = now.name;
	p.as_of_ms = clock_wall(&m->env->clock);
	p.fresh_until_ms = now.next_change_ms;
	provenance_merge(&j->from, &p);
	note(j);
	job_answer(j, write_row, 1);
}
