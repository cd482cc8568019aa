/* market_news_test - titles counted by share: pages, windows, what a count is worth and for
 * how long, and who comes first. */
#include "support/samples.h"
#include "support/scripted_source.h"

#include "service/market_news.h"

#define TODAY 20261123
#define FRIDAY 20261120
#define DAY_MS (INT64_C(24) * 3600000)
#define TITLES 400

struct title {
	char serial[20];
	const char *provider;
	const char *about; /* NULL: the asked share */
	bool last;         /* named in iscd10 instead of iscd1 */
};

static struct news *news;
static struct news_waiter waiter;
static uint32_t readies;

/* What KIS does. */
static struct {
	struct title titles[TITLES]; /* the newest first */
	uint32_t count;
	bool only_first;     /* any page but the first is refused */
	bool ignores_cursor; /* always the first page */
	const char *refuse;  /* a share that is refused */
	const char *body;    /* instead of the titles */
} script;

static struct title *add_title(int32_t date, uint32_t number, const char *provider)
{
	struct title *t = &script.titles[script.count++];

	(void)snprintf(t->serial, sizeof t->serial, "%08d100000%05u", (int)date, number % 100000);
	t->provider = provider;
	return t;
}

/* `count` titles of that day, the newest first. */
static void add_day(int32_t date, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		(void)add_title(date, 999 - i, "6");
}

static void write_title(struct buf *b, const struct title *t, const char *code)
{
	buf_printf(b,
		"%s{\"cntt_usiq_srno\":\"%s\",\"news_ofer_entp_code\":\"%s\",\"data_dt\":\"20991231\","
		"\"iscd1\":\"%s\",\"iscd10\":\"%s\"}",
		b->at[b->len - 1] == '[' ? "" : ",", t->serial, t->provider,
		t->last ? "999999" : (t->about ? t->about : code), t->last ? code : "");
}

static void reply(const struct source_call *c, struct buf *body, struct fault *f)
{
	char cursor[32];
	char code[16];
	uint32_t first = 0;

	assert_string_equal(c->endpoint, "news-title");
	(void)snprintf(cursor, sizeof cursor, "%.19s", source_param(c, "FID_INPUT_SRNO"));
	(void)snprintf(code, sizeof code, "%.6s", source_param(c, "FID_INPUT_ISCD"));
	while (cursor[0] && first < script.count &&
		strcmp(script.titles[first].serial, cursor) != 0)
		first++;
	if ((script.only_first && cursor[0] != '\0') ||
		(script.refuse && strcmp(script.refuse, code) == 0)) {
		(void)fault_set(f, MCP_E_UPSTREAM, "the page is refused");
		return;
	}
	if (script.body) {
		buf_puts(body, script.body);
		return;
	}
	if (script.ignores_cursor)
		first = 0;
	buf_puts(body, "{\"rt_cd\":\"0\",\"output\":[");
	for (uint32_t i = first; i < script.count && i < first + 40; i++)
		write_title(body, &script.titles[i], code);
	buf_puts(body, "]}");
}

static void on_ready(void *self)
{
	(void)self;
	readies++;
}

static int begin(void **state)
{
	(void)state;
	source_start();
	source.reply = reply;
	memset(&script, 0, sizeof script);
	waiter = (struct news_waiter){ .ready = on_ready };
	readies = 0;
	news = news_new(&source_env, NULL, NULL);
	return news ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	news_free(news);
	return 0;
}

/* For five seconds. */
static bool want_until(
	uint32_t count, const char (*codes)[8], struct news_window window, struct news_waiter *w)
{
	return news_want(news,
		&(struct news_query){
			.codes = codes,
			.count = count,
			.window = window,
			.until_mono_ms = source.mono_ms + 5000,
		},
		w);
}

static bool want_in(const char *code, int32_t from, int32_t to)
{
	char codes[1][8] = { "" };

	(void)snprintf(codes[0], sizeof codes[0], "%.6s", code);
	return want_until(1, (const char(*)[8])codes, (struct news_window){ from, to }, &waiter);
}

static void count_in(const char *code, int32_t from, int32_t to)
{
	(void)want_in(code, from, to);
	source_run();
}

