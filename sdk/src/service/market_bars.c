/* market_bars - "bars": completed days of one share; "session": which session it is. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "service/bars_read.h"
#include "service/market_part.h"

/* ---- Bars. ---- */

struct shown_bar {
	int32_t date;
	struct bar bar;
};

struct shown {
	uint32_t count;
	struct shown_bar bars[MARKET_ROWS_MAX];
};

static void write_bar_cell(const struct shown_bar *s, uint8_t column, struct buf *b)
{
	const struct bar *bar = &s->bar;
	char date[16];

	switch (column) {
	case BARS_DATE:
		market_date_text(s->date, date);
		json_cstr(b, date);
		break;
	case BARS_CLOSE:
		write_whole((mcp_int){ .value = bar->close, .known = bar->known & BAR_CLOSE }, b);
		break;
	case BARS_VOLUME:
		write_whole((mcp_int){ .value = bar->volume, .known = bar->known & BAR_VOLUME }, b);
		break;
	default:
		write_whole((mcp_int){ .value = bar->value, .known = bar->known & BAR_VALUE }, b);
		break;
	}
}

static void write_bar(const struct job *j, uint32_t row, struct buf *b)
{
	const struct shown *shown = j->own;

	for (uint32_t i = 0; i < j->query.column_count; i++) {
		json_next(b);
		write_bar_cell(&shown->bars[row], j->query.columns[i].column, b);
	}
}

static void show(struct job *j)
{
	struct market *m = j->market;
	struct shown *shown = calloc(1, sizeof *shown);
	int32_t days[MARKET_ROWS_MAX];
	struct fault f = { 0 };

	j->own = shown;
	if (!shown) {
		job_refuse_memory(j);
		return;
	}
	calendar_days_before(m->calendar, market_now(m, BASIS_KRX).date, days, MARKET_ROWS_MAX);
	for (uint32_t i = 0; i < MARKET_ROWS_MAX && shown->count < j->query.count; i++) {
		const struct bar *bar = history_bar(m->history, j->query.codes[0], days[i]);

		if (bar)
			shown->bars[shown->count++] =
				(struct shown_bar){ .date = days[i], .bar = *bar };
	}
	if (shown->count == 0) {
		f = j->batch_fault;
		if (j->offline)
			job_say_not_kept(&f);
		else if (f.status == MCP_OK)
			(void)fault_set(&f, MCP_E_ARGUMENT,
				"there are no days of %s; give the code of a listed share",
				j->query.codes[0]);
		job_refuse(j, &f);
		return;
	}
	market_stamp_day(m, shown->bars[0].date, &j->from);
	job_answer(j, write_bar, shown->count);
}

/* Completed days are worth keeping, whoever asked for them. */
static void take_chart(struct job *j, struct span body)
{
	const int32_t session = market_now(j->market, BASIS_KRX).date;
	struct bars *bars = calloc(1, sizeof *bars);

	if (bars && chart_read(body, j->query.codes[0], bars, &j->batch_fault) == MCP_OK)
		for (uint32_t i = 0; i < bars->count; i++)
			if (bars->rows[i].date < session)
				(void)history_put(j->market->history, j->query.codes[0],
					bars->rows[i].date, &bars->rows[i].bar);
	free(bars);
}

static void on_chart(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;

	(void)index;
	j->from.upstream_calls += answer->calls;
	j->batch_fault = answer->fault;
	if (answer->fault.status == MCP_OK)
		take_chart(j, answer->body);
}

static void on_chart_end(void *self)
{
	show(self);
}

static void ask_chart(struct job *j)
{
	const int32_t today = market_now(j->market, BASIS_KRX).date;
	char from[16];
	char to[16];
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_INPUT_ISCD", j->query.codes[0] },
		{ "FID_INPUT_DATE_1", from },
		{ "FID_INPUT_DATE_2", to },
		{ "FID_PERIOD_DIV_CODE", "D" },
		{ "FID_ORG_ADJ_PRC", "0" },
	};

	(void)snprintf(from, sizeof from, "%08d", kst_date_add(today, -100));
	(void)snprintf(to, sizeof to, "%08d", calendar_previous_day(j->market->calendar, today));
	j->batch = (struct batch){
		.kis = j->market->kis,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.answer = on_chart,
		.end = on_chart_end,
		.self = j,
	};
	batch_begin(&j->batch);
	batch_call(&j->batch, "inquire-daily-itemchartprice", params, COUNT_OF(params));
	batch_commit(&j->batch);
}

void bars_start(struct job *j)
{
	const int32_t last =
		calendar_previous_day(j->market->calendar, market_now(j->market, BASIS_KRX).date);

	if (j->offline || history_bar(j->market->history, j->query.codes[0], last))
		show(j);
	else
		ask_chart(j);
}

/* ---- Session. ---- */

static void write_session(const struct job *j, uint32_t row, struct buf *b)
{
	const struct market *m = j->market;
	const struct market_session now = market_now(m, j->query.basis);
	const int32_t today = kst_from_ms(clock_wall(&m->env->clock)).date;
	char date[16];
	char next[32];

	(void)row;
	market_date_text(now.date, date);
	kst_text(now.next_change_ms, next);
	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const uint8_t column = j->query.columns[i].column;

		json_next(b);
		if (column == SESSION_OPEN_DAY)
			json_bool(b, calendar_is_open_day(m->calendar, today));
		else
			json_cstr(b, column == SESSION_DATE   ? date
				     : column == SESSION_NAME ? now.name
							      : next);
	}
}

void session_start(struct job *j)
{
	market_stamp(j->market, j->query.basis, clock_wall(&j->market->env->clock), &j->from);
	job_answer(j, write_session, 1);
}
