/* kis_client_test - sharing, queueing, retrying, ending. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>

#include "support/mini_kis.h"

static struct mini_kis kis;
static struct mini_got got[128];

static int begin(void **state)
{
	(void)state;
	mini_kis_init(&kis);
	memset(got, 0, sizeof got);
	return 0;
}

static int end(void **state)
{
	(void)state;
	mini_kis_end(&kis);
	return 0;
}

static void say_token(void)
{
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "tokenP", .body = MINI_TOKEN });
}

static void answers_a_call(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "volume-rank", "1", got), MCP_OK);
	mini_kis_run(&kis, 1000);

	assert_int_equal(got->times, 1);
	assert_int_equal(got->fault.status, MCP_OK);
	assert_string_equal(got->body, MINI_GOOD);
	assert_int_equal(got->calls, 1);
	assert_string_equal(kis.wire.sent[1].url,
		"https://kis.test:9443/uapi/domestic-stock/v1/quotations/volume-rank?N=1");
	assert_string_equal(kis.wire.sent[1].tr_id, "FHPST01710000");
	assert_string_equal(kis.wire.sent[1].authorization, "Bearer tok-one");
}

static void says_nothing_from_inside_send(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);

	(void)mini_kis_ask(&kis, "volume-rank", NULL, got);

	assert_int_equal(got->times, 0);
}

static void refuses_what_is_not_in_the_list(void **state)
{
	(void)state;
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "order-cash", NULL, got), MCP_E_ARGUMENT);
	assert_int_equal(mini_kis_ask(&kis, "tokenP", NULL, got), MCP_E_ARGUMENT);
	assert_int_equal(mini_kis_ask(&kis, NULL, NULL, got), MCP_E_ARGUMENT);
	assert_int_equal(kis.wire.sent_count, 0);
}

static void refuses_a_key_that_cannot_be_one(void **state)
{
	(void)state;
	kis.settings.app_secret = "two words";
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "volume-rank", NULL, got), MCP_E_CONFIG);
}

static void equal_calls_share_one_exchange(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD, .delay_ms = 100 });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);

	(void)mini_kis_ask(&kis, "volume-rank", "1", &got[0]);
	(void)mini_kis_ask(&kis, "volume-rank", "1", &got[1]);
	(void)mini_kis_ask(&kis, "volume-rank", "2", &got[2]);
	mini_kis_run(&kis, 1000);

	assert_int_equal(kis.wire.sent_count, 2);
	assert_int_equal(got[0].calls, 1);
	assert_int_equal(got[1].calls, 0);
	assert_int_equal(mini_got_count(got, 3, MCP_OK), 3);
	assert_int_equal(kis.counters.kis_shared, 1);
}

static void a_cancelled_call_says_nothing(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD, .delay_ms = 100 });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);
	mini_kis_run(&kis, 10);

	kis_cancel(kis.kis, got->id);
	mini_kis_run(&kis, 1000);

	assert_int_equal(got->times, 0);
	assert_int_equal(kis.wire.cancelled, 1);
}

static void cancelling_one_leaves_the_other_waiting(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD, .delay_ms = 100 });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", &got[0]);
	(void)mini_kis_ask(&kis, "volume-rank", "1", &got[1]);
	mini_kis_run(&kis, 10);

	kis_cancel(kis.kis, got[0].id);
	mini_kis_run(&kis, 1000);

	assert_int_equal(got[0].times, 0);
	assert_int_equal(got[1].times, 1);
	assert_int_equal(got[1].calls, 1);
}

static void a_call_that_hangs_ends_at_its_deadline(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .hangs = true });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 20000);

	assert_int_equal(got->times, 1);
	assert_int_equal(got->fault.status, MCP_E_DEADLINE);
	assert_in_range(got->mono_ms - 3600000, 10000, 10010);
}

static void a_patient_caller_waits_no_longer_for_silence(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .hangs = true });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	kis.deadline_ms = kis.wire.mono_ms + 60000;
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 20000);

	assert_int_equal(got->times, 1);
	assert_int_equal(got->fault.status, MCP_E_DEADLINE);
	assert_in_range(got->mono_ms - 3600000, 10000, 10010);
}

static void asks_again_after_a_server_error(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = MINI_REFUSAL("EGW00002", "oops"),
					 .http_status = 500,
					 .times = 2 });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(got->fault.status, MCP_OK);
	assert_int_equal(got->calls, 3);
	assert_int_equal(kis.counters.kis_retries, 2);
}

static void gives_up_after_three_and_names_the_endpoint(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = "<html>Bad Gateway</html>",
					 .http_status = 502 });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(kis.wire.sent_count, 3);
	assert_int_equal(got->fault.status, MCP_E_UPSTREAM);
	assert_string_equal(got->fault.text,
		"KIS answered volume-rank with HTTP 502 and no JSON; try again later");
}

static void asks_again_after_a_cut_connection(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .broken = MCP_E_UPSTREAM, .times = 1 });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(got->fault.status, MCP_OK);
}

static void truncated_json_is_named(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .body = "{\"output\":[{\"a\":" });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(got->fault.status, MCP_E_UPSTREAM);
	assert_non_null(strstr(got->fault.text, "volume-rank with broken JSON"));
}

static void a_final_refusal_is_not_repeated(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = MINI_REFUSAL("OPSQ2001", "ERROR INPUT FIELD") });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(kis.wire.sent_count, 1);
	assert_string_equal(got->fault.text,
		"KIS refused volume-rank (OPSQ2001: ERROR INPUT FIELD); try again later");
}

static void rate_errors_are_waited_out(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = MINI_REFUSAL("EGW00201", "too many"),
					 .http_status = 500,
					 .times = 3 });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 9000);

	assert_int_equal(got->fault.status, MCP_OK);
	assert_int_equal(got->calls, 4);
	assert_int_equal(kis.counters.kis_rate_errors, 3);
}

static void rate_errors_without_end_are_busy(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = MINI_REFUSAL("EGW00201", "too many") });
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 11000);

	assert_int_equal(got->times, 1);
	assert_int_equal(got->fault.status, MCP_E_BUSY);
	assert_int_equal(got->fault.retry_after_s, 5);
}

static void users_go_before_background(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "market-cap", .body = MINI_GOOD });
	mini_kis_start(&kis);
	(void)mini_kis_ask_in(&kis, LANE_BACKGROUND, "market-cap", "1", &got[0]);
	(void)mini_kis_ask_in(&kis, LANE_USER, "volume-rank", "1", &got[1]);

	mini_kis_run(&kis, 1000);

	assert_non_null(strstr(kis.wire.sent[1].url, "volume-rank"));
	assert_non_null(strstr(kis.wire.sent[2].url, "market-cap"));
}

static void a_sweep_goes_between_users_and_background(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "market-cap", .body = MINI_GOOD });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "multprice", .body = MINI_GOOD });
	mini_kis_start(&kis);
	(void)mini_kis_ask_in(&kis, LANE_BACKGROUND, "market-cap", "1", &got[0]);
	(void)mini_kis_ask_in(&kis, LANE_SWEEP, "intstock-multprice", "1", &got[1]);
	(void)mini_kis_ask_in(&kis, LANE_USER, "volume-rank", "1", &got[2]);

	mini_kis_run(&kis, 1000);

	assert_non_null(strstr(kis.wire.sent[1].url, "volume-rank"));
	assert_non_null(strstr(kis.wire.sent[2].url, "multprice"));
	assert_non_null(strstr(kis.wire.sent[3].url, "market-cap"));
}

static void a_user_who_comes_later_overtakes_a_sweep(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "multprice", .body = MINI_GOOD });
	mini_kis_start(&kis);
	for (uint32_t i = 0; i < 40; i++) {
		char value[16];

		(void)snprintf(value, sizeof value, "%u", i);
		(void)mini_kis_ask_in(&kis, LANE_SWEEP, "intstock-multprice", value, &got[i]);
	}
	mini_kis_run(&kis, 50);
	(void)mini_kis_ask_in(&kis, LANE_USER, "volume-rank", "1", &got[40]);
	mini_kis_run(&kis, 150);

	assert_int_equal(got[40].times, 1);
	assert_true(mini_got_count(got, 40, MCP_OK) > 0);
	/* A sweep is not slowed to one call a second. */
	mini_kis_run(&kis, 5000);
	assert_int_equal(mini_got_count(got, 40, MCP_OK), 40);
}

