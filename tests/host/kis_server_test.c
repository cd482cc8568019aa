/* kis_server_test - the demo exchange behind TLS: login, limits, faults, counts. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "data/scan.h"
#include "support/temp_folder.h"

#define INDEX \
	"/uapi/domestic-stock/v1/quotations/inquire-index-price?FID_COND_MRKT_DIV_CODE=U&" \
	"FID_INPUT_ISCD=0001"
#define LOGIN "{\"grant_type\":\"client_credentials\",\"appkey\":\"K\",\"appsecret\":\"S\"}"

extern char **environ;

/* The server a test started. */
struct shop {
	void *folder;
	pid_t pid;
	int64_t port;
	char ca[512];
	char token[400];
	char said[2 << 20]; /* what the last question printed: a status a line, a body a line */
	size_t said_len;
};

static void read_ready(struct shop *s, int fd)
{
	char line[1024];
	const ssize_t n = read(fd, line, sizeof line);
	struct span json = { line, n > 0 ? (size_t)n : 0 };

	assert_true(scan_check(json, NULL));
	assert_true(scan_int(scan_get(json, "port"), &s->port));
	assert_true(scan_text_into(scan_get(json, "ca"), s->ca, sizeof s->ca));
}

/* Starts it with `more`, a NULL-ended list. */
static void start(struct shop *s, const char *const *more)
{
	char *argv[32] = { (char *)(uintptr_t)TEST_SERVER, (char *)(uintptr_t) "--state",
		(char *)(uintptr_t)temp_path(&s->folder, "state") };
	posix_spawn_file_actions_t actions;
	int out[2];
	int n = 3;

	while (*more)
		argv[n++] = (char *)(uintptr_t)*more++;
	assert_int_equal(pipe(out), 0);
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, out[1], 1), 0);
	assert_int_equal(posix_spawn_file_actions_addclose(&actions, out[0]), 0);
	assert_int_equal(posix_spawn(&s->pid, argv[0], &actions, NULL, argv, environ), 0);
	assert_int_equal(posix_spawn_file_actions_destroy(&actions), 0);
	assert_int_equal(close(out[1]), 0);
	read_ready(s, out[0]);
	assert_int_equal(close(out[0]), 0);
}

static int open_shop(void **state)
{
	struct shop *s = calloc(1, sizeof *s);

	assert_non_null(s);
	*state = s;
	return temp_folder_open(&s->folder);
}

static int close_shop(void **state)
{
	struct shop *s = *state;
	int failed;

	if (s->pid > 0) {
		(void)kill(s->pid, SIGTERM);
		(void)waitpid(s->pid, NULL, 0);
	}
	failed = temp_folder_close(&s->folder);
	free(s);
	return failed;
}

/* Asks with those options and targets; true when every one was answered whole. */
static bool ask(struct shop *s, const char *rest)
{
	char command[8192];
	FILE *f;

	(void)snprintf(command, sizeof command, "'%s' ask --ca '%s' --port %d %s 2>/dev/null",
		TEST_SERVER, s->ca, (int)s->port, rest);
	f = popen(command, "r");
	assert_non_null(f);
	s->said_len = fread(s->said, 1, sizeof s->said - 1, f);
	s->said[s->said_len] = '\0';
	return pclose(f) == 0;
}

static bool ask_signed(struct shop *s, const char *targets)
{
	char rest[4096];

	(void)snprintf(rest, sizeof rest,
		"--header 'appkey: K' --header 'appsecret: S' --header 'authorization: Bearer %s' "
		"--header 'tr_id: FHPUP02100000' %s",
		s->token, targets);
	return ask(s, rest);
}

static bool login(struct shop *s, const char *body)
{
	char rest[1024];

	(void)snprintf(rest, sizeof rest, "--method POST --body '%s' /oauth2/tokenP", body);
	return ask(s, rest);
}

static void log_in(struct shop *s)
{
	assert_true(login(s, LOGIN));
	assert_true(scan_text_into(
		scan_get((struct span){ s->said + 4, s->said_len - 4 }, "access_token"), s->token,
		sizeof s->token));
}

