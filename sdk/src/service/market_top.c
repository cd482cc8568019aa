/* market_top - "top": the leading shares, with foreign ratio and PER where they are asked for. */
#include <stdlib.h>

#include "service/market_part.h"

/* The ranking may hold more rows than were asked, for the summary's sake. */
static uint32_t rows_shown(const struct job *j)
{
	return j->result->count < j->query.count ? j->result->count : j->query.count;
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	const struct stock *s = &j->result->stocks[row];

	for (uint32_t i = 0; i < j->query.column_count; i++) {
		uint8_t column = j->query.columns[i];

		if (i > 0)
			buf_char(b, ',');
		if (j->query.omitted >> column & 1)
			buf_puts(b, "null");
		else
			stock_write(s, row + 1, (enum top_column)column, b);
	}
}

static void answer(struct job *j)
{
	market_keep(j->market, &j->query, j->result);
	job_answer(j, write_row, rows_shown(j));
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	job_progress(self, done, total);
}

static void on_details(void *self)
{
	answer(self);
}

static void ask_details(struct job *j)
{
	struct details_spec spec = {
		.stocks = j->result->stocks,
		.count = rows_shown(j),
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.from = &j->from,
		.progress = on_progress,
		.done = on_details,
		.self = j,
	};
	struct fault f;

	if (j->query.basis == BASIS_NXT)
		provenance_note(&j->from, "foreign ratio and PER are KRX figures");
	j->details = details_new(j->market, &spec);
	if (!j->details) {
		(void)fault_set(&f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		job_refuse(j, &f);
		return;
	}
	details_start(j->details);
}

static void on_ranking(void *self, const struct fault *f, const struct ranking_result *result)
{
	struct job *j = self;

	provenance_merge(&j->from, &result->from);
	if (f) {
		job_refuse(j, f);
		return;
	}
	*j->result = *result;
	if (market_query_wants(&j->query, TOP_FOREIGN) || market_query_wants(&j->query, TOP_PER))
		ask_details(j);
	else
		answer(j);
}

void top_start(struct job *j)
{
	struct ranking_spec spec = {
		.basis = j->query.basis,
		.scope = j->query.scope,
		.sort = j->query.sort,
		.want = j->query.count < MARKET_LEADERS ? MARKET_LEADERS : j->query.count,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
	};
	struct fault f;

	j->result = calloc(1, sizeof *j->result);
	j->ranking = ranking_new(j->market, &spec, on_ranking, j);
	if (!j->result || !j->ranking) {
		(void)fault_set(&f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		job_refuse(j, &f);
		return;
	}
	ranking_start(j->ranking);
}