static void news_go_one_a_second(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "news-title", .body = MINI_GOOD });
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "news-title", 4, got);

	mini_kis_run(&kis, 9000);

	assert_int_equal(mini_got_count(got, 4, MCP_OK), 4);
	assert_true(kis.wire.sent[2].started_ms - kis.wire.sent[1].ended_ms >= 1000);
	assert_true(kis.wire.sent[3].started_ms - kis.wire.sent[2].ended_ms >= 1000);
}

static void news_do_not_hold_up_others(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "news-title", .body = MINI_GOOD });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "news-title", 4, got);
	(void)mini_kis_ask_in(&kis, LANE_BACKGROUND, "volume-rank", "1", &got[4]);

	mini_kis_run(&kis, 500);

	assert_int_equal(got[4].times, 1);
}

/* Days of every share are fetched for minutes: titles somebody looks at do not wait for that. */
static void news_go_on_while_background_wants_every_slot(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "news-title", .body = MINI_GOOD });
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "inquire-price", .body = MINI_GOOD });
	mini_kis_start(&kis);
	for (uint32_t i = 4; i < 124; i++) {
		char value[16];

		(void)snprintf(value, sizeof value, "%u", i);
		(void)mini_kis_ask_in(&kis, LANE_BACKGROUND, "inquire-price", value, &got[i]);
	}
	mini_kis_run(&kis, 50);
	(void)mini_kis_ask_in(&kis, LANE_NEWS, "news-title", "0", &got[0]);
	(void)mini_kis_ask_in(&kis, LANE_NEWS, "news-title", "1", &got[1]);

	mini_kis_run(&kis, 4000);

	assert_int_equal(mini_got_count(got, 2, MCP_OK), 2);
	assert_in_range(mini_got_count(got + 4, 120, MCP_OK), 40, 100);
}