static struct news_count get(const char *code, int32_t from, int32_t to)
{
	return news_get(news, code, (struct news_window){ from, to });
}

static void assert_count(struct news_count c, int64_t titles, int64_t disclosures, bool at_least)
{
	assert_true(c.known);
	assert_int_equal(c.news, titles);
	assert_int_equal(c.disclosures, disclosures);
	assert_int_equal(c.at_least, at_least);
}

static void counts_titles_and_disclosures_of_the_window(void **state)
{
	(void)state;
	(void)add_title(TODAY, 9, "6");
	(void)add_title(TODAY, 8, "F");
	(void)add_title(TODAY, 7, "G");
	(void)add_title(TODAY, 6, "A");
	(void)add_title(FRIDAY, 5, "N");
	(void)add_title(20261119, 4, "6");
	assert_false(want_in("005930", TODAY, TODAY));
	assert_false(get("005930", TODAY, TODAY).known);
	source_run();

	assert_int_equal(readies, 1);
	assert_count(get("005930", TODAY, TODAY), 2, 2, false);
	assert_count(get("005930", FRIDAY, TODAY), 2, 3, false);
	assert_count(get("005930", FRIDAY, FRIDAY), 0, 1, false);
}

static void all_providers_of_the_exchanges_are_disclosures(void **state)
{
	(void)state;
	(void)add_title(TODAY, 9, "F");
	(void)add_title(TODAY, 8, "G");
	(void)add_title(TODAY, 7, "H");
	(void)add_title(TODAY, 6, "I");
	(void)add_title(TODAY, 5, "N");
	(void)add_title(TODAY, 4, "J");
	(void)add_title(TODAY, 3, "f");
	(void)add_title(TODAY, 2, "FF");
	(void)add_title(TODAY, 1, "");
	(void)add_title(FRIDAY, 1, "6");
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", TODAY, TODAY), 4, 5, false);
}

static void only_titles_that_name_the_share_count(void **state)
{
	(void)state;
	add_title(TODAY, 9, "6")->about = "000660";
	add_title(TODAY, 8, "6")->last = true;
	(void)add_title(FRIDAY, 7, "6");
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", TODAY, TODAY), 1, 0, false);
}

static void asks_the_first_page_as_the_manual_says(void **state)
{
	(void)state;
	(void)want_in("005930", TODAY, TODAY);

	assert_int_equal(source.calls[0].lane, LANE_NEWS);
	assert_string_equal(source.calls[0].params,
		"FID_NEWS_OFER_ENTP_CODE=&FID_COND_MRKT_CLS_CODE=&FID_INPUT_ISCD=005930&"
		"FID_TITL_CNTT=&FID_INPUT_DATE_1=&FID_INPUT_HOUR_1=&FID_RANK_SORT_CLS_CODE=&"
		"FID_INPUT_SRNO=&");
}

static void turns_the_page_at_the_last_serial(void **state)
{
	const struct source_call *second = &source.calls[1];

	(void)state;
	add_day(TODAY, 60);
	(void)add_title(FRIDAY, 1, "6");
	count_in("005930", TODAY, TODAY);

	assert_int_equal(source.call_count, 2);
	assert_string_equal(source_param(second, "FID_INPUT_SRNO"), script.titles[39].serial);
	assert_string_equal(source_param(second, "FID_INPUT_DATE_1"), "0020261123");
	assert_string_equal(source_param(second, "FID_INPUT_HOUR_1"), "100000");
	/* The cursor's title comes again, and counts once. */
	assert_count(get("005930", TODAY, TODAY), 60, 0, false);
	assert_int_equal(news_take_calls(news), 2);
	assert_int_equal(news_take_calls(news), 0);
}

static void stops_when_the_day_before_the_window_is_reached(void **state)
{
	(void)state;
	add_day(TODAY, 10);
	add_day(FRIDAY, 100);
	count_in("005930", TODAY, TODAY);

	assert_int_equal(source.call_count, 1);
	assert_count(get("005930", TODAY, TODAY), 10, 0, false);
	/* Friday goes on behind the page. */
	assert_count(get("005930", FRIDAY, TODAY), 40, 0, true);
}

