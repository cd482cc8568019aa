/* bus_test - changes reach who listens, once, and nobody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/fake_peer.h"

#include "host/proto/peer_inside.h"

#define TASKS "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"
#define LISTEN(id, filter, capabilities) \
	ASK(id, "subscriptions/listen", "\"notifications\":" filter "," CAPABLE(capabilities))
#define ALL_LISTS \
	"{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}"
#define SUBSCRIBE(uri) ASK("2", "resources/subscribe", "\"uri\":\"" uri "\"")

static int start(enum peer_kind kind)
{
	fake_server_start(kind);
	fake_registry.offers = true;
	server_changed(&fake_server);
	(void)uv_run(&fake_loop, UV_RUN_DEFAULT);
	return 0;
}

static int start_session(void **state)
{
	(void)state;
	(void)start(PEER_SESSION);
	(void)tell(INITIALIZE("2025-11-25"));
	(void)tell(INITIALIZED);
	return 0;
}

static int start_stdio(void **state)
{
	(void)state;
	return start(PEER_STDIO);
}

static int start_stateless(void **state)
{
	(void)state;
	return start(PEER_STATELESS);
}

/* Until all timers have fired. */
static void wait_for_the_bus(void)
{
	(void)uv_run(&fake_loop, UV_RUN_DEFAULT);
}

static void take_prompts_and_resources_away(void)
{
	fake_registry.offers = false;
	server_changed(&fake_server);
}

static void tells_a_session_which_lists_changed(void **state)
{
	(void)state;
	take_prompts_and_resources_away();
	assert_int_equal(outlet_a.count, 0);
	wait_for_the_bus();
	expect_part(outlet_a.text, "notifications/prompts/list_changed");
	expect_part(outlet_a.text, "notifications/resources/list_changed");
	assert_int_equal(outlet_a.count, 2);
	assert_int_equal(outlet_a.last.kind, OUT_NOTE);
}

static void tells_nothing_when_no_list_is_different(void **state)
{
	(void)state;
	server_changed(&fake_server);
	wait_for_the_bus();
	assert_int_equal(outlet_a.count, 0);
}

static void believes_a_plugin_that_says_so(void **state)
{
	(void)state;
	server_told(&fake_server, MCP_CHANGED_TOOLS, (struct span){ NULL, 0 });
	wait_for_the_bus();
	expect_part(outlet_a.text, "notifications/tools/list_changed");
}

static void tells_a_burst_once(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		server_told(&fake_server, MCP_CHANGED_TOOLS, (struct span){ NULL, 0 });
	wait_for_the_bus();
	assert_int_equal(outlet_a.count, 1);
}

static void tells_nobody_before_the_handshake_is_over(void **state)
{
	(void)state;
	(void)tell(INITIALIZE("2025-11-25"));
	server_told(&fake_server, MCP_CHANGED_TOOLS, (struct span){ NULL, 0 });
	wait_for_the_bus();
	assert_int_equal(outlet_a.count, 0);
}

static void tells_a_session_of_the_resource_it_subscribed_to(void **state)
{
	(void)state;
	(void)tell(SUBSCRIBE("fake://stocks/005930"));
	expect_part(outlet_b.text, "\"result\":{}");
	server_told(&fake_server, MCP_CHANGED_RESOURCE, SPAN("fake://stocks/000660"));
	server_told(&fake_server, MCP_CHANGED_RESOURCE, SPAN("fake://stocks/005930"));
	wait_for_the_bus();
	assert_int_equal(outlet_a.count, 1);
	assert_string_equal(outlet_a.text,
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
		"\"params\":{\"uri\":\"fake://stocks/005930\"}}");
}

static void forgets_a_subscription_that_ended(void **state)
{
	(void)state;
	(void)tell(SUBSCRIBE("fake://status"));
	(void)tell(ASK("3", "resources/unsubscribe", "\"uri\":\"fake://status\""));
	expect_part(outlet_b.text, "\"result\":{}");
	server_told(&fake_server, MCP_CHANGED_RESOURCE, SPAN("fake://status"));
	wait_for_the_bus();
	assert_int_equal(outlet_a.count, 0);
}

static void subscribes_to_nothing_that_is_not_there(void **state)
{
	(void)state;
	(void)tell(SUBSCRIBE("fake://nothing"));
	expect_part(outlet_b.text, "\"code\":-32002");
}

