/* market_status_test - "status": sessions, what is kept and how old it is, limits, keys. */
#include "support/scripted_kis.h"

static const struct service_reply *status_of(const char *column)
{
	const struct service_reply *reply;
	char body[256];

	(void)snprintf(body, sizeof body, "{\"columns\":[\"%s\"]}", column);
	reply = ask("status", body);
	assert_string_equal(reply->fault.text, "");
	assert_int_equal(row_count(reply), 1);
	return reply;
}

static void assert_status(const char *column, const char *json)
{
	assert_string_equal(cell(status_of(column), 0, 0), json);
}

static void sessions_of_both_venues_are_told(void **state)
{
	(void)state;
	assert_status("as_of", "\"2026-11-23T10:24:00+09:00\"");
	assert_status("date", "\"2026-11-23\"");
	assert_status("is_open_day", "true");
	assert_status("krx_session", "\"regular\"");
	assert_status("krx_next_change", "\"2026-11-23T15:20:00+09:00\"");
	assert_status("nxt_session", "\"regular\"");
	assert_status("nxt_next_change", "\"2026-11-23T15:20:00+09:00\"");
}

static void the_venues_differ_in_the_morning(void **state)
{
	(void)state;
	script.wall_ms = AT(8, 10);
	assert_status("krx_session", "\"closed\"");
	assert_status("nxt_session", "\"pre_market\"");
	assert_status("date", "\"2026-11-20\"");
}

static void a_weekend_is_no_open_day(void **state)
{
	(void)state;
	script.wall_ms = kst_to_ms(20261122, 12, 0, 0);
	assert_status("is_open_day", "false");
	assert_status("krx_session", "\"closed\"");
}

static void what_is_not_there_yet_is_null_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = status_of("snapshot_as_of");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "the whole market was not read yet"));
	reply = status_of("history_days");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "completed days were not read yet"));
	assert_status("history_date", "null");
	assert_status("master_date", "null");
	assert_status("master_as_of", "null");
}

static void what_is_there_is_told_with_its_time(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	(void)ask("quotes", "{\"codes\":\"100000\",\"columns\":[\"weight_in_index\"]}");
	script.wall_ms += 60000;
	reply = status_of("snapshot_as_of");
	assert_string_equal(cell(reply, 0, 0), "\"2026-11-23T10:24:00+09:00\"");
	assert_int_equal(reply->from.note_count, 0);
	assert_status("master_date", "\"2026-11-23\"");
	assert_status("master_as_of", "\"2026-11-23T07:45:00+09:00\"");
}

static void days_that_are_kept_are_counted(void **state)
{
	(void)state;
	add_market(60);
	script_say("inquire-daily-itemchartprice",
		"{\"output1\":{\"stck_shrn_iscd\":\"100000\"},\"output2\":["
		"{\"stck_bsop_date\":\"20261120\",\"stck_clpr\":\"1000\",\"acml_vol\":\"5\","
		"\"acml_tr_pbmn\":\"5000\",\"prdy_vrss\":\"0\",\"prdy_vrss_sign\":\"3\"},"
		"{\"stck_bsop_date\":\"20261119\",\"stck_clpr\":\"1000\",\"acml_vol\":\"5\","
		"\"acml_tr_pbmn\":\"5000\",\"prdy_vrss\":\"0\",\"prdy_vrss_sign\":\"3\"}],"
		"\"rt_cd\":\"0\"}");
	assert_int_equal(ask("bars", "{\"codes\":\"100000\",\"count\":2,\"columns\":[\"date\"]}")
				 ->fault.status,
		MCP_OK);
	assert_status("history_days", "2");
	assert_status("history_shares", "1");
}

static void limits_and_what_was_learnt_are_told(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.environment = ENVIRONMENT_REAL;
	assert_status("calls_in_use", "3");
	assert_status("calls_per_second_set", "15");
	reply = status_of("calls_per_second");
	assert_string_equal(cell(reply, 0, 0), "7");
	assert_true(has_note(reply, "7 a second instead of 15 for now"));
	assert_status("environment", "\"real\"");
	assert_status("has_kis_key", "true");
}

static void the_demo_has_no_limit(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = status_of("calls_per_second");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "calls are not limited"));
	assert_status("environment", "\"demo\"");
	assert_status("has_kis_key", "false");
}

/* Whether it is set, never what it is. */
static void keys_are_set_or_not(void **state)
{
	static const struct market_settings settings = { .basis = "NXT" };
	static const struct source_settings sources = { .krx = { .api_key = "a-key" } };

	(void)state;
	market_free(script_market);
	script_market = market_new(&(struct market_options){
		.env = &script_env,
		.settings = &settings,
		.sources = &sources,
	});
	assert_status("has_krx_key", "true");
	assert_status("has_opendart_key", "false");
	assert_status("basis", "\"NXT\"");
}

static void notes_are_a_column_too(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask("status", "{\"columns\":[\"snapshot_as_of\",\"notes\"]}");
	assert_string_equal(cell(reply, 0, 1),
		"[\"the whole market was not read yet: the next ranking does\"]");
}

/* What is no tool's answer has no "source" of the host's. */
static void shares_tell_how_they_stand(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("quotes", "{\"codes\":\"100000\",\"columns\":[\"as_of\",\"session\","
			      "\"provisional\",\"environment\",\"basis\",\"notes\"]}");
	assert_string_equal(cell(reply, 0, 0), "\"2026-11-23T10:24:00+09:00\"");
	assert_string_equal(cell(reply, 0, 1), "\"regular\"");
	assert_string_equal(cell(reply, 0, 2), "true");
	assert_string_equal(cell(reply, 0, 3), "\"demo\"");
	assert_string_equal(cell(reply, 0, 4), "\"KRX\"");
	assert_non_null(strstr(cell(reply, 0, 5), "the day's figures are provisional"));
}

static void nothing_is_asked_for_it(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.quiet = true;
	reply = status_of("snapshot_as_of");
	assert_int_equal(script.call_count, 0);
	assert_int_equal(reply->from.upstream_calls, 0);
	assert_int_equal(reply->from.as_of_ms, AT(10, 24));
	assert_false(reply->from.provisional);
}

static void it_is_told_when_a_closed_market_answers_nothing_else(void **state)
{
	static const struct market_settings settings = { .basis = "KRX" };
	static const struct market_hours_settings hours = { .closed = "error" };

	(void)state;
	market_free(script_market);
	script_market = market_new(&(struct market_options){
		.env = &script_env,
		.settings = &settings,
		.hours = &hours,
	});
	script.wall_ms = kst_to_ms(20261122, 12, 0, 0);
	assert_status("date", "\"2026-11-20\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sessions_of_both_venues_are_told),
		TEST(the_venues_differ_in_the_morning),
		TEST(a_weekend_is_no_open_day),
		TEST(what_is_not_there_yet_is_null_and_said),
		TEST(what_is_there_is_told_with_its_time),
		TEST(days_that_are_kept_are_counted),
		TEST(limits_and_what_was_learnt_are_told),
		TEST(the_demo_has_no_limit),
		TEST(keys_are_set_or_not),
		TEST(notes_are_a_column_too),
		TEST(shares_tell_how_they_stand),
		TEST(nothing_is_asked_for_it),
		TEST(it_is_told_when_a_closed_market_answers_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
