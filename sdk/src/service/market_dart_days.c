/* market_dart_days - the filings of whole days, counted by share: page after page of one day, four
 * days at a time, the newest first. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "service/market_dart_part.h"

#define PAGES_MAX 30
#define LISTINGS_MAX 4
#define CALL_MS 60000
/* Today's list is asked again after that; a count of it serves a little longer. */
#define FRESH_MS (INT64_C(5) * 60000)
#define USABLE_MS (INT64_C(10) * 60000)

/* A day's pages under way. */
struct dart_listing {
	struct dart *dart;
	uint64_t call;
	int32_t date;
	bool whole; /* the day had ended when it began */
	uint32_t page;
	uint32_t total; /* as the first page said */
	struct dart_filing *filings;
	uint32_t count;
};

static void listing_free(struct dart_listing *l)
{
	if (!l)
		return;
	free(l->filings);
	free(l);
}

void dart_days_done(struct dart *d)
{
	for (uint32_t i = 0; i < DART_DAYS; i++) {
		struct dart_day *day = &d->days[i];

		if (day->listing)
			kis_cancel(d->kis, day->listing->call);
		listing_free(day->listing);
		free(day->counts);
	}
}

/* ---- Days. ---- */

static struct dart_day *find_day(struct dart *d, int32_t date)
{
	for (uint32_t i = 0; i < DART_DAYS; i++)
		if (d->days[i].date == date)
			return &d->days[i];
	return NULL;
}

static const struct dart_day *look_for_day(const struct dart *d, int32_t date)
{
	for (uint32_t i = 0; i < DART_DAYS; i++)
		if (d->days[i].date == date)
			return &d->days[i];
	return NULL;
}

/* A free place, else the oldest day's when `date` is newer; NULL: none for such an old day. */
static struct dart_day *make_day(struct dart *d, int32_t date)
{
	struct dart_day *oldest = NULL;

	for (uint32_t i = 0; i < DART_DAYS; i++) {
		struct dart_day *day = &d->days[i];

		if (!day->listing && (!oldest || day->date < oldest->date))
			oldest = day;
	}
	if (!oldest || oldest->date > date)
		return NULL;
	free(oldest->counts);
	*oldest = (struct dart_day){ .date = date };
	return oldest;
}

static bool is_due(const struct dart *d, const struct dart_day *day)
{
	const int64_t now = dart_now(d);

	if (day->listing || day->wanted || day->hopeless || (day->known && day->whole))
		return false;
	if (day->tried_ms > 0 && now - day->tried_ms < DART_TRY_AGAIN_MS)
		return false;
	/* What was listed before its end is not the day. */
	if (day->date < dart_today(d))
		return true;
	return !day->known || now - day->at_ms >= FRESH_MS;
}

/* ---- Counting. ---- */

static int by_number(const void *a, const void *b)
{
	const struct dart_filing *left = a;
	const struct dart_filing *right = b;

	return (left->number > right->number) - (left->number < right->number);
}

static int by_stock(const void *a, const void *b)
{
	const struct dart_filing *left = a;
	const struct dart_filing *right = b;

	return strcmp(left->stock, right->stock);
}

/* New filings come in front and push others to the next page, where they are seen again. */
static void drop_doubles(struct dart_listing *l)
{
	uint32_t kept = 0;

	if (l->count > 1)
		qsort(l->filings, l->count, sizeof *l->filings, by_number);
	for (uint32_t i = 0; i < l->count; i++)
		if (kept == 0 || l->filings[kept - 1].number != l->filings[i].number)
			l->filings[kept++] = l->filings[i];
	l->count = kept;
}

static bool count_filings(const struct dart_listing *l, struct dart_day *day)
{
	struct dart_count *counts = calloc(l->count + 1, sizeof *counts);
	uint32_t count = 0;

	if (!counts)
		return false;
	if (l->count > 1)
		qsort(l->filings, l->count, sizeof *l->filings, by_stock);
	for (uint32_t i = 0; i < l->count; i++) {
		const char *stock = l->filings[i].stock;

		if (stock[0] == '\0')
			continue;
		if (count == 0 || strcmp(counts[count - 1].stock, stock) != 0)
			memcpy(counts[count++].stock, stock, sizeof counts->stock);
		counts[count - 1].filings++;
	}
	free(day->counts);
	day->counts = counts;
	day->count = count;
	return true;
}

/* ---- Pages. ---- */

static void on_page(void *self, const struct kis_answer *answer);

static bool ask_page(struct dart_listing *l)
{
	char date[16];
	char page[16];
	const mcp_kis_param params[] = {
		{ "bgn_de", date },
		{ "end_de", date },
		{ "page_no", page },
		{ "page_count", "100" },
	};

	(void)snprintf(date, sizeof date, "%08d", (int)l->date);
	(void)snprintf(page, sizeof page, "%u", l->page);
	return dart_send(l->dart,
		       &(struct kis_call){
			       .endpoint = "dart-list",
			       .params = params,
			       .param_count = COUNT_OF(params),
			       .lane = LANE_SWEEP,
			       .deadline_mono_ms = dart_now(l->dart) + CALL_MS,
			       .done = on_page,
			       .self = l,
		       },
		       &l->call) == MCP_OK;
}

