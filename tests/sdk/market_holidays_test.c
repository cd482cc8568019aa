/* market_holidays_test - closed days of chk-holiday: once a day, refused whole, never waited
 * for. */
#include "support/scripted_demo.h"

#include "service/market_holidays.h"
#include "support/temp_folder.h"

#define DAY(date, weekday, open) \
	"{\"bass_dt\":\"" date "\",\"wday_dvsn_cd\":\"" weekday "\",\"opnd_yn\":\"" open "\"}"
#define BODY(rows) "{\"output\":[" rows "],\"rt_cd\":\"0\"}"

static struct calendar calendar;
static struct holidays *holidays;

static int start(void **state)
{
	(void)state;
	memset(&script, 0, sizeof script);
	memset(&calendar, 0, sizeof calendar);
	script.wall_ms = AT(10, 24);
	script.mono_ms = 1000000;
	script.environment = ENVIRONMENT_DEMO;
	script_env.state_dir = NULL;
	phrase_locale("en");
	holidays = holidays_new(&script_env, NULL, &calendar);
	return holidays ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	holidays_free(holidays);
	holidays = NULL;
	return 0;
}

static void want(void)
{
	holidays_want(holidays);
	script_run();
}

/* ---- Reading. ---- */

static void assert_read(const char *body, uint32_t count)
{
	struct holiday days[HOLIDAYS_PAGE];
	uint32_t seen = 0;

	assert_int_equal(holidays_read(span_of(body), 20261123, days, &seen, NULL), MCP_OK);
	assert_int_equal(seen, count);
}

static void assert_refused(const char *body)
{
	struct holiday days[HOLIDAYS_PAGE];
	struct fault f = { 0 };
	uint32_t seen = 77;

	assert_int_equal(holidays_read(span_of(body), 20261123, days, &seen, &f), MCP_E_UPSTREAM);
	assert_non_null(strstr(f.text, "chk-holiday"));
	assert_int_equal(seen, 77);
}

static void opnd_yn_alone_says_whether_it_opens(void **state)
{
	struct holiday days[HOLIDAYS_PAGE];
	uint32_t count;

	(void)state;
	assert_int_equal(
		holidays_read(SPAN(BODY("{\"bass_dt\":\"20261123\",\"wday_dvsn_cd\":\"02\","
					"\"bzdy_yn\":\"Y\",\"tr_day_yn\":\"Y\","
					"\"opnd_yn\":\"N\",\"sttl_day_yn\":\"Y\"}")),
			20261123, days, &count, NULL),
		MCP_OK);
	assert_int_equal(count, 1);
	assert_int_equal(days[0].date, 20261123);
	assert_false(days[0].is_open);
}

static void a_body_may_be_short_or_lack_weekdays(void **state)
{
	(void)state;
	assert_read(BODY(DAY("20261123", "02", "Y")), 1);
	assert_read(BODY("{\"bass_dt\":\"20261123\",\"opnd_yn\":\"Y\"}"), 1);
	/* A day may be left out. */
	assert_read(BODY(DAY("20261123", "02", "Y") "," DAY("20261126", "05", "Y")), 2);
}

static void bodies_that_cannot_be_are_refused(void **state)
{
	(void)state;
	assert_refused("{\"rt_cd\":\"0\"}");
	assert_refused(BODY(""));
	/* Another first day. */
	assert_refused(BODY(DAY("20261124", "03", "Y")));
	assert_refused(BODY(DAY("20240611", "03", "Y")));
	/* Twice, backwards, far away. */
	assert_refused(BODY(DAY("20261123", "02", "Y") "," DAY("20261123", "02", "Y")));
	assert_refused(BODY(DAY("20261123", "02", "Y") "," DAY("20261122", "01", "N")));
	assert_refused(BODY(DAY("20261123", "02", "Y") "," DAY("20271123", "03", "Y")));
	/* Another weekday. */
	assert_refused(BODY(DAY("20261123", "03", "Y")));
	/* Open on a Saturday, on a Sunday. */
	assert_refused(BODY(DAY("20261123", "02", "Y") "," DAY("20261128", "07", "Y")));
	assert_refused(BODY(DAY("20261123", "02", "Y") "," DAY("20261129", "01", "Y")));
	/* No day, no word. */
	assert_refused(BODY(DAY("20261131", "03", "Y")));
	assert_refused(BODY(DAY("2026-1123", "02", "Y")));
	assert_refused(BODY(DAY("20261123", "02", "")));
	assert_refused(BODY(DAY("20261123", "02", "y")));
	assert_refused(BODY(DAY("20261123", "02", "Yes")));
}

