/* wire_replay_test - recorded answers come back, hostile files do not. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "service/wire_folder.h"
#include "service/wires.h"
#include "support/mini_kis.h"

#define URL "https://kis.test:9443/uapi/domestic-stock/v1/quotations/volume-rank"
#define TR "FHPST01710000"

static struct mini_kis kis; /* its folder and clock */
static struct wire *wire;

struct got {
	uint32_t times;
	struct fault fault;
	long http_status;
	char body[4096];
	int64_t at_ms;
};

static struct got got;

static void arrived(void *self, const struct fault *fault, long http_status, struct span body)
{
	(void)self;
	got.times++;
	got.fault = *fault;
	got.http_status = http_status;
	got.at_ms = wire->ops->at_ms ? wire->ops->at_ms(wire) : 0;
	(void)snprintf(got.body, sizeof got.body, "%.*s", (int)body.len, body.at ? body.at : "");
}

static uint64_t ask(const char *method, const char *url, const char *tr_id)
{
	struct fault f = { 0 };
	uint64_t id = 0;

	got = (struct got){ 0 };
	(void)wire->ops->start(wire,
		&(struct wire_request){
			.method = method,
			.url = url,
			.tr_id = tr_id,
			.headers = &(struct wire_header){ "appsecret", kis.settings.app_secret },
			.header_count = 1,
			.body_max = 65536,
			.deadline_mono_ms = kis.wire.mono_ms + 1000,
			.done = arrived,
		},
		&id, &f);
	return id;
}

static void ask_and_wait(const char *method, const char *url, const char *tr_id)
{
	(void)ask(method, url, tr_id);
	wire->ops->poll(wire, 0);
}

static int begin(void **state)
{
	(void)state;
	mini_kis_init(&kis);
	mini_kis_folder(&kis);
	return wire_replay_open(kis.folder, &wire, NULL);
}

static int end(void **state)
{
	(void)state;
	wire->ops->close(wire);
	mini_kis_end(&kis);
	return 0;
}

static void put(const char *name, const char *text)
{
	char path[256];

	(void)snprintf(path, sizeof path, "%s/%s", kis.folder, name);
	(void)file_save(path, text, strlen(text), NULL);
}

/* Puts `text` where the answer to URL?query belongs. */
static void put_for(const char *url, const char *text)
{
	struct folder_call call;
	char folder[256];
	char *path;

	assert_true(folder_call(url, TR, &call));
	path = folder_path(kis.folder, &call);
	(void)snprintf(folder, sizeof folder, "%s/%s", kis.folder, call.endpoint->name);
	(void)mkdir(folder, 0700);
	(void)file_save(path, text, strlen(text), NULL);
	free(path);
}

/* Records one answer of `endpoint`, then replays from the same folder. */
static void record(const char *url, const char *tr_id, const char *body)
{
	wire->ops->close(wire);
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "", .body = body });
	(void)wire_record_open(kis.folder, &kis.wire.wire, &kis.wire.clock, &wire, NULL);
	ask_and_wait(tr_id || strstr(url, "master") ? "GET" : "POST", url, tr_id);
	wire->ops->close(wire);
	(void)wire_replay_open(kis.folder, &wire, NULL);
}

static bool folder_holds(const char *text)
{
	char command[256];

	(void)snprintf(command, sizeof command, "grep -rqF '%s' %s", text, kis.folder);
	return system(command) == 0; // NOLINT
}

static void what_was_recorded_comes_back(void **state)
{
	(void)state;
	record(URL "?A=1&B=x%20y", TR, MINI_GOOD);

	ask_and_wait("GET", URL "?B=x%20y&A=1", TR);

	assert_int_equal(got.fault.status, MCP_OK);
	assert_int_equal(got.http_status, 200);
	assert_string_equal(got.body, MINI_GOOD);
	assert_int_equal(got.at_ms, kis.wire.wall_ms);
}

static void the_folder_holds_no_secret(void **state)
{
	(void)state;
	record(URL "?A=1", TR, MINI_GOOD);

	assert_true(folder_holds("volume-rank"));
	assert_false(folder_holds(kis.settings.app_secret));
}

static void the_login_is_not_recorded(void **state)
{
	(void)state;
	record("https://kis.test:9443/oauth2/tokenP", NULL, MINI_TOKEN);

	assert_false(folder_holds("tok-one"));
}

static void a_failure_is_not_recorded(void **state)
{
	(void)state;
	record(URL "?A=1", TR, MINI_REFUSAL("EGW00201", "too many"));

	ask_and_wait("GET", URL "?A=1", TR);

	assert_int_equal(got.fault.status, MCP_E_UPSTREAM);
}

static void a_master_file_comes_back(void **state)
{
	(void)state;
	record("https://m.test/common/master/kospi_code.mst.zip", NULL, "one row\n");

	ask_and_wait("GET", "https://m.test/common/master/kospi_code.mst.zip", NULL);

	assert_string_equal(got.body, "one row\n");
}

static void other_parameters_were_not_recorded(void **state)
{
	(void)state;
	record(URL "?A=1", TR, MINI_GOOD);

	ask_and_wait("GET", URL "?A=2", TR);

	assert_int_equal(got.fault.status, MCP_E_UPSTREAM);
	assert_string_equal(got.fault.text,
		"the recorded answer of volume-rank cannot be used (there is none with these "
		"parameters); record it again");
}

static void a_plain_body_answers_any_parameters(void **state)
{
	(void)state;
	put("volume-rank.json", MINI_GOOD);

	ask_and_wait("GET", URL "?whatever=7", TR);

	assert_string_equal(got.body, MINI_GOOD);
	assert_true(got.at_ms > 1700000000000);
}

