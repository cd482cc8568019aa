/* demo_krx - KRX Open API, 일별매매정보: every share of a market on a day that is over, as it was
 * traded. A day is there from the next one on. */
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_reply.h"

static void put_row(struct buf *b, const struct demo_board *board, const struct demo_issue *i)
{
	const bool kospi = i->market == DEMO_KOSPI;
	struct demo_quote q;

	demo_quote_get(board, i, &q);
	json_next(b);
	buf_char(b, '{');
	demo_date(b, "BAS_DD", board->at.date);
	demo_text(b, "ISU_CD", i->code);
	demo_text(b, "ISU_NM", i->name);
	demo_text(b, "MKT_NM", kospi ? "KOSPI" : "KOSDAQ");
	demo_text(b, "SECT_TP_NM", kospi ? "" : i->key % 5 < 2 ? "벤처기업부" : "중견기업부");
	demo_number(b, "TDD_CLSPRC", q.price);
	demo_number(b, "CMPPREVDD_PRC", q.price - q.before);
	demo_hundredths(b, "FLUC_RT", demo_rate(q.price, q.before));
	demo_number(b, "TDD_OPNPRC", q.open);
	demo_number(b, "TDD_HGPRC", q.high);
	demo_number(b, "TDD_LWPRC", q.low);
	demo_number(b, "ACC_TRDVOL", q.volume);
	demo_number(b, "ACC_TRDVAL", q.value);
	demo_number(b, "MKTCAP", demo_issue_listed(i, board->at.day) * q.price);
	demo_number(b, "LIST_SHRS", demo_issue_listed(i, board->at.day));
	buf_char(b, '}');
}

static void put_day(
	const struct demo_call *c, enum demo_market market, int32_t date, struct buf *ret)
{
	const struct demo_moment at = demo_moment_end(date);
	struct demo_board board;

	demo_board_make(c->d, &at, DEMO_VENUE_KRX, &board);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (i->market == market && i->product <= DEMO_SPAC &&
			demo_issue_is_listed(i, at.day))
			put_row(ret, &board, i);
	}
}

static long answer(const struct demo_call *c, enum demo_market market, struct buf *ret)
{
	const int32_t date = demo_param_date(c, "basDd", 0);

	buf_puts(ret, "{\"OutBlock_1\":[");
	if (date > 0 && date < kst_from_ms(c->r->wall_ms).date && demo_day_is_open(date))
		put_day(c, market, date, ret);
	buf_puts(ret, "]}");
	return 200;
}

long demo_krx_kospi(const struct demo_call *c, struct buf *ret)
{
	return answer(c, DEMO_KOSPI, ret);
}

long demo_krx_kosdaq(const struct demo_call *c, struct buf *ret)
{
	return answer(c, DEMO_KOSDAQ, ret);
}