static void acknowledges_what_it_will_tell(void **state)
{
	(void)state;
	(void)tell(LISTEN("\"l\"",
		"{\"toolsListChanged\":true,\"promptsListChanged\":false,"
		"\"resourceSubscriptions\":[\"fake://status\"],\"soundsChanged\":true}",
		"{}"));
	assert_string_equal(outlet_b.text,
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
		"\"params\":{\"notifications\":{\"toolsListChanged\":true,"
		"\"resourceSubscriptions\":[\"fake://status\"]},"
		"\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"l\"}}}");
	assert_int_equal(outlet_b.last.kind, OUT_NOTE);
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void tells_a_listener_only_what_it_acknowledged(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", "{\"promptsListChanged\":true}", "{}"));
	server_told(&fake_server, MCP_CHANGED_TOOLS, (struct span){ NULL, 0 });
	server_told(&fake_server, MCP_CHANGED_PROMPTS, (struct span){ NULL, 0 });
	wait_for_the_bus();
	assert_int_equal(outlet_b.count, 2);
	expect_part(outlet_b.text,
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\","
		"\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}");
}

static void tells_a_listener_of_its_resource(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", "{\"resourceSubscriptions\":[\"fake://status\"]}", "{}"));
	server_told(&fake_server, MCP_CHANGED_RESOURCE, SPAN("fake://status"));
	wait_for_the_bus();
	expect_part(outlet_b.text, "\"params\":{\"uri\":\"fake://status\",\"_meta\":{"
				   "\"io.modelcontextprotocol/subscriptionId\":7}}}");
}

static void tells_of_a_task_only_who_named_it(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", "{\"taskIds\":[\"t1\"]}", TASKS));
	bus_task(&fake_server, SPAN("t2"), SPAN("\"taskId\":\"t2\""));
	bus_task(&fake_server, SPAN("t1"), SPAN("\"taskId\":\"t1\""));
	assert_int_equal(outlet_b.count, 2);
	expect_part(outlet_b.text,
		"\"method\":\"notifications/tasks\",\"params\":{\"taskId\":\"t1\",\"_meta\"");
}

