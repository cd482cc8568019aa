/* market_dart_treasury - companies and their share counts: the list once a day, then one call
 * a company and report, from the newest that must have been filed backwards. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/phrase.h"
#include "service/market_dart_part.h"

#define KEPT_MS (INT64_C(3) * 24 * 3600000)
#define KEPT_ENTRIES 4096
#define CALL_MS 30000
#define LIST_MS 60000
#define STEPS_MAX 4

/* Of a year, in the order in which they are filed. */
static const struct report {
	const char *code;
	int32_t due; /* month and day */
	int32_t years_later;
} reports[] = {
	{ "11013", 515, 0 },  /* first quarter */
	{ "11012", 814, 0 },  /* half */
	{ "11014", 1114, 0 }, /* third quarter */
	{ "11011", 331, 1 },  /* year */
};

enum outcome { OUTCOME_KNOWN, OUTCOME_NO_REPORT, OUTCOME_FAILED };

struct kept_totals {
	int64_t at_ms;
	enum outcome outcome;
	struct dart_totals totals;
};

bool dart_companies_init(struct dart *d)
{
	d->companies.totals =
		lru_new(KEPT_ENTRIES * sizeof(struct kept_totals), KEPT_ENTRIES, free);
	return d->companies.totals;
}

static void drop_asking(struct dart_asking *a)
{
	struct dart_companies *c = &a->dart->companies;
	struct dart_asking **at = &c->askings;

	while (*at && *at != a)
		at = &(*at)->next;
	if (*at)
		*at = a->next;
	c->asking_count--;
	free(a);
}

void dart_companies_done(struct dart *d)
{
	struct dart_companies *c = &d->companies;

	if (c->fetching)
		kis_cancel(d->kis, c->call);
	while (c->askings) {
		kis_cancel(d->kis, c->askings->call);
		drop_asking(c->askings);
	}
	dart_corps_done(&c->corps);
	lru_free(c->totals);
}

/* ---- What is kept. ---- */

/* NULL: never asked, or too long ago. */
static const struct kept_totals *find_kept(const struct dart *d, const char *stock)
{
	const struct kept_totals *k = lru_get(d->companies.totals, span_of(stock));
	int64_t age_ms = k ? dart_now(d) - k->at_ms : 0;
	int64_t max_ms = k && k->outcome == OUTCOME_FAILED ? DART_TRY_AGAIN_MS : KEPT_MS;

	return age_ms < max_ms ? k : NULL;
}

static void keep(
	const struct dart_asking *a, enum outcome outcome, const struct dart_totals *totals)
{
	struct dart *d = a->dart;
	struct kept_totals *k = calloc(1, sizeof *k);

	if (!k)
		return;
	k->at_ms = dart_now(d);
	k->outcome = outcome;
	if (totals)
		k->totals = *totals;
	(void)lru_put(d->companies.totals, span_of(a->stock), k, sizeof *k);
}

/* ---- Reports of a company. ---- */

/* The newest report whose day of filing has come. */
static void newest_report(struct dart_asking *a)
{
	const int32_t today = dart_today(a->dart);
	const int32_t day = today % 10000;

	a->year = today / 10000;
	a->report = COUNT_OF(reports) - 1;
	if (day < reports[a->report].due) {
		/* Before the end of March: last year's third quarter. */
		a->year--;
		a->report--;
		return;
	}
	for (uint32_t i = 0; i + 1 < COUNT_OF(reports) && day >= reports[i].due; i++)
		a->report = i;
	a->year -= reports[a->report].years_later;
}

static void report_before(struct dart_asking *a)
{
	if (a->report > 0) {
		a->report--;
		return;
	}
	a->report = COUNT_OF(reports) - 1;
	a->year--;
}

static void on_totals(void *self, const struct kis_answer *answer);

static bool ask_report(struct dart_asking *a)
{
	const struct report *report = &reports[a->report];
	char year[16];
	const mcp_kis_param params[] = {
		{ "corp_code", a->corp },
		{ "bsns_year", year },
		{ "reprt_code", report->code },
	};

	(void)snprintf(year, sizeof year, "%d", (int)a->year);
	return dart_send(a->dart,
		       &(struct kis_call){
			       .endpoint = "dart-shares",
			       .params = params,
			       .param_count = COUNT_OF(params),
			       .lane = LANE_USER,
			       .deadline_mono_ms = dart_now(a->dart) + CALL_MS,
			       .done = on_totals,
			       .self = a,
		       },
		       &a->call) == MCP_OK;
}

static void end_asking(struct dart_asking *a)
{
	struct dart *d = a->dart;

	drop_asking(a);
	dart_wake(d);
}

static void on_totals(void *self, const struct kis_answer *answer)
{
	struct dart_asking *a = self;
	struct dart_totals totals = { .common.known = false };
	struct fault f = answer->fault;

	dart_count(a->dart, answer);
	if (f.status == MCP_OK && dart_found_nothing(answer->body)) {
		report_before(a);
		if (++a->steps == STEPS_MAX)
			keep(a, OUTCOME_NO_REPORT, NULL);
		else if (ask_report(a))
			return;
		end_asking(a);
		return;
	}
	if (f.status == MCP_OK)
		(void)dart_read_totals(answer->body, a->corp, &totals, &f);
	if (f.status < 0)
		log_debug("treasury shares not known code=%s reason=\"%s\"", a->stock, f.text);
	keep(a, f.status == MCP_OK ? OUTCOME_KNOWN : OUTCOME_FAILED, &totals);
	end_asking(a);
}

