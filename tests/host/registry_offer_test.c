/* registry_offer_test - prompts, resources, content and questions from a plugin to the core. */
#include <string.h>

#include "host/plugin/worker.h"
#include "support/mini_trial.h"

static int offers_start(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	if (!m)
		return -1;
	mini_open(m);
	(void)mini_add(m, TEST_FIXTURES, "offers");
	mini_start(m);
	*state = m;
	return 0;
}

#define OFFERS(test) cmocka_unit_test_setup_teardown(test, offers_start, trial_close)

static void run(struct mini_registry *m, const struct call_order *order, struct mini_call *ret)
{
	assert_true(mini_order(m, order, ret) > 0);
	mini_wait(ret);
}

/* ---- What is on offer. ---- */

static void a_declaration_reaches_the_core(void **state)
{
	struct mini_registry *m = *state;
	const struct declared_tool *t;
	const struct declared_resource *r;

	assert_null(mini_report(m, "offers").why);
	t = registry_tool(m->registry, SPAN("show"))->declared;
	assert_string_equal(t->args_schema,
		"{ \"type\": \"object\", \"properties\": {\"region\": {\"type\": \"string\","
		"\"x-mcp-header\": \"Region\"}} }");
	assert_string_equal(t->icons,
		"[{\"src\":\"https://example.com/i.png\",\"sizes\":[\"48x48\",\"any\"]}]");
	assert_string_equal(t->meta, "{\"k\":1}");
	assert_int_equal(t->task, MCP_TASK_OPTIONAL);
	assert_true(registry_tool_asks(registry_tool(m->registry, SPAN("greet"))));

	assert_int_equal(registry_prompt_count(m->registry), 1);
	assert_true(registry_prompt(m->registry, SPAN("brief"))->declared->completes);
	assert_int_equal(registry_resource_count(m->registry), 2);
	r = registry_resource_at(m->registry, 0)->declared;
	assert_true(r->is_public && r->listed && !r->is_template && !r->completes);
	assert_string_equal(r->annotations, "{\"priority\":1}");
	assert_int_equal(r->ttl_s, 5);
	assert_int_equal(r->bytes, 4);
}

static void a_uri_finds_its_resource(void **state)
{
	struct mini_registry *m = *state;
	const struct resource *found;
	struct buf variables;

	buf_init(&variables, 1024);
	found = registry_resource_for(m->registry, SPAN("demo://status"), &variables);
	assert_string_equal(found->declared->uri, "demo://status");
	assert_string_equal(buf_text(&variables), "{}");
	buf_clear(&variables);
	found = registry_resource_for(m->registry, SPAN("demo://stocks/005930"), &variables);
	assert_string_equal(found->declared->uri, "demo://stocks/{code}");
	assert_string_equal(buf_text(&variables), "{\"code\":\"005930\"}");
	assert_null(registry_resource_for(m->registry, SPAN("demo://other"), &variables));
	assert_null(registry_template(m->registry, SPAN("demo://status")));
	assert_non_null(registry_template(m->registry, SPAN("demo://stocks/{code}")));
	buf_done(&variables);
}

/* ---- Content. ---- */

static void blocks_come_as_they_were_given(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"blocks\"}", &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(call.content,
		"[{\"type\":\"text\",\"text\":\"said \\\"so\\\"\",\"annotations\":{\"audience\":"
		"[\"user\"], \"priority\":0.5}},"
		"{\"type\":\"image\",\"data\":\"AAEC/w==\",\"mimeType\":\"image/png\"},"
		"{\"type\":\"audio\",\"data\":\"AA==\",\"mimeType\":\"audio/wav\"},"
		"{\"type\":\"resource_link\",\"uri\":\"demo://status\",\"name\":\"demo://status\","
		"\"mimeType\":\"text/plain\"},"
		"{\"type\":\"resource\",\"resource\":{\"uri\":\"demo://a\",\"mimeType\":"
		"\"text/plain\",\"text\":\"inside\"}},"
		"{\"type\":\"resource\",\"resource\":{\"uri\":\"demo://b\",\"blob\":\"AAE=\"}}]");
	assert_false(call.is_error);
}

static void a_structured_answer_has_its_text(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"structured\"}", &call);

	assert_string_equal(call.structured, "{\"n\": 1,  \"list\": [true]}");
	assert_string_equal(call.content,
		"[{\"type\":\"text\",\"text\":\"{\\\"n\\\": 1,  \\\"list\\\": [true]}\"}]");
}

static void a_reply_stands_behind_the_blocks(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"mixed\"}", &call);

	assert_string_equal(call.content,
		"[{\"type\":\"image\",\"data\":\"AA==\",\"mimeType\":\"image/png\"},"
		"{\"type\":\"text\",\"text\":\"in words\"}]");
}