static void make_fault(struct shop *s, const char *json)
{
	char rest[512];

	(void)snprintf(rest, sizeof rest, "--method POST --body '%s' /_fault", json);
	assert_true(ask(s, rest));
	assert_string_equal(s->said, "200\n{}\n");
}

static int64_t stat_of(struct shop *s, const char *name)
{
	int64_t n = -1;

	assert_true(ask(s, "/_stats"));
	assert_true(scan_int(scan_get((struct span){ s->said + 4, s->said_len - 4 }, name), &n));
	return n;
}

static int64_t calls_of(struct shop *s, const char *endpoint)
{
	int64_t n = -1;

	assert_true(ask(s, "/_stats"));
	assert_true(scan_int(
		scan_get2((struct span){ s->said + 4, s->said_len - 4 }, "endpoints", endpoint),
		&n));
	return n;
}

static const char *const open_to_all[] = { "--clock", "2026-11-23T10:24:00", "--freeze", NULL };
static const char *const with_key[] = { "--key", "K", "--secret", "S", NULL };

static const char *const with_source_key[] = { "--clock", "2026-11-23T10:24:00", "--freeze",
	"--source-key", "D", NULL };

static void answers_a_signed_call(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "200\n{\"output\":{\"bstp_nmix_prpr\"", 30);
}

static void answers_the_same_while_frozen(void **state)
{
	struct shop *s = *state;
	char first[4096];

	start(s, open_to_all);
	log_in(s);
	assert_true(ask_signed(s, "'" INDEX "'"));
	(void)snprintf(first, sizeof first, "%.4000s", s->said);
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_string_equal(s->said, first);
}

static void keeps_a_connection(void **state)
{
	struct shop *s = *state;
	int64_t before;

	start(s, open_to_all);
	log_in(s);
	before = stat_of(s, "connections");
	assert_true(ask_signed(s, "'" INDEX "' '" INDEX "' '" INDEX "'"));
	assert_int_equal(stat_of(s, "connections"), before + 2);
	assert_int_equal(calls_of(s, "inquire-index-price"), 3);
}

static void refuses_a_wrong_key(void **state)
{
	struct shop *s = *state;

	start(s, with_key);
	assert_true(login(s, "{\"grant_type\":\"client_credentials\",\"appkey\":\"X\","
			     "\"appsecret\":\"S\"}"));
	assert_memory_equal(s->said, "403", 3);
	assert_non_null(strstr(s->said, "EGW00103"));
}

static void refuses_a_wrong_secret(void **state)
{
	struct shop *s = *state;

	start(s, with_key);
	assert_true(login(s, "{\"grant_type\":\"client_credentials\",\"appkey\":\"K\","
			     "\"appsecret\":\"X\"}"));
	assert_non_null(strstr(s->said, "EGW00105"));
}

static void issues_one_token_a_minute(void **state)
{
	struct shop *s = *state;

	start(s, with_key);
	log_in(s);
	assert_true(login(s, LOGIN));
	assert_memory_equal(s->said, "403", 3);
	assert_non_null(strstr(s->said, "EGW00133"));
	assert_int_equal(stat_of(s, "tokens_issued"), 1);
	assert_int_equal(stat_of(s, "token_requests"), 2);
}

static void gives_the_same_token_within_six_hours(void **state)
{
	static const char *const quick[] = { "--issue-gap", "0", NULL };
	struct shop *s = *state;
	char first[400];

	start(s, quick);
	log_in(s);
	(void)snprintf(first, sizeof first, "%s", s->token);
	log_in(s);
	assert_string_equal(s->token, first);
}

static void refuses_a_call_without_a_token(void **state)
{
	struct shop *s = *state;

	start(s, with_key);
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "500", 3);
	assert_non_null(strstr(s->said, "EGW00121"));
}