static const struct dart_asking *find_asking(const struct dart *d, const char *stock)
{
	const struct dart_asking *a = d->companies.askings;

	while (a && strcmp(a->stock, stock) != 0)
		a = a->next;
	return a;
}

static void ask_company(struct dart *d, const char *stock)
{
	struct dart_companies *c = &d->companies;
	const char *corp = dart_corps_find(&c->corps, stock);
	struct dart_asking *a;

	if (!corp || find_asking(d, stock) || find_kept(d, stock))
		return;
	a = c->asking_count < DART_ASKINGS_MAX ? calloc(1, sizeof *a) : NULL;
	if (!a)
		return;
	a->dart = d;
	(void)snprintf(a->stock, sizeof a->stock, "%s", stock);
	(void)snprintf(a->corp, sizeof a->corp, "%s", corp);
	a->next = c->askings;
	c->askings = a;
	c->asking_count++;
	newest_report(a);
	if (!ask_report(a))
		drop_asking(a);
}

/* ---- The list of companies. ---- */

/* Whoever wanted them may have stopped waiting: they are asked all the same. */
static void ask_awaited(struct dart *d)
{
	struct dart_companies *c = &d->companies;

	for (uint32_t i = 0; i < c->awaited_count; i++)
		ask_company(d, c->awaited[i]);
	c->awaited_count = 0;
}

static void on_corps(void *self, const struct kis_answer *answer)
{
	struct dart *d = self;
	struct dart_companies *c = &d->companies;
	struct dart_corps corps;
	struct fault f = answer->fault;

	c->fetching = false;
	dart_count(d, answer);
	if (f.status == MCP_OK)
		(void)dart_corps_parse(answer->body, &corps, &f);
	if (f.status < 0) {
		log_info("list of companies not loaded reason=\"%s\"", f.text);
	} else {
		dart_corps_done(&c->corps);
		c->corps = corps;
		c->day = dart_today(d);
		log_debug("list of companies loaded count=%u", corps.count);
	}
	ask_awaited(d);
	dart_wake(d);
}

static void fetch_corps(struct dart *d)
{
	struct dart_companies *c = &d->companies;
	int64_t now = dart_now(d);

	if (c->fetching || c->day == dart_today(d))
		return;
	if (c->tried_ms > 0 && now - c->tried_ms < DART_TRY_AGAIN_MS)
		return;
	c->tried_ms = now;
	c->fetching = dart_send(d,
			      &(struct kis_call){
				      .endpoint = "dart-corps",
				      .lane = LANE_USER,
				      .deadline_mono_ms = now + LIST_MS,
				      .done = on_corps,
				      .self = d,
			      },
			      &c->call) == MCP_OK;
}

/* ---- For the others. ---- */

void dart_companies_ask(struct dart *d, const char (*stocks)[DART_CODE], uint32_t count)
{
	struct dart_companies *c = &d->companies;

	fetch_corps(d);
	for (uint32_t i = 0; i < count; i++) {
		if (c->day > 0)
			ask_company(d, stocks[i]);
		else if (c->fetching && c->awaited_count < COUNT_OF(c->awaited))
			memcpy(c->awaited[c->awaited_count++], stocks[i], DART_CODE);
	}
}

bool dart_companies_rest(const struct dart *d, const char (*stocks)[DART_CODE], uint32_t count)
{
	/* Yesterday's list serves while today's is on its way. */
	if (d->companies.fetching && d->companies.day == 0)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (find_asking(d, stocks[i]))
			return false;
	return true;
}

/* Why nothing is kept of that company. */
static const char *why_nothing(const struct dart *d, const char *stock)
{
	const char *why = NULL;

	if (!dart_is_set(d))
		return phrase("treasury shares need a key of OpenDART; set opendart.api_key");
	if (d->companies.day > 0 && !dart_corps_find(&d->companies.corps, stock))
		return phrase("OpenDART lists no company for this share");
	if (!dart_may_call(d, &why))
		return why;
	if (d->companies.day == 0)
		return phrase("OpenDART's list of companies is not there yet");
	return phrase("OpenDART has not answered about this share yet");
}

bool dart_treasury(
	const struct dart *d, const char *code, int64_t *ret_hundredths, const char **ret_why)
{
	const struct kept_totals *k;
	const struct dart_shares *shares;
	char stock[DART_CODE];

	dart_company_stock(code, stock);
	k = find_kept(d, stock);
	if (!k) {
		*ret_why = why_nothing(d, stock);
		return false;
	}
	shares = strcmp(code, stock) == 0 ? &k->totals.common : &k->totals.preferred;
	if (k->outcome == OUTCOME_KNOWN && shares->known) {
		*ret_hundredths = dart_share_hundredths(shares);
		return true;
	}
	*ret_why =
		k->outcome == OUTCOME_KNOWN
			? phrase("the company's report gives no share counts of this kind")
		: k->outcome == OUTCOME_NO_REPORT
			? phrase("OpenDART has no report of the last year on this company's share "
				 "counts")
			: phrase("OpenDART's answer about this share cannot be used");
	return false;
}
