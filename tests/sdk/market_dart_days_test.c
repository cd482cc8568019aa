/* market_dart_days_test - filings of whole days: pages, doubles, lies, and how long a list
 * holds. */
#include "support/scripted_source.h"

#include "service/market_dart.h"

#define TODAY 20261123
#define FRIDAY 20261120
#define DAY_MS (INT64_C(24) * 3600000)

static struct dart *dart;
static struct source_settings settings;
static struct dart_waiter waiter;
static uint32_t readies;

/* What OpenDART does: each day has `filings`, the i-th is of the share 000010 * (i % 3), the
 * third of those of nobody listed. */
static struct {
	uint32_t filings;
	uint32_t hidden;   /* of them, never shown */
	uint32_t pushed;   /* new filings come between the first page and the second */
	int32_t empty_day; /* has none */
	int32_t bad_day;   /* is refused */
	uint32_t bad_page; /* of bad_day; 0: all */
	bool wrong_page;   /* always the first */
} script;

static void write_filing(struct buf *b, int32_t day, uint32_t i)
{
	static const char *const stocks[] = { "000010", "000020", "" };

	buf_printf(b, "%s{\"stock_code\":\"%s\",\"rcept_no\":\"%08d%06u\",\"rcept_dt\":\"%08d\"}",
		b->at[b->len - 1] == '[' ? "" : ",", stocks[i % 3], (int)day, i, (int)day);
}

static void write_page(int32_t day, uint32_t page, struct buf *b)
{
	uint32_t all = script.filings + (page > 1 ? script.pushed : 0);
	uint32_t pages = (all + 99) / 100;
	uint32_t shown = script.wrong_page ? 1 : page;

	buf_printf(b,
		"{\"status\":\"000\",\"page_no\":%u,\"page_count\":100,\"total_count\":%u,"
		"\"total_page\":%u,\"list\":[",
		shown, all, pages);
	/* The newest, which has the highest number, first. */
	for (uint32_t i = (page - 1) * 100; i < page * 100 && i + script.hidden < all; i++)
		write_filing(b, day, all - 1 - i);
	buf_puts(b, "]}");
}

static void reply(const struct source_call *c, struct buf *body, struct fault *f)
{
	int32_t day = (int32_t)strtol(source_param(c, "bgn_de"), NULL, 10);
	uint32_t page = (uint32_t)strtoul(source_param(c, "page_no"), NULL, 10);

	assert_string_equal(c->endpoint, "dart-list");
	if (day == script.bad_day && (script.bad_page == 0 || script.bad_page == page))
		(void)fault_set(f, MCP_E_UPSTREAM, "the day is refused");
	else if (day == script.empty_day || script.filings == 0)
		buf_puts(body, "{\"status\":\"013\",\"message\":\"m\"}");
	else
		write_page(day, page, body);
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
	script.filings = 6;
	settings = (struct source_settings){ .opendart.api_key = "key" };
	waiter = (struct dart_waiter){ .ready = on_ready };
	readies = 0;
	dart = dart_new(&source_env, NULL, &settings);
	return dart ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	dart_free(dart);
	return 0;
}

static bool want(int32_t from, int32_t to)
{
	return dart_want_disclosures(dart, from, to, source.mono_ms + 5000, &waiter);
}

static void fetch(int32_t from, int32_t to)
{
	(void)want(from, to);
	source_run();
}

static int64_t filings(const char *code, int32_t from, int32_t to)
{
	int64_t n = -1;

	return dart_disclosures(dart, code, from, to, &n) ? n : -1;
}

static void counts_a_day_by_share(void **state)
{
	(void)state;
	assert_false(want(FRIDAY, FRIDAY));
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), -1);
	source_run();

	assert_int_equal(readies, 1);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), 2);
	assert_int_equal(filings("000020", FRIDAY, FRIDAY), 2);
	assert_int_equal(filings("000030", FRIDAY, FRIDAY), 0);
	assert_int_equal(source.call_count, 1);
	assert_string_equal(source.calls[0].params,
		"bgn_de=20261120&end_de=20261120&page_no=1&page_count=100&");
	assert_int_equal(dart_take_calls(dart), 1);
}

