/* peer_test - which era a message belongs to, who answers it, and with which code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/scan.h"
#include "host/proto/peer.h"
#include "support/fake_registry.h"

#define CLAIM \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
	"\"io.modelcontextprotocol/clientCapabilities\":{}}"
#define INITIALIZE(version) \
	"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{" \
	"\"protocolVersion\":\"" version "\",\"capabilities\":{}," \
	"\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"

static uv_loop_t loop;
static struct server server;
static struct peer *peer;
static char sent[65536]; /* lines */
static int sent_count;

static struct sending last; /* how the last message was sent */

static void on_send(struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	size_t used = strlen(sent);

	(void)o;
	last = how;
	if (how.kind == OUT_NOTHING)
		return;
	for (uint32_t i = 0; i < count; i++) {
		memcpy(sent + used, parts[i].at, parts[i].len);
		used += parts[i].len;
	}
	sent[used] = '\0';
	assert_true(scan_check(span_of(sent), NULL));
	sent_count++;
}

static struct outlet outlet = { .send = on_send };
static const struct peer_options options = {
	.server = &server,
	.kind = PEER_STDIO,
	.common = &outlet,
};

static int set_up(void **state)
{
	(void)state;
	fake_registry_reset();
	(void)uv_loop_init(&loop);
	server = (struct server){ .loop = &loop, .config = &fake_config, .env = &fake_env };
	server_init(&server);
	server.registry = &fake_registry;
	server.dispatch = dispatch_new(&(struct dispatch_options){
		.registry = &fake_registry, .config = &fake_config, .env = &fake_env });
	peer = peer_new(&options);
	server_start(&server);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	peer_free(peer);
	for (uint32_t i = 0; i < fake_registry.call_count; i++)
		if (!fake_registry.calls[i].ended)
			fake_end_cancelled(i);
	dispatch_free(server.dispatch);
	server_done(&server);
	(void)uv_run(&loop, UV_RUN_DEFAULT);
	return uv_loop_close(&loop);
}

/* Hands one message in; returns what was sent for it. */
static const char *say(const char *message)
{
	sent[0] = '\0';
	sent_count = 0;
	(void)peer_receive(peer, &(struct incoming){ .text = span_of(message), .outlet = &outlet });
	return sent;
}

static void expect(const char *message, const char *part)
{
	const char *got = say(message);

	if (!strstr(got, part))
		fail_msg("for %s\nexpected %s\ngot %s", message, part, got);
	assert_int_equal(sent_count, 1);
}

static void answers_initialize_with_the_version_asked(void **state)
{
	(void)state;
	expect(INITIALIZE("2024-11-05"), "\"protocolVersion\":\"2024-11-05\"");
}

static void answers_an_unknown_version_with_the_newest_it_shakes_hands_in(void **state)
{
	(void)state;
	expect(INITIALIZE("1999-01-01"), "\"protocolVersion\":\"2025-11-25\"");
}

static void answers_a_handshake_for_the_modern_version_with_the_newest_legacy_one(void **state)
{
	(void)state;
	expect(INITIALIZE("2026-07-28"), "\"protocolVersion\":\"2025-11-25\"");
}

static void refuses_a_second_handshake(void **state)
{
	(void)state;
	(void)say(INITIALIZE("2025-11-25"));
	expect(INITIALIZE("2025-11-25"), "\"code\":-32600");
}

static void refuses_requests_before_the_handshake_but_ping(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "\"code\":-32602");
	expect("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}", "\"id\":2,\"result\":{}");
}

static void serves_modern_requests_with_and_without_a_handshake(void **state)
{
	const char *discover =
		"{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"method\":\"server/discover\",\"params\":{" CLAIM
		"}}";

	(void)state;
	expect(discover, "\"supportedVersions\":[\"2026-07-28\"]");
	(void)say(INITIALIZE("2025-06-18"));
	expect(discover, "\"resultType\":\"complete\"");
	expect("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}",
		"\"result\":{\"tools\":[");
}

