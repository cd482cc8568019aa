/* kis_source_test - OpenDART and KRX by way of the client: their own key and nothing of KIS, no
 * token, no slot, four at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "service/wires.h"
#include "support/mini_kis.h"

#define DART_KEY "dart-key-nobody-may-see"
#define KRX_KEY "krx-key-nobody-may-see"
#define DART_GOOD "{\"status\":\"000\",\"message\":\"m\",\"list\":[]}"
#define KRX_GOOD "{\"OutBlock_1\":[]}"

static struct mini_kis kis;
static struct mini_got got[64];

static int begin(void **state)
{
	(void)state;
	mini_kis_init(&kis);
	kis.sources.opendart.api_key = DART_KEY;
	kis.sources.krx.api_key = KRX_KEY;
	memset(got, 0, sizeof got);
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "tokenP", .body = MINI_TOKEN });
	return 0;
}

static int end(void **state)
{
	(void)state;
	mini_kis_end(&kis);
	return 0;
}

static void say(const char *part, const char *body)
{
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = part, .body = body });
}

static void opendart_gets_its_key_beside_the_address(void **state)
{
	(void)state;
	say("dart.test", DART_GOOD);
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "dart-list", "1", got), MCP_OK);
	mini_kis_run(&kis, 100);

	assert_int_equal(got->fault.status, MCP_OK);
	assert_string_equal(got->body, DART_GOOD);
	assert_int_equal(kis.wire.sent_count, 1);
	assert_string_equal(kis.wire.sent[0].url, "https://dart.test/api/list.json?N=1");
	assert_string_equal(kis.wire.sent[0].secret, "crtfc_key=" DART_KEY);
	assert_int_equal(kis.wire.sent[0].header_count, 0);
	assert_string_equal(kis.wire.sent[0].tr_id, "");
}

static void krx_gets_its_key_and_nothing_of_kis(void **state)
{
	(void)state;
	say("krx.test", KRX_GOOD);
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "krx-kosdaq", "1", got), MCP_OK);
	mini_kis_run(&kis, 100);

	assert_int_equal(got->fault.status, MCP_OK);
	assert_string_equal(kis.wire.sent[0].url, "https://krx.test/svc/apis/sto/ksq_bydd_trd?N=1");
	assert_string_equal(kis.wire.sent[0].auth_key, KRX_KEY);
	assert_int_equal(kis.wire.sent[0].header_count, 1);
	assert_string_equal(kis.wire.sent[0].secret, "");
}

static void kis_gets_no_key_of_others(void **state)
{
	(void)state;
	say("volume-rank", MINI_GOOD);
	say("master.test", "rows");
	mini_kis_start(&kis);

	(void)mini_kis_ask(&kis, "volume-rank", "1", &got[0]);
	(void)mini_kis_ask(&kis, "master-kospi", NULL, &got[1]);
	mini_kis_run(&kis, 2000);

	assert_int_equal(mini_got_count(got, 2, MCP_OK), 2);
	assert_int_equal(kis.wire.sent_count, 3);
	assert_string_equal(kis.wire.sent[0].secret, "");
	assert_string_equal(kis.wire.sent[1].secret, "");
	assert_string_equal(kis.wire.sent[2].secret, "");
	assert_string_equal(kis.wire.sent[2].auth_key, "");
}

static void without_its_key_a_source_is_not_asked(void **state)
{
	(void)state;
	kis.sources.opendart.api_key = NULL;
	kis.sources.krx.api_key = "";
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "dart-list", "1", got), MCP_E_CONFIG);
	assert_string_equal(got->fault.text,
		"OpenDART is asked only with a key of its own; set opendart.api_key");
	assert_int_equal(mini_kis_ask(&kis, "krx-kospi", "1", got), MCP_E_CONFIG);
	assert_string_equal(
		got->fault.text, "KRX is asked only with a key of its own; set krx.api_key");
	assert_int_equal(kis.wire.sent_count, 0);
}

static void without_settings_no_source_is_asked(void **state)
{
	(void)state;
	kis.kis = kis_new(&(struct kis_options){
		.env = &kis.env,
		.settings = &kis.settings,
		.environment = ENVIRONMENT_DEMO,
		.wire = &kis.wire.wire,
	});

	assert_int_equal(mini_kis_ask(&kis, "dart-corps", NULL, got), MCP_E_CONFIG);
	assert_int_equal(mini_kis_ask(&kis, "krx-kospi", "1", got), MCP_E_CONFIG);
}

static void a_key_with_a_blank_is_not_sent(void **state)
{
	(void)state;
	kis.sources.opendart.api_key = "two words";
	mini_kis_start(&kis);

	assert_int_equal(mini_kis_ask(&kis, "dart-list", "1", got), MCP_E_CONFIG);
	assert_null(strstr(got->fault.text, "two words"));
	assert_int_equal(kis.wire.sent_count, 0);
}

static void four_at_once_and_the_next_when_one_ends(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "dart.test", .body = DART_GOOD, .delay_ms = 100 });
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "dart-list", 9, got);

	mini_kis_run(&kis, 50);
	assert_int_equal(kis.wire.sent_count, 4);

	mini_kis_run(&kis, 500);
	assert_int_equal(mini_got_count(got, 9, MCP_OK), 9);
	assert_int_equal(mini_wire_most_within(&kis.wire, 100), 4);
}

static void each_source_has_its_own_four(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "dart.test", .hangs = true });
	say("krx.test", KRX_GOOD);
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "dart-list", 8, got);
	(void)mini_kis_ask(&kis, "krx-kospi", "1", &got[8]);

	mini_kis_run(&kis, 50);

	assert_int_equal(got[8].fault.status, MCP_OK);
	assert_int_equal(got[8].times, 1);
}

static void sources_wait_for_no_slot_of_kis(void **state)
{
	(void)state;
	say("news-title", MINI_GOOD);
	say("dart.test", DART_GOOD);
	mini_kis_start(&kis);
	mini_kis_ask_many(&kis, "news-title", 4, got);
	(void)mini_kis_ask_in(&kis, LANE_NEWS, "dart-list", "1", &got[4]);
	(void)mini_kis_ask_in(&kis, LANE_NEWS, "dart-list", "2", &got[5]);

	mini_kis_run(&kis, 200);

	assert_int_equal(got[4].times, 1);
	assert_int_equal(got[5].times, 1);
}

static void a_used_up_day_of_opendart_slows_kis_not_down(void **state)
{
	(void)state;
	say("dart.test", "{\"status\":\"020\",\"message\":\"m\"}");
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "dart-list", "1", got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(got->fault.status, MCP_E_BUSY);
	assert_int_equal(kis.wire.sent_count, 1);
	assert_int_equal(kis.counters.kis_rate_errors, 0);
}

static void who_waits_for_a_silent_source_is_told_its_name(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "krx.test", .hangs = true });
	mini_kis_start(&kis);
	kis.deadline_ms = kis.wire.mono_ms + 3000;
	mini_kis_ask_many(&kis, "krx-kospi", 5, got);

	mini_kis_run(&kis, 5000);

	assert_int_equal(mini_got_count(got, 5, MCP_E_DEADLINE), 5);
	assert_int_equal(kis.wire.sent_count, 4);
	assert_string_equal(
		got[4].fault.text, "KRX did not answer krx-kospi in time; try again later");
}

static void the_file_of_companies_has_a_bound_and_time_of_its_own(void **state)
{
	(void)state;
	mini_wire_say(&kis.wire, (struct mini_rule){ .part = "corpCode",
					 .body = "<result><list></list></result>",
					 .delay_ms = 30000 });
	say("list.json", DART_GOOD);
	mini_kis_start(&kis);
	kis.deadline_ms = kis.wire.mono_ms + 60000;
	(void)mini_kis_ask(&kis, "dart-corps", NULL, &got[0]);
	(void)mini_kis_ask(&kis, "dart-list", "1", &got[1]);

	mini_kis_run(&kis, 40000);

	assert_int_equal(mini_got_count(got, 2, MCP_OK), 2);
	assert_int_equal(kis.wire.sent[0].body_max, 16 * 1024 * 1024);
	assert_int_equal(kis.wire.sent[1].body_max, kis.settings.body_max);
}

static void a_file_that_was_recorded_unzipped_may_be_longer(void **state)
{
	(void)state;
	say("corpCode", "<result><list></list></result>");
	mini_kis_start_as(&kis, ENVIRONMENT_REPLAY);
	(void)mini_kis_ask(&kis, "dart-corps", NULL, got);

	mini_kis_run(&kis, 1000);

	assert_int_equal(kis.wire.sent[0].body_max, 96 * 1024 * 1024);
}

static mcp_status bomb(struct wire *w, struct span zip, struct buf *ret, struct fault *f)
{
	(void)w;
	(void)zip;
	assert_int_equal(ret->max, (size_t)96 * 1024 * 1024);
	ret->failed = true;
	return fault_set(f, MCP_E_UPSTREAM, "raise kis.body_max");
}

static void a_zip_that_swells_is_refused_without_blaming_a_setting(void **state)
{
	struct wire_ops ops = *kis.wire.wire.ops;

	(void)state;
	ops.unzip = bomb;
	kis.wire.wire.ops = &ops;
	say("corpCode", "PK\003\004rest");
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "dart-corps", NULL, got);

	mini_kis_run(&kis, 1000);
	mini_kis_end(&kis);

	assert_int_equal(got->fault.status, MCP_E_UPSTREAM);
	assert_string_equal(got->fault.text,
		"the file dart-corps is larger than the 100663296 bytes it may have; try again "
		"later");
}

static void no_log_line_holds_a_key(void **state)
{
	char text[8192];
	int ends[2];
	ssize_t n;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	log_to(ends[1]);
	log_level(MCP_LOG_DEBUG);
	say("dart.test", "{\"status\":\"010\",\"message\":\"" DART_KEY "\"}");
	say("krx.test", KRX_GOOD);
	mini_kis_start(&kis);
	(void)mini_kis_ask(&kis, "dart-list", "1", &got[0]);
	(void)mini_kis_ask(&kis, "krx-kospi", "1", &got[1]);
	mini_kis_run(&kis, 1000);
	log_level(MCP_LOG_WARN);
	log_to(STDERR_FILENO);
	n = read(ends[0], text, sizeof text - 1);
	assert_true(n > 0);
	text[n] = '\0';

	assert_non_null(strstr(text, "dart-list"));
	assert_null(strstr(text, DART_KEY));
	assert_null(strstr(text, KRX_KEY));
	assert_null(strstr(got[0].fault.text, DART_KEY));
	assert_int_equal(close(ends[0]) + close(ends[1]), 0);
}

static bool folder_holds(const char *text)
{
	char command[256];

	(void)snprintf(command, sizeof command, "grep -rqF '%s' %s", text, kis.folder);
	return system(command) == 0; // NOLINT
}

static void start_recording(void)
{
	struct wire *record = NULL;

	mini_kis_folder(&kis);
	assert_int_equal(
		wire_record_open(kis.folder, &kis.wire.wire, &kis.wire.clock, &record, NULL),
		MCP_OK);
	kis.kis = kis_new(&(struct kis_options){
		.env = &kis.env,
		.settings = &kis.settings,
		.sources = &kis.sources,
		.environment = ENVIRONMENT_DEMO,
		.wire = record,
	});
}

static void start_replaying(void)
{
	struct wire *replay = NULL;

	kis_free(kis.kis);
	assert_int_equal(wire_replay_open(kis.folder, &replay, NULL), MCP_OK);
	kis.kis = kis_new(&(struct kis_options){
		.env = &kis.env,
		.settings = &kis.settings,
		.sources = &kis.sources,
		.environment = ENVIRONMENT_REPLAY,
		.wire = replay,
	});
}

static void what_was_recorded_comes_back_without_a_key(void **state)
{
	static const char xml[] = "<result><list></list></result>";

	(void)state;
	say("list.json", DART_GOOD);
	say("corpCode", xml);
	say("krx.test", KRX_GOOD);
	start_recording();
	(void)mini_kis_ask(&kis, "dart-list", "1", &got[0]);
	(void)mini_kis_ask(&kis, "dart-corps", NULL, &got[1]);
	(void)mini_kis_ask(&kis, "krx-kospi", "1", &got[2]);
	mini_kis_run(&kis, 1000);
	start_replaying();
	(void)mini_kis_ask(&kis, "dart-list", "1", &got[3]);
	(void)mini_kis_ask(&kis, "dart-corps", NULL, &got[4]);
	(void)mini_kis_ask(&kis, "krx-kospi", "1", &got[5]);
	kis_step(kis.kis, 0);
	kis_step(kis.kis, 0);

	assert_int_equal(mini_got_count(got, 6, MCP_OK), 6);
	assert_string_equal(got[3].body, DART_GOOD);
	assert_string_equal(got[4].body, xml);
	assert_string_equal(got[5].body, KRX_GOOD);
	assert_true(folder_holds("dart-list"));
	assert_false(folder_holds(DART_KEY));
	assert_false(folder_holds(KRX_KEY));
}

static void a_refusal_is_not_recorded(void **state)
{
	(void)state;
	say("list.json", "{\"status\":\"020\",\"message\":\"m\"}");
	start_recording();
	(void)mini_kis_ask(&kis, "dart-list", "1", &got[0]);
	mini_kis_run(&kis, 1000);

	assert_int_equal(got->fault.status, MCP_E_BUSY);
	assert_false(folder_holds("dart-list"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(opendart_gets_its_key_beside_the_address),
		T(krx_gets_its_key_and_nothing_of_kis),
		T(kis_gets_no_key_of_others),
		T(without_its_key_a_source_is_not_asked),
		T(without_settings_no_source_is_asked),
		T(a_key_with_a_blank_is_not_sent),
		T(four_at_once_and_the_next_when_one_ends),
		T(each_source_has_its_own_four),
		T(sources_wait_for_no_slot_of_kis),
		T(a_used_up_day_of_opendart_slows_kis_not_down),
		T(who_waits_for_a_silent_source_is_told_its_name),
		T(the_file_of_companies_has_a_bound_and_time_of_its_own),
		T(a_file_that_was_recorded_unzipped_may_be_longer),
		T(a_zip_that_swells_is_refused_without_blaming_a_setting),
		T(no_log_line_holds_a_key),
		T(what_was_recorded_comes_back_without_a_key),
		T(a_refusal_is_not_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