static void expires_a_token_on_demand(void **state)
{
	struct shop *s = *state;

	start(s, with_key);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"token\"}");
	assert_true(ask_signed(s, "'" INDEX "' '" INDEX "'"));
	assert_non_null(strstr(s->said, "EGW00123"));
	assert_null(strstr(s->said, "200\n"));
}

static void refuses_calls_beyond_the_rate(void **state)
{
	static const char *const slow[] = { "--rate", "2", NULL };
	struct shop *s = *state;

	start(s, slow);
	log_in(s);
	assert_true(ask_signed(s, "'" INDEX "' '" INDEX "' '" INDEX "' '" INDEX "'"));
	assert_non_null(strstr(s->said, "EGW00201"));
	assert_int_equal(stat_of(s, "rate_errors"), 2);
	assert_int_equal(stat_of(s, "max_per_second"), 4);
}

static void refuses_rankings_for_a_mock_key(void **state)
{
	static const char *const mock_key[] = { "--mock", NULL };
	struct shop *s = *state;

	start(s, mock_key);
	log_in(s);
	assert_true(ask_signed(s, "/uapi/domestic-stock/v1/quotations/volume-rank"));
	assert_memory_equal(s->said, "500", 3);
	assert_non_null(strstr(s->said, "EGW02006"));
}

static void serves_recorded_bodies_with_an_envelope(void **state)
{
	struct shop *s = *state;
	char folder[512];

	(void)snprintf(folder, sizeof folder, "%s", temp_path(&s->folder, ""));
	(void)temp_write(&s->folder, "inquire-index-price.json", "{\"output\":{}}\n", 14);
	start(s, (const char *const[]){ "--bodies", folder, NULL });
	log_in(s);
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "200\n{\"output\":{},\"rt_cd\":\"0\"", 28);
}

static void zips_master_files(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	assert_true(ask(s, "/common/master/idxcode.mst.zip"));
	assert_memory_equal(s->said, "200\nPK\003\004", 8);
	assert_non_null(memmem(s->said, s->said_len, "idxcode.mst", 11));
}

static void zips_the_list_of_companies(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	assert_true(ask(s, "'/api/corpCode.xml?crtfc_key=D'"));
	assert_memory_equal(s->said, "200\nPK\003\004", 8);
	assert_non_null(memmem(s->said, s->said_len, "CORPCODE.xml", 12));
}

static void answers_for_opendart_with_its_key_only(void **state)
{
	struct shop *s = *state;

	start(s, with_source_key);
	assert_true(ask(s, "'/api/list.json?bgn_de=20261120&end_de=20261120&crtfc_key=D'"));
	assert_memory_equal(s->said, "200\n{\"status\":\"000\"", 19);
	assert_true(ask(s, "'/api/list.json?crtfc_key=X' /api/list.json"));
	assert_string_equal(s->said,
		"200\n{\"status\":\"010\",\"message\":\"등록되지 않은 키입니다.\"}\n"
		"200\n{\"status\":\"010\",\"message\":\"등록되지 않은 키입니다.\"}\n");
	assert_true(ask(s, "'/api/corpCode.xml?crtfc_key=X'"));
	assert_non_null(strstr(s->said, "<status>010</status>"));
}

static void answers_for_krx_with_its_key_only(void **state)
{
	struct shop *s = *state;

	start(s, with_source_key);
	assert_true(ask(s, "--header 'AUTH_KEY: D' '/svc/apis/sto/stk_bydd_trd?basDd=20261120'"));
	assert_memory_equal(s->said, "200\n{\"OutBlock_1\":[{\"BAS_DD\":\"20261120\"", 39);
	assert_true(ask(s, "--header 'AUTH_KEY: X' '/svc/apis/sto/stk_bydd_trd?basDd=20261120'"));
	assert_memory_equal(s->said, "401\n", 4);
	assert_true(ask(s, "'/svc/apis/sto/ksq_bydd_trd?basDd=20261120'"));
	assert_memory_equal(s->said, "401\n", 4);
}