static void knows_no_legacy_method_in_the_modern_era(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{" CLAIM "}}",
		"\"code\":-32601");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{" CLAIM "}}",
		"\"code\":-32601");
}

static void names_the_supported_version_when_another_is_claimed(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
	       "\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\","
	       "\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
		"\"code\":-32022,\"message\":\"unsupported protocol version\",\"data\":{"
		"\"supported\":[\"2026-07-28\"],\"requested\":\"2025-11-25\"}");
}

static void wants_the_whole_modern_envelope(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
	       "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}",
		"\"code\":-32602");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
	       "\"io.modelcontextprotocol/protocolVersion\":20260728,"
	       "\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
		"\"code\":-32602");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}", "\"code\":-32602");
	(void)say(INITIALIZE("2025-11-25"));
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}", "\"code\":-32602");
}

static void answers_broken_envelopes_by_what_is_broken(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",", "\"code\":-32700");
	expect("[]", "\"code\":-32600");
	expect("17", "\"code\":-32600");
	expect("{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"ping\"}",
		"\"id\":4,\"error\":{\"code\":-32600");
	expect("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
		"{\"jsonrpc\":\"2.0\",\"error\"");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", "\"code\":-32600");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", "\"code\":-32600");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", "\"code\":-32700");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
		"\"code\":-32602");
	expect("{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999,\"method\":\"ping\"}",
		"\"code\":-32600");
}

static void answers_no_notification_and_no_response(void **state)
{
	(void)state;
	(void)say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/whatever\"}");
	assert_int_equal(sent_count, 0);
	(void)say("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}");
	assert_int_equal(sent_count, 0);
}

static void echoes_ids_as_they_came(void **state)
{
	(void)state;
	expect("{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061/b\",\"method\":\"ping\"}",
		"\"id\":\"\\u0061/b\"");
	expect("{\"jsonrpc\":\"2.0\",\"id\":-9223372036854775808,\"method\":\"ping\"}",
		"\"id\":-9223372036854775808,");
}

#define CALL(id, rest) \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"tools/call\",\"params\":{" rest "}}"

static void answers_a_call_with_both_forms_and_its_source(void **state)
{
	(void)state;
	(void)say(CALL("1", "\"name\":\"rank\"," CLAIM));
	assert_int_equal(sent_count, 0);
	fake_end(0, 5, NULL);
	assert_non_null(
		strstr(sent, "\"content\":[{\"type\":\"text\",\"text\":\"n is 5\\nKRX, as of "));
	assert_non_null(
		strstr(sent, "\"structuredContent\":{\"n\":5,\"source\":{\"provider\":\"KIS\""));
	assert_non_null(strstr(sent, "\"age_s\":0,\"stale\":false}}"));
	assert_non_null(strstr(sent, "io.modelcontextprotocol/serverInfo"));
}

static void adds_nothing_modern_to_a_legacy_answer(void **state)
{
	(void)state;
	(void)say(INITIALIZE("2025-06-18"));
	(void)say(CALL("1", "\"name\":\"rank\""));
	fake_end(0, 5, NULL);
	assert_null(strstr(sent, "resultType"));
	assert_null(strstr(sent, "serverInfo"));
}

static void answers_wrong_arguments_as_a_tool_error(void **state)
{
	(void)state;
	expect(CALL("1", "\"name\":\"rank\",\"arguments\":{\"count\":51}," CLAIM),
		"\"isError\":true");
	expect(CALL("1", "\"name\":\"rank\",\"arguments\":[]," CLAIM), "\"code\":-32602");
	expect(CALL("1", "\"name\":\"rang\"," CLAIM), "\"code\":-32602");
	expect(CALL("1", CLAIM), "\"code\":-32602");
}

static void break_it(struct call_end *end)
{
	end->crashed = true;
	(void)fault_set(&end->fault, MCP_E_INTERNAL, "tool rank stopped unexpectedly; try again");
}