static void three_pages_are_a_lower_bound(void **state)
{
	(void)state;
	add_day(TODAY, 200);
	count_in("005930", TODAY, TODAY);

	assert_int_equal(source.call_count, 3);
	assert_count(get("005930", TODAY, TODAY), 118, 0, true);
	assert_true(want_in("005930", TODAY, TODAY));
	assert_true(want_in("005930", FRIDAY, TODAY));
}

static void a_share_without_titles_has_none(void **state)
{
	(void)state;
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", FRIDAY, TODAY), 0, 0, false);
	assert_true(want_in("005930", 20250101, TODAY));
}

static void all_titles_there_are_reach_back_for_ever(void **state)
{
	(void)state;
	add_day(TODAY, 3);
	count_in("005930", TODAY, TODAY);

	/* The second page has nothing new. */
	assert_int_equal(source.call_count, 2);
	assert_count(get("005930", 20250101, TODAY), 3, 0, false);
}

static void an_older_window_is_counted_deeper(void **state)
{
	(void)state;
	add_day(TODAY, 10);
	add_day(FRIDAY, 60);
	add_day(20261119, 10);
	count_in("005930", TODAY, TODAY);
	assert_false(want_in("005930", FRIDAY, TODAY));
	source_run();

	assert_count(get("005930", FRIDAY, TODAY), 70, 0, false);
	assert_int_equal(source.call_count, 1 + 2);
}

static void an_older_window_deepens_the_count_under_way(void **state)
{
	struct news_waiter other = { .ready = on_ready };
	const char codes[1][8] = { "005930" };

	(void)state;
	add_day(TODAY, 10);
	add_day(FRIDAY, 60);
	add_day(20261119, 10);
	(void)want_in("005930", TODAY, TODAY);
	assert_false(want_until(1, codes, (struct news_window){ FRIDAY, TODAY }, &other));
	source_run();

	assert_int_equal(readies, 2);
	assert_int_equal(source.call_count, 2);
	assert_count(get("005930", FRIDAY, TODAY), 70, 0, false);
}

static void an_error_after_the_first_page_leaves_a_lower_bound(void **state)
{
	(void)state;
	add_day(TODAY, 60);
	(void)add_title(FRIDAY, 1, "6");
	script.only_first = true;
	count_in("005930", TODAY, TODAY);

	assert_int_equal(readies, 1);
	assert_count(get("005930", TODAY, TODAY), 40, 0, true);
	source_pass(59000);
	assert_true(want_in("005930", TODAY, TODAY));
	source_pass(1000);
	script.only_first = false;
	count_in("005930", TODAY, TODAY);
	assert_count(get("005930", TODAY, TODAY), 60, 0, false);
}

static void a_share_that_fails_is_not_known_for_a_minute(void **state)
{
	(void)state;
	add_day(TODAY, 3);
	script.refuse = "005930";
	count_in("005930", TODAY, TODAY);

	assert_int_equal(readies, 1);
	assert_false(get("005930", TODAY, TODAY).known);
	assert_true(want_in("005930", TODAY, TODAY));
	source_pass(60000);
	script.refuse = NULL;
	count_in("005930", TODAY, TODAY);
	assert_count(get("005930", TODAY, TODAY), 3, 0, false);
}

static void a_body_without_rows_is_a_failure(void **state)
{
	(void)state;
	script.body = "{\"rt_cd\":\"0\"}";
	count_in("005930", TODAY, TODAY);

	assert_false(get("005930", TODAY, TODAY).known);
}

static void a_count_of_today_is_fresh_for_ten_minutes(void **state)
{
	(void)state;
	add_day(TODAY, 3);
	(void)add_title(FRIDAY, 1, "6");
	count_in("005930", TODAY, TODAY);
	source_pass(10 * 60000 - 1);
	assert_true(want_in("005930", TODAY, TODAY));
	source_pass(1);
	assert_count(get("005930", TODAY, TODAY), 3, 0, true);
	assert_count(get("005930", 20261121, 20261122), 0, 0, false);
	assert_true(want_in("005930", 20261121, 20261122));
	assert_false(want_in("005930", TODAY, TODAY));
	source_run();

	assert_count(get("005930", TODAY, TODAY), 3, 0, false);
}

