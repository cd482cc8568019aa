/* market_top_write - rows of "top" and "quotes" as JSON. */
#include "data/json.h"
#include "service/market_about.h"
#include "service/market_top.h"

static const char *const reason_words[REASONS] = {
	[REASON_DISCLOSURE] = "major_disclosure",
	[REASON_NEWS] = "news_coverage",
	[REASON_BREAKOUT] = "technical_breakout",
	[REASON_LIMIT] = "price_limit",
	[REASON_VI] = "volatility_interruption",
	[REASON_SECTOR] = "sector_move",
	[REASON_ACTION] = "corporate_action",
	[REASON_NEW] = "newly_listed",
	[REASON_PROGRAM] = "program_flow",
	[REASON_WARNING] = "market_warning",
};

static void write_reasons(const struct reasons *r, struct buf *b)
{
	if (!r->known) {
		buf_puts(b, "null");
		return;
	}
	buf_char(b, '[');
	for (int i = 0; i < REASONS; i++) {
		if (!r->seen[i][0])
			continue;
		json_next(b);
		json_cstr(b, reason_words[i]);
	}
	buf_char(b, ']');
}

static void write_reason_details(
	const struct asked_column *asked, const struct reasons *r, struct buf *b)
{
	if (!r->known) {
		buf_puts(b, "null");
		return;
	}
	buf_char(b, '[');
	for (int i = 0; i < REASONS; i++) {
		if (!r->seen[i][0])
			continue;
		json_next(b);
		buf_char(b, '[');
		for (uint32_t k = 0; k < asked->inner_count; k++) {
			json_next(b);
			json_cstr(b, asked->inner[k] == REASON_CODE ? reason_words[i] : r->seen[i]);
		}
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

static void write_cell(
	const struct job *j, uint32_t row, const struct asked_column *asked, struct buf *b)
{
	const struct stock *s = &j->result->stocks[row];
	const enum top_column column = (enum top_column)asked->column;

	if (j->query.omitted >> column & 1)
		buf_puts(b, "null");
	else if (column == TOP_REASONS)
		write_reasons(&j->result->reasons[row], b);
	else if (column == TOP_REASON_DETAILS)
		write_reason_details(asked, &j->result->reasons[row], b);
	else if (column == TOP_SECTOR_NAME)
		json_cstr(b, s->sector ? master_sector_name(j->market->master, s->sector) : NULL);
	else if (column >= TOP_ABOUT)
		about_write(j, (enum about)(column - TOP_ABOUT), b);
	else
		stock_write(s, row + 1, column, b);
}

void top_write_row(const struct job *j, uint32_t row, struct buf *b)
{
	for (uint32_t i = 0; i < j->query.column_count; i++) {
		json_next(b);
		write_cell(j, row, &j->query.columns[i], b);
	}
}

uint32_t top_rows_shown(const struct job *j)
{
	const uint32_t wanted = j->query.op == OP_QUOTES ? MARKET_ROWS_MAX : j->query.count;

	return j->result->count < wanted ? j->result->count : wanted;
}
