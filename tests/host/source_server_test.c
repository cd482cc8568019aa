/* source_server_test - OpenDART and KRX over TLS, against the demo exchange: keys that are right,
 * wrong, and never seen anywhere. */
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "data/scan.h"
#include "service/market_dart.h"
#include "service/market_dart_corps.h"
#include "service/wires.h"
#include "support/temp_folder.h"

/* As the server sees it: percent-encoded. */
#define SERVER_KEY "dart%2Bkrx%2Fkey"
#define DART_KEY "dart+krx/key"
#define WRONG_KEY "another-key-altogether"

extern char **environ;

static void *folder;
static pid_t server;
static char address[64];
static char ca[512];
static struct kis_settings settings;
static struct source_settings sources;
static struct counters counters;
static struct env env;
static struct kis *kis;

/* What came back; the body is copied. */
static struct {
	bool came;
	struct fault fault;
	struct buf body;
} got;

static void read_ready(int fd)
{
	char line[1024];
	const ssize_t n = read(fd, line, sizeof line);
	struct span json = { line, n > 0 ? (size_t)n : 0 };
	int64_t port = 0;

	assert_true(scan_check(json, NULL));
	assert_true(scan_int(scan_get(json, "port"), &port));
	assert_true(scan_text_into(scan_get(json, "ca"), ca, sizeof ca));
	(void)snprintf(address, sizeof address, "https://localhost:%d", (int)port);
}

static void start_server(void)
{
	static const char *const words[] = { TEST_SERVER, "--source-key", SERVER_KEY, "--clock",
		"2026-11-23T10:24:00", "--state", NULL };
	char *argv[16] = { NULL };
	posix_spawn_file_actions_t actions;
	int out[2];
	int n = 0;

	for (; words[n]; n++)
		argv[n] = (char *)(uintptr_t)words[n];
	argv[n] = (char *)(uintptr_t)temp_path(&folder, "state");
	assert_int_equal(pipe(out), 0);
	assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
	assert_int_equal(posix_spawn_file_actions_adddup2(&actions, out[1], 1), 0);
	assert_int_equal(posix_spawn_file_actions_addclose(&actions, out[0]), 0);
	assert_int_equal(posix_spawn(&server, argv[0], &actions, NULL, argv, environ), 0);
	assert_int_equal(posix_spawn_file_actions_destroy(&actions), 0);
	assert_int_equal(close(out[1]), 0);
	read_ready(out[0]);
	assert_int_equal(close(out[0]), 0);
}

/* A client with that key for OpenDART and KRX; what it is told is recorded into `record`. */
static void start_client(const char *dart_key, const char *krx_key, const char *record)
{
	const struct https_options https = {
		.settings = &settings,
		.sources = &sources,
		.clock = &env.clock,
	};
	struct wire *wire = NULL;
	struct fault f = { 0 };

	env = (struct env){ .clock = clock_shifted(kst_to_ms(20261123, 10, 24, 0)),
		.counters = &counters };
	settings = (struct kis_settings){
		.app_key = "PSkeykeykey",
		.app_secret = "secretsecret",
		.requests_per_second = 15,
		.deadline = 10,
		.body_max = 4194304,
		.base_url = address,
		.master_url = address,
		.ca_file = ca,
	};
	sources = (struct source_settings){
		.opendart = { .api_key = dart_key, .base_url = address },
		.krx = { .api_key = krx_key, .base_url = address },
	};
	assert_int_equal(wire_https_open(TEST_UPSTREAM, &https, &wire, &f), MCP_OK);
	if (record)
		assert_int_equal(wire_record_open(record, wire, &env.clock, &wire, &f), MCP_OK);
	kis = kis_new(&(struct kis_options){
		.env = &env,
		.settings = &settings,
		.sources = &sources,
		.environment = ENVIRONMENT_REAL,
		.wire = wire,
	});
	assert_non_null(kis);
}

static int begin(void **state)
{
	(void)state;
	buf_init(&got.body, (size_t)16 * 1024 * 1024);
	if (temp_folder_open(&folder) != 0)
		return -1;
	start_server();
	return 0;
}

static int end(void **state)
{
	(void)state;
	kis_free(kis);
	kis = NULL;
	buf_done(&got.body);
	if (server > 0) {
		(void)kill(server, SIGTERM);
		(void)waitpid(server, NULL, 0);
	}
	return temp_folder_close(&folder);
}

static void arrived(void *self, const struct kis_answer *answer)
{
	(void)self;
	got.came = true;
	got.fault = answer->fault;
	buf_span(&got.body, answer->body);
}

static void ask(const char *endpoint, const mcp_kis_param *params, uint32_t count)
{
	uint64_t id;

	got.came = false;
	buf_clear(&got.body);
	assert_int_equal(kis_send(kis,
				 &(struct kis_call){
					 .endpoint = endpoint,
					 .params = params,
					 .param_count = count,
					 .done = arrived,
				 },
				 &id, &got.fault),
		MCP_OK);
	while (!got.came)
		kis_step(kis, 1000);
}

static void ask_list(void)
{
	static const mcp_kis_param params[] = { { "bgn_de", "20261120" }, { "end_de", "20261120" },
		{ "page_no", "1" }, { "page_count", "100" } };

	ask("dart-list", params, 4);
}

static void ask_krx(void)
{
	static const mcp_kis_param param = { "basDd", "20261120" };

	ask("krx-kospi", &param, 1);
}