static void a_preferred_share_has_its_companys_filings(void **state)
{
	(void)state;
	fetch(FRIDAY, FRIDAY);
	assert_int_equal(filings("000015", FRIDAY, FRIDAY), 2);
	assert_int_equal(filings("00001K", FRIDAY, FRIDAY), 2);
}

static void adds_the_days_of_a_window(void **state)
{
	(void)state;
	script.empty_day = 20261121;
	fetch(FRIDAY, TODAY);

	assert_int_equal(source.call_count, 4);
	assert_int_equal(filings("000010", FRIDAY, TODAY), 6);
	assert_int_equal(filings("000010", 20261121, 20261121), 0);
	assert_int_equal(filings("000010", 20261119, TODAY), -1);
}

static void the_newest_days_come_first_four_at_a_time(void **state)
{
	(void)state;
	(void)want(20261110, TODAY);
	assert_int_equal(source_open(), 4);
	assert_int_equal(source_count("bgn_de=20261123"), 1);
	assert_int_equal(source_count("bgn_de=20261120"), 1);
	assert_int_equal(source_count("bgn_de=20261119"), 0);
	source_run();

	assert_int_equal(source.call_count, 14);
	assert_int_equal(filings("000010", 20261110, TODAY), 28);
}

static void turns_all_pages(void **state)
{
	(void)state;
	script.filings = 300;
	fetch(FRIDAY, FRIDAY);

	assert_int_equal(source.call_count, 3);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), 100);
}

static void a_filing_pushed_to_the_next_page_counts_once(void **state)
{
	(void)state;
	script.filings = 240;
	script.pushed = 30;
	fetch(FRIDAY, FRIDAY);

	assert_int_equal(readies, 1);
	/* The 30 new ones stand in front of what was read. */
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), 80);
}

static void a_day_with_something_missing_is_not_known(void **state)
{
	(void)state;
	script.filings = 150;
	script.hidden = 1;
	fetch(FRIDAY, FRIDAY);

	assert_int_equal(readies, 1);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), -1);
}

static void a_page_that_is_another_is_not_taken(void **state)
{
	(void)state;
	script.filings = 150;
	script.wrong_page = true;
	fetch(FRIDAY, FRIDAY);

	assert_int_equal(source.call_count, 2);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), -1);
}

static void a_day_of_too_many_pages_is_not_asked_again(void **state)
{
	(void)state;
	script.filings = 3001;
	fetch(FRIDAY, FRIDAY);
	assert_int_equal(source.call_count, 1);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), -1);

	source_pass(3600000);
	assert_true(want(FRIDAY, FRIDAY));
	assert_int_equal(source.call_count, 1);
}

static void a_full_day_of_thirty_pages_is_counted(void **state)
{
	(void)state;
	script.filings = 3000;
	fetch(FRIDAY, FRIDAY);

	assert_int_equal(source.call_count, 30);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), 1000);
}

static void a_day_that_fails_is_asked_again_after_a_minute(void **state)
{
	(void)state;
	script.filings = 150;
	script.bad_day = FRIDAY;
	script.bad_page = 2;
	fetch(FRIDAY, TODAY);
	assert_int_equal(readies, 1);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), -1);
	assert_int_equal(filings("000010", 20261121, TODAY), 150);

	source_pass(59000);
	assert_true(want(FRIDAY, FRIDAY));
	source_pass(1000);
	script.bad_day = 0;
	fetch(FRIDAY, FRIDAY);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), 50);
}

static void a_day_that_has_ended_is_kept(void **state)
{
	(void)state;
	fetch(FRIDAY, FRIDAY);
	source_pass(20 * DAY_MS);
	assert_true(want(FRIDAY, FRIDAY));
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), 2);
	assert_int_equal(source.call_count, 1);
}

static void today_is_asked_again_after_five_minutes(void **state)
{
	(void)state;
	fetch(TODAY, TODAY);
	source_pass(5 * 60000 - 1);
	assert_true(want(TODAY, TODAY));
	source_pass(1);
	script.filings = 9;
	assert_false(want(TODAY, TODAY));
	/* Meanwhile the count before serves, but not for long. */
	assert_int_equal(filings("000010", TODAY, TODAY), 2);
	source_pass(5 * 60000);
	assert_int_equal(filings("000010", TODAY, TODAY), -1);
	source_run();
	assert_int_equal(filings("000010", TODAY, TODAY), 3);
}

