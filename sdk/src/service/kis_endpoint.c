/* kis_endpoint - the list of calls that exist: quotations, rankings, finance, listing dates, the
 * token, the master files; disclosures and share counts of OpenDART, daily bars of KRX. Nothing
 * that trades, nothing of an account. */
#include "service/kis_endpoint.h"

#include <stddef.h>

#include "base/cleanup.h"

#define MIB ((size_t)1024 * 1024)

#define QUOTE_HEAD(part, last, id) \
	.name = (last), .path = "/uapi/domestic-stock/v1/" part "/" last, .tr_id = (id), \
	.kind = KIS_QUOTE
#define QUOTE(part, last, id) \
	{ \
		QUOTE_HEAD(part, last, id) \
	}
#define SLOW_QUOTE(part, last, id) \
	{ \
		QUOTE_HEAD(part, last, id), .slow = true \
	}
#define MASTER(word, stem) \
	{ \
		.name = "master-" word, .path = "/common/master/" stem ".mst.zip", \
		.kind = KIS_MASTER, .file = "mst" \
	}
#define KRX(word, last) \
	{ \
		.name = "krx-" word, .path = "/svc/apis/sto/" last, .kind = KIS_KRX \
	}

/* clang-format off */
static const struct kis_endpoint endpoints[] = {
	QUOTE("quotations", "volume-rank", "FHPST01710000"),
	QUOTE("ranking", "market-cap", "FHPST01740000"),
	QUOTE("ranking", "fluctuation", "FHPST01700000"),
	QUOTE("ranking", "volume-power", "FHPST01680000"),
	QUOTE("ranking", "quote-balance", "FHPST01720000"),
	QUOTE("ranking", "after-hour-balance", "FHPST01760000"),
	QUOTE("ranking", "overtime-volume", "FHPST02350000"),
	QUOTE("ranking", "overtime-fluctuation", "FHPST02340000"),
	QUOTE("ranking", "exp-trans-updown", "FHPST01820000"),
	QUOTE("ranking", "market-value", "FHPST01790000"),
	QUOTE("ranking", "finance-ratio", "FHPST01750000"),
	QUOTE("ranking", "profit-asset-index", "FHPST01730000"),
	QUOTE("ranking", "disparity", "FHPST01780000"),
	QUOTE("ranking", "near-new-highlow", "FHPST01870000"),
	QUOTE("ranking", "short-sale", "FHPST04820000"),
	QUOTE("ranking", "credit-balance", "FHKST17010000"),
	QUOTE("ranking", "dividend-rate", "HHKDB13470100"),
	QUOTE("ranking", "top-interest-stock", "FHPST01800000"),
	QUOTE("ranking", "bulk-trans-num", "FHKST190900C0"),
	QUOTE("ranking", "hts-top-view", "HHMCM000100C0"),
	QUOTE("ranking", "traded-by-company", "FHPST01860000"),
	QUOTE("quotations", "foreign-institution-total", "FHPTJ04400000"),
	QUOTE("quotations", "inquire-investor", "FHKST01010900"),
	QUOTE("quotations", "investor-trade-by-stock-daily", "FHPTJ04160001"),
	QUOTE("quotations", "investor-trend-estimate", "HHPTJ04160200"),
	QUOTE("quotations", "inquire-investor-time-by-market", "FHPTJ04030000"),
	QUOTE("quotations", "inquire-investor-daily-by-market", "FHPTJ04040000"),
	QUOTE("quotations", "frgnmem-trade-estimate", "FHKST644100C0"),
	QUOTE("quotations", "inquire-daily-trade-volume", "FHKST03010800"),
	QUOTE("quotations", "program-trade-by-stock", "FHPPG04650101"),
	QUOTE("quotations", "program-trade-by-stock-daily", "FHPPG04650201"),
	QUOTE("quotations", "comp-program-trade-today", "FHPPG04600101"),
	QUOTE("quotations", "comp-program-trade-daily", "FHPPG04600001"),
	QUOTE("quotations", "investor-program-trade-today", "HHPPG046600C1"),
	QUOTE("quotations", "inquire-index-category-price", "FHPUP02140000"),
	QUOTE("quotations", "inquire-index-price", "FHPUP02100000"),
	QUOTE("quotations", "inquire-index-daily-price", "FHPUP02120000"),
	QUOTE("quotations", "inquire-daily-indexchartprice", "FHKUP03500100"),
	QUOTE("quotations", "exp-total-index", "FHKUP11750000"),
	QUOTE("quotations", "inquire-price", "FHKST01010100"),
	QUOTE("quotations", "inquire-price-2", "FHPST01010000"),
	QUOTE("quotations", "intstock-multprice", "FHKST11300006"),
	QUOTE("quotations", "inquire-daily-itemchartprice", "FHKST03010100"),
	QUOTE("quotations", "inquire-daily-price", "FHKST01010400"),
	QUOTE("quotations", "inquire-ccnl", "FHKST01010300"),
	QUOTE("quotations", "daily-short-sale", "FHPST04830000"),
	QUOTE("quotations", "inquire-vi-status", "FHPST01390000"),
	QUOTE("quotations", "capture-uplowprice", "FHKST130000C0"),
	QUOTE("quotations", "psearch-title", "HHKST03900300"),
	QUOTE("quotations", "psearch-result", "HHKST03900400"),
	QUOTE("quotations", "search-stock-info", "CTPF1002R"),
	SLOW_QUOTE("quotations", "news-title", "FHKST01011800"),
	QUOTE("quotations", "chk-holiday", "CTCA0903R"),
	QUOTE("quotations", "market-time", "HHMCM000002C0"),
	QUOTE("quotations", "mktfunds", "FHKST649100C0"),
	QUOTE("finance", "financial-ratio", "FHKST66430300"),
	QUOTE("finance", "other-major-ratios", "FHKST66430500"),
	QUOTE("finance", "profit-ratio", "FHKST66430400"),
	QUOTE("finance", "stability-ratio", "FHKST66430600"),
	QUOTE("finance", "growth-ratio", "FHKST66430800"),
	QUOTE("finance", "balance-sheet", "FHKST66430100"),
	QUOTE("finance", "income-statement", "FHKST66430200"),
	QUOTE("ksdinfo", "list-info", "HHKDB669107C0"),
	{ .name = "tokenP", .path = "/oauth2/tokenP", .kind = KIS_TOKEN },
	MASTER("kospi", "kospi_code"),
	MASTER("kosdaq", "kosdaq_code"),
	MASTER("konex", "konex_code"),
	MASTER("idxcode", "idxcode"),
	{ .name = "dart-list", .path = "/api/list.json", .kind = KIS_DART },
	{ .name = "dart-shares", .path = "/api/stockTotqySttus.json", .kind = KIS_DART },
	{ .name = "dart-corps", .path = "/api/corpCode.xml", .kind = KIS_DART, .file = "xml",
		.body_max = 16 * MIB, .plain_max = 96 * MIB },
	KRX("kospi", "stk_bydd_trd"),
	KRX("kosdaq", "ksq_bydd_trd"),
};
/* clang-format on */