static void a_failed_recount_leaves_what_was_known(void **state)
{
	(void)state;
	add_day(TODAY, 3);
	count_in("005930", TODAY, TODAY);
	source_pass(11 * 60000);
	script.refuse = "005930";
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", TODAY, TODAY), 3, 0, true);
	assert_true(want_in("005930", TODAY, TODAY));
}

static void titles_in_no_order_are_a_lower_bound(void **state)
{
	(void)state;
	(void)add_title(TODAY, 1, "6");
	(void)add_title(TODAY, 9, "6");
	(void)add_title(FRIDAY, 5, "6");
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", TODAY, TODAY), 2, 0, true);
}

static void a_title_without_a_proper_serial_makes_a_lower_bound(void **state)
{
	(void)state;
	(void)add_title(TODAY, 9, "6");
	(void)snprintf(add_title(TODAY, 8, "6")->serial, 20, "2026");
	(void)add_title(FRIDAY, 5, "6");
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", TODAY, TODAY), 1, 0, true);
}

static void pages_that_turn_in_a_circle_end(void **state)
{
	(void)state;
	add_day(TODAY, 200);
	script.ignores_cursor = true;
	count_in("005930", TODAY, TODAY);

	assert_int_equal(source.call_count, 2);
	assert_count(get("005930", TODAY, TODAY), 40, 0, true);
}

static void a_page_of_unreadable_titles_is_a_lower_bound(void **state)
{
	(void)state;
	(void)add_title(TODAY, 9, "6");
	script.body = "{\"output\":[{\"cntt_usiq_srno\":\"x\"}],\"rt_cd\":\"0\"}";
	count_in("005930", TODAY, TODAY);

	assert_count(get("005930", TODAY, TODAY), 0, 0, true);
}

static void want_many(uint32_t first, uint32_t count, struct news_waiter *w)
{
	char codes[256][8];

	for (uint32_t i = 0; i < count; i++)
		(void)snprintf(codes[i], sizeof codes[i], "%06u", first + i);
	assert_false(want_until(
		count, (const char(*)[8])codes, (struct news_window){ TODAY, TODAY }, w));
}

static void assert_order(uint32_t call, const char *code)
{
	assert_string_equal(source_param(&source.calls[call], "FID_INPUT_ISCD"), code);
}

static void who_was_wanted_last_comes_first(void **state)
{
	struct news_waiter other = { .ready = on_ready };

	(void)state;
	want_many(100, 3, &waiter);
	want_many(200, 2, &other);
	source_run();

	assert_int_equal(readies, 2);
	/* The first was under way; a share without titles takes one call. */
	assert_order(0, "000100");
	assert_order(1, "000200");
	assert_order(2, "000201");
	assert_order(3, "000101");
	assert_order(4, "000102");
	assert_int_equal(source.call_count, 5);
}

static void who_is_wanted_twice_is_counted_once(void **state)
{
	struct news_waiter other = { .ready = on_ready };

	(void)state;
	want_many(100, 4, &waiter);
	want_many(102, 2, &other);
	source_run();

	assert_int_equal(source.call_count, 4);
	assert_order(1, "000102");
	assert_order(3, "000101");
}

static void a_full_queue_drops_the_oldest_wants(void **state)
{
	struct news_waiter other = { .ready = on_ready };

	(void)state;
	want_many(1000, 150, &waiter);
	want_many(2000, 150, &other);
	source_run();

	assert_int_equal(readies, 2);
	assert_int_equal(source.call_count, 201);
	assert_true(get("001049", TODAY, TODAY).known);
	assert_true(get("001050", TODAY, TODAY).known);
	assert_false(get("001051", TODAY, TODAY).known);
	assert_true(get("002149", TODAY, TODAY).known);
}

static void one_call_at_a_time(void **state)
{
	(void)state;
	want_many(100, 20, &waiter);
	assert_int_equal(source_open(), 1);
	(void)source_answer();
	assert_int_equal(source_open(), 1);
}

