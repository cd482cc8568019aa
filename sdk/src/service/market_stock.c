/* market_stock - one row of a ranking: read, doubted, judged, written. */
#include "service/market_stock.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "service/rank_figure.h"

#define NAME_MAX_BYTES 64

static void doubt(struct stock *s, enum doubt why)
{
	s->doubts |= UINT32_C(1) << why;
}

static void read_code(struct kis_row *row, struct stock *s)
{
	char code[16];

	if (kis_text(row, "mksc_shrn_iscd", code, sizeof code))
		(void)figure_code(code, s->code);
	else
		doubt(s, DOUBT_KEY);
}

static void read_name(struct kis_row *row, struct stock *s)
{
	char name[256];

	if (kis_text(row, "hts_kor_isnm", name, sizeof name))
		(void)utf8_clean(span_trim(span_of(name)), s->name, NAME_MAX_BYTES);
}

static void read_change(struct kis_row *row, struct stock *s)
{
	struct figure_change c = figure_change(row, "prdy_vrss", &s->doubts);

	/* Of what has no price there is no change, whatever is written there. */
	if (!s->fig[TOP_PRICE].known)
		return;

	s->fig[TOP_CHANGE] = c.won;
	s->fig[TOP_CHANGE_RATE] = c.rate;
}

void stock_make_cap(struct stock *s)
{
	int64_t cap;

	s->fig[TOP_CAP] = (mcp_int){ 0 };
	if (!s->fig[TOP_PRICE].known || !s->fig[TOP_LISTED].known)
		return;
	if (__builtin_mul_overflow(s->fig[TOP_PRICE].value, s->fig[TOP_LISTED].value, &cap))
		doubt(s, DOUBT_OVERFLOW);
	else
		s->fig[TOP_CAP] = MCP_KNOWN_INT(cap);
}

void stock_make_turnover(struct stock *s)
{
	int64_t rate;

	s->fig[TOP_TURNOVER] = (mcp_int){ 0 };
	if (s->fig[TOP_VOLUME].known && s->fig[TOP_LISTED].known &&
		rank_turnover(s->fig[TOP_VOLUME].value, s->fig[TOP_LISTED].value, 0, &rate))
		s->fig[TOP_TURNOVER] = MCP_KNOWN_INT(rate);
}

void stock_make_name(struct stock *s)
{
	if (s->name[0] != '\0')
		return;
	memcpy(s->name, s->code, sizeof s->code);
	doubt(s, DOUBT_NAME);
}

void stock_read(struct kis_row *row, struct stock *ret)
{
	memset(ret, 0, sizeof *ret);
	read_code(row, ret);
	read_name(row, ret);
	ret->fig[TOP_PRICE] = figure_positive(row, "stck_prpr", &ret->doubts);
	ret->fig[TOP_VOLUME] = figure_amount(row, "acml_vol", &ret->doubts);
	ret->fig[TOP_VALUE] = figure_amount(row, "acml_tr_pbmn", &ret->doubts);
	if (!figure_fits(ret->fig[TOP_VOLUME], ret->fig[TOP_VALUE], ret->fig[TOP_PRICE])) {
		ret->fig[TOP_VOLUME] = ret->fig[TOP_VALUE] = (mcp_int){ 0 };
		doubt(ret, DOUBT_FIGURE);
	}
	ret->fig[TOP_LISTED] = figure_positive(row, "lstn_stcn", &ret->doubts);
	ret->exact = true;
	ret->fig[TOP_TURNOVER] = figure_rate(row, "vol_tnrt", false, &ret->doubts);
	read_change(row, ret);
	stock_make_cap(ret);
}

mcp_int stock_key(const struct stock *s, enum market_sort sort)
{
	return sort == SORT_VOLUME ? s->fig[TOP_VOLUME] : s->fig[TOP_VALUE];
}

enum stock_verdict stock_judge(struct stock *s, const struct master *master, enum exchange asked)
{
	enum exchange listed_at = asked;
	const struct master_row *row;

