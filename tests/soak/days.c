/* days - what a day leaves behind: its bars and flows, windows that moved on, calls. */
#include "soak/days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "demo/demo.h"
#include "service/kis_endpoint.h"
#include "service/market_part.h"
#include "soak/hours.h"

#define NOON 720
#define EVENING 1275 /* 21:15: an hour after the exam day's end, too */
#define EVERY 5      /* of so many shares one is looked at */
#define BODY_MAX (1024 * 1024)
#define WINDOW 20

/* What a day may cost, by the last part of the address: so many calls at all, and so many for each
 * hundred questions of that day. */
struct budget {
	const char *endpoint;
	uint64_t open_day;
	uint64_t closed_day;
	uint64_t per_hundred;
};

/* The days' figures are fetched once: 2,705 shares, and a few that come or are asked again. */
static const struct budget budgets[] = {
	{ "kospi_code.mst.zip", 2, 2, 0 }, /* the one after midnight counts, too */
	{ "kosdaq_code.mst.zip", 2, 2, 0 },
	{ "idxcode.mst.zip", 2, 2, 0 },
	{ "chk-holiday", 2, 2, 0 },
	{ "corpCode.xml", 2, 2, 0 },
	{ "inquire-daily-itemchartprice", 60, 0, 0 },
	{ "inquire-investor", 2800, 0, 0 },
	{ "program-trade-by-stock-daily", 2800, 0, 0 },
	{ "intstock-multprice", 0, 1000, 1300 },
	{ "volume-rank", 0, 0, 10 },
	{ "foreign-institution-total", 0, 0, 10 },
	{ "inquire-price", 1000, 1000, 110 },
	{ "inquire-index-price", 0, 0, 12 },
	{ "inquire-index-category-price", 0, 0, 15 },
	{ "inquire-investor-time-by-market", 0, 0, 95 },
	{ "comp-program-trade-today", 0, 0, 5 },
	{ "inquire-vi-status", 0, 0, 8 },
	{ "news-title", 12000, 1000, 0 },
	{ "list.json", 4000, 1000, 0 },
	{ "stockTotqySttus.json", 400, 400, 0 },
};

static const struct budget none = { .endpoint = "" };

struct days {
	struct demo *exchange; /* another one of the same seed */
	struct buf body;
	struct tally bars;
	struct tally flows;
	struct tally windows;
	struct tally calls;
	struct world_calls before[WORLD_ENDPOINTS];
	uint64_t asked_before;
	uint64_t most[WORLD_ENDPOINTS][2]; /* calls of a day: closed, open */
	bool began_anew;                   /* the first day fetches all that went before */
};

struct days *days_new(void)
{
	struct days *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->exchange = demo_new(1);
	if (!d->exchange) {
		free(d);
		return NULL;
	}
	buf_init(&d->body, BODY_MAX);
	d->began_anew = true;
	d->bars.name = "each open day's bars are there and equal the exchange's chart";
	d->flows.name = "each open day's flows are there and equal the exchange's";
	d->windows.name = "windows of completed days move on by a day";
	d->calls.name = "upstream calls of a day stay within the budget";
	return d;
}

/* ---- The exchange's own bodies. ---- */

static struct span ask_exchange(
	struct days *d, const char *endpoint, const char *query, int64_t now)
{
	const struct kis_endpoint *e = kis_endpoint(endpoint);
	const struct demo_request r = {
		.method = "GET",
		.path = e->path,
		.tr_id = e->tr_id,
		.query = span_of(query),
		.wall_ms = now,
	};

	buf_clear(&d->body);
	(void)demo_answer(d->exchange, &r, &d->body);
	return buf_as_span(&d->body);
}

/* The row of a day; absent when there is none. */
static struct span row_of(struct span body, const char *list, int32_t date)
{
	struct scan_iter it = scan_iter(scan_get(body, list));
	struct span row;
	char day[16];

