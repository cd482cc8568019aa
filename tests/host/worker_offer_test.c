/* worker_offer_test - frames about prompts, resources, completion and questions, at the socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/scan.h"
#include "host/plugin/worker.h"
#include "support/mini_registry.h"
#include "support/mini_worker.h"

static int meet(void **state, const char *path, const char *locale)
{
	struct mini_worker *m = calloc(1, sizeof *m);

	if (!m || !mini_meet(m, path, locale))
		return -1;
	*state = m;
	mini_expect(m, "hello");
	mini_say(m, "config", ",\"config\":{}");
	mini_expect(m, "ready");
	return 0;
}

static int meet_offers(void **state)
{
	return meet(state, TEST_FIXTURES "/offers.so", "en");
}

static int meet_questions(void **state)
{
	return meet(state, TEST_FIXTURES "/questions.so", "ko");
}

static int part(void **state)
{
	mini_part(*state);
	free(*state);
	return 0;
}

/* Orders a call and returns the whole answer. */
static struct span answer_to(struct mini_worker *m, const char *call)
{
	mini_say(m, "call", call);
	return mini_hear(m);
}

static void assert_frame(struct span frame, const char *text)
{
	if (!span_is(frame, text))
		fail_msg("heard %.*s, not %s", (int)frame.len, frame.at ? frame.at : "", text);
}

static void assert_status(struct span frame, const char *status)
{
	if (!scan_text_is(scan_get(frame, "status"), status))
		fail_msg("heard %.*s, not %s", (int)frame.len, frame.at ? frame.at : "", status);
}

/* ---- Answers. ---- */

static void a_prompt_is_answered_by_a_body(void **state)
{
	assert_frame(answer_to(*state,
			     ",\"kind\":\"prompt\",\"name\":\"brief\",\"args\":{\"topic\":\"x\"}"),
		"{\"t\":\"done\",\"status\":\"ok\",\"body\":{\"description\":\"A brief.\","
		"\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"x\"}},"
		"{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"Yes?\"}}]},"
		"\"notes\":[]}");
}

static void a_resource_is_answered_by_its_contents(void **state)
{
	assert_frame(answer_to(*state,
			     ",\"kind\":\"resource\",\"name\":\"demo://status\",\"args\":{\"uri\":"
			     "\"demo://status\",\"variables\":{}}"),
		"{\"t\":\"done\",\"status\":\"ok\",\"body\":{\"contents\":[{\"uri\":"
		"\"demo://status\",\"mimeType\":\"text/plain\",\"text\":\"fine\"}]},\"notes\":[]}");
}

static void a_completion_is_answered_by_values(void **state)
{
	assert_frame(
		answer_to(*state,
			",\"kind\":\"complete\",\"of\":\"prompt\",\"name\":\"brief\",\"args\":"
			"{\"argument\":\"topic\",\"value\":\"c\",\"context\":{\"market\":\"A\"}}"),
		"{\"t\":\"done\",\"status\":\"ok\",\"body\":{\"values\":[\"topic\",\"c\",\"A\"],"
		"\"total\":7},\"notes\":[]}");
}

static void a_change_comes_before_the_answer(void **state)
{
	struct mini_worker *m = *state;

	assert_frame(
		answer_to(m, ",\"kind\":\"tool\",\"name\":\"show\",\"args\":{\"a\":\"changed\"}"),
		"{\"t\":\"changed\",\"what\":4,\"uri\":\"demo://status\"}");
	assert_true(scan_text_is(scan_get(mini_hear(m), "text"), "client 0"));
}

static void questions_are_answered_by_requests(void **state)
{
	struct span done = answer_to(
		*state, ",\"kind\":\"tool\",\"name\":\"questions\",\"args\":{\"what\":\"roots\"}");

	assert_frame(done, "{\"t\":\"done\",\"status\":\"needs_input\",\"requests\":{\"k\":{"
			   "\"method\":\"roots/list\",\"params\":{}}},\"kept\":{},\"notes\":[]}");
}

static void questions_are_asked_in_the_readers_language(void **state)
{
	struct mini_worker *m = *state;

	assert_frame(scan_get2(scan_get(answer_to(m, ",\"kind\":\"tool\",\"name\":\"questions\","
						     "\"args\":{\"what\":\"url\"}"),
				       "requests"),
			     "k", "params"),
		"{\"mode\":\"url\",\"message\":\"로그인해 주세요.\",\"url\":"
		"\"https://example.com/sign?in=1\"}");
	assert_frame(scan_get(scan_get2(scan_get(answer_to(m, ",\"kind\":\"tool\",\"name\":"
							      "\"questions\",\"args\":{\"what\":"
							      "\"form_json\"}"),
						"requests"),
				      "k", "params"),
			     "message"),
		"\"어느 것인가요?\"");
}