	if (s->code[0] == '\0')
		return STOCK_OUT;
	s->exchange = asked;
	row = master_find(master, s->code, &listed_at);
	if (!row)
		return STOCK_UNKNOWN;
	if (!master_is_ranked(row))
		return STOCK_OUT;
	s->exchange = listed_at;
	s->sector = row->sector;
	s->flags = row->flags;
	s->marked = true;
	if (s->name[0] == '\0')
		memcpy(s->name, row->name, sizeof row->name);
	return listed_at == asked ? STOCK_IN : STOCK_ELSEWHERE;
}

struct flag_word {
	enum master_flag flag;
	const char *word;
};

static const struct flag_word flag_words[] = {
	{ MASTER_ADMIN, "administrative issue" },
	{ MASTER_CAUTION, "investment caution" },
	{ MASTER_WARNING, "investment warning" },
	{ MASTER_DANGER, "investment danger" },
	{ MASTER_HALTED, "trading halted" },
	{ MASTER_OVERHEATED, "short-term overheated" },
	{ MASTER_LIQUIDATION, "liquidation trading" },
	{ MASTER_PREFERRED, "preferred share" },
};

static void write_flags(const struct stock *s, struct buf *ret)
{
	if (!s->marked) {
		buf_puts(ret, "null");
		return;
	}
	buf_char(ret, '[');
	for (size_t i = 0; i < COUNT_OF(flag_words); i++) {
		if (!(s->flags & (uint32_t)flag_words[i].flag))
			continue;
		json_next(ret);
		json_cstr(ret, phrase(flag_words[i].word));
	}
	buf_char(ret, ']');
}

void write_whole(mcp_int n, struct buf *ret)
{
	if (n.known)
		json_int(ret, n.value);
	else
		buf_puts(ret, "null");
}

void write_hundredths(mcp_int hundredths, struct buf *ret)
{
	uint64_t n =
		hundredths.value < 0 ? 0 - (uint64_t)hundredths.value : (uint64_t)hundredths.value;

	if (!hundredths.known)
		buf_puts(ret, "null");
	else
		buf_printf(ret, "%s%llu.%02u", hundredths.value < 0 ? "-" : "",
			(unsigned long long)(n / 100), (unsigned)(n % 100));
}

static void write_figure(const struct stock *s, enum top_column column, struct buf *ret)
{
	uint32_t count;

	if (columns_of(OP_TOP, &count)[column].kind == COLUMN_RATE)
		write_hundredths(s->fig[column], ret);
	else
		write_whole(s->fig[column], ret);
}

static void write_sector(const struct stock *s, struct buf *ret)
{
	if (s->sector > 0)
		buf_printf(ret, "\"%04d\"", s->sector);
	else
		buf_puts(ret, "null");
}

void stock_write(const struct stock *s, uint32_t rank, enum top_column column, struct buf *ret)
{
	if (column < TOP_FIGURES)
		write_figure(s, column, ret);
	else if (column == TOP_RANK)
		json_int(ret, rank);
	else if (column == TOP_FLAGS)
		write_flags(s, ret);
	else if (column == TOP_SECTOR_CODE)
		write_sector(s, ret);
	else if (column == TOP_AT_LEAST && s->at_least.known)
		json_bool(ret, s->at_least.value);
	else if (column == TOP_CODE || column == TOP_NAME)
		json_cstr(ret, column == TOP_CODE ? s->code : s->name);
	else if (column == TOP_MARKET)
		json_cstr(ret, exchange_name(s->exchange));
	else
		buf_puts(ret, "null");
}

void stock_note_doubts(const struct stock *stocks, uint32_t count, struct provenance *p)
{
	uint32_t seen[DOUBTS] = { 0 };

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t d = 0; d < DOUBTS; d++)
			seen[d] += stocks[i].doubts >> d & 1;
	figure_note_doubts(seen, p);
}