	(void)snprintf(day, sizeof day, "%08d", date);
	while (scan_item(&it, &row))
		if (scan_text_is(scan_get(row, "stck_bsop_date"), day))
			return row;
	return (struct span){ NULL, 0 };
}

static int64_t number(struct span row, const char *field)
{
	char text[32];

	if (!scan_text_into(scan_get(row, field), text, sizeof text) || !text[0])
		return INT64_MIN;
	return strtoll(text, NULL, 10);
}

/* ---- Bars. ---- */

static void look_at_bar(struct days *d, struct world *w, const char *code, int32_t date)
{
	const struct bar *bar = history_bar(w->market->history, code, date);
	char query[256];
	struct span row;

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=%s&FID_INPUT_DATE_1=%d&"
		"FID_INPUT_DATE_2=%d&FID_PERIOD_DIV_CODE=D&FID_ORG_ADJ_PRC=0",
		code, date, date);
	row = row_of(ask_exchange(d, "inquire-daily-itemchartprice", query, w->wall_ms), "output2",
		date);
	(void)tally_look(&d->bars,
		row.at && bar && (bar->known & BAR_CLOSE) && (bar->known & BAR_VOLUME) &&
			(bar->known & BAR_VALUE) && bar->close == number(row, "stck_clpr") &&
			bar->volume == number(row, "acml_vol") &&
			bar->value == number(row, "acml_tr_pbmn"),
		"bar of %s on %d: %lld %lld %lld, the chart has %lld %lld %lld", code, date,
		bar ? (long long)bar->close : -1, bar ? (long long)bar->volume : -1,
		bar ? (long long)bar->value : -1, (long long)number(row, "stck_clpr"),
		(long long)number(row, "acml_vol"), (long long)number(row, "acml_tr_pbmn"));
}

/* ---- Flows. ---- */

struct class
{
	enum investor who;
	const char *prefix;
	int64_t unit; /* won */
};

static bool equals(const struct flow *f, const struct class *c, struct span row)
{
	static const char *const endings[] = { "shnu_tr_pbmn", "seln_tr_pbmn", "ntby_tr_pbmn",
		"shnu_vol", "seln_vol", "ntby_qty" };
	const int64_t have[] = { f->buy_amount, f->sell_amount, f->net_amount, f->buy_volume,
		f->sell_volume, f->net_volume };
	char field[48];

	for (int i = 0; i < 6; i++) {
		(void)snprintf(field, sizeof field, "%s_%s", c->prefix, endings[i]);
		if (have[i] != number(row, field) * (i < 3 ? c->unit : 1))
			return false;
	}
	return f->known == FLOW_ALL;
}

static void look_at_flows(struct days *d, struct world *w, const char *code, int32_t date)
{
	static const struct class classes[] = {
		{ INVESTOR_FOREIGN, "frgn", 1000000 },
		{ INVESTOR_INSTITUTION, "orgn", 1000000 },
		{ INVESTOR_INDIVIDUAL, "prsn", 1000000 },
		{ INVESTOR_PROGRAM, "whol_smtn", 1 },
	};
	char query[128];
	struct span row;

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=%s&FID_INPUT_DATE_1=%d", code, date);
	for (int i = 0; i < 4; i++) {
		const struct class *c = &classes[i];
		const struct flow *f = flows_get(w->market->flows, code, date, c->who);

		row = row_of(ask_exchange(d,
				     c->who == INVESTOR_PROGRAM ? "program-trade-by-stock-daily"
								: "inquire-investor",
				     query, w->wall_ms),
			"output", date);
		(void)tally_look(&d->flows, row.at && f && equals(f, c, row), "%s of %s on %d: %s",
			c->prefix, code, date,
			!f       ? "there is none"
			: row.at ? "other figures than upstream's"
				 : "upstream has none");
	}
}

