/* elicit_test - questions of a handler: what they need, how a revision words them. */
#include "host/proto/elicit.h"

#include "base/cleanup.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"
#include "support/fake_host.h"

#define C VERSION_2025_06_18
#define D VERSION_2025_11_25
#define E VERSION_2026_07_28

#define FORM(fields) \
	"{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\"," \
	"\"requestedSchema\":{\"type\":\"object\",\"properties\":{" fields "}}}}"
#define URL \
	"{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":\"Go\"," \
	"\"url\":\"https://example.com/\"}}"
#define SAMPLE(rest) \
	"{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[],\"maxTokens\":5" rest \
	"}}"

static void knows_what_a_client_can_by_revision(void **state)
{
	static const struct {
		const char *capabilities;
		enum version v;
		uint32_t can;
	} cases[] = {
		{ "{}", E, 0 },
		{ "{\"elicitation\":{}}", VERSION_2025_03_26, 0 },
		{ "{\"elicitation\":{}}", C, MCP_CAN_FORM },
		{ "{\"elicitation\":{\"url\":{}}}", C, MCP_CAN_FORM },
		{ "{\"elicitation\":{}}", D, MCP_CAN_FORM },
		{ "{\"elicitation\":{\"url\":{}}}", D, MCP_CAN_URL },
		{ "{\"elicitation\":{\"url\":{},\"form\":{}}}", E, MCP_CAN_URL | MCP_CAN_FORM },
		{ "{\"elicitation\":true}", E, 0 },
		{ "{\"sampling\":{}}", VERSION_2024_11_05, MCP_CAN_SAMPLE },
		{ "{\"sampling\":{\"tools\":{}}}", C, MCP_CAN_SAMPLE },
		{ "{\"sampling\":{\"tools\":{}}}", E, MCP_CAN_SAMPLE | MCP_CAN_SAMPLE_TOOLS },
		{ "{\"roots\":{\"listChanged\":true}}", D, MCP_CAN_ROOTS },
		{ "{\"extensions\":{\"" EXTENSION_TASKS "\":{}}}", E, MCP_CAN_TASKS },
		{ "{\"extensions\":{\"" EXTENSION_TASKS "\":{}}}", D, 0 },
		{ "{\"tasks\":{}}", E, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(
			client_can(span_of(cases[i].capabilities), cases[i].v), cases[i].can);
	assert_int_equal(client_can((struct span){ NULL, 0 }, E), 0);
}

static void expect_required(uint32_t can, const char *wanted)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&b, 4096);
	elicit_required(can, &b);
	assert_string_equal(buf_text(&b), wanted);
}

static void says_what_a_client_would_have_to_declare(void **state)
{
	(void)state;
	expect_required(MCP_CAN_FORM, "{\"elicitation\":{}}");
	expect_required(MCP_CAN_URL, "{\"elicitation\":{\"url\":{}}}");
	expect_required(MCP_CAN_URL | MCP_CAN_FORM, "{\"elicitation\":{\"url\":{},\"form\":{}}}");
	expect_required(MCP_CAN_SAMPLE | MCP_CAN_ROOTS, "{\"sampling\":{},\"roots\":{}}");
	expect_required(MCP_CAN_SAMPLE | MCP_CAN_SAMPLE_TOOLS, "{\"sampling\":{\"tools\":{}}}");
	expect_required(MCP_CAN_TASKS, "{\"extensions\":{\"" EXTENSION_TASKS "\":{}}}");
}

static struct question question_of(const char *request)
{
	struct question q;
	struct fault f = { 0 };

	assert_true(scan_check(span_of(request), NULL));
	assert_int_equal(elicit_read(span_of(request), &q, &f), MCP_OK);
	return q;
}

static void tells_the_kinds_apart(void **state)
{
	(void)state;
	assert_int_equal(question_of(FORM("")).needs, MCP_CAN_FORM);
	assert_int_equal(question_of(URL).needs, MCP_CAN_URL);
	assert_int_equal(question_of(SAMPLE("")).needs, MCP_CAN_SAMPLE);
	assert_int_equal(
		question_of(SAMPLE(",\"tools\":[]")).needs, MCP_CAN_SAMPLE | MCP_CAN_SAMPLE_TOOLS);
	assert_int_equal(question_of("{\"method\":\"roots/list\"}").needs, MCP_CAN_ROOTS);
}