static void a_body_without_envelope_gets_one(void **state)
{
	(void)state;
	put("volume-rank.json", " {\"output\":[]} ");

	ask_and_wait("GET", URL, TR);

	assert_string_equal(got.body, "{\"rt_cd\":\"0\",\"output\":[]}");
}

static void an_empty_body_gets_an_envelope_too(void **state)
{
	(void)state;
	put("volume-rank.json", "{}");

	ask_and_wait("GET", URL, TR);

	assert_string_equal(got.body, "{\"rt_cd\":\"0\"}");
}

static void a_broken_file_is_refused(void **state)
{
	(void)state;
	put("volume-rank.json", "{\"output\":[}");

	ask_and_wait("GET", URL, TR);

	assert_int_equal(got.fault.status, MCP_E_UPSTREAM);
}

static void an_envelope_of_another_call_is_refused(void **state)
{
	(void)state;
	put_for(URL "?A=1", "{\"endpoint\":\"volume-rank\",\"params\":{\"A\":\"2\"},\"http\":200,"
			    "\"at\":\"2026-11-23T10:24:05+09:00\",\"body\":{\"rt_cd\":\"0\"}}");

	ask_and_wait("GET", URL "?A=1", TR);

	assert_non_null(strstr(got.fault.text, "it belongs to another call"));
}

static void an_envelope_without_a_time_is_refused(void **state)
{
	(void)state;
	put_for(URL "?A=1", "{\"endpoint\":\"volume-rank\",\"params\":{\"A\":\"1\"},\"http\":200,"
			    "\"at\":\"yesterday\",\"body\":{\"rt_cd\":\"0\"}}");

	ask_and_wait("GET", URL "?A=1", TR);

	assert_non_null(strstr(got.fault.text, "it has no time"));
}

static void an_envelope_without_a_body_is_refused(void **state)
{
	(void)state;
	put_for(URL "?A=1", "{\"endpoint\":\"volume-rank\",\"params\":{\"A\":\"1\"},\"http\":200,"
			    "\"at\":\"2026-11-23T10:24:05+09:00\",\"body\":[]}");

	ask_and_wait("GET", URL "?A=1", TR);

	assert_non_null(strstr(got.fault.text, "it has no body"));
}

static void a_fifo_in_the_folder_holds_nobody_up(void **state)
{
	char path[256];

	(void)state;
	(void)snprintf(path, sizeof path, "%s/volume-rank.json", kis.folder);
	assert_int_equal(mkfifo(path, 0600), 0);

	ask_and_wait("GET", URL, TR);

	assert_int_equal(got.fault.status, MCP_E_UPSTREAM);
}

static void what_is_not_in_the_list_is_not_looked_up(void **state)
{
	(void)state;
	ask_and_wait("GET", "https://k.test/uapi/../../etc/passwd", TR);

	assert_int_equal(got.fault.status, MCP_E_UPSTREAM);
}

static void a_cancelled_call_says_nothing(void **state)
{
	uint64_t id;

	(void)state;
	put("volume-rank.json", MINI_GOOD);
	id = ask("GET", URL, TR);

	wire->ops->cancel(wire, id);
	wire->ops->poll(wire, 0);

	assert_int_equal(got.times, 0);
}

static void a_wakeup_ends_the_wait(void **state)
{
	(void)state;
	wire->ops->wakeup(wire);

	wire->ops->poll(wire, 60000);
}

static void a_missing_folder_is_a_configuration_error(void **state)
{
	struct wire *none = NULL;
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(wire_replay_open("/nowhere/at/all", &none, &f), MCP_E_CONFIG);
	assert_int_equal(wire_replay_open(NULL, &none, &f), MCP_E_CONFIG);
	assert_string_equal(f.text, "kis.environment is replay without a folder; set kis.replay");
}

static void a_client_sees_the_time_of_the_recording(void **state)
{
	static struct mini_got answer;
	struct wire *replay = wire;

	(void)state;
	put_for("https://kis.test:9443/uapi/domestic-stock/v1/quotations/volume-rank?N=1",
		"{\"endpoint\":\"volume-rank\",\"params\":{\"N\":\"1\"},\"http\":200,"
		"\"at\":\"2026-11-20T15:30:00+09:00\",\"body\":{\"rt_cd\":\"0\"}}");
	kis.kis = kis_new(&(struct kis_options){ .env = &kis.env,
		.settings = &kis.settings,
		.environment = ENVIRONMENT_REPLAY,
		.wire = replay });
	(void)mini_kis_ask(&kis, "volume-rank", "1", &answer);

	kis_step(kis.kis, 0);

	assert_int_equal(answer.fault.status, MCP_OK);
	assert_int_equal(answer.at_ms, kst_to_ms(20261120, 15, 30, 0));
	(void)wire_replay_open(kis.folder, &wire, NULL);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(what_was_recorded_comes_back),
		T(the_folder_holds_no_secret),
		T(the_login_is_not_recorded),
		T(a_failure_is_not_recorded),
		T(a_master_file_comes_back),
		T(other_parameters_were_not_recorded),
		T(a_plain_body_answers_any_parameters),
		T(a_body_without_envelope_gets_one),
		T(an_empty_body_gets_an_envelope_too),
		T(a_broken_file_is_refused),
		T(an_envelope_of_another_call_is_refused),
		T(an_envelope_without_a_time_is_refused),
		T(an_envelope_without_a_body_is_refused),
		T(a_fifo_in_the_folder_holds_nobody_up),
		T(what_is_not_in_the_list_is_not_looked_up),
		T(a_cancelled_call_says_nothing),
		T(a_wakeup_ends_the_wait),
		T(a_missing_folder_is_a_configuration_error),
		T(a_client_sees_the_time_of_the_recording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