static void refuses_filters_it_cannot_read(void **state)
{
	(void)state;
	(void)tell(ASK("1", "subscriptions/listen", CLAIM));
	expect_part(outlet_b.text, "\"code\":-32602");
	(void)tell(LISTEN("1", "[]", "{}"));
	expect_part(outlet_b.text, "\"code\":-32602");
	(void)tell(LISTEN("1", "{\"toolsListChanged\":\"yes\"}", "{}"));
	expect_part(outlet_b.text, "\"code\":-32602");
	(void)tell(LISTEN("1", "{\"resourceSubscriptions\":\"a:b\"}", "{}"));
	expect_part(outlet_b.text, "\"code\":-32602");
	(void)tell(LISTEN("1", "{\"resourceSubscriptions\":[1]}", "{}"));
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void needs_the_extension_to_tell_of_tasks(void **state)
{
	(void)state;
	(void)tell(LISTEN("1", "{\"taskIds\":[\"t1\"]}", "{}"));
	expect_part(outlet_b.text,
		"\"code\":-32021,\"message\":\"this needs a capability the client did not "
		"declare\",\"data\":{\"requiredCapabilities\":" TASKS "}");
	assert_int_equal(outlet_b.last.status, 400);
}

static void ends_without_a_word_when_the_listener_cancels(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", ALL_LISTS, "{}"));
	(void)peer_receive(fake_peer,
		&(struct incoming){ .text = SPAN(CANCEL("7")), .outlet = &outlet_b.outlet });
	server_told(&fake_server, MCP_CHANGED_TOOLS, (struct span){ NULL, 0 });
	wait_for_the_bus();
	assert_int_equal(outlet_b.count, 1);
	assert_int_equal(outlet_b.nothings, 1);
	assert_int_equal(fake_server.bus.listens, 0);
}

static void ends_when_the_listener_hangs_up(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", ALL_LISTS, "{}"));
	peer_hang_up(fake_peer, &outlet_b.outlet);
	server_told(&fake_server, MCP_CHANGED_TOOLS, (struct span){ NULL, 0 });
	wait_for_the_bus();
	assert_int_equal(outlet_b.count, 1);
	assert_int_equal(fake_server.bus.listens, 0);
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void drains_with_a_result_over_http(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", ALL_LISTS, "{}"));
	server_drain(&fake_server);
	assert_int_equal(outlet_b.count, 2);
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
	expect_part(outlet_b.text,
		"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"_meta\":{"
		"\"io.modelcontextprotocol/subscriptionId\":7");
}

static void drains_with_a_cancellation_and_a_result_on_stdio(void **state)
{
	(void)state;
	(void)tell(LISTEN("7", ALL_LISTS, "{}"));
	server_drain(&fake_server);
	assert_int_equal(outlet_b.count, 3);
	expect_part(outlet_b.text,
		"\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7");
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
}

/* An outlet for messages of any length: it only looks whether they are JSON. */
struct sound_outlet {
	struct outlet outlet; /* first */
	int count;
	size_t len; /* of the last one */
	struct sending last;
};

static void sound_send(
	struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	struct sound_outlet *k = (struct sound_outlet *)o;
	struct buf whole;

	k->last = how;
	buf_init(&whole, (size_t)64 * 1024 * 1024);
	for (uint32_t i = 0; i < count; i++)
		buf_span(&whole, parts[i]);
	assert_false(whole.failed);
	assert_true(scan_check(buf_as_span(&whole), NULL));
	k->count++;
	k->len = whole.len;
	buf_done(&whole);
}

/* `count` names of `len` bytes each, none of whose letters is plain. */
static void listen_to(int count, int len, struct sound_outlet *sound)
{
	struct buf b;

	buf_init(&b, (size_t)32 * 1024 * 1024);
	buf_puts(&b,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{"
		"\"notifications\":{\"resourceSubscriptions\":[");
	for (int i = 0; i < count; i++) {
		buf_printf(&b, "%s\"%04d", i > 0 ? "," : "", i);
		for (int k = 4; k < len; k++)
			buf_puts(&b, "\\u0001");
		buf_char(&b, '"');
	}
	buf_puts(&b, "]}," CLAIM "}}");
	assert_false(b.failed);
	(void)peer_receive(
		fake_peer, &(struct incoming){ .text = buf_as_span(&b), .outlet = &sound->outlet });
	buf_done(&b);
}

static void acknowledges_the_longest_filter(void **state)
{
	struct sound_outlet sound = { .outlet = { .send = sound_send } };

	(void)state;
	listen_to(BUS_TOPICS_MAX, (int)(BUS_NAMES_MAX / BUS_TOPICS_MAX), &sound);
	assert_int_equal(sound.count, 1);
	assert_int_equal(sound.last.kind, OUT_NOTE);
	assert_true(sound.len > 5 * BUS_NAMES_MAX);
	assert_true(fake_peer->pending->message_len < 16);
	peer_hang_up(fake_peer, &sound.outlet);
}

static void refuses_filters_that_name_too_much(void **state)
{
	struct sound_outlet sound = { .outlet = { .send = sound_send } };

	(void)state;
	listen_to((int)(BUS_NAMES_MAX / 2048) + 1, 2048, &sound);
	assert_int_equal(sound.last.kind, OUT_ANSWER);
	listen_to(BUS_TOPICS_MAX + 1, 8, &sound);
	assert_int_equal(sound.count, 2);
	assert_int_equal(sound.last.kind, OUT_ANSWER);
	assert_int_equal(fake_server.bus.listens, 0);
}

static void refuses_more_listeners_than_it_can_serve(void **state)
{
	(void)state;
	fake_server.bus.listens = BUS_LISTENS_MAX;
	(void)tell(LISTEN("7", ALL_LISTS, "{}"));
	fake_server.bus.listens = 0;
	expect_part(outlet_b.text, "\"code\":-32603");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define LEGACY(name) cmocka_unit_test_setup_teardown(name, start_session, fake_server_stop)
#define MODERN(name) cmocka_unit_test_setup_teardown(name, start_stateless, fake_server_stop)
#define STDIO(name) cmocka_unit_test_setup_teardown(name, start_stdio, fake_server_stop)
		LEGACY(tells_a_session_which_lists_changed),
		LEGACY(tells_nothing_when_no_list_is_different),
		LEGACY(believes_a_plugin_that_says_so),
		LEGACY(tells_a_burst_once),
		STDIO(tells_nobody_before_the_handshake_is_over),
		LEGACY(tells_a_session_of_the_resource_it_subscribed_to),
		LEGACY(forgets_a_subscription_that_ended),
		LEGACY(subscribes_to_nothing_that_is_not_there),
		MODERN(acknowledges_what_it_will_tell),
		MODERN(tells_a_listener_only_what_it_acknowledged),
		MODERN(tells_a_listener_of_its_resource),
		MODERN(tells_of_a_task_only_who_named_it),
		MODERN(refuses_filters_it_cannot_read),
		MODERN(needs_the_extension_to_tell_of_tasks),
		STDIO(ends_without_a_word_when_the_listener_cancels),
		MODERN(ends_when_the_listener_hangs_up),
		MODERN(drains_with_a_result_over_http),
		STDIO(drains_with_a_cancellation_and_a_result_on_stdio),
		MODERN(acknowledges_the_longest_filter),
		MODERN(refuses_filters_that_name_too_much),
		MODERN(refuses_more_listeners_than_it_can_serve),
#undef LEGACY
#undef MODERN
#undef STDIO
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