static void ten_closed_days_in_a_row_are_refused(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	buf_puts(&b, "{\"output\":[" DAY("20261123", "02", "Y"));
	for (int day = 24; day <= 30; day++)
		buf_printf(&b, ",{\"bass_dt\":\"202611%02d\",\"opnd_yn\":\"N\"}", day);
	buf_puts(&b, ",{\"bass_dt\":\"20261201\",\"opnd_yn\":\"N\"}");
	buf_puts(&b, ",{\"bass_dt\":\"20261202\",\"opnd_yn\":\"N\"}");
	buf_puts(&b, "]}");
	assert_read(buf_text(&b), 10);
	b.len -= 2;
	buf_puts(&b, ",{\"bass_dt\":\"20261203\",\"opnd_yn\":\"N\"}]}");
	assert_refused(buf_text(&b));
	buf_done(&b);
}

static void more_days_than_a_page_can_have_are_refused(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 16384);
	script.wall_ms = AT(10, 0);
	buf_puts(&b, "{\"output\":[" DAY("20261123", "02", "Y"));
	for (int i = 1; i <= HOLIDAYS_PAGE; i++) {
		int32_t date = kst_date_add(20261123, i);
		int32_t weekday = kst_from_ms(kst_to_ms(date, 12, 0, 0)).weekday;

		buf_printf(&b, ",{\"bass_dt\":\"%d\",\"opnd_yn\":\"%s\"}", (int)date,
			weekday % 6 == 0 ? "N" : "Y");
	}
	buf_puts(&b, "]}");
	assert_refused(buf_text(&b));
	buf_done(&b);
}

/* ---- Once a day. ---- */

static void the_calendar_learns_what_upstream_says(void **state)
{
	(void)state;
	script.days = BODY(DAY("20261123", "02", "Y") "," DAY("20261124", "03", "N"));
	want();
	assert_false(calendar_is_open_day(&calendar, 20261124));
	assert_true(calendar_is_open_day(&calendar, 20261125));
}

static void it_is_asked_from_today_on_in_the_background(void **state)
{
	(void)state;
	want();
	assert_string_equal(script.calls[0].endpoint, "chk-holiday");
	assert_int_equal(script.calls[0].lane, LANE_BACKGROUND);
	assert_string_equal(script.calls[0].params, "BASS_DT=20261123&CTX_AREA_NK=&CTX_AREA_FK=&");
	assert_int_equal(calendar_known_until(&calendar), 20261216);
	assert_int_equal(script.day_calls, 1);
}

static void one_answer_serves_the_day(void **state)
{
	(void)state;
	holidays_want(holidays);
	holidays_want(holidays);
	script_run();
	script.wall_ms = AT(23, 59);
	script.mono_ms += 50000000;
	want();
	assert_int_equal(script.day_calls, 1);
	script.wall_ms = kst_to_ms(20261124, 0, 0, 0);
	want();
	assert_int_equal(script.day_calls, 2);
	assert_int_equal(calendar_known_until(&calendar), 20261217);
}

static void a_list_that_ends_soon_is_read_on(void **state)
{
	(void)state;
	script.days = BODY(DAY("20261123", "02", "Y") "," DAY("20261124", "03", "Y"));
	holidays_want(holidays);
	assert_true(script_answer());
	script.days = NULL;
	script_run();
	assert_int_equal(script.day_calls, 2);
	assert_non_null(strstr(script.calls[1].params, "BASS_DT=20261125&"));
	assert_int_equal(calendar_known_until(&calendar), 20261218);
	want();
	assert_int_equal(script.day_calls, 2);
}

static void a_failure_is_tried_again_in_an_hour(void **state)
{
	(void)state;
	script.refuse = "chk-holiday";
	want();
	script.refuse = NULL;
	script.mono_ms += 3599999;
	want();
	assert_int_equal(script.call_count, 1);
	assert_int_equal(calendar_known_until(&calendar), 0);
	script.mono_ms += 1;
	want();
	assert_int_equal(calendar_known_until(&calendar), 20261216);
}

static void a_refused_body_teaches_nothing(void **state)
{
	(void)state;
	/* Its second day is a lie: the first one is not believed either. */
	script.days = BODY(DAY("20261123", "02", "N") "," DAY("20261129", "01", "Y"));
	want();
	assert_int_equal(calendar_known_until(&calendar), 0);
	assert_true(calendar_is_open_day(&calendar, 20261123));
	script.mono_ms += 3600000;
	want();
	assert_int_equal(script.day_calls, 2);
}

static void a_new_day_does_not_wait_for_the_hour(void **state)
{
	(void)state;
	script.wall_ms = AT(23, 59);
	script.refuse = "chk-holiday";
	want();
	script.refuse = NULL;
	script.wall_ms = kst_to_ms(20261124, 0, 1, 0);
	script.mono_ms += 120000;
	want();
	assert_int_equal(calendar_known_until(&calendar), 20261217);
}

static void a_client_that_refuses_does_no_harm(void **state)
{
	(void)state;
	script.full = true;
	want();
	script.full = false;
	want();
	assert_int_equal(script.call_count, 0);
	script.mono_ms += 3600000;
	want();
	assert_int_equal(script.day_calls, 1);
}