static void a_failure_keeps_its_blocks(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"failure\"}", &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_true(call.is_error);
	assert_string_equal(call.content, "[{\"type\":\"text\",\"text\":\"it went wrong\"}]");
}

static void wrong_content_is_refused_where_it_is_given(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"wrong\"}", &call);

	assert_string_equal(call.text, "\"all refused\"");
}

static void raw_arguments_arrive_as_they_are(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"a\": [1.50]}", &call);

	assert_string_equal(call.text, "\"{\\\"a\\\": [1.50]}\"");
}

static void a_protocol_error_keeps_its_status(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"protocol\"}", &call);

	assert_int_equal(call.fault.status, MCP_E_PROTOCOL);
	assert_string_equal(call.fault.text, "as asked");
}

/* ---- Lies. ---- */

static void assert_is_a_lie(struct mini_registry *m, const char *args)
{
	struct mini_call call;

	mini_run(m, "show", args, &call);
	assert_true(call.crashed);
	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_string_equal(call.content, "");
	assert_string_equal(call.requests, "");
}

static void an_unknown_block_is_a_lie(void **state)
{
	assert_is_a_lie(*state, "{\"do\":\"video\"}");
}

static void bytes_that_are_no_base64_are_a_lie(void **state)
{
	assert_is_a_lie(*state, "{\"do\":\"stars\"}");
}

static void an_unknown_question_is_a_lie(void **state)
{
	assert_is_a_lie(*state, "{\"do\":\"method\"}");
}

static void needing_nothing_is_an_internal_error(void **state)
{
	struct mini_call call;

	mini_run(*state, "show", "{\"do\":\"nothing\"}", &call);

	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_string_equal(
		call.fault.text, "tool show needs answers and asks nothing; tell its author");
}

/* ---- Changes and the client. ---- */

static void a_change_is_told_and_the_client_known(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_TOOL,
		.tool = registry_tool(m->registry, SPAN("show")),
		.args = SPAN("{\"do\":\"changed\"}"),
		.client = MCP_CAN_FORM | MCP_CAN_ROOTS,
	};
	struct mini_call call;

	run(m, &order, &call);

	assert_string_equal(call.text, "\"client 17\"");
	assert_int_equal(m->told, 1);
	assert_int_equal(m->told_what, MCP_CHANGED_RESOURCE);
	assert_string_equal(m->told_uri, "demo://status");
}

/* ---- Questions. ---- */

static void ask(
	struct mini_registry *m, const char *inputs, const char *kept, struct mini_call *ret)
{
	const struct call_order order = {
		.kind = CALL_TOOL,
		.tool = registry_tool(m->registry, SPAN("greet")),
		.inputs = span_of(inputs),
		.kept = span_of(kept),
	};

	run(m, &order, ret);
}

#define WHO \
	"\"who\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":" \
	"\"Who are you?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"name\":{" \
	"\"type\":\"string\",\"title\":\"Name\",\"description\":\"Your name.\"},\"age\":{" \
	"\"type\":\"integer\",\"description\":\"Your age.\",\"minimum\":0,\"maximum\":150," \
	"\"default\":30},\"likes\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[" \
	"\"tea\",\"coffee\"]},\"description\":\"What you like.\"}},\"required\":[\"name\"]}}}"
#define MODEL \
	"\"model\":{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[]," \
	"\"maxTokens\":1}}"

static void questions_come_together(void **state)
{
	struct mini_call call;

	ask(*state, NULL, NULL, &call);

	assert_int_equal(call.fault.status, MCP_E_NEEDS_INPUT);
	assert_false(call.crashed);
	assert_string_equal(call.requests, "{" WHO "," MODEL "}");
	assert_string_equal(call.kept, "{\"round\":\"dHdvAA==\"}");
}