static void counts_other_sources_apart_from_the_rate(void **state)
{
	struct shop *s = *state;

	start(s, (const char *const[]){ "--rate", "1", NULL });
	assert_true(ask(s, "'/api/list.json?crtfc_key=D' '/api/list.json?crtfc_key=D'"));
	assert_null(strstr(s->said, "EGW00201"));
	assert_int_equal(calls_of(s, "list.json"), 2);
	assert_int_equal(stat_of(s, "calls"), 0);
}

static void fails_with_a_status_once(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"status\",\"value\":503}");
	assert_true(ask_signed(s, "'" INDEX "' '" INDEX "'"));
	assert_memory_equal(s->said, "503", 3);
	assert_non_null(strstr(s->said, "\n200\n"));
}

static void fails_as_often_as_told_and_clears(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"\",\"kind\":\"html\",\"times\":-1}");
	assert_true(ask_signed(s, "'" INDEX "' '" INDEX "'"));
	assert_null(strstr(s->said, "200\n"));
	make_fault(s, "{\"kind\":\"clear\"}");
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "200", 3);
}

static void cuts_a_body(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"cut\"}");
	assert_false(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "200\n{", 5);
}

static void resets_a_connection(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"reset\"}");
	assert_false(ask_signed(s, "'" INDEX "'"));
	assert_string_equal(s->said, "");
}

static void truncates_and_spoils_bodies(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"truncate\",\"value\":9}");
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_string_equal(s->said, "200\n{\"output\"\n");
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"garbage\"}");
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_int_equal(s->said_len, 4 + 3000 + 1);
}

static void answers_late(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"delay\",\"value\":20}");
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "200\n{\"output\":{", 15);
}

static void says_that_the_rate_was_exceeded(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"rate\"}");
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_memory_equal(s->said, "500", 3);
	assert_non_null(strstr(s->said, "EGW00201"));
}

static void floods(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	log_in(s);
	make_fault(s, "{\"match\":\"inquire-index\",\"kind\":\"flood\",\"value\":1}");
	assert_true(ask_signed(s, "'" INDEX "'"));
	assert_int_equal(s->said_len, 4 + (1 << 20) + 1);
}

static void refuses_a_fault_it_does_not_know(void **state)
{
	struct shop *s = *state;

	start(s, open_to_all);
	assert_true(ask(s, "--method POST --body '{\"kind\":\"meteor\"}' /_fault"));
	assert_memory_equal(s->said, "400", 3);
}

#define SHOP_TEST(test) cmocka_unit_test_setup_teardown(test, open_shop, close_shop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOP_TEST(answers_a_signed_call),
		SHOP_TEST(answers_the_same_while_frozen),
		SHOP_TEST(keeps_a_connection),
		SHOP_TEST(refuses_a_wrong_key),
		SHOP_TEST(refuses_a_wrong_secret),
		SHOP_TEST(issues_one_token_a_minute),
		SHOP_TEST(gives_the_same_token_within_six_hours),
		SHOP_TEST(refuses_a_call_without_a_token),
		SHOP_TEST(expires_a_token_on_demand),
		SHOP_TEST(refuses_calls_beyond_the_rate),
		SHOP_TEST(refuses_rankings_for_a_mock_key),
		SHOP_TEST(serves_recorded_bodies_with_an_envelope),
		SHOP_TEST(zips_master_files),
		SHOP_TEST(zips_the_list_of_companies),
		SHOP_TEST(answers_for_opendart_with_its_key_only),
		SHOP_TEST(answers_for_krx_with_its_key_only),
		SHOP_TEST(counts_other_sources_apart_from_the_rate),
		SHOP_TEST(fails_with_a_status_once),
		SHOP_TEST(fails_as_often_as_told_and_clears),
		SHOP_TEST(cuts_a_body),
		SHOP_TEST(resets_a_connection),
		SHOP_TEST(truncates_and_spoils_bodies),
		SHOP_TEST(answers_late),
		SHOP_TEST(says_that_the_rate_was_exceeded),
		SHOP_TEST(floods),
		SHOP_TEST(refuses_a_fault_it_does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