static void the_next_call_knows_nothing_of_the_last(void **state)
{
	struct mini_worker *m = *state;

	assert_status(answer_to(m, ",\"kind\":\"tool\",\"name\":\"questions\",\"args\":{\"what\":"
				   "\"only\"},\"kept\":{\"word\":\"b2s=\"},\"inputs\":{\"k\":{}}"),
		"needs_input");
	assert_frame(answer_to(m, ",\"kind\":\"tool\",\"name\":\"questions\",\"args\":{\"what\":"
				  "\"roots\"}"),
		"{\"t\":\"done\",\"status\":\"needs_input\",\"requests\":{\"k\":{\"method\":"
		"\"roots/list\",\"params\":{}}},\"kept\":{},\"notes\":[]}");
}

/* ---- Frames that are wrong fail the call, not the worker. ---- */

static void an_unknown_prompt_is_an_internal_error(void **state)
{
	struct mini_worker *m = *state;

	assert_status(
		answer_to(m, ",\"kind\":\"prompt\",\"name\":\"show\",\"args\":{}"), "internal");
	assert_status(answer_to(m, ",\"kind\":\"resource\",\"name\":\"demo://other\",\"args\":{}"),
		"internal");
	assert_status(
		answer_to(m, ",\"kind\":\"complete\",\"name\":\"show\",\"args\":{}"), "internal");
	assert_status(answer_to(m, ",\"kind\":7,\"name\":[]"), "internal");
}

static void an_order_without_its_arguments_fails(void **state)
{
	struct mini_worker *m = *state;

	assert_status(answer_to(m, ",\"kind\":\"resource\",\"name\":\"demo://status\""), "memory");
	assert_status(answer_to(m, ",\"kind\":\"complete\",\"of\":\"prompt\",\"name\":\"brief\","
				   "\"args\":{\"argument\":5}"),
		"memory");
	assert_status(
		answer_to(m, ",\"kind\":\"resource\",\"name\":\"demo://stocks/{code}\","
			     "\"args\":{\"uri\":\"demo://stocks/1\",\"variables\":{\"code\":1}}"),
		"internal");
	assert_status(
		answer_to(m, ",\"kind\":\"tool\",\"name\":\"show\",\"args\":{\"do\":\"x\"}"), "ok");
}

static void answers_that_are_no_object_are_no_answers(void **state)
{
	struct mini_worker *m = *state;

	assert_status(answer_to(m, ",\"kind\":\"tool\",\"name\":\"questions\",\"args\":{\"what\":"
				   "\"roots\"},\"inputs\":[{\"roots\":[]}],\"kept\":\"b2s=\""),
		"needs_input");
}

static void more_memory_than_allowed_fails_the_call(void **state)
{
	static char call[8192];
	int n = snprintf(call, sizeof call,
		",\"kind\":\"tool\",\"name\":\"questions\",\"args\":{\"what\":\"roots\"},"
		"\"kept\":{\"n\":\"%0*d\",\"o\":\"%0*d\"}",
		2800, 0, 2800, 0);
	struct span done;

	assert_in_range(n, 5600, sizeof call - 1);
	done = answer_to(*state, call);

	assert_status(done, "memory");
	assert_true(scan_text_is(scan_get(done, "text"),
		"questions 도구가 4096바이트 넘게 기억하려 합니다. 만든 사람에게 알리세요"));
}

#define OFFERS(test) cmocka_unit_test_setup_teardown(test, meet_offers, part)
#define QUESTIONS(test) cmocka_unit_test_setup_teardown(test, meet_questions, part)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		OFFERS(a_prompt_is_answered_by_a_body),
		OFFERS(a_resource_is_answered_by_its_contents),
		OFFERS(a_completion_is_answered_by_values),
		OFFERS(a_change_comes_before_the_answer),
		OFFERS(an_unknown_prompt_is_an_internal_error),
		OFFERS(an_order_without_its_arguments_fails),
		QUESTIONS(questions_are_answered_by_requests),
		QUESTIONS(questions_are_asked_in_the_readers_language),
		QUESTIONS(the_next_call_knows_nothing_of_the_last),
		QUESTIONS(answers_that_are_no_object_are_no_answers),
		QUESTIONS(more_memory_than_allowed_fails_the_call),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