static void days_learnt_are_given_once(void **state)
{
	struct holiday days[20];

	(void)state;
	want();
	assert_int_equal(holidays_take(holidays, days, 20), 20);
	assert_int_equal(days[0].date, 20261123);
	assert_true(days[0].is_open);
	assert_int_equal(days[5].date, 20261128);
	assert_false(days[5].is_open);
	assert_int_equal(holidays_take(holidays, days, 20), 4);
	assert_int_equal(days[3].date, 20261216);
	assert_int_equal(holidays_take(holidays, days, 20), 0);
}

static void where_nobody_takes_them_the_newest_stay(void **state)
{
	struct holiday days[512];
	uint32_t count;

	(void)state;
	for (int i = 0; i < 30; i++) {
		script.wall_ms += 86400000;
		want();
	}
	count = holidays_take(holidays, days, 512);
	assert_int_equal(count, 256);
	assert_int_equal(days[count - 1].date, calendar_known_until(&calendar));
}

static void freeing_in_the_middle_calls_it_off(void **state)
{
	(void)state;
	holidays_want(holidays);
	holidays_free(holidays);
	holidays = NULL;
	assert_int_equal(script_open(), 0);
	holidays_free(NULL);
}

/* ---- Kept. ---- */

static void live_anew(void)
{
	holidays_free(holidays);
	memset(&calendar, 0, sizeof calendar);
	holidays = holidays_new(&script_env, NULL, &calendar);
	want();
}

static void the_days_answer_outlives_the_process(void **state)
{
	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	script.environment = ENVIRONMENT_REAL;
	want();
	live_anew();
	assert_int_equal(script.day_calls, 1);
	assert_int_equal(calendar_known_until(&calendar), 20261216);
	script.wall_ms = kst_to_ms(20261124, 9, 0, 0);
	live_anew();
	assert_int_equal(script.day_calls, 2);
	assert_int_equal(temp_folder_close(state), 0);
}

static void what_was_spoilt_is_asked_again(void **state)
{
	static const char *const files[] = { "", "mcp-holidays 20261123\n{\"output\":[",
		"mcp-holidays 20261123\n{\"output\":[]}", "mcp-holidays 2026112x\n{}" };

	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	script.environment = ENVIRONMENT_REAL;
	for (uint32_t i = 0; i < 4; i++) {
		(void)temp_write(state, "holidays", files[i], strlen(files[i]));
		live_anew();
		assert_int_equal(script.day_calls, i + 1);
	}
	assert_int_equal(temp_folder_close(state), 0);
}

static void days_of_the_demo_are_not_kept(void **state)
{
	assert_int_equal(temp_folder_open(state), 0);
	script_env.state_dir = *state;
	want();
	assert_int_equal(temp_count(state), 0);
	assert_int_equal(temp_folder_close(state), 0);
}

static void a_folder_that_cannot_be_written_does_no_harm(void **state)
{
	(void)state;
	script_env.state_dir = "/proc/nowhere";
	script.environment = ENVIRONMENT_REAL;
	want();
	assert_int_equal(calendar_known_until(&calendar), 20261216);
}

/* ---- The demo exchange. ---- */

static void the_demo_agrees_with_the_shipped_list(void **state)
{
	(void)state;
	assert_true(script_demo_open());
	script.wall_ms = kst_to_ms(20261215, 10, 0, 0);
	holidays_want(holidays);
	while (script_demo_answer())
		continue;
	assert_int_equal(calendar_known_until(&calendar), 20270107);
	for (int32_t date = 20261215; date < 20270107; date = kst_date_add(date, 1))
		assert_int_equal(
			calendar_is_open_day(&calendar, date), calendar_is_open_day(NULL, date));
	script_demo_close();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(opnd_yn_alone_says_whether_it_opens),
		TEST(a_body_may_be_short_or_lack_weekdays),
		TEST(bodies_that_cannot_be_are_refused),
		TEST(ten_closed_days_in_a_row_are_refused),
		TEST(more_days_than_a_page_can_have_are_refused),
		TEST(the_calendar_learns_what_upstream_says),
		TEST(it_is_asked_from_today_on_in_the_background),
		TEST(one_answer_serves_the_day),
		TEST(a_list_that_ends_soon_is_read_on),
		TEST(a_failure_is_tried_again_in_an_hour),
		TEST(a_refused_body_teaches_nothing),
		TEST(a_new_day_does_not_wait_for_the_hour),
		TEST(a_client_that_refuses_does_no_harm),
		TEST(days_learnt_are_given_once),
		TEST(where_nobody_takes_them_the_newest_stay),
		TEST(freeing_in_the_middle_calls_it_off),
		TEST(the_days_answer_outlives_the_process),
		TEST(what_was_spoilt_is_asked_again),
		TEST(days_of_the_demo_are_not_kept),
		TEST(a_folder_that_cannot_be_written_does_no_harm),
		TEST(the_demo_agrees_with_the_shipped_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