static void start_days(struct dart *d);

/* The listing has ended: with a day that is known, or not. */
static void end_listing(struct dart_listing *l, bool good)
{
	struct dart *d = l->dart;
	struct dart_day *day = find_day(d, l->date);

	day->listing = NULL;
	drop_doubles(l);
	/* Fewer than there are: something was never shown. */
	good = good && l->count >= l->total && count_filings(l, day);
	if (good) {
		day->known = true;
		day->whole = l->whole;
		day->at_ms = dart_now(d);
		day->tried_ms = 0;
	} else {
		day->tried_ms = dart_now(d);
		log_debug("filings of a day not known date=%d page=%u", (int)l->date, l->page);
	}
	listing_free(l);
	start_days(d);
	dart_wake(d);
}

static bool add_page(struct dart_listing *l, const struct dart_page *page)
{
	const size_t all = (size_t)l->count + page->count;
	struct dart_filing *longer = realloc(l->filings, (all + 1) * sizeof *longer);

	if (!longer)
		return false;
	l->filings = longer;
	memcpy(longer + l->count, page->filings, page->count * sizeof *longer);
	l->count = (uint32_t)all;
	return true;
}

static void on_page(void *self, const struct kis_answer *answer)
{
	struct dart_listing *l = self;
	struct dart_page page;
	struct fault f = answer->fault;

	dart_count(l->dart, answer);
	if (f.status == MCP_OK && dart_found_nothing(answer->body)) {
		end_listing(l, l->page == 1);
		return;
	}
	if (f.status == MCP_OK)
		(void)dart_read_page(answer->body, l->date, l->page, &page, &f);
	if (f.status < 0) {
		log_debug("list of filings not read date=%d reason=\"%s\"", (int)l->date, f.text);
		end_listing(l, false);
		return;
	}
	if (l->page == 1)
		l->total = page.total_count;
	if (page.total_page > PAGES_MAX)
		find_day(l->dart, l->date)->hopeless = true;
	if (page.total_page > PAGES_MAX || !add_page(l, &page)) {
		end_listing(l, false);
		return;
	}
	if (l->page++ >= page.total_page)
		end_listing(l, true);
	else if (!ask_page(l))
		end_listing(l, false);
}

/* ---- Starting. ---- */

static bool start_day(struct dart *d, struct dart_day *day)
{
	struct dart_listing *l = calloc(1, sizeof *l);

	day->wanted = false;
	if (!l)
		return false;
	l->dart = d;
	l->date = day->date;
	l->whole = day->date < dart_today(d);
	l->page = 1;
	day->listing = l;
	if (ask_page(l))
		return true;
	day->listing = NULL;
	listing_free(l);
	return false;
}

static struct dart_day *newest_wanted(struct dart *d)
{
	struct dart_day *newest = NULL;

	for (uint32_t i = 0; i < DART_DAYS; i++) {
		struct dart_day *day = &d->days[i];

		if (day->wanted && (!newest || day->date > newest->date))
			newest = day;
	}
	return newest;
}

static void start_days(struct dart *d)
{
	struct dart_day *day;
	uint32_t under_way = 0;

	for (uint32_t i = 0; i < DART_DAYS; i++)
		under_way += d->days[i].listing != NULL;
	while (under_way < LISTINGS_MAX && (day = newest_wanted(d)))
		under_way += start_day(d, day);
}

/* ---- For the others. ---- */

void dart_days_ask(struct dart *d, int32_t from, int32_t to)
{
	for (int32_t date = to; date >= from; date = kst_date_add(date, -1)) {
		struct dart_day *day = find_day(d, date);

		if (!day)
			day = make_day(d, date);
		if (!day)
			break;
		if (is_due(d, day))
			day->wanted = true;
	}
	start_days(d);
}

bool dart_days_rest(const struct dart *d, int32_t from, int32_t to)
{
	for (uint32_t i = 0; i < DART_DAYS; i++) {
		const struct dart_day *day = &d->days[i];

		if (day->date >= from && day->date <= to && (day->wanted || day->listing))
			return false;
	}
	return true;
}

static int compare_count(const void *key, const void *at)
{
	return strcmp(key, ((const struct dart_count *)at)->stock);
}

static bool is_usable(const struct dart *d, const struct dart_day *day)
{
	if (!day || !day->known)
		return false;
	return day->whole || (day->date == dart_today(d) && dart_now(d) - day->at_ms < USABLE_MS);
}

bool dart_disclosures(
	const struct dart *d, const char *code, int32_t from, int32_t to, int64_t *ret)
{
	const int32_t today = dart_today(d);
	char stock[DART_CODE];
	int64_t total = 0;

	if (!dart_is_set(d))
		return false;
	dart_company_stock(code, stock);
	for (int32_t date = to < today ? to : today; date >= from; date = kst_date_add(date, -1)) {
		const struct dart_day *day = look_for_day(d, date);
		const struct dart_count *found;

		if (!is_usable(d, day))
			return false;
		found = bsearch(stock, day->counts, day->count, sizeof *day->counts, compare_count);
		total += found ? found->filings : 0;
	}
	*ret = total;
	return true;
}