static void look_at_evening(struct days *d, struct world *w, int32_t date)
{
	const struct master_entry *roster;
	const uint32_t count = master_roster(w->market->master, &roster);

	(void)tally_look(&d->bars, history_bars_on(w->market->history, date) >= count,
		"%u of %u shares have a bar of %d", history_bars_on(w->market->history, date),
		count, date);
	for (uint32_t i = (uint32_t)date % EVERY; i < count; i += EVERY) {
		look_at_bar(d, w, roster[i].row->code, date);
		look_at_flows(d, w, roster[i].row->code, date);
	}
}

/* ---- Windows. ---- */

/* The completed days of a share are the open days before today's. */
static void look_at_window(struct days *d, struct world *w, int32_t date)
{
	const struct master_entry *roster;
	const uint32_t count = master_roster(w->market->master, &roster);
	const struct world_answer *a;
	char query[128];
	char wanted[1024] = "{\"columns\":[\"date\"],\"rows\":[";
	size_t len = strlen(wanted);

	(void)snprintf(query, sizeof query,
		"{\"codes\":\"%s\",\"count\":20,\"columns\":[\"date\"]}",
		count ? roster[count / 2].row->code : "000000");
	a = world_ask(w, 0, "bars", query);
	for (int i = 0; i < WINDOW; i++) {
		date = hours_before(date);
		len += (size_t)snprintf(wanted + len, sizeof wanted - len, "%s[\"%04d-%02d-%02d\"]",
			i ? "," : "", date / 10000, date / 100 % 100, date % 100);
	}
	(void)snprintf(wanted + len, sizeof wanted - len, "]}");
	(void)tally_look(&d->windows, a->body && strcmp(a->body, wanted) == 0, "%s: wanted %s",
		a->body ? a->body : a->fault.text, wanted);
}

void days_look(struct days *d, struct world *w, int32_t date, uint32_t minute)
{
	const int32_t session = hours_is_open(date) ? date : hours_before(date);

	if (minute == NOON)
		look_at_window(d, w, session);
	if (minute == EVENING)
		look_at_evening(d, w, session);
}

/* ---- Calls. ---- */

void days_begin(struct days *d, const struct world *w)
{
	memcpy(d->before, w->calls, sizeof d->before);
	d->asked_before = w->questions;
}

static const struct budget *budget_of(const char *endpoint)
{
	for (size_t i = 0; i < COUNT_OF(budgets); i++)
		if (strcmp(budgets[i].endpoint, endpoint) == 0)
			return &budgets[i];
	return &none;
}

/* The first day fetches all that went before: it has no budget. */
static void look_at_calls(struct days *d, const struct world *w, int32_t date, int endpoint)
{
	const char *name = w->calls[endpoint].endpoint;
	const struct budget *b = budget_of(name);
	const bool is_open = hours_is_open(date);
	const uint64_t calls = w->calls[endpoint].count - d->before[endpoint].count;
	const uint64_t most = (is_open ? b->open_day : b->closed_day) +
	                      b->per_hundred * (w->questions - d->asked_before) / 100;

	if (calls > d->most[endpoint][is_open])
		d->most[endpoint][is_open] = calls;
	(void)tally_look(&d->calls, calls <= most, "%s on %d: %llu calls, %llu are allowed", name,
		date, (unsigned long long)calls, (unsigned long long)most);
}

void days_end(struct days *d, const struct world *w, int32_t date)
{
	for (int i = 0; i < WORLD_ENDPOINTS && w->calls[i].count && !d->began_anew; i++)
		look_at_calls(d, w, date, i);
	d->began_anew = false;
}

bool days_finish(struct days *d)
{
	bool good = true;

	for (int i = 0; i < WORLD_ENDPOINTS && d->before[i].count; i++)
		(void)printf("# %s: at most %llu calls on an open day, %llu on a closed one\n",
			d->before[i].endpoint, (unsigned long long)d->most[i][1],
			(unsigned long long)d->most[i][0]);
	good = tally_end(&d->bars) && good;
	good = tally_end(&d->flows) && good;
	good = tally_end(&d->windows) && good;
	good = tally_end(&d->calls) && good;
	buf_done(&d->body);
	demo_free(d->exchange);
	free(d);
	return good;
}
