/* demo - routes a question to its endpoint, as the real gateway does. */
#include "demo/demo.h"

#include "base/cleanup.h"
#include "demo/demo_draw.h"
#include "demo/demo_reply.h"

#include <stdio.h>
#include <stdlib.h>

struct route {
	const char *path; /* after /uapi/domestic-stock/v1 */
	const char *tr_id;
	demo_endpoint *answer;
	const char *needs; /* query keys, "|" between them */
};

#define RANK_KEYS \
	"FID_COND_MRKT_DIV_CODE|FID_COND_SCR_DIV_CODE|FID_INPUT_ISCD|FID_DIV_CLS_CODE|" \
	"FID_TRGT_CLS_CODE|FID_TRGT_EXLS_CLS_CODE|FID_INPUT_PRICE_1|FID_INPUT_PRICE_2|FID_VOL_CNT"
#define ISSUE_KEYS "FID_COND_MRKT_DIV_CODE|FID_INPUT_ISCD"

static const struct route routes[] = {
	{ "/quotations/volume-rank", "FHPST01710000", demo_volume_rank,
		RANK_KEYS "|FID_BLNG_CLS_CODE|FID_INPUT_DATE_1" },
	{ "/ranking/market-cap", "FHPST01740000", demo_market_cap, RANK_KEYS },
	{ "/ranking/fluctuation", "FHPST01700000", demo_fluctuation,
		RANK_KEYS "|FID_RANK_SORT_CLS_CODE|FID_INPUT_CNT_1|FID_PRC_CLS_CODE|"
			  "FID_RSFL_RATE1|FID_RSFL_RATE2" },
	{ "/quotations/inquire-price", "FHKST01010100", demo_inquire_price, ISSUE_KEYS },
	{ "/quotations/intstock-multprice", "FHKST11300006", demo_multprice,
		"FID_COND_MRKT_DIV_CODE_1|FID_INPUT_ISCD_1" },
	{ "/quotations/inquire-index-price", "FHPUP02100000", demo_index_price, ISSUE_KEYS },
	{ "/quotations/inquire-index-category-price", "FHPUP02140000", demo_category,
		ISSUE_KEYS "|FID_COND_SCR_DIV_CODE|FID_MRKT_CLS_CODE|FID_BLNG_CLS_CODE" },
	{ "/quotations/inquire-daily-itemchartprice", "FHKST03010100", demo_chart,
		ISSUE_KEYS "|FID_INPUT_DATE_1|FID_INPUT_DATE_2|FID_PERIOD_DIV_CODE|"
			   "FID_ORG_ADJ_PRC" },
	{ "/quotations/inquire-investor", "FHKST01010900", demo_investor, ISSUE_KEYS },
	{ "/quotations/program-trade-by-stock-daily", "FHPPG04650201", demo_program_daily,
		ISSUE_KEYS },
	{ "/quotations/foreign-institution-total", "FHPTJ04400000", demo_foreign_total,
		ISSUE_KEYS "|FID_COND_SCR_DIV_CODE|FID_DIV_CLS_CODE|FID_RANK_SORT_CLS_CODE|"
			   "FID_ETC_CLS_CODE" },
	{ "/quotations/inquire-investor-time-by-market", "FHPTJ04030000", demo_market_investor,
		"FID_INPUT_ISCD|FID_INPUT_ISCD_2" },
	{ "/quotations/comp-program-trade-today", "FHPPG04600101", demo_market_program,
		"FID_COND_MRKT_DIV_CODE|FID_MRKT_CLS_CODE" },
	{ "/quotations/inquire-vi-status", "FHPST01390000", demo_vi,
		"FID_DIV_CLS_CODE|FID_COND_SCR_DIV_CODE|FID_MRKT_CLS_CODE|FID_INPUT_ISCD|"
		"FID_RANK_SORT_CLS_CODE|FID_INPUT_DATE_1" },
	{ "/quotations/chk-holiday", "CTCA0903R", demo_holiday, "BASS_DT" },
	{ "/quotations/news-title", "FHKST01011800", demo_news, "FID_INPUT_ISCD" },
};

static const char api[] = "/uapi/domestic-stock/v1";
static const char masters[] = "/common/master/";

/* Sources beside KIS: hosts, keys and envelopes of their own. */
static const struct route sources[] = {
	{ .path = "/api/list.json", .answer = demo_dart_list },
	{ .path = "/api/stockTotqySttus.json", .answer = demo_dart_shares },
	{ .path = "/api/corpCode.xml", .answer = demo_dart_corps },
	{ .path = "/svc/apis/sto/stk_bydd_trd", .answer = demo_krx_kospi },
	{ .path = "/svc/apis/sto/ksq_bydd_trd", .answer = demo_krx_kosdaq },
};

static long ask_route(const struct demo_call *c, const struct route *route, struct buf *ret)
{
	struct span needs = span_of(route->needs);
	struct span name;

	while (span_split(&needs, '|', &name)) {
		char key[64];
		char value[8];
		char text[128];

		(void)snprintf(key, sizeof key, "%.*s", (int)name.len, name.at);
		if (demo_param(c, key, value, sizeof value))
			continue;
		(void)snprintf(text, sizeof text, "ERROR INPUT FIELD NOT FOUND [%s]", key);
		return demo_failure(ret, 200, "OPSQ2001", text);
	}
	return route->answer(c, ret);
}

static long ask_api(const struct demo_call *c, const char *path, struct buf *ret)
{
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		if (!str_same(routes[i].path, path))
			continue;
		if (!c->r->tr_id)
			return demo_failure(ret, 500, "OPSQ9999", "tr_id 가 없습니다.");
		if (!str_same(routes[i].tr_id, c->r->tr_id))
			return demo_failure(ret, 500, "OPSQ0002", "없는 서비스 코드 입니다.");
		return ask_route(c, &routes[i], ret);
	}
	return demo_failure(ret, 404, "EGW00203", "OPS라우팅 중 오류가 발생했습니다.");
}

static long ask_source(const struct demo_call *c, struct buf *ret)
{
	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		if (str_same(sources[i].path, c->r->path))
			return sources[i].answer(c, ret);
	}
	return demo_failure(ret, 404, "EGW00203", "OPS라우팅 중 오류가 발생했습니다.");
}

struct demo *demo_new(int64_t seed)
{
	struct demo *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->key = draw_at((uint64_t)seed, DRAW_STREAM, 2026);
	if (!demo_market_make(d)) {
		free(d);
		return NULL;
	}
	return d;
}

void demo_free(struct demo *d)
{
	if (!d)
		return;
	free(d->issues);
	free(d);
}

long demo_answer(const struct demo *d, const struct demo_request *r, struct buf *ret)
{
	const struct demo_moment at = demo_moment_at(r->wall_ms);
	const struct demo_call c = { .d = d, .r = r, .at = at, .list = demo_moment_listed(&at) };
	const bool get = str_same(r->method, "GET");

	if (str_same(r->path, "/oauth2/tokenP") && str_same(r->method, "POST"))
		return demo_token(&c, ret);
	if (get && strncmp(r->path, api, sizeof api - 1) == 0)
		return ask_api(&c, r->path + sizeof api - 1, ret);
	if (get && strncmp(r->path, masters, sizeof masters - 1) == 0)
		return demo_master(&c, ret);
	if (get)
		return ask_source(&c, ret);
	return demo_failure(ret, 404, "EGW00203", "OPS라우팅 중 오류가 발생했습니다.");
}
