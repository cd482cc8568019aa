/* kis_token_test - one token, shared, early, renewed once, never hammered. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "support/mini_kis.h"

#define MINUTE_MS 60000
#define HOUR_MS (60 * MINUTE_MS)

static struct mini_kis kis;
static struct mini_got got[128];

static int begin(void **state)
{
	(void)state;
	mini_kis_init(&kis);
	mini_kis_folder(&kis);
	memset(got, 0, sizeof got);
	return 0;
}

static int end(void **state)
{
	(void)state;
	mini_kis_end(&kis);
	return 0;
}

static void say(const char *part, const char *body, uint32_t times, long http_status)
{
	mini_wire_say(&kis.wire, (struct mini_rule){
					 .part = part,
					 .body = body,
					 .times = times,
					 .http_status = http_status,
					 .delay_ms = 20,
				 });
}

static void restart(void)
{
	kis_free(kis.kis);
	mini_kis_start(&kis);
}

static void pass(int64_t ms)
{
	kis.wire.mono_ms += ms;
	kis.wire.wall_ms += ms;
}

static void ask(struct mini_got *ret)
{
	static int n;
	char value[16];

	(void)snprintf(value, sizeof value, "%d", n++);
	(void)mini_kis_ask(&kis, "volume-rank", value, ret);
	mini_kis_run(&kis, 3000);
}

static uint32_t issues(void)
{
	return mini_wire_count(&kis.wire, "tokenP");
}

static const char *path_of(const char *name)
{
	static char path[256];

	mini_kis_path(&kis, name, path, sizeof path);
	return path;
}

static char *read_token(void)
{
	static char text[8192];
	struct buf b;

	buf_init(&b, sizeof text - 1);
	text[0] = '\0';
	if (file_read(path_of("token"), &b, NULL) == MCP_OK)
		(void)snprintf(text, sizeof text, "%.*s", (int)b.len, b.at);
	buf_done(&b);
	return text;
}

static void a_hundred_cold_calls_make_one_issue(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("inquire-price", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "inquire-price", 100, got);

	mini_kis_run(&kis, 9900);

	assert_int_equal(mini_got_count(got, 100, MCP_OK), 100);
	assert_int_equal(issues(), 1);
	assert_int_equal(kis.counters.token_issues, 1);
}

static void the_issue_is_the_only_post(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);

	ask(got);

	assert_string_equal(kis.wire.sent[0].method, "POST");
	assert_string_equal(kis.wire.sent[0].url, "https://kis.test:9443/oauth2/tokenP");
	assert_non_null(strstr(kis.wire.sent[0].body, "\"grant_type\":\"client_credentials\""));
	assert_string_equal(kis.wire.sent[1].method, "GET");
}

static void a_new_process_finds_the_token(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);

	restart();
	ask(&got[1]);

	assert_int_equal(got[1].fault.status, MCP_OK);
	assert_int_equal(issues(), 1);
}

static void the_file_is_private_and_holds_no_key(void **state)
{
	struct stat st;

	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);

	ask(got);

	assert_int_equal(stat(path_of("token"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_non_null(strstr(read_token(), "tok-one"));
	assert_null(strstr(read_token(), kis.settings.app_key));
	assert_null(strstr(read_token(), kis.settings.app_secret));
}

static void a_broken_file_is_replaced(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	assert_int_equal(file_save(path_of("token"), "{\"key\":\"", 8, NULL), MCP_OK);

	ask(got);

	assert_int_equal(got->fault.status, MCP_OK);
	assert_non_null(strstr(read_token(), "tok-one"));
}

static void a_token_of_another_host_is_not_used(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	kis.settings.base_url = "https://other.test";
	pass(2 * MINUTE_MS);

	restart();
	ask(&got[1]);

	assert_int_equal(issues(), 2);
}

static void renewal_comes_early_and_the_old_one_serves_meanwhile(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 1, 200);
	say("tokenP", MINI_TOKEN_TWO, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(24 * HOUR_MS - 9 * MINUTE_MS);

	ask(&got[1]);

	assert_int_equal(issues(), 2);
	assert_int_equal(got[1].fault.status, MCP_OK);
	assert_string_equal(kis.wire.sent[3].authorization, "Bearer tok-one");
	assert_int_equal(kis.counters.token_renewals, 1);
}

static void a_token_is_not_renewed_too_early(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(24 * HOUR_MS - 11 * MINUTE_MS);

	ask(&got[1]);

	assert_int_equal(issues(), 1);
}

static void a_refused_token_is_renewed_once(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 1, 200);
	say("tokenP", MINI_TOKEN_TWO, 0, 200);
	say("volume-rank", MINI_GOOD, 1, 200);
	say("volume-rank", MINI_REFUSAL("EGW00123", "expired"), 1, 500);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(2 * MINUTE_MS);

	ask(&got[1]);

	assert_int_equal(got[1].fault.status, MCP_OK);
	assert_int_equal(issues(), 2);
	assert_int_equal(got[1].calls, 2);
	assert_non_null(strstr(read_token(), "tok-two"));
}

static void calls_refused_together_make_one_renewal(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 1, 200);
	say("tokenP", MINI_TOKEN_TWO, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	say("inquire-price", MINI_REFUSAL("EGW00121", "bad token"), 5, 500);
	say("inquire-price", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(2 * MINUTE_MS);

	mini_kis_ask_many(&kis, "inquire-price", 5, &got[1]);
	mini_kis_run(&kis, 5000);

	assert_int_equal(mini_got_count(&got[1], 5, MCP_OK), 5);
	assert_int_equal(issues(), 2);
}

static void a_token_refused_twice_is_an_upstream_failure(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 1, 200);
	say("tokenP", MINI_TOKEN_TWO, 0, 200);
	say("volume-rank", MINI_GOOD, 1, 200);
	say("volume-rank", MINI_REFUSAL("EGW00121", "bad token"), 0, 500);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(2 * MINUTE_MS);

	ask(&got[1]);

	assert_int_equal(got[1].fault.status, MCP_E_UPSTREAM);
	assert_int_equal(got[1].calls, 2);
	assert_int_equal(issues(), 2);
}

static void never_two_issues_in_a_minute(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_REFUSAL("EGW00123", "expired"), 0, 500);
	mini_kis_start(&kis);

	ask(&got[0]);
	ask(&got[1]);

	assert_int_equal(got[1].fault.status, MCP_E_BUSY);
	assert_in_range(got[1].fault.retry_after_s, 50, 60);
	assert_int_equal(issues(), 1);
}

static void not_even_after_a_restart(void **state)
{
	(void)state;
	say("tokenP", MINI_LOGIN_REFUSAL("EGW00002"), 1, 500);
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);

	restart();
	ask(&got[1]);

	assert_int_equal(got[0].fault.status, MCP_E_UPSTREAM);
	assert_int_equal(got[1].fault.status, MCP_E_BUSY);
	assert_int_equal(issues(), 1);
}

static void a_minute_later_it_is_tried_again(void **state)
{
	(void)state;
	say("tokenP", MINI_LOGIN_REFUSAL("EGW00133"), 1, 403);
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(MINUTE_MS);

	ask(&got[1]);

	assert_int_equal(got[0].fault.status, MCP_E_BUSY);
	assert_int_equal(got[0].fault.retry_after_s, 60);
	assert_int_equal(got[1].fault.status, MCP_OK);
}

static void the_old_token_serves_while_kis_gives_no_new_one(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 1, 200);
	say("tokenP", MINI_LOGIN_REFUSAL("EGW00133"), 0, 403);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(24 * HOUR_MS - 5 * MINUTE_MS);

	ask(&got[1]);
	ask(&got[2]);

	assert_int_equal(got[1].fault.status, MCP_OK);
	assert_int_equal(got[2].fault.status, MCP_OK);
	assert_int_equal(issues(), 2);
}

static void a_bad_key_is_said_and_not_hammered(void **state)
{
	(void)state;
	say("tokenP", MINI_LOGIN_REFUSAL("EGW00103"), 0, 403);
	mini_kis_start(&kis);

	ask(&got[0]);
	ask(&got[1]);

	assert_int_equal(got[0].fault.status, MCP_E_CONFIG);
	assert_int_equal(got[1].fault.status, MCP_E_CONFIG);
	assert_string_equal(got[1].fault.text,
		"KIS does not know this app key or secret (EGW00103); check kis.app_key and "
		"kis.app_secret");
	assert_int_equal(issues(), 1);
}

static void a_bad_secret_is_a_configuration_error(void **state)
{
	(void)state;
	say("tokenP", MINI_LOGIN_REFUSAL("EGW00105"), 0, 403);
	mini_kis_start(&kis);

	ask(got);

	assert_int_equal(got->fault.status, MCP_E_CONFIG);
}

static void without_a_network_the_next_call_may_try(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "tokenP",
					 .broken = MCP_E_UPSTREAM,
					 .http_status = WIRE_UNSENT,
					 .times = 1 });
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);

	ask(&got[0]);
	ask(&got[1]);

	assert_int_equal(got[0].fault.status, MCP_E_UPSTREAM);
	assert_int_equal(got[1].fault.status, MCP_OK);
}

static void a_login_that_hangs_ends(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "tokenP", .hangs = true });
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "volume-rank", NULL, got);

	mini_kis_run(&kis, 11000);

	assert_int_equal(got->times, 1);
	assert_int_equal(got->fault.status, MCP_E_DEADLINE);
}

static void an_answer_without_a_token_is_named(void **state)
{
	(void)state;
	say("tokenP", "{\"access_token\":\"two words\",\"rt_cd\":\"0\"}", 0, 200);
	mini_kis_start(&kis);

	ask(got);

	assert_int_equal(got->fault.status, MCP_E_UPSTREAM);
	assert_string_equal(
		got->fault.text, "KIS answered the login without a token; try again later");
}

static void works_without_a_state_folder(void **state)
{
	(void)state;
	kis.env.state_dir = NULL;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);

	ask(&got[0]);
	ask(&got[1]);

	assert_int_equal(mini_got_count(got, 2, MCP_OK), 2);
	assert_int_equal(issues(), 1);
}

static void works_when_the_token_cannot_be_kept(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	assert_int_equal(mkdir(path_of("token"), 0700), 0);
	assert_int_equal(mkdir(path_of("token/in-the-way"), 0700), 0);

	ask(&got[0]);
	ask(&got[1]);

	assert_int_equal(mini_got_count(got, 2, MCP_OK), 2);
}

static void a_wall_clock_set_back_harms_nothing(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	kis.wire.wall_ms -= 400LL * 24 * HOUR_MS;

	restart();
	ask(&got[1]);

	assert_int_equal(got[1].fault.status, MCP_OK);
	assert_int_equal(issues(), 1);
}

static void a_wall_clock_set_forward_costs_one_issue(void **state)
{
	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	ask(&got[0]);
	pass(2 * MINUTE_MS);
	kis.wire.wall_ms += 400LL * 24 * HOUR_MS;

	ask(&got[1]);
	ask(&got[2]);

	assert_int_equal(mini_got_count(got, 3, MCP_OK), 3);
	assert_int_equal(issues(), 2);
}

static void waits_for_another_process_that_logs_in(void **state)
{
	int fd = -1;

	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	assert_int_equal(file_lock(path_of("token.lock"), 0, &fd, NULL), MCP_OK);
	(void)mini_kis_ask(&kis, "volume-rank", NULL, got);
	mini_kis_run(&kis, 3000);
	assert_int_equal(issues(), 0);

	(void)close(fd);
	mini_kis_run(&kis, 3000);

	assert_int_equal(got->fault.status, MCP_OK);
	assert_int_equal(issues(), 1);
}

/* A second client in the same folder stands for another process. */
static void takes_the_token_that_another_process_got(void **state)
{
	static struct mini_kis other;

	(void)state;
	say("tokenP", MINI_TOKEN, 0, 200);
	say("volume-rank", MINI_GOOD, 0, 200);
	mini_kis_start(&kis);
	mini_kis_init(&other);
	other.env.state_dir = kis.folder;
	mini_wire_say(&other.wire, (struct mini_rule){ .part = "volume-rank", .body = MINI_GOOD });
	mini_kis_start(&other);
	ask(&got[0]);

	(void)mini_kis_ask(&other, "volume-rank", NULL, &got[1]);
	mini_kis_run(&other, 3000);

	assert_int_equal(got[1].fault.status, MCP_OK);
	assert_string_equal(other.wire.sent[0].authorization, "Bearer tok-one");
	mini_kis_end(&other);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(a_hundred_cold_calls_make_one_issue),
		T(the_issue_is_the_only_post),
		T(a_new_process_finds_the_token),
		T(the_file_is_private_and_holds_no_key),
		T(a_broken_file_is_replaced),
		T(a_token_of_another_host_is_not_used),
		T(renewal_comes_early_and_the_old_one_serves_meanwhile),
		T(a_token_is_not_renewed_too_early),
		T(a_refused_token_is_renewed_once),
		T(calls_refused_together_make_one_renewal),
		T(a_token_refused_twice_is_an_upstream_failure),
		T(never_two_issues_in_a_minute),
		T(not_even_after_a_restart),
		T(a_minute_later_it_is_tried_again),
		T(the_old_token_serves_while_kis_gives_no_new_one),
		T(a_bad_key_is_said_and_not_hammered),
		T(a_bad_secret_is_a_configuration_error),
		T(without_a_network_the_next_call_may_try),
		T(a_login_that_hangs_ends),
		T(an_answer_without_a_token_is_named),
		T(works_without_a_state_folder),
		T(works_when_the_token_cannot_be_kept),
		T(a_wall_clock_set_back_harms_nothing),
		T(a_wall_clock_set_forward_costs_one_issue),
		T(waits_for_another_process_that_logs_in),
		T(takes_the_token_that_another_process_got),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