static void the_waiter_is_told_when_its_time_is_over(void **state)
{
	(void)state;
	want_many(100, 3, &waiter);
	assert_int_equal(news_step(news), 5000);
	source_pass(5000);
	assert_int_equal(news_step(news), 60000);
	assert_int_equal(readies, 1);
	assert_false(waiter.waiting);

	/* Counting goes on. */
	source_run();
	assert_int_equal(readies, 1);
	assert_true(get("000102", TODAY, TODAY).known);
}

static void who_is_forgotten_is_not_told(void **state)
{
	(void)state;
	want_many(100, 3, &waiter);
	news_forget(news, &waiter);
	news_forget(news, &waiter);
	source_run();

	assert_int_equal(readies, 0);
}

static void ask_for_more(void *self)
{
	(void)self;
	readies++;
	if (readies == 1)
		assert_false(want_in("000660", TODAY, TODAY));
}

static void who_is_told_may_ask_at_once(void **state)
{
	(void)state;
	waiter.ready = ask_for_more;
	count_in("005930", TODAY, TODAY);

	assert_int_equal(readies, 2);
	assert_true(get("000660", TODAY, TODAY).known);
}

static void what_cannot_be_sent_keeps_nobody_waiting(void **state)
{
	(void)state;
	source.full = true;
	assert_true(want_in("005930", TODAY, TODAY));
	assert_false(get("005930", TODAY, TODAY).known);
	source.full = false;
	add_day(TODAY, 60);
	source_pass(60000);
	(void)want_in("005930", TODAY, TODAY);
	source.full = true;
	source_run();

	assert_count(get("005930", TODAY, TODAY), 40, 0, true);
}

static void the_end_in_the_middle_cancels_what_is_under_way(void **state)
{
	(void)state;
	add_day(TODAY, 60);
	want_many(100, 3, &waiter);
	(void)source_answer();

	news_free(news);
	news = NULL;

	assert_int_equal(source_open(), 0);
	assert_int_equal(readies, 0);
}

/* ---- A recorded body. ---- */

static void a_recorded_title_is_counted(void **state)
{
	struct buf body;

	(void)state;
	sample_read("news-title.json", &body);
	script.body = buf_text(&body);
	count_in("010130", 20240620, TODAY);
	count_in("005930", 20240620, TODAY);

	assert_count(get("010130", 20240620, 20240620), 1, 0, false);
	assert_count(get("010130", 20240621, TODAY), 0, 0, false);
	/* A page without a title about the share is doubted. */
	assert_count(get("005930", 20240620, 20240620), 0, 0, true);
	buf_done(&body);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(counts_titles_and_disclosures_of_the_window),
		T(all_providers_of_the_exchanges_are_disclosures),
		T(only_titles_that_name_the_share_count),
		T(asks_the_first_page_as_the_manual_says),
		T(turns_the_page_at_the_last_serial),
		T(stops_when_the_day_before_the_window_is_reached),
		T(three_pages_are_a_lower_bound),
		T(a_share_without_titles_has_none),
		T(all_titles_there_are_reach_back_for_ever),
		T(an_older_window_is_counted_deeper),
		T(an_older_window_deepens_the_count_under_way),
		T(an_error_after_the_first_page_leaves_a_lower_bound),
		T(a_share_that_fails_is_not_known_for_a_minute),
		T(a_body_without_rows_is_a_failure),
		T(a_count_of_today_is_fresh_for_ten_minutes),
		T(a_failed_recount_leaves_what_was_known),
		T(titles_in_no_order_are_a_lower_bound),
		T(a_title_without_a_proper_serial_makes_a_lower_bound),
		T(pages_that_turn_in_a_circle_end),
		T(a_page_of_unreadable_titles_is_a_lower_bound),
		T(who_was_wanted_last_comes_first),
		T(who_is_wanted_twice_is_counted_once),
		T(a_full_queue_drops_the_oldest_wants),
		T(one_call_at_a_time),
		T(the_waiter_is_told_when_its_time_is_over),
		T(who_is_forgotten_is_not_told),
		T(who_is_told_may_ask_at_once),
		T(what_cannot_be_sent_keeps_nobody_waiting),
		T(the_end_in_the_middle_cancels_what_is_under_way),
		T(a_recorded_title_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
