/* demo_market_program - 프로그램매매 종합현황(시간): minute by minute, the newest first. Field names
 * are misspelt as on the real one (smtm, shun). */
#include "data/json.h"
#include "demo/demo_flow.h"
#include "demo/demo_reply.h"

#include <stdio.h>

#define ROWS 30
#define MINUTE_MS 60000LL

struct row {
	struct demo_moment at;
	struct demo_trade arbitrage;
	struct demo_trade other;
	int64_t value; /* all trading of the market */
};

struct rows {
	int count;
	struct row of[ROWS];
};

/* Whole minutes back to the first one of the session. */
static void find_rows(const struct demo_moment *now, struct rows *ret)
{
	const struct demo_moment end = demo_moment_end(now->date);
	int64_t at = now->wall_ms < end.wall_ms ? now->wall_ms : end.wall_ms;

	ret->count = 0;
	at = at / MINUTE_MS * MINUTE_MS;
	while (ret->count < ROWS) {
		const struct demo_moment m = demo_moment_at(at);

		if (m.date != now->date || m.knot < 0)
			break;
		ret->of[ret->count++] = (struct row){ .at = m };
		at -= MINUTE_MS;
	}
}

static struct demo_trade trade_less(const struct demo_trade *a, const struct demo_trade *b)
{
	return (struct demo_trade){
		{ a->buy.volume - b->buy.volume, a->buy.value - b->buy.value },
		{ a->sell.volume - b->sell.volume, a->sell.value - b->sell.value },
	};
}

static void add_issue(const struct demo_board *board, const struct demo_issue *i, struct rows *ret)
{
	struct demo_path path;

	if (!demo_path_make(board, i, &path))
		return;
	for (int n = 0; n < ret->count; n++) {
		struct row *row = &ret->of[n];
		const struct demo_amount done =
			demo_venue_part(i, board->venue, demo_path_at(&path, &row->at));
		const struct demo_quote q = { .volume = done.volume, .value = done.value };
		struct demo_program programs;
		struct demo_trade other;

		demo_program_get(i, board->at.day, &q, &programs);
		other = trade_less(&programs.all, &programs.arbitrage);
		demo_trade_add(&row->arbitrage, &programs.arbitrage);
		demo_trade_add(&row->other, &other);
		row->value += done.value;
	}
}

static void put_amount(struct buf *b, const char *name, const char *rate, int64_t won, int64_t of)
{
	demo_millions(b, name, won);
	demo_hundredths(b, rate, demo_ratio(won, of));
}

static void put_row(struct buf *b, const struct row *row)
{
	const struct kst at = kst_from_ms(row->at.wall_ms);
	const int64_t arbitrage = demo_trade_net(&row->arbitrage).value;
	const int64_t other = demo_trade_net(&row->other).value;
	const int64_t all = row->value;
	char hour[16];

	(void)snprintf(
		hour, sizeof hour, "%02d%02d%02d", (int)at.hour, (int)at.minute, (int)at.second);
	json_next(b);
	buf_char(b, '{');
	demo_text(b, "bsop_hour", hour);
	put_amount(b, "arbt_smtn_seln_tr_pbmn", "arbt_smtm_seln_tr_pbmn_rate",
		row->arbitrage.sell.value, all);
	put_amount(b, "arbt_smtn_shnu_tr_pbmn", "arbt_smtm_shun_tr_pbmn_rate",
		row->arbitrage.buy.value, all);
	put_amount(b, "nabt_smtn_seln_tr_pbmn", "nabt_smtm_seln_tr_pbmn_rate",
		row->other.sell.value, all);
	put_amount(b, "nabt_smtn_shnu_tr_pbmn", "nabt_smtm_shun_tr_pbmn_rate", row->other.buy.value,
		all);
	put_amount(b, "arbt_smtn_ntby_tr_pbmn", "arbt_smtm_ntby_tr_pbmn_rate", arbitrage, all);
	put_amount(b, "nabt_smtn_ntby_tr_pbmn", "nabt_smtm_ntby_tr_pbmn_rate", other, all);
	put_amount(b, "whol_smtn_ntby_tr_pbmn", "whol_ntby_tr_pbmn_rate", arbitrage + other, all);
	buf_char(b, '}');
}

/* K or Q; -1 for anything else. */
static int read_market(const struct demo_call *c)
{
	char text[8];

	(void)demo_param(c, "FID_MRKT_CLS_CODE", text, sizeof text);
	return str_same(text, "K") ? DEMO_KOSPI : str_same(text, "Q") ? DEMO_KOSDAQ : -1;
}

long demo_market_program(const struct demo_call *c, struct buf *ret)
{
	const int market = read_market(c);
	struct demo_board board;
	enum demo_venue venue;
	struct rows rows;
	char division[8];

	(void)demo_param(c, "FID_COND_MRKT_DIV_CODE", division, sizeof division);
	if (market < 0 || !demo_venue_parse(division, &venue))
		return demo_no_rows(ret, "output");
	demo_board_make(c->d, &c->at, venue, &board);
	find_rows(&board.at, &rows);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (i->market == market && demo_issue_in_index(i))
			add_issue(&board, i, &rows);
	}
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < rows.count; n++)
		put_row(ret, &rows.of[n]);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
