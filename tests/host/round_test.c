/* round_test - calls that ask: the sealed way, the legacy way, and how each ends. */
#include "host/proto/round.h"

#include "base/cleanup.h"
#include "support/fake_host.h"
#include "support/fake_peer.h"

#include "host/proto/peer_inside.h"

#define FORM_OF(field) \
	"{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\",\"requestedSchema\":" \
	"{\"type\":\"object\",\"properties\":{\"" field "\":{\"type\":\"string\"}}}}}"
#define SAMPLE \
	"{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[],\"maxTokens\":5}}"
#define ROOTS "{\"method\":\"roots/list\"}"
#define ALL "{\"elicitation\":{},\"sampling\":{},\"roots\":{}}"
#define ADA "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"
#define ACT "\"name\":\"act\",\"arguments\":{\"count\":3}"
#define RESPONSE(id, result) "{\"jsonrpc\":\"2.0\",\"id\":" id ",\"result\":" result "}"

static char state[8192]; /* what the last input_required carried, as JSON string */

static int begin(void **unused)
{
	(void)unused;
	fake_server_start(PEER_STDIO);
	fake_registry.asks = true;
	fake_registry.offers = true;
	return 0;
}

/* The run number `i` asks this. */
static void end_asking(uint32_t i, const char *requests, const char *kept)
{
	struct fake_call *c = &fake_registry.calls[i];
	struct call_end end = { .requests = span_of(requests), .kept = span_of(kept) };

	(void)fault_set(&end.fault, MCP_E_NEEDS_INPUT, "input is needed");
	c->ended = true;
	c->events.done(c->events.self, &end);
}

static void answer_text(uint32_t i)
{
	fake_end(i, 1, NULL);
}

static void keep_state(void)
{
	struct span result = scan_get(scan_value(span_of(outlet_b.text)), "result");
	struct span text = scan_get(result, "requestState");

	assert_true(scan_text_is(scan_get(result, "resultType"), "input_required"));
	assert_true(text.len > 2 && text.len < sizeof state);
	memcpy(state, text.at, text.len);
	state[text.len] = '\0';
}

/* A modern call of `act` with these capabilities and these extra members. */
static void call_modern(const char *capabilities, const char *more)
{
	char message[32768];

	(void)snprintf(message, sizeof message,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" ACT
		"%s,\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
		"\"io.modelcontextprotocol/clientCapabilities\":%s}}}",
		more, capabilities);
	(void)tell(message);
}

static void call_again(const char *answers)
{
	char more[16384];

	(void)snprintf(
		more, sizeof more, ",\"inputResponses\":%s,\"requestState\":%s", answers, state);
	call_modern(ALL, more);
}

/* ---- The modern era. ---- */

static void ends_a_modern_call_with_its_questions(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	expect_part(outlet_b.text,
		"\"resultType\":\"input_required\",\"inputRequests\":{\"who\":{"
		"\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",");
	keep_state();
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void hands_answers_and_memory_to_the_next_run(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{\"who\":" FORM_OF("name") "}", "{\"n\":\"AQ\"}");
	keep_state();
	call_again("{\"who\":" ADA "}");
	assert_string_equal(fake_registry.calls[1].inputs, "{\"who\":" ADA "}");
	assert_string_equal(fake_registry.calls[1].kept, "{\"n\":\"AQ\"}");
	answer_text(1);
	expect_part(outlet_b.text, "\"resultType\":\"complete\"");
}

static void keeps_answers_of_earlier_rounds_in_the_state(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{\"a\":" FORM_OF("name") "}", NULL);
	keep_state();
	call_again("{\"a\":" ADA "}");
	end_asking(1, "{\"b\":" ROOTS "}", NULL);
	keep_state();
	call_again("{\"b\":{\"roots\":[]}}");
	assert_string_equal(fake_registry.calls[2].inputs, "{\"b\":{\"roots\":[]},\"a\":" ADA "}");
}

static void takes_answers_without_a_state(void **unused)
{
	(void)unused;
	call_modern(ALL, ",\"inputResponses\":{\"who\":" ADA ",\"else\":7}");
	assert_string_equal(fake_registry.calls[0].inputs, "{\"who\":" ADA ",\"else\":7}");
}

static void refuses_answers_that_are_no_object(void **unused)
{
	static const char *const wrong[] = { "null", "5", "[]", "\"x\"" };
	char more[64];

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		(void)snprintf(more, sizeof more, ",\"inputResponses\":%s", wrong[i]);
		call_modern(ALL, more);
		expect_part(outlet_b.text, "\"code\":-32602");
	}
	assert_int_equal(fake_registry.call_count, 0);
}

static void refuses_too_many_answers(void **unused)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	(void)unused;
	buf_init(&b, 16384);
	buf_puts(&b, ",\"inputResponses\":{");
	for (int i = 0; i <= ROUND_KEYS; i++)
		buf_printf(&b, "%s\"k%d\":0", i > 0 ? "," : "", i);
	buf_char(&b, '}');
	call_modern(ALL, buf_text(&b));
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void refuses_a_changed_state(void **unused)
{
	static const char *const wrong[] = { "7", "null", "\"\"", "\"v1.AAAAAAAA.AAAA\"" };
	char more[16384];

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		(void)snprintf(more, sizeof more, ",\"requestState\":%s", wrong[i]);
		call_modern(ALL, more);
		expect_part(outlet_b.text, "\"code\":-32602");
	}
	call_modern(ALL, "");
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	keep_state();
	(void)snprintf(more, sizeof more, ",\"requestState\":%.*s-TAMPERED\"",
		(int)strlen(state) - 1, state);
	call_modern(ALL, more);
	expect_part(outlet_b.text, "\"code\":-32602");
	assert_int_equal(fake_registry.call_count, 1);
}