static void answers_a_broken_tool_as_a_protocol_error(void **state)
{
	(void)state;
	(void)say(CALL("1", "\"name\":\"act\"," CLAIM));
	fake_end(0, 0, break_it);
	assert_non_null(strstr(sent, "\"code\":-32603"));
}

static void make_busy(struct call_end *end)
{
	(void)fault_set(&end->fault, MCP_E_BUSY, "KIS asks to wait");
	end->fault.retry_after_s = 60;
}

static void says_when_to_try_again(void **state)
{
	(void)state;
	(void)say(CALL("1", "\"name\":\"act\"," CLAIM));
	fake_end(0, 0, make_busy);
	assert_non_null(strstr(sent, "\"retry_after_s\":60"));
}

static void sends_no_answer_to_a_cancelled_call(void **state)
{
	(void)state;
	(void)say(CALL("\"x\"", "\"name\":\"act\"," CLAIM));
	(void)say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
		  "\"params\":{\"requestId\":\"x\"}}");
	assert_true(fake_registry.calls[0].cancelled);
	fake_end_cancelled(0);
	assert_int_equal(sent_count, 0);
	assert_int_equal(peer_pending(peer), 0);
}

static void tells_ids_of_different_types_apart(void **state)
{
	(void)state;
	(void)say(CALL("1", "\"name\":\"act\"," CLAIM));
	(void)say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
		  "\"params\":{\"requestId\":\"1\"}}");
	assert_false(fake_registry.calls[0].cancelled);
	expect(CALL("1", "\"name\":\"act\"," CLAIM), "\"code\":-32600");
}

static void reports_progress_only_when_asked_and_only_forward(void **state)
{
	const struct call_events *e = &fake_registry.calls[0].events;

	(void)state;
	(void)say(CALL("1", "\"name\":\"act\",\"_meta\":{\"progressToken\":\"p\","
			    "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
			    "\"io.modelcontextprotocol/clientCapabilities\":{}}"));
	e->progress(e->self, 1, 3, SPAN("\"one\""));
	assert_non_null(strstr(sent, "{\"progressToken\":\"p\",\"progress\":1,\"total\":3,"
				     "\"message\":\"one\"}"));
	e->progress(e->self, 1, 3, (struct span){ NULL, 0 });
	assert_int_equal(sent_count, 1);
}

static void logs_to_a_modern_client_only_what_it_asked_for(void **state)
{
	const struct call_events *e = &fake_registry.calls[0].events;

	(void)state;
	(void)say(CALL("1",
		"\"name\":\"act\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"warning\","
		"\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
		"\"io.modelcontextprotocol/clientCapabilities\":{}}"));
	e->log(e->self, MCP_LOG_INFO, SPAN("\"quiet\""));
	assert_int_equal(sent_count, 0);
	e->log(e->self, MCP_LOG_WARN, SPAN("\"loud\""));
	assert_non_null(
		strstr(sent, "{\"level\":\"warning\",\"logger\":\"act\",\"data\":\"loud\"}"));
}

static void follows_set_level_in_the_legacy_era(void **state)
{
	const struct call_events *e = &fake_registry.calls[0].events;

	(void)state;
	(void)say(INITIALIZE("2025-11-25"));
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\","
	       "\"params\":{\"level\":\"loud\"}}",
		"\"code\":-32602");
	expect("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\","
	       "\"params\":{\"level\":\"error\"}}",
		"\"result\":{}");
	(void)say(CALL("2", "\"name\":\"act\""));
	e->log(e->self, MCP_LOG_WARN, SPAN("\"quiet\""));
	assert_int_equal(sent_count, 0);
}