static void never_more_than_the_limit_in_a_second(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "inquire-price", .body = MINI_GOOD, .delay_ms = 37 });
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "inquire-price", 100, got);

	mini_kis_run(&kis, 9900);

	assert_int_equal(mini_got_count(got, 100, MCP_OK), 100);
	assert_true(mini_wire_most_within(&kis.wire, 1000) <= 15);
	assert_true(mini_wire_most_within(&kis.wire, 100) <= 5);
}

static void a_mock_key_gets_one_sentence(void **state)
{
	(void)state;
	say_token();
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = MINI_REFUSAL("EGW02006", "no such TR"),
					 .http_status = 500 });
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(got->fault.status, MCP_E_CONFIG);
	assert_string_equal(got->fault.text,
		"this key is for the mock host (모의투자), which has no rankings; rankings need a "
		"real key");
	assert_int_equal(mini_wire_count(&kis.wire, "volume-rank"), 1);
}

static void rt_cd_may_be_a_number(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .body = "{\"rt_cd\":0,\"output\":[]}" });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 1000);

	assert_int_equal(got->fault.status, MCP_OK);
}

static void a_master_file_needs_no_login(void **state)
{
	(void)state;
	mini_wire_say(
		&kis.wire, (struct mini_rule){ .part = "master.test/common", .body = "rows" });
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "master-kospi", NULL, got);

	mini_kis_run(&kis, 1000);

	assert_string_equal(got->body, "rows");
	assert_int_equal(kis.wire.sent_count, 1);
	assert_string_equal(kis.wire.sent[0].authorization, "");
}

static void a_zip_where_none_is_expected_is_refused(void **state)
{
	(void)state;
	mini_wire_say(
		&kis.wire, (struct mini_rule){ .part = "master.test", .body = "PK\003\004rest" });
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "master-kospi", NULL, got);

	mini_kis_run(&kis, 1000);

	assert_int_equal(got->fault.status, MCP_E_UPSTREAM);
}

static void a_text_of_kis_cannot_carry_the_secret_out(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank",
					 .body = MINI_REFUSAL("ABC", "bad\\u0007\\nline\\u202e") });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	(void)mini_kis_ask(&kis, "volume-rank", "1", got);

	mini_kis_run(&kis, 1000);

	assert_string_equal(
		got->fault.text, "KIS refused volume-rank (ABC: badline); try again later");
}

static void the_end_cancels_what_waits(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "volume-rank", .hangs = true });
	mini_kis_start_as(&kis, ENVIRONMENT_DEMO);
	mini_kis_ask_many(&kis, "volume-rank", 3, got);
	mini_kis_run(&kis, 10);

	kis_free(kis.kis);
	kis.kis = NULL;

	assert_int_equal(mini_got_count(got, 3, MCP_E_CANCELLED), 3);
	assert_int_equal(kis.wire.closed, 1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(answers_a_call),
		T(says_nothing_from_inside_send),
		T(refuses_what_is_not_in_the_list),
		T(refuses_a_key_that_cannot_be_one),
		T(equal_calls_share_one_exchange),
		T(a_cancelled_call_says_nothing),
		T(cancelling_one_leaves_the_other_waiting),
		T(a_call_that_hangs_ends_at_its_deadline),
		T(a_patient_caller_waits_no_longer_for_silence),
		T(asks_again_after_a_server_error),
		T(gives_up_after_three_and_names_the_endpoint),
		T(asks_again_after_a_cut_connection),
		T(truncated_json_is_named),
		T(a_final_refusal_is_not_repeated),
		T(rate_errors_are_waited_out),
		T(rate_errors_without_end_are_busy),
		T(users_go_before_background),
		T(a_sweep_goes_between_users_and_background),
		T(a_user_who_comes_later_overtakes_a_sweep),
		T(news_go_one_a_second),
		T(news_do_not_hold_up_others),
		T(news_go_on_while_background_wants_every_slot),
		T(never_more_than_the_limit_in_a_second),
		T(a_mock_key_gets_one_sentence),
		T(rt_cd_may_be_a_number),
		T(a_master_file_needs_no_login),
		T(a_zip_where_none_is_expected_is_refused),
		T(a_text_of_kis_cannot_carry_the_secret_out),
		T(the_end_cancels_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