static void opendart_takes_the_key_in_the_address(void **state)
{
	(void)state;
	start_client(DART_KEY, "any", NULL);
	ask_list();

	assert_int_equal(got.fault.status, MCP_OK);
	assert_true(scan_text_is(scan_get(buf_as_span(&got.body), "status"), "000"));
}

static void krx_takes_the_key_in_a_header(void **state)
{
	struct kis_rows rows;
	struct kis_row row;

	(void)state;
	start_client("any", SERVER_KEY, NULL);
	ask_krx();

	assert_int_equal(got.fault.status, MCP_OK);
	assert_true(kis_rows(buf_as_span(&got.body), "OutBlock_1", &rows));
	assert_true(kis_rows_next(&rows, &row));
}

static void the_list_of_companies_comes_unzipped(void **state)
{
	struct dart_corps corps = { 0 };

	(void)state;
	start_client(DART_KEY, "any", NULL);
	ask("dart-corps", NULL, 0);

	assert_int_equal(got.fault.status, MCP_OK);
	assert_int_equal(dart_corps_parse(buf_as_span(&got.body), &corps, &got.fault), MCP_OK);
	assert_true(corps.count > 1000);
	dart_corps_done(&corps);
}

static void a_wrong_key_of_opendart_is_one_sentence(void **state)
{
	static const char sentence[] = "OpenDART refuses the key (010); check opendart.api_key and "
				       "the key's state at OpenDART";

	(void)state;
	start_client(WRONG_KEY, "any", NULL);
	ask_list();
	assert_int_equal(got.fault.status, MCP_E_CONFIG);
	assert_string_equal(got.fault.text, sentence);
	ask("dart-corps", NULL, 0);
	assert_int_equal(got.fault.status, MCP_E_CONFIG);
	assert_string_equal(got.fault.text, sentence);
}

static void a_wrong_key_of_krx_is_one_sentence(void **state)
{
	(void)state;
	start_client("any", WRONG_KEY, NULL);
	ask_krx();

	assert_int_equal(got.fault.status, MCP_E_CONFIG);
	assert_string_equal(got.fault.text,
		"KRX does not allow krx-kospi with this key (HTTP 401); check krx.api_key and that "
		"the service was applied for at KRX");
}

static bool holds(const char *at, const char *text)
{
	char command[1024];

	(void)snprintf(command, sizeof command, "grep -rqF '%s' '%s'", text, at);
	return system(command) == 0; // NOLINT
}

static void no_key_is_recorded_or_logged(void **state)
{
	char record[512];
	char text[16384];
	int ends[2];
	ssize_t n;

	(void)state;
	(void)snprintf(record, sizeof record, "%s", temp_path(&folder, "record"));
	assert_int_equal(pipe(ends), 0);
	log_to(ends[1]);
	log_level(MCP_LOG_DEBUG);
	start_client(DART_KEY, SERVER_KEY, record);
	ask_list();
	ask("dart-corps", NULL, 0);
	ask_krx();
	log_level(MCP_LOG_WARN);
	log_to(STDERR_FILENO);
	n = read(ends[0], text, sizeof text - 1);
	assert_true(n > 0);
	text[n] = '\0';
	assert_int_equal(close(ends[0]) + close(ends[1]), 0);

	assert_non_null(strstr(text, "endpoint=dart-list"));
	assert_null(strstr(text, DART_KEY));
	assert_null(strstr(text, SERVER_KEY));
	assert_true(holds(record, "dart-list"));
	assert_true(holds(record, "<corp_code>"));
	assert_true(holds(record, "krx-kospi"));
	assert_false(holds(record, DART_KEY));
	assert_false(holds(record, SERVER_KEY));
}

static void on_ready(void *self)
{
	(void)self;
	got.came = true;
}

/* The code of the `n`-th listed company. */
static void listed_code(uint32_t n, char ret[8])
{
	struct dart_corps corps = { 0 };

	ask("dart-corps", NULL, 0);
	assert_int_equal(dart_corps_parse(buf_as_span(&got.body), &corps, &got.fault), MCP_OK);
	(void)snprintf(ret, 8, "%s", corps.rows[n % corps.count].stock);
	dart_corps_done(&corps);
}

static void treasury_shares_and_filings_are_known_at_the_end(void **state)
{
	struct dart_waiter waiter = { .ready = on_ready };
	const int64_t until_ms = clock_mono(&clock_real) + 20000;
	const char *why = NULL;
	struct dart *dart;
	char codes[1][8];
	int64_t n = -1;

	(void)state;
	start_client(DART_KEY, "any", NULL);
	listed_code(7, codes[0]);
	dart = dart_new(&env, kis, &sources);
	got.came = dart_want_treasury(dart, (const char(*)[8])codes, 1, until_ms, &waiter);
	while (!got.came)
		kis_step(kis, 1000);
	assert_true(dart_treasury(dart, codes[0], &n, &why));
	assert_in_range(n, 0, 10000);
	got.came = dart_want_disclosures(dart, 20261119, 20261123, until_ms, &waiter);
	while (!got.came)
		kis_step(kis, 1000);
	assert_true(dart_disclosures(dart, codes[0], 20261119, 20261123, &n));
	assert_true(n >= 0);
	dart_free(dart);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(opendart_takes_the_key_in_the_address),
		T(krx_takes_the_key_in_a_header),
		T(the_list_of_companies_comes_unzipped),
		T(a_wrong_key_of_opendart_is_one_sentence),
		T(a_wrong_key_of_krx_is_one_sentence),
		T(no_key_is_recorded_or_logged),
		T(treasury_shares_and_filings_are_known_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