static void what_was_listed_before_a_day_ended_is_not_the_day(void **state)
{
	(void)state;
	fetch(TODAY, TODAY);
	source_pass(DAY_MS);
	assert_int_equal(filings("000010", TODAY, TODAY), -1);
	script.filings = 12;
	fetch(TODAY, TODAY);

	assert_int_equal(filings("000010", TODAY, TODAY), 4);
}

static void days_to_come_are_not_asked(void **state)
{
	(void)state;
	assert_true(want(TODAY + 1, TODAY + 3));
	assert_int_equal(source.call_count, 0);
	fetch(TODAY, TODAY + 3);
	assert_int_equal(source.call_count, 1);
	assert_int_equal(filings("000010", TODAY, TODAY + 3), 2);
}

static void a_window_too_long_is_not_known(void **state)
{
	(void)state;
	fetch(20260901, TODAY);

	assert_int_equal(readies, 1);
	assert_int_equal(source.call_count, 45);
	assert_int_equal(filings("000010", 20260901, TODAY), -1);
	assert_int_equal(filings("000010", 20261010, TODAY), 90);
}

static void older_days_make_room_for_newer_ones(void **state)
{
	(void)state;
	fetch(20261010, TODAY);
	source_pass(DAY_MS);
	fetch(20261011, TODAY + 1);

	assert_int_equal(filings("000010", 20261011, TODAY + 1), 90);
	assert_int_equal(filings("000010", 20261010, 20261010), -1);
}

static void without_a_key_nothing_is_asked(void **state)
{
	(void)state;
	settings.opendart.api_key = NULL;
	assert_true(want(FRIDAY, TODAY));
	assert_int_equal(source.call_count, 0);
	assert_int_equal(filings("000010", FRIDAY, TODAY), -1);
}

static void the_waiter_is_told_when_its_time_is_over(void **state)
{
	(void)state;
	(void)want(FRIDAY, TODAY);
	source_pass(5000);
	assert_int_equal(dart_step(dart), 60000);
	assert_int_equal(readies, 1);
	source_run();

	assert_int_equal(readies, 1);
	assert_int_equal(filings("000010", FRIDAY, TODAY), 8);
}

static void the_end_in_the_middle_cancels_what_is_under_way(void **state)
{
	(void)state;
	script.filings = 150;
	(void)want(20261110, TODAY);
	(void)source_answer();

	dart_free(dart);
	dart = NULL;

	assert_int_equal(source_open(), 0);
	assert_int_equal(readies, 0);
}

static void what_cannot_be_sent_keeps_nobody_waiting(void **state)
{
	(void)state;
	source.full = true;
	assert_true(want(FRIDAY, TODAY));
	source.full = false;
	script.filings = 150;
	(void)want(FRIDAY, TODAY);
	(void)source_answer();
	source.full = true;
	source_run();

	assert_int_equal(readies, 1);
	assert_int_equal(filings("000010", FRIDAY, FRIDAY), -1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(counts_a_day_by_share),
		T(a_preferred_share_has_its_companys_filings),
		T(adds_the_days_of_a_window),
		T(the_newest_days_come_first_four_at_a_time),
		T(turns_all_pages),
		T(a_filing_pushed_to_the_next_page_counts_once),
		T(a_day_with_something_missing_is_not_known),
		T(a_page_that_is_another_is_not_taken),
		T(a_day_of_too_many_pages_is_not_asked_again),
		T(a_full_day_of_thirty_pages_is_counted),
		T(a_day_that_fails_is_asked_again_after_a_minute),
		T(a_day_that_has_ended_is_kept),
		T(today_is_asked_again_after_five_minutes),
		T(what_was_listed_before_a_day_ended_is_not_the_day),
		T(days_to_come_are_not_asked),
		T(a_window_too_long_is_not_known),
		T(older_days_make_room_for_newer_ones),
		T(without_a_key_nothing_is_asked),
		T(the_waiter_is_told_when_its_time_is_over),
		T(the_end_in_the_middle_cancels_what_is_under_way),
		T(what_cannot_be_sent_keeps_nobody_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