static void refuses_what_nobody_can_answer(void **state)
{
	static const char *const wrong[] = {
		"{\"method\":\"tools/list\",\"params\":{}}",
		"{\"params\":{}}",
		"{\"method\":\"elicitation/create\"}",
		"{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\"}}",
		"{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":\"\"}}",
		"{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[]}}",
		"{\"method\":\"sampling/createMessage\",\"params\":{\"maxTokens\":1}}",
		FORM("\"a\":{\"type\":\"object\",\"properties\":{}}"),
		FORM("\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"),
		FORM("\"a\":{\"type\":\"string\",\"enum\":[1]}"),
		FORM("\"a\":{\"type\":\"string\",\"oneOf\":[{\"const\":\"x\"}]}"),
		FORM("\"a\":{\"$ref\":\"#\",\"type\":\"string\"}"),
		FORM("\"a\":7"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct question q;
		struct fault f = { 0 };

		assert_int_equal(elicit_read(span_of(wrong[i]), &q, &f), MCP_E_INTERNAL);
		assert_non_null(strstr(f.text, "nobody can answer"));
	}
}

static void expect_params(const char *request, enum version v, const char *wanted)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct question q = question_of(request);
	struct fault f = { 0 };

	buf_init(&b, 4096);
	assert_int_equal(elicit_params(&q, v, "e1", &b, &f), MCP_OK);
	assert_string_equal(buf_text(&b), wanted);
}

static void gives_a_form_whole_to_the_newest(void **state)
{
	(void)state;
	expect_params(FORM("\"n\":{\"type\":\"integer\",\"default\":30}"), D,
		"{\"mode\":\"form\",\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\","
		"\"properties\":{\"n\":{\"type\":\"integer\",\"default\":30}}}}");
}

static void lowers_a_form_for_older_clients(void **state)
{
	(void)state;
	expect_params(FORM("\"n\":{\"type\":\"string\",\"default\":\"x\",\"oneOf\":[{\"const\":"
			   "\"x\",\"title\":\"X!\"},{\"const\":\"y\",\"title\":\"Y!\"}]},"
			   "\"b\":{\"type\":\"boolean\",\"default\":true}"),
		C,
		"{\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{"
		"\"n\":{\"type\":\"string\",\"enum\":[\"x\",\"y\"],\"enumNames\":[\"X!\",\"Y!\"]},"
		"\"b\":{\"type\":\"boolean\",\"default\":true}}}}");
}

static void cannot_let_older_clients_choose_several(void **state)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct question q =
		question_of(FORM("\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\","
				 "\"enum\":[\"x\"]}}"));
	struct fault f = { 0 };

	(void)state;
	buf_init(&b, 4096);
	assert_int_equal(elicit_params(&q, C, "e1", &b, &f), MCP_E_UNSUPPORTED);
	assert_int_equal(elicit_params(&q, D, "e1", &b, &f), MCP_OK);
}

static void names_an_address_where_the_revision_wants_it(void **state)
{
	(void)state;
	expect_params(URL, D,
		"{\"mode\":\"url\",\"message\":\"Go\",\"url\":\"https://example.com/\","
		"\"elicitationId\":\"e1\"}");
	expect_params(
		URL, E, "{\"mode\":\"url\",\"message\":\"Go\",\"url\":\"https://example.com/\"}");
}

static void passes_the_rest_on(void **state)
{
	(void)state;
	expect_params(SAMPLE(",\"temperature\":0"), E,
		"{\"messages\":[],\"maxTokens\":5,\"temperature\":0}");
	expect_params("{\"method\":\"roots/list\"}", C, "{}");
}

static void judges_answers_by_their_kind(void **state)
{
	static const struct {
		enum question_kind kind;
		const char *answer;
		bool fits;
	} cases[] = {
		{ QUESTION_FORM, "{\"action\":\"accept\",\"content\":{\"x\":1}}", true },
		{ QUESTION_FORM, "{\"action\":\"accept\"}", false },
		{ QUESTION_FORM, "{\"action\":\"accept\",\"content\":[]}", false },
		{ QUESTION_FORM, "{\"action\":\"decline\"}", true },
		{ QUESTION_FORM, "{\"action\":\"cancel\"}", true },
		{ QUESTION_FORM, "{\"action\":\"maybe\"}", false },
		{ QUESTION_FORM, "12345", false },
		{ QUESTION_FORM, "null", false },
		{ QUESTION_FORM, "[]", false },
		{ QUESTION_URL, "{\"action\":\"accept\"}", true },
		{ QUESTION_SAMPLE, "{\"role\":\"assistant\",\"content\":{},\"model\":\"m\"}",
			true },
		{ QUESTION_SAMPLE, "{\"action\":\"accept\",\"content\":{}}", false },
		{ QUESTION_ROOTS, "{\"roots\":[]}", true },
		{ QUESTION_ROOTS, "{\"roots\":{}}", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(
			elicit_fits(cases[i].kind, span_of(cases[i].answer)), cases[i].fits);
	assert_false(elicit_fits(QUESTION_FORM, (struct span){ NULL, 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_what_a_client_can_by_revision),
		cmocka_unit_test(says_what_a_client_would_have_to_declare),
		cmocka_unit_test(tells_the_kinds_apart),
		cmocka_unit_test(refuses_what_nobody_can_answer),
		cmocka_unit_test(gives_a_form_whole_to_the_newest),
		cmocka_unit_test(lowers_a_form_for_older_clients),
		cmocka_unit_test(cannot_let_older_clients_choose_several),
		cmocka_unit_test(names_an_address_where_the_revision_wants_it),
		cmocka_unit_test(passes_the_rest_on),
		cmocka_unit_test(judges_answers_by_their_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