const struct kis_endpoint *kis_endpoint(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(endpoints); i++) {
		if (str_same(endpoints[i].name, name))
			return &endpoints[i];
	}
	return NULL;
}

/* No path stands in the list twice, whichever host it belongs to. */
static const struct kis_endpoint *find_at(struct span path, const char *tr_id)
{
	for (size_t i = 0; i < COUNT_OF(endpoints); i++) {
		if (span_is(path, endpoints[i].path) && str_same(endpoints[i].tr_id, tr_id))
			return &endpoints[i];
	}
	return NULL;
}

const struct kis_endpoint *kis_endpoint_at(const char *path, const char *tr_id)
{
	return path ? find_at(span_of(path), tr_id) : NULL;
}

bool kis_endpoint_allows(
	enum kis_kind kind, const char *method, struct span path, const char *tr_id)
{
	const struct kis_endpoint *e = find_at(path, tr_id);

	return e && e->kind == kind && str_same(method, kind == KIS_TOKEN ? "POST" : "GET");
}

const char *kis_endpoint_owner(enum kis_kind kind)
{
	return kind == KIS_DART ? "OpenDART" : kind == KIS_KRX ? "KRX" : "KIS";
}

const struct kis_endpoint *kis_endpoint_all(uint32_t *ret_count)
{
	*ret_count = COUNT_OF(endpoints);
	return endpoints;
}