static void answers_complete_the_call(void **state)
{
	struct mini_call call;

	ask(*state,
		"{\"who\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\",\"likes\":[\"tea\"],"
		"\"extra\":1}},\"model\":{\"role\":\"assistant\",\"content\":{}},\"other\":3}",
		"{\"round\":\"dHdvAA==\"}", &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(call.text, "\"Ada, 30, likes tea, round two\"");
}

static void answers_of_the_wrong_type_are_asked_again(void **state)
{
	struct mini_call call;

	ask(*state,
		"{\"who\":{\"action\":\"accept\",\"content\":{\"name\":5}},"
		"\"model\":{\"role\":\"assistant\",\"content\":{}}}",
		NULL, &call);
	assert_string_equal(call.requests, "{" WHO "}");
	ask(*state, "{\"who\":null,\"model\":[]}", NULL, &call);
	assert_string_equal(call.requests, "{" WHO "," MODEL "}");
	ask(*state,
		"{\"who\":{\"action\":\"accept\",\"content\":{\"name\":\"A\",\"likes\":[\"x\"]}},"
		"\"model\":{\"role\":\"assistant\",\"content\":{}}}",
		NULL, &call);
	assert_string_equal(call.requests, "{" WHO "}");
}

static void a_no_is_an_answer(void **state)
{
	struct mini_call call;

	ask(*state, "{\"who\":{\"action\":\"decline\"}}", NULL, &call);

	assert_string_equal(call.text, "\"nobody\"");
}

/* ---- Prompts, resources, completion. ---- */

static void a_prompt_gives_messages(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = {
		.kind = CALL_PROMPT,
		.prompt = registry_prompt(m->registry, SPAN("brief")),
		.args = SPAN("{\"topic\":\"chips\"}"),
	};
	struct mini_call call;

	run(m, &order, &call);
	assert_string_equal(call.body,
		"{\"description\":\"A brief.\",\"messages\":["
		"{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"chips\"}},"
		"{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"Yes?\"}}]}");

	order.args = SPAN("{\"topic\":\"none\"}");
	run(m, &order, &call);
	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_string_equal(call.fault.text, "there is no topic none");
}

static void a_resource_gives_contents(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = {
		.kind = CALL_RESOURCE,
		.resource = registry_resource_at(m->registry, 0),
		.args = SPAN("{\"uri\":\"demo://status\",\"variables\":{}}"),
	};
	struct mini_call call;

	run(m, &order, &call);
	assert_string_equal(call.body, "{\"contents\":[{\"uri\":\"demo://status\",\"mimeType\":"
				       "\"text/plain\",\"text\":\"fine\"}]}");

	order.resource = registry_resource_at(m->registry, 1);
	order.args = SPAN("{\"uri\":\"demo://stocks/ab\",\"variables\":{\"code\":\"ab\"}}");
	run(m, &order, &call);
	assert_string_equal(
		call.body, "{\"contents\":[{\"uri\":\"demo://stocks/ab\",\"blob\":\"YWI=\"}]}");

	order.args = SPAN("{\"uri\":\"demo://stocks/000000\",\"variables\":{\"code\":\"000000\"}}");
	run(m, &order, &call);
	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
}

static void a_resource_without_contents_is_an_internal_error(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_RESOURCE,
		.resource = registry_resource_at(m->registry, 1),
		.args = SPAN(
			"{\"uri\":\"demo://stocks/empty\",\"variables\":{\"code\":\"empty\"}}"),
	};
	struct mini_call call;

	run(m, &order, &call);

	assert_string_equal(call.fault.text,
		"resource demo://stocks/{code} ended without an answer; tell its author");
}

static void completion_gives_values(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = {
		.kind = CALL_COMPLETE,
		.prompt = registry_prompt(m->registry, SPAN("brief")),
		.args = SPAN("{\"argument\":\"topic\",\"value\":\"ch\"}"),
	};
	struct mini_call call;

	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[\"topic\",\"ch\"],\"total\":7}");

	order.prompt = NULL;
	order.resource = registry_resource_at(m->registry, 1);
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[],\"total\":0}");
}

static void completion_knows_what_was_chosen(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = {
		.kind = CALL_COMPLETE,
		.prompt = registry_prompt(m->registry, SPAN("brief")),
		.args = SPAN("{\"argument\":\"topic\",\"value\":\"\",\"context\":"
			     "{\"other\":\"x\",\"market\":\"KOS\\u0050I\"}}"),
	};
	struct mini_call call;

	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[\"topic\",\"\",\"KOSPI\"],\"total\":7}");

	order.args = SPAN("{\"argument\":\"topic\",\"value\":\"\",\"context\":{\"market\":5}}");
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[\"topic\",\"\"],\"total\":7}");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		OFFERS(a_declaration_reaches_the_core),
		OFFERS(a_uri_finds_its_resource),
		OFFERS(blocks_come_as_they_were_given),
		OFFERS(a_structured_answer_has_its_text),
		OFFERS(a_reply_stands_behind_the_blocks),
		OFFERS(a_failure_keeps_its_blocks),
		OFFERS(wrong_content_is_refused_where_it_is_given),
		OFFERS(raw_arguments_arrive_as_they_are),
		OFFERS(a_protocol_error_keeps_its_status),
		OFFERS(an_unknown_block_is_a_lie),
		OFFERS(bytes_that_are_no_base64_are_a_lie),
		OFFERS(an_unknown_question_is_a_lie),
		OFFERS(needing_nothing_is_an_internal_error),
		OFFERS(a_change_is_told_and_the_client_known),
		OFFERS(questions_come_together),
		OFFERS(answers_complete_the_call),
		OFFERS(answers_of_the_wrong_type_are_asked_again),
		OFFERS(a_no_is_an_answer),
		OFFERS(a_prompt_gives_messages),
		OFFERS(a_resource_gives_contents),
		OFFERS(a_resource_without_contents_is_an_internal_error),
		OFFERS(completion_gives_values),
		OFFERS(completion_knows_what_was_chosen),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