static void answers_a_batch_as_one_in_its_only_version(void **state)
{
	const char *batch = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
			    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},"
			    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
			    "\"params\":{\"name\":\"act\"}}]";

	(void)state;
	(void)say(INITIALIZE("2025-03-26"));
	(void)say(batch);
	assert_int_equal(sent_count, 0);
	fake_end(0, 5, NULL);
	assert_int_equal(sent_count, 1);
	assert_memory_equal(sent, "[{", 2);
	assert_non_null(strstr(sent, "\"id\":1,"));
	assert_non_null(strstr(sent, "\"id\":2,"));
}

static void refuses_batches_in_every_other_version(void **state)
{
	(void)state;
	(void)say(INITIALIZE("2025-06-18"));
	expect("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", "\"id\":null,\"error\"");
}

static void lets_tools_list_wait_for_the_plugins(void **state)
{
	(void)state;
	fake_registry.starting = true;
	server.settled = false;
	(void)say(
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" CLAIM "}}");
	(void)say(CALL("2", "\"name\":\"rank\"," CLAIM));
	assert_int_equal(sent_count, 0);
	fake_registry.starting = false;
	server_changed(&server);
	assert_int_equal(sent_count, 1);
	assert_non_null(strstr(sent, "\"name\":\"rank\""));
	assert_int_equal(fake_registry.call_count, 1);
}

static void cancels_a_request_that_waits_for_plugins(void **state)
{
	(void)state;
	fake_registry.starting = true;
	server.settled = false;
	(void)say(
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" CLAIM "}}");
	(void)say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
		  "\"params\":{\"requestId\":1}}");
	fake_registry.starting = false;
	server_changed(&server);
	assert_int_equal(sent_count, 0);
}

