/* market_dart_test - treasury shares by company and report: what is asked, in which order, how
 * often, and what is said when there is nothing. */
#include "support/scripted_source.h"

#include "service/market_dart.h"

#define XML(rows) "<result>" rows "</result>"
#define CORP(corp, stock) \
	"<list><corp_code>" corp "</corp_code><stock_code>" stock "</stock_code></list>"
#define DAY_MS (INT64_C(24) * 3600000)

static struct dart *dart;
static struct source_settings settings;
static struct dart_waiter waiter;
static uint32_t readies;

/* What OpenDART does. */
static struct {
	const char *corps;       /* NULL: refused */
	const char *filed;       /* reports that were filed: "2026/11012 …" */
	const char *shares;      /* the answer about a company, instead of the rows */
	mcp_status refusal;      /* of every call about a company */
	mcp_status corps_status; /* of the list */
} script;

static void write_shares(const struct source_call *c, struct buf *body)
{
	char corp[16];

	(void)snprintf(corp, sizeof corp, "%.8s", source_param(c, "corp_code"));
	buf_printf(body,
		"{\"status\":\"000\",\"list\":[{\"corp_code\":\"%s\",\"se\":\"보통주\","
		"\"istc_totqy\":\"10,000\",\"tesstk_co\":\"155\"},{\"corp_code\":\"%s\","
		"\"se\":\"우선주\",\"istc_totqy\":\"1,000\",\"tesstk_co\":\"-\"}]}",
		corp, corp);
}

static bool was_filed(const struct source_call *c)
{
	char report[32];
	size_t used;

	(void)snprintf(report, sizeof report, "%.4s/", source_param(c, "bsns_year"));
	used = strlen(report);
	(void)snprintf(report + used, sizeof report - used, "%.5s", source_param(c, "reprt_code"));
	return strstr(script.filed, report);
}