static void refuses_a_state_of_other_arguments(void **unused)
{
	char message[16384];

	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	keep_state();
	(void)snprintf(message, sizeof message,
		CALL("2",
			"\"name\":\"act\",\"arguments\":{\"count\":4},\"requestState\":%s," CLAIM),
		state);
	(void)tell(message);
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void refuses_a_state_whose_time_is_over(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	keep_state();
	fake_mono_ms += SEAL_LIFE_MS;
	call_again("{\"who\":" ADA "}");
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void asks_only_what_this_client_can_answer(void **unused)
{
	(void)unused;
	call_modern("{\"sampling\":{}}", "");
	assert_int_equal(fake_registry.calls[0].client, MCP_CAN_SAMPLE);
	end_asking(0, "{\"a\":" FORM_OF("name") ",\"b\":" SAMPLE ",\"c\":" ROOTS "}", NULL);
	expect_part(outlet_b.text,
		"\"inputRequests\":{\"b\":{\"method\":\"sampling/createMessage\","
		"\"params\":{\"messages\":[],\"maxTokens\":5}}}");
}

static void says_what_a_client_lacks(void **unused)
{
	(void)unused;
	call_modern("{}", "");
	end_asking(0, "{\"b\":" SAMPLE "}", NULL);
	expect_part(outlet_b.text, "\"code\":-32021");
	expect_part(outlet_b.text, "\"requiredCapabilities\":{\"sampling\":{}}");
	assert_int_equal(outlet_b.last.status, 400);
}

static void ends_when_a_tool_asks_what_is_no_question(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{\"b\":{\"method\":\"tools/list\"}}", NULL);
	expect_part(outlet_b.text, "\"code\":-32603");
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void gives_the_reason_when_nothing_was_asked(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	end_asking(0, "{}", NULL);
	expect_part(outlet_b.text, "\"isError\":true");
	expect_part(outlet_b.text, "input is needed");
}

static void asks_for_prompts_too(void **unused)
{
	(void)unused;
	(void)tell(ASK("5", "prompts/get",
		"\"name\":\"brief\",\"arguments\":{\"topic\":\"x\"}," CAPABLE(ALL)));
	assert_int_equal(fake_registry.call_count, 1);
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	keep_state();
}

static void does_not_take_a_prompts_state_for_a_tool(void **unused)
{
	(void)unused;
	(void)tell(ASK("5", "prompts/get",
		"\"name\":\"brief\",\"arguments\":{\"topic\":\"x\"}," CAPABLE(ALL)));
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	keep_state();
	call_again("{\"who\":" ADA "}");
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void asks_for_resources_too(void **unused)
{
	(void)unused;
	(void)tell(ASK("5", "resources/read", "\"uri\":\"fake://status\"," CAPABLE(ALL)));
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	keep_state();
	assert_null(strstr(outlet_b.text, "ttlMs"));
}

static void end_reading(struct call_end *end)
{
	end->body = SPAN("{\"contents\":[{\"uri\":\"fake://status\",\"text\":\"x\"}]}");
}

static void lets_nobody_keep_what_came_of_answers(void **unused)
{
	(void)unused;
	(void)tell(ASK("5", "resources/read", "\"uri\":\"fake://status\"," CAPABLE(ALL)));
	fake_end(0, 0, end_reading);
	expect_part(outlet_b.text, "\"ttlMs\":5000");
	(void)tell(ASK("6", "resources/read",
		"\"uri\":\"fake://status\",\"inputResponses\":{\"who\":" ADA "}," CAPABLE(ALL)));
	fake_end(1, 0, end_reading);
	expect_part(outlet_b.text, "\"ttlMs\":0,\"cacheScope\":\"private\"");
}

static void ends_calls_that_are_made_again_for_ever(void **unused)
{
	(void)unused;
	call_modern(ALL, "");
	for (uint32_t i = 0; i < ROUNDS_MODERN; i++) {
		end_asking(i, "{\"who\":" FORM_OF("name") "}", NULL);
		keep_state();
		call_again("{}");
	}
	expect_part(outlet_b.text, "\"code\":-32602");
	assert_int_equal(fake_registry.call_count, ROUNDS_MODERN);
}

/* ---- The legacy era. ---- */

static int begin_legacy(void **unused)
{
	(void)begin(unused);
	(void)tell("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
		   "\"protocolVersion\":\"2025-11-25\",\"capabilities\":" ALL
		   ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
	(void)tell(INITIALIZED);
	(void)tell(CALL("\"c\"", ACT));
	assert_int_equal(fake_registry.call_count, 1);
	return 0;
}

/* A message that is answered nowhere, keeping what outlet_b holds. */
static void respond(const char *message)
{
	outlet_b.text[0] = '\0';
	assert_int_equal(peer_receive(fake_peer, &(struct incoming){ .text = span_of(message),
							 .outlet = &outlet_a.outlet }),
		RECEIVED_NOTICE);
}

static void sends_questions_to_a_legacy_client(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	expect_part(outlet_b.text,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"elicitation/create\",\"params\":{"
		"\"mode\":\"form\",\"message\":\"Who?\",");
	assert_int_equal(outlet_b.last.kind, OUT_NOTE);
	assert_int_equal(peer_pending(fake_peer), 1);
}

static void runs_again_when_all_is_answered(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") ",\"where\":" ROOTS "}", "{\"n\":\"AQ\"}");
	respond(RESPONSE("2", "{\"roots\":[]}"));
	assert_int_equal(fake_registry.call_count, 1);
	respond(RESPONSE("1", ADA));
	assert_int_equal(fake_registry.call_count, 2);
	assert_string_equal(
		fake_registry.calls[1].inputs, "{\"who\":" ADA ",\"where\":{\"roots\":[]}}");
	assert_string_equal(fake_registry.calls[1].kept, "{\"n\":\"AQ\"}");
	assert_string_equal(fake_registry.calls[1].args, fake_registry.calls[0].args);
	answer_text(1);
	expect_part(outlet_b.text, "\"id\":\"c\",\"result\":{\"content\":");
}

static void reads_again_with_the_variables_of_today(void **unused)
{
	(void)unused;
	(void)tell(ASK("7", "resources/read", "\"uri\":\"fake://stocks/005930\""));
	end_asking(1, "{\"who\":" FORM_OF("name") "}", NULL);
	respond(RESPONSE("1", ADA));
	assert_string_equal(fake_registry.calls[2].args,
		"{\"uri\":\"fake://stocks/005930\",\"variables\":{\"code\":\"005930\"}}");
	assert_string_equal(fake_registry.calls[2].args, fake_registry.calls[1].args);
	answer_text(0);
}

/* What waits for answers holds no worker, so nothing else would bound it. */
static void asks_one_client_only_so_much(void **unused)
{
	char call[256];
	uint32_t asked = 0;

	(void)unused;
	for (uint32_t i = 0; asked < ROUND_ASKED_MAX; i++) {
		fake_registry.call_count = 1; /* the same place again and again */
		(void)snprintf(call, sizeof call, CALL("%u", ACT), i);
		(void)tell(call);
		end_asking(1,
			"{\"a\":" ROOTS ",\"b\":" ROOTS ",\"c\":" ROOTS ",\"d\":" ROOTS
			",\"e\":" ROOTS ",\"f\":" ROOTS ",\"g\":" ROOTS ",\"h\":" ROOTS "}",
			NULL);
		asked += 8;
	}
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	expect_part(outlet_b.text, "\"isError\":true");
	expect_part(outlet_b.text, "\"status\":\"busy\"");
	respond(RESPONSE("1", "{\"roots\":[]}"));
	kept_outlet_clear(&outlet_b);
	(void)tell(CALL("\"d\"", ACT));
	end_asking(fake_registry.call_count - 1, "{\"who\":" ROOTS "}", NULL);
	expect_part(outlet_b.text, "\"method\":\"roots/list\"");
}

static void fails_the_call_when_the_client_refuses(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") ",\"where\":" ROOTS "}", NULL);
	respond("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}");
	expect_part(outlet_b.text, "\"method\":\"notifications/cancelled\",\"params\":{"
				   "\"requestId\":2}");
	expect_part(outlet_b.text, "the client did not answer the question");
	expect_part(outlet_b.text, "\"isError\":true");
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void fails_the_call_when_the_answer_is_none(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	respond(RESPONSE("1", "{\"action\":\"accept\",\"content\":5}"));
	expect_part(outlet_b.text, "\"isError\":true");
}

static void passes_a_refusal_of_the_person_on(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	respond(RESPONSE("1", "{\"action\":\"decline\"}"));
	assert_string_equal(fake_registry.calls[1].inputs, "{\"who\":{\"action\":\"decline\"}}");
}

static void ignores_answers_to_what_was_not_asked(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	respond(RESPONSE("7", ADA));
	respond(RESPONSE("\"1\"", ADA));
	respond(RESPONSE("1", ADA));
	respond(RESPONSE("1", ADA));
	assert_int_equal(fake_registry.call_count, 2);
}

static void takes_answers_only_from_the_peer_that_was_asked(void **unused)
{
	struct peer *other = peer_new(&(struct peer_options){
		.server = &fake_server, .kind = PEER_SESSION, .common = &outlet_a.outlet });

	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	(void)peer_receive(other, &(struct incoming){ .text = SPAN(INITIALIZE("2025-11-25")),
					  .outlet = &outlet_a.outlet });
	(void)peer_receive(other, &(struct incoming){ .text = span_of(RESPONSE("1", ADA)),
					  .outlet = &outlet_a.outlet });
	assert_int_equal(fake_registry.call_count, 1);
	peer_free(other);
}

static void takes_questions_back_when_the_call_is_cancelled(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	respond(CANCEL("\"c\""));
	expect_part(outlet_b.text, "\"method\":\"notifications/cancelled\",\"params\":{"
				   "\"requestId\":1}");
	assert_int_equal(outlet_b.nothings, 1);
	respond(RESPONSE("1", ADA));
	assert_int_equal(fake_registry.call_count, 1);
}

static void ends_quietly_when_the_session_goes(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	outlet_b.text[0] = '\0';
	peer_hang_up(fake_peer, &outlet_b.outlet);
	assert_string_equal(outlet_b.text, "");
	assert_int_equal(peer_pending(fake_peer), 0);
	respond(RESPONSE("1", ADA));
	assert_int_equal(fake_registry.call_count, 1);
}

static void waits_ten_minutes_for_an_answer(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	fake_mono_ms += ROUND_ANSWER_MS - 1;
	rounds_expire(&fake_server);
	assert_int_equal(peer_pending(fake_peer), 1);
	fake_mono_ms++;
	rounds_expire(&fake_server);
	expect_part(outlet_b.text, "\"requestId\":1");
	expect_part(outlet_b.text, "nobody answered the question in time");
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void ends_a_call_that_asks_for_ever(void **unused)
{
	char answer[128];

	(void)unused;
	for (uint32_t i = 0; i < ROUNDS_LEGACY; i++) {
		end_asking(i, "{\"who\":" FORM_OF("name") "}", NULL);
		(void)snprintf(answer, sizeof answer, RESPONSE("%u", ADA), i + 1);
		respond(answer);
	}
	end_asking(ROUNDS_LEGACY, "{\"who\":" FORM_OF("name") "}", NULL);
	expect_part(outlet_b.text, "the tool asked too often");
}

static void says_which_questions_a_legacy_client_cannot_answer(void **unused)
{
	(void)unused;
	end_asking(0,
		"{\"go\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\","
		"\"message\":\"Go\",\"url\":\"https://example.com/\"}}}",
		NULL);
	expect_part(outlet_b.text, "\"isError\":true");
	expect_part(outlet_b.text, "{\\\"elicitation\\\":{\\\"url\\\":{}}}");
}

static void asks_nothing_where_nobody_would_hear(void **unused)
{
	(void)unused;
	outlet_b.outlet.deaf = true;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	outlet_b.outlet.deaf = false;
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
	expect_part(outlet_b.text, "\"isError\":true");
	expect_part(outlet_b.text, "accept text/event-stream");
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void waits_for_no_client_that_is_silent(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") ",\"where\":" ROOTS "}", NULL);
	peer_silent(fake_peer);
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
	expect_part(outlet_b.text, "the client did not answer the question");
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void fails_a_prompt_as_an_error_of_the_protocol(void **unused)
{
	(void)unused;
	(void)tell(ASK("9", "prompts/get", "\"name\":\"brief\",\"arguments\":{\"topic\":\"x\"}"));
	end_asking(1, "{\"who\":" FORM_OF("name") "}", NULL);
	respond("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}");
	expect_part(outlet_b.text, "\"id\":9,\"error\":{\"code\":-32603");
}

static void says_when_it_is_gone_before_it_is_answered(void **unused)
{
	(void)unused;
	end_asking(0, "{\"who\":" FORM_OF("name") "}", NULL);
	fake_registry.starting = true;
	respond(RESPONSE("1", ADA));
	fake_registry.starting = false;
	expect_part(outlet_b.text, "this is not offered any more");
}

#define MODERN(test) cmocka_unit_test_setup_teardown(test, begin, fake_server_stop)
#define LEGACY(test) cmocka_unit_test_setup_teardown(test, begin_legacy, fake_server_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		MODERN(ends_a_modern_call_with_its_questions),
		MODERN(hands_answers_and_memory_to_the_next_run),
		MODERN(keeps_answers_of_earlier_rounds_in_the_state),
		MODERN(takes_answers_without_a_state),
		MODERN(refuses_answers_that_are_no_object),
		MODERN(refuses_too_many_answers),
		MODERN(refuses_a_changed_state),
		MODERN(refuses_a_state_of_other_arguments),
		MODERN(refuses_a_state_whose_time_is_over),
		MODERN(asks_only_what_this_client_can_answer),
		MODERN(says_what_a_client_lacks),
		MODERN(ends_when_a_tool_asks_what_is_no_question),
		MODERN(gives_the_reason_when_nothing_was_asked),
		MODERN(asks_for_prompts_too),
		MODERN(does_not_take_a_prompts_state_for_a_tool),
		MODERN(asks_for_resources_too),
		MODERN(lets_nobody_keep_what_came_of_answers),
		MODERN(ends_calls_that_are_made_again_for_ever),
		LEGACY(sends_questions_to_a_legacy_client),
		LEGACY(asks_nothing_where_nobody_would_hear),
		LEGACY(waits_for_no_client_that_is_silent),
		LEGACY(runs_again_when_all_is_answered),
		LEGACY(reads_again_with_the_variables_of_today),
		LEGACY(asks_one_client_only_so_much),
		LEGACY(fails_the_call_when_the_client_refuses),
		LEGACY(fails_the_call_when_the_answer_is_none),
		LEGACY(passes_a_refusal_of_the_person_on),
		LEGACY(ignores_answers_to_what_was_not_asked),
		LEGACY(takes_answers_only_from_the_peer_that_was_asked),
		LEGACY(takes_questions_back_when_the_call_is_cancelled),
		LEGACY(ends_quietly_when_the_session_goes),
		LEGACY(waits_ten_minutes_for_an_answer),
		LEGACY(ends_a_call_that_asks_for_ever),
		LEGACY(says_which_questions_a_legacy_client_cannot_answer),
		LEGACY(fails_a_prompt_as_an_error_of_the_protocol),
		LEGACY(says_when_it_is_gone_before_it_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