static void sends_older_clients_only_what_they_know(void **state)
{
	(void)state;
	(void)say(INITIALIZE("2024-11-05"));
	(void)say("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
	assert_null(strstr(sent, "outputSchema"));
	assert_null(strstr(sent, "annotations"));
	assert_null(strstr(sent, "\"title\":\"Ranking\""));
}

static void says_when_a_message_is_too_long(void **state)
{
	(void)state;
	sent[0] = '\0';
	peer_receive_oversize(peer, &outlet);
	assert_non_null(strstr(sent, "longer than 1048576 bytes"));
}

/* Asks three times: cold, kept (and learnt), known. Returns what the third one got. */
static const char *ask_a_known_question(void)
{
	(void)say(CALL("1", "\"name\":\"rank\"," CLAIM));
	fake_end(0, 5, NULL);
	(void)say(CALL("2", "\"name\":\"rank\"," CLAIM));
	return say(CALL("3", "\"name\":\"rank\"," CLAIM));
}

static void answers_a_known_question_the_same_but_for_its_id(void **state)
{
	char second[4096];

	(void)state;
	(void)say(CALL("1", "\"name\":\"rank\"," CLAIM));
	fake_end(0, 5, NULL);
	(void)snprintf(second, sizeof second, "%s", say(CALL("2", "\"name\":\"rank\"," CLAIM)));
	(void)say(CALL("3", "\"name\":\"rank\"," CLAIM));
	assert_int_equal(sent[strlen("{\"jsonrpc\":\"2.0\",\"id\":")], '3');
	sent[strlen("{\"jsonrpc\":\"2.0\",\"id\":")] = '2';
	assert_string_equal(sent, second);
	assert_int_equal(fake_counters.answer_hits, 2);
	expect(CALL("\"three\"", "\"name\":\"rank\"," CLAIM), "\"id\":\"three\",\"result\"");
}

static void looks_at_the_id_of_a_known_question(void **state)
{
	(void)state;
	(void)ask_a_known_question();
	expect(CALL("03", "\"name\":\"rank\"," CLAIM), "\"code\":-32700");
	expect(CALL("null", "\"name\":\"rank\"," CLAIM), "\"code\":-32600");
	expect(CALL("1.5", "\"name\":\"rank\"," CLAIM), "\"code\":-32600");
	expect(CALL("\"a\"b\"", "\"name\":\"rank\"," CLAIM), "\"code\":-32700");
	expect(CALL("99999999999999999999", "\"name\":\"rank\"," CLAIM), "\"code\":-32600");
	expect(CALL("", "\"name\":\"rank\"," CLAIM), "\"code\":-32700");
}

static void knows_no_question_after_the_tools_changed(void **state)
{
	(void)state;
	(void)ask_a_known_question();
	server_changed(&server);
	assert_int_equal(dispatch_clear(server.dispatch, "*"), 1);
	(void)say(CALL("4", "\"name\":\"rank\"," CLAIM));
	assert_int_equal(sent_count, 0);
	assert_int_equal(fake_registry.call_count, 2);
}

static void takes_the_long_way_when_a_known_answer_is_stale(void **state)
{
	(void)state;
	(void)ask_a_known_question();
	fake_mono_ms += 60000;
	expect(CALL("4", "\"name\":\"rank\"," CLAIM), "\"stale\":true");
	assert_int_equal(fake_registry.call_count, 2);
}

static void asks_for_the_handshake_even_for_a_known_question(void **state)
{
	(void)state;
	(void)say(INITIALIZE("2025-06-18"));
	(void)say(CALL("1", "\"name\":\"rank\""));
	fake_end(0, 5, NULL);
	(void)say(CALL("2", "\"name\":\"rank\""));
	peer_free(peer);
	peer = peer_new(&options);
	expect(CALL("3", "\"name\":\"rank\""), "\"code\":-32602");
}

static void refuses_a_known_question_under_an_id_in_use(void **state)
{
	(void)state;
	(void)ask_a_known_question();
	(void)say(CALL("7", "\"name\":\"act\"," CLAIM));
	expect(CALL("7", "\"name\":\"rank\"," CLAIM), "still under way");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(answers_initialize_with_the_version_asked),
		TEST(answers_an_unknown_version_with_the_newest_it_shakes_hands_in),
		TEST(answers_a_handshake_for_the_modern_version_with_the_newest_legacy_one),
		TEST(refuses_a_second_handshake),
		TEST(refuses_requests_before_the_handshake_but_ping),
		TEST(serves_modern_requests_with_and_without_a_handshake),
		TEST(knows_no_legacy_method_in_the_modern_era),
		TEST(names_the_supported_version_when_another_is_claimed),
		TEST(wants_the_whole_modern_envelope),
		TEST(answers_broken_envelopes_by_what_is_broken),
		TEST(answers_no_notification_and_no_response),
		TEST(echoes_ids_as_they_came),
		TEST(answers_a_call_with_both_forms_and_its_source),
		TEST(adds_nothing_modern_to_a_legacy_answer),
		TEST(answers_wrong_arguments_as_a_tool_error),
		TEST(answers_a_broken_tool_as_a_protocol_error),
		TEST(says_when_to_try_again),
		TEST(sends_no_answer_to_a_cancelled_call),
		TEST(tells_ids_of_different_types_apart),
		TEST(reports_progress_only_when_asked_and_only_forward),
		TEST(logs_to_a_modern_client_only_what_it_asked_for),
		TEST(follows_set_level_in_the_legacy_era),
		TEST(answers_a_batch_as_one_in_its_only_version),
		TEST(refuses_batches_in_every_other_version),
		TEST(lets_tools_list_wait_for_the_plugins),
		TEST(cancels_a_request_that_waits_for_plugins),
		TEST(sends_older_clients_only_what_they_know),
		TEST(says_when_a_message_is_too_long),
		TEST(answers_a_known_question_the_same_but_for_its_id),
		TEST(looks_at_the_id_of_a_known_question),
		TEST(knows_no_question_after_the_tools_changed),
		TEST(takes_the_long_way_when_a_known_answer_is_stale),
		TEST(asks_for_the_handshake_even_for_a_known_question),
		TEST(refuses_a_known_question_under_an_id_in_use),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
