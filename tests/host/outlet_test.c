/* outlet_test - where the messages of an exchange go, and how it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/fake_peer.h"

static int start_session(void **state)
{
	(void)state;
	fake_server_start(PEER_SESSION);
	(void)tell(INITIALIZE("2025-03-26"));
	(void)tell(INITIALIZED);
	return 0;
}

static int start_stateless(void **state)
{
	(void)state;
	fake_server_start(PEER_STATELESS);
	return 0;
}

static bool no_param(void *self, const char *header, struct span *ret)
{
	(void)self;
	(void)header;
	(void)ret;
	return false;
}

/* Headers of routers belong to the modern era; a session's POST has claims, and says nothing. */
static void wants_no_repeated_arguments_of_a_session(void **state)
{
	const struct claims claims = { .param = no_param };

	(void)state;
	fake_registry.marked = true;
	(void)tell_with(
		CALL("1", "\"name\":\"marked\",\"arguments\":{\"region\":\"us\"}"), &claims);
	assert_int_equal(fake_registry.call_count, 1);
}

static void says_nothing_will_come_for_a_cancelled_request(void **state)
{
	(void)state;
	assert_int_equal(tell(CALL("1", "\"name\":\"act\"")), RECEIVED_REQUEST);
	assert_int_equal(peer_receive(fake_peer, &(struct incoming){ .text = SPAN(CANCEL("1")),
							 .outlet = &outlet_a.outlet }),
		RECEIVED_NOTICE);
	assert_int_equal(outlet_b.nothings, 1);
	assert_int_equal(outlet_b.count, 0);
	assert_true(fake_registry.calls[0].cancelled);
}

static void says_nothing_will_come_for_a_cancelled_batch(void **state)
{
	(void)state;
	assert_int_equal(tell("[" CALL("1", "\"name\":\"act\"") "]"), RECEIVED_REQUEST);
	(void)peer_receive(fake_peer,
		&(struct incoming){ .text = SPAN(CANCEL("1")), .outlet = &outlet_a.outlet });
	assert_int_equal(outlet_b.nothings, 1);
	assert_int_equal(outlet_b.count, 0);
}

static void has_nothing_to_send_for_a_batch_of_notices(void **state)
{
	(void)state;
	assert_int_equal(tell("[" INITIALIZED ",{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]"),
		RECEIVED_NOTICE);
	assert_int_equal(outlet_b.count + outlet_b.nothings, 0);
}

static void sends_progress_where_the_answer_goes(void **state)
{
	const struct call_events *e = &fake_registry.calls[0].events;

	(void)state;
	(void)tell(CALL("1", "\"name\":\"act\",\"_meta\":{\"progressToken\":5}"));
	e->progress(e->self, 1, 3, (struct span){ NULL, 0 });
	assert_int_equal(outlet_b.last.kind, OUT_NOTE);
	expect_part(outlet_b.text, "\"progressToken\":5");
	fake_end(0, 5, NULL);
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
	assert_int_equal(outlet_b.last.status, 200);
	assert_int_equal(outlet_a.count, 0);
}

static void an_unknown_method_is_no_bad_request(void **state)
{
	(void)state;
	(void)tell(ASK("1", "no/method", ""));
	expect_part(outlet_b.text, "\"id\":1,\"error\":{\"code\":-32601");
	assert_int_equal(outlet_b.last.status, 200);
}

static void hanging_up_cancels_only_what_goes_there(void **state)
{
	(void)state;
	(void)tell(CALL("1", "\"name\":\"act\"," CLAIM));
	(void)peer_receive(
		fake_peer, &(struct incoming){ .text = SPAN(CALL("1", "\"name\":\"act\"," CLAIM)),
				   .outlet = &outlet_a.outlet });
	peer_hang_up(fake_peer, &outlet_b.outlet);
	assert_true(fake_registry.calls[0].cancelled);
	assert_false(fake_registry.calls[1].cancelled);
	assert_int_equal(peer_pending(fake_peer), 1);
	assert_int_equal(outlet_b.count + outlet_b.nothings, 0);
	fake_end(1, 5, NULL);
	expect_part(outlet_a.text, "\"id\":1,\"result\"");
}

static void hanging_up_ends_a_batch_without_a_word(void **state)
{
	(void)state;
	(void)tell("[" CALL("1", "\"name\":\"act\"") "," CALL("2", "\"name\":\"act\"") "]");
	peer_hang_up(fake_peer, &outlet_b.outlet);
	assert_int_equal(peer_pending(fake_peer), 0);
	assert_int_equal(outlet_b.count + outlet_b.nothings, 0);
}

static void answers_the_same_id_on_two_exchanges(void **state)
{
	(void)state;
	(void)tell(CALL("1", "\"name\":\"act\"," CLAIM));
	(void)peer_receive(
		fake_peer, &(struct incoming){ .text = SPAN(CALL("1", "\"name\":\"act\"," CLAIM)),
				   .outlet = &outlet_a.outlet });
	fake_end(1, 7, NULL);
	expect_part(outlet_a.text, "n is 7");
	fake_end(0, 8, NULL);
	expect_part(outlet_b.text, "n is 8");
}

static void broken_messages_are_bad_requests(void **state)
{
	(void)state;
	(void)tell("{");
	assert_int_equal(outlet_b.last.status, 400);
	(void)tell("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}");
	assert_int_equal(outlet_b.last.status, 400);
}

static void sees_what_a_message_is_before_a_peer_is_chosen(void **state)
{
	(void)state;
	assert_int_equal(peer_look(SPAN("{")), LOOK_BROKEN);
	assert_int_equal(peer_look(SPAN("5")), LOOK_BROKEN);
	assert_int_equal(peer_look(SPAN("[]")), LOOK_BATCH);
	assert_int_equal(peer_look(SPAN(INITIALIZE("2025-11-25"))), LOOK_INITIALIZE);
	assert_int_equal(peer_look(SPAN(ASK("1", "initialize", CLAIM))), LOOK_MODERN);
	assert_int_equal(peer_look(SPAN(ASK("1", "tools/list", ""))), LOOK_LEGACY);
	assert_int_equal(
		peer_look(SPAN("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")), LOOK_LEGACY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define LEGACY(name) cmocka_unit_test_setup_teardown(name, start_session, fake_server_stop)
#define MODERN(name) cmocka_unit_test_setup_teardown(name, start_stateless, fake_server_stop)
		LEGACY(wants_no_repeated_arguments_of_a_session),
		LEGACY(says_nothing_will_come_for_a_cancelled_request),
		LEGACY(says_nothing_will_come_for_a_cancelled_batch),
		LEGACY(has_nothing_to_send_for_a_batch_of_notices),
		LEGACY(sends_progress_where_the_answer_goes),
		LEGACY(hanging_up_ends_a_batch_without_a_word),
		LEGACY(broken_messages_are_bad_requests),
		LEGACY(an_unknown_method_is_no_bad_request),
		MODERN(hanging_up_cancels_only_what_goes_there),
		MODERN(answers_the_same_id_on_two_exchanges),
		cmocka_unit_test(sees_what_a_message_is_before_a_peer_is_chosen),
#undef LEGACY
#undef MODERN
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