static void reply(const struct source_call *c, struct buf *body, struct fault *f)
{
	if (strcmp(c->endpoint, "dart-corps") == 0) {
		if (script.corps)
			buf_puts(body, script.corps);
		else
			(void)fault_set(f, script.corps_status, "the list is refused");
	} else if (script.refusal < 0) {
		(void)fault_set(f, script.refusal, "the company is refused");
	} else if (!was_filed(c)) {
		buf_puts(body, "{\"status\":\"013\",\"message\":\"m\"}");
	} else if (script.shares) {
		buf_puts(body, script.shares);
	} else {
		write_shares(c, body);
	}
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
	script.corps = XML(
		CORP("00126380", "005930") CORP("00164779", "000660") CORP("00000003", "000010"));
	script.corps_status = MCP_E_UPSTREAM;
	script.filed = "2026/11014 2026/11012";
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

static bool want(const char *code)
{
	char codes[1][8] = { "" };

	(void)snprintf(codes[0], sizeof codes[0], "%s", code);
	return dart_want_treasury(dart, (const char(*)[8])codes, 1, source.mono_ms + 5000, &waiter);
}

/* Wants it and lets everything be answered. */
static void fetch(const char *code)
{
	(void)want(code);
	source_run();
}

static int64_t treasury(const char *code)
{
	const char *why = NULL;
	int64_t hundredths = -1;

	return dart_treasury(dart, code, &hundredths, &why) ? hundredths : -1;
}

static const char *why_not(const char *code)
{
	const char *why = NULL;
	int64_t hundredths;

	assert_false(dart_treasury(dart, code, &hundredths, &why));
	assert_non_null(why);
	return why;
}

static void knows_a_share_after_two_calls(void **state)
{
	(void)state;
	assert_false(want("005930"));
	assert_int_equal(treasury("005930"), -1);
	source_run();

	assert_int_equal(readies, 1);
	assert_false(waiter.waiting);
	assert_int_equal(treasury("005930"), 155);
	assert_int_equal(source.call_count, 2);
	assert_int_equal(dart_take_calls(dart), 2);
	assert_int_equal(dart_take_calls(dart), 0);
	assert_string_equal(
		source.calls[1].params, "corp_code=00126380&bsns_year=2026&reprt_code=11014&");
}

static void a_preferred_share_is_its_companys(void **state)
{
	(void)state;
	fetch("005935");

	assert_int_equal(treasury("005935"), 0);
	assert_int_equal(treasury("005930"), 155);
	assert_int_equal(source_count("dart-shares"), 1);
	assert_true(want("005930"));
}

static void what_is_kept_is_not_asked_again_for_three_days(void **state)
{
	(void)state;
	fetch("005930");
	source_pass(3 * DAY_MS - 1000);
	fetch("005930");
	assert_int_equal(source_count("dart-shares"), 1);
	assert_int_equal(treasury("005930"), 155);

	source_pass(2000);
	assert_int_equal(treasury("005930"), -1);
	fetch("005930");
	assert_int_equal(source_count("dart-shares"), 2);
	assert_int_equal(treasury("005930"), 155);
}

static void the_list_is_loaded_once_a_day(void **state)
{
	(void)state;
	fetch("005930");
	fetch("000660");
	assert_int_equal(source_count("dart-corps"), 1);
	source_pass(DAY_MS);
	fetch("000010");
	assert_int_equal(source_count("dart-corps"), 2);
	/* Yesterday's list served meanwhile. */
	assert_int_equal(treasury("000010"), 155);
}

static void equal_wants_share_one_call(void **state)
{
	struct dart_waiter other = { .ready = on_ready };
	const char codes[2][8] = { "000660", "005930" };

	(void)state;
	(void)want("005930");
	assert_false(dart_want_treasury(dart, codes, 2, source.mono_ms + 5000, &other));
	source_run();

	assert_int_equal(readies, 2);
	assert_int_equal(source.call_count, 3);
}

static void walks_back_to_the_report_that_is_there(void **state)
{
	(void)state;
	script.filed = "2025/11011";
	fetch("005930");

	assert_int_equal(treasury("005930"), 155);
	assert_int_equal(source_count("dart-shares"), 4);
	assert_int_equal(source_count("bsns_year=2026&reprt_code=11014"), 1);
	assert_int_equal(source_count("bsns_year=2026&reprt_code=11012"), 1);
	assert_int_equal(source_count("bsns_year=2026&reprt_code=11013"), 1);
	assert_int_equal(source_count("bsns_year=2025&reprt_code=11011"), 1);
}

static void gives_up_after_four_reports(void **state)
{
	(void)state;
	script.filed = "2025/11014";
	fetch("005930");

	assert_int_equal(source_count("dart-shares"), 4);
	assert_string_equal(why_not("005930"),
		"OpenDART has no report of the last year on this company's share counts");
	assert_int_equal(readies, 1);
	fetch("005930");
	assert_int_equal(source_count("dart-shares"), 4);
}

/* The report that is asked first on a day. */
static void assert_first_report(int32_t date, const char *expected)
{
	uint32_t before = source.call_count;

	source.wall_ms = kst_to_ms(date, 12, 0, 0);
	source.mono_ms += 4 * DAY_MS;
	script.filed = "";
	(void)want("005930");
	(void)source_answer();
	assert_non_null(strstr(source.calls[before + 1].params, expected));
	source_run();
}

static void begins_with_the_report_that_must_have_been_filed(void **state)
{
	(void)state;
	assert_first_report(20260101, "bsns_year=2025&reprt_code=11014&");
	assert_first_report(20260330, "bsns_year=2025&reprt_code=11014&");
	assert_first_report(20260331, "bsns_year=2025&reprt_code=11011&");
	assert_first_report(20260514, "bsns_year=2025&reprt_code=11011&");
	assert_first_report(20260515, "bsns_year=2026&reprt_code=11013&");
	assert_first_report(20260813, "bsns_year=2026&reprt_code=11013&");
	assert_first_report(20260814, "bsns_year=2026&reprt_code=11012&");
	assert_first_report(20261113, "bsns_year=2026&reprt_code=11012&");
	assert_first_report(20261114, "bsns_year=2026&reprt_code=11014&");
	assert_first_report(20261231, "bsns_year=2026&reprt_code=11014&");
}

static void without_a_key_nothing_is_asked(void **state)
{
	(void)state;
	settings.opendart.api_key = "";
	assert_true(want("005930"));
	assert_false(dart_is_set(dart));
	assert_int_equal(source.call_count, 0);
	assert_string_equal(
		why_not("005930"), "treasury shares need a key of OpenDART; set opendart.api_key");
}

static void a_share_of_no_company_is_said_so(void **state)
{
	(void)state;
	fetch("999990");

	assert_int_equal(readies, 1);
	assert_int_equal(source.call_count, 1);
	assert_string_equal(why_not("999990"), "OpenDART lists no company for this share");
}

static void a_kind_without_figures_is_said_so(void **state)
{
	(void)state;
	script.shares = "{\"status\":\"000\",\"list\":[{\"se\":\"합계\",\"istc_totqy\":\"100\","
			"\"tesstk_co\":\"1\"}]}";
	fetch("005930");

	assert_string_equal(
		why_not("005930"), "the company's report gives no share counts of this kind");
}

static void a_failure_is_asked_again_after_a_minute(void **state)
{
	(void)state;
	script.refusal = MCP_E_UPSTREAM;
	fetch("005930");
	assert_int_equal(readies, 1);
	assert_string_equal(why_not("005930"), "OpenDART's answer about this share cannot be used");
	source_pass(59000);
	assert_true(want("005930"));

	source_pass(1000);
	script.refusal = MCP_OK;
	fetch("005930");
	assert_int_equal(treasury("005930"), 155);
}

static void an_answer_about_another_company_is_not_taken(void **state)
{
	(void)state;
	script.shares =
		"{\"status\":\"000\",\"list\":[{\"corp_code\":\"00000001\",\"se\":\"보통주\","
		"\"istc_totqy\":\"100\",\"tesstk_co\":\"1\"}]}";
	fetch("005930");

	assert_int_equal(treasury("005930"), -1);
}

static void a_list_that_does_not_come_keeps_nobody_waiting(void **state)
{
	(void)state;
	script.corps = NULL;
	fetch("005930");
	assert_int_equal(readies, 1);
	assert_string_equal(why_not("005930"), "OpenDART's list of companies is not there yet");
	assert_true(want("005930"));
	assert_int_equal(source.call_count, 1);

	source_pass(60000);
	script.corps = XML(CORP("00126380", "005930"));
	fetch("005930");
	assert_int_equal(treasury("005930"), 155);
}

static void a_broken_list_leaves_yesterdays(void **state)
{
	(void)state;
	fetch("005930");
	source_pass(DAY_MS);
	script.corps = "<result>";
	fetch("000660");
	fetch("000660");

	assert_int_equal(treasury("000660"), 155);
}

static void a_refused_key_is_not_tried_again_for_a_while(void **state)
{
	(void)state;
	script.corps = NULL;
	script.corps_status = MCP_E_CONFIG;
	fetch("005930");
	source_pass(9 * 60000);
	assert_true(want("005930"));
	assert_int_equal(source.call_count, 1);
	assert_string_equal(why_not("005930"), "the list is refused");

	source_pass(2 * 60000);
	assert_false(want("005930"));
	assert_int_equal(source.call_count, 2);
}

static void a_used_up_key_stops_all_calls(void **state)
{
	(void)state;
	fetch("005930");
	script.refusal = MCP_E_BUSY;
	fetch("000660");
	assert_true(want("000010"));

	assert_int_equal(source.call_count, 3);
	assert_string_equal(why_not("000010"), "the company is refused");
	assert_int_equal(treasury("005930"), 155);
}

static void stops_for_a_minute_when_it_asked_often(void **state)
{
	(void)state;
	source.cost = 400;
	fetch("005930");
	assert_true(want("000660"));
	assert_string_equal(
		why_not("000660"), "OpenDART has been asked as often as may be within a minute");
	source_pass(60000);
	fetch("000660");
	assert_int_equal(treasury("000660"), 155);
}

static void stops_before_the_days_calls_are_used_up(void **state)
{
	(void)state;
	source.cost = 9000;
	fetch("005930");
	source_pass(60000);
	fetch("005930");
	source_pass(60000);
	assert_int_equal(dart_take_calls(dart), 18000);
	assert_true(want("000660"));
	assert_int_equal(source.call_count, 2);
	assert_string_equal(why_not("000660"),
		"this program's calls to OpenDART are used up for today; it asks again tomorrow");

	source.cost = 1;
	source_pass(DAY_MS);
	fetch("000660");
	assert_int_equal(treasury("000660"), 155);
}

static void the_waiter_is_told_when_its_time_is_over(void **state)
{
	(void)state;
	assert_false(want("005930"));
	assert_int_equal(dart_step(dart), 5000);
	source_pass(4999);
	assert_int_equal(dart_step(dart), 1);
	assert_int_equal(readies, 0);
	source_pass(1);
	assert_int_equal(dart_step(dart), 60000);
	assert_int_equal(readies, 1);

	/* What was asked comes all the same. */
	source_run();
	assert_int_equal(readies, 1);
	assert_int_equal(treasury("005930"), 155);
	assert_true(want("005930"));
}

static void who_is_forgotten_is_not_told(void **state)
{
	(void)state;
	(void)want("005930");
	dart_forget(dart, &waiter);
	dart_forget(dart, &waiter);
	source_run();

	assert_int_equal(readies, 0);
	assert_false(waiter.waiting);
}

static void ask_for_more(void *self)
{
	readies++;
	if (readies == 1)
		assert_false(want("000660"));
	(void)self;
}

static void who_is_told_may_ask_at_once(void **state)
{
	(void)state;
	waiter.ready = ask_for_more;
	fetch("005930");

	assert_int_equal(readies, 2);
	assert_int_equal(treasury("000660"), 155);
}

static void the_end_in_the_middle_cancels_what_is_under_way(void **state)
{
	(void)state;
	(void)want("005930");
	(void)source_answer();
	assert_int_equal(source_open(), 1);

	dart_free(dart);
	dart = NULL;

	assert_int_equal(source_open(), 0);
	assert_int_equal(readies, 0);
}

static void what_cannot_be_sent_keeps_nobody_waiting(void **state)
{
	(void)state;
	source.full = true;
	assert_true(want("005930"));
	source.full = false;
	source_pass(60000);
	(void)want("005930");
	(void)source_answer();
	source.full = true;
	source_run();
	source.full = false;
	fetch("005930");

	assert_int_equal(treasury("005930"), 155);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(knows_a_share_after_two_calls),
		T(a_preferred_share_is_its_companys),
		T(what_is_kept_is_not_asked_again_for_three_days),
		T(the_list_is_loaded_once_a_day),
		T(equal_wants_share_one_call),
		T(walks_back_to_the_report_that_is_there),
		T(gives_up_after_four_reports),
		T(begins_with_the_report_that_must_have_been_filed),
		T(without_a_key_nothing_is_asked),
		T(a_share_of_no_company_is_said_so),
		T(a_kind_without_figures_is_said_so),
		T(a_failure_is_asked_again_after_a_minute),
		T(an_answer_about_another_company_is_not_taken),
		T(a_list_that_does_not_come_keeps_nobody_waiting),
		T(a_broken_list_leaves_yesterdays),
		T(a_refused_key_is_not_tried_again_for_a_while),
		T(a_used_up_key_stops_all_calls),
		T(stops_for_a_minute_when_it_asked_often),
		T(stops_before_the_days_calls_are_used_up),
		T(the_waiter_is_told_when_its_time_is_over),
		T(who_is_forgotten_is_not_told),
		T(who_is_told_may_ask_at_once),
		T(the_end_in_the_middle_cancels_what_is_under_way),
		T(what_cannot_be_sent_keeps_nobody_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
