/* gate_test - modern requests over HTTP: which check refuses first, with which status and code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/fake_peer.h"

#define OTHER(version) \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":" version "," \
	"\"io.modelcontextprotocol/clientCapabilities\":{}}"
#define LIST ASK("1", "tools/list", CLAIM)
#define RANK CALL("1", "\"name\":\"rank\"," CLAIM)

static int start(void **state)
{
	(void)state;
	fake_server_start(PEER_STATELESS);
	return 0;
}

/* The texts of these tests outlive all requests. */
static struct claims *keep(const struct claims *c)
{
	struct claims *kept = malloc(sizeof *kept);

	if (kept)
		*kept = *c;
	return kept;
}

static struct claims headers(const char *version, const char *method, const char *name)
{
	return (struct claims){
		.version = span_of(version),
		.method = span_of(method),
		.name = span_of(name),
		.keep = keep,
	};
}

static void refused(const char *message, struct claims c, int status, const char *code)
{
	assert_int_equal(tell_with(message, &c), RECEIVED_REQUEST);
	expect_part(outlet_b.text, code);
	assert_int_equal(outlet_b.count, 1);
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
	assert_int_equal(outlet_b.last.status, status);
}

static void answered(const char *message, struct claims c)
{
	(void)tell_with(message, &c);
	expect_part(outlet_b.text, "\"resultType\":\"complete\"");
	assert_int_equal(outlet_b.last.status, 200);
}

/* Headers of parameters, by name; NULL ends them. */
static bool param_of(void *self, const char *header, struct span *ret)
{
	const char *const *at = self;

	for (; *at; at += 2) {
		if (strcmp(*at, header) == 0) {
			*ret = span_of(at[1]);
			return true;
		}
	}
	return false;
}

static struct claims with_params(const char *name, const char **params)
{
	struct claims c = headers("2026-07-28", "tools/call", name);

	c.param = param_of;
	c.self = params;
	fake_registry.marked = true;
	return c;
}

static void answers_when_headers_repeat_the_request(void **state)
{
	(void)state;
	answered(LIST, headers("2026-07-28", "tools/list", NULL));
}

static void ignores_a_name_header_where_nothing_is_named(void **state)
{
	(void)state;
	answered(LIST, headers("2026-07-28", "tools/list", "whatever"));
}

static void refuses_what_cannot_be_read(void **state)
{
	(void)state;
	refused("{", headers("2026-07-28", "tools/list", NULL), 400, "-32700");
	refused("[" LIST "]", headers("2026-07-28", "tools/list", NULL), 400, "-32600");
	refused("{\"jsonrpc\":\"2.0\",\"id\":1}", headers("2026-07-28", NULL, NULL), 400, "-32600");
}

static void refuses_headers_that_contradict_before_all_else(void **state)
{
	(void)state;
	refused(ASK("1", "tools/list", OTHER("\"2099-01-01\"")),
		headers("2026-07-28", "tools/list", NULL), 400, "-32020");
	refused(LIST, headers("2025-11-25", "tools/list", NULL), 400, "-32020");
	refused(LIST, headers("2026-07-28", "tools/call", NULL), 400, "-32020");
	refused(ASK("1", "tools/list", ""), headers(NULL, "tools/call", NULL), 400, "-32020");
}

static void refuses_doubled_headers(void **state)
{
	struct claims c = headers("2026-07-28", "tools/list", NULL);

	(void)state;
	c.doubled = true;
	refused(LIST, c, 400, "-32020");
}

static void wants_the_envelope_before_missing_headers(void **state)
{
	(void)state;
	refused(ASK("1", "tools/list", ""), headers("2026-07-28", "tools/list", NULL), 400,
		"-32602");
	refused(ASK("1", "tools/list", ""), headers(NULL, NULL, NULL), 400, "-32602");
	refused(ASK("1", "initialize", ""), headers("2026-07-28", "initialize", NULL), 400,
		"-32602");
	refused(ASK("1", "tools/list",
			"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}"),
		headers(NULL, NULL, NULL), 400, "-32602");
	refused(ASK("1", "tools/list", OTHER("7")), headers("2026-07-28", "tools/list", NULL), 400,
		"-32602");
}

static void names_its_versions_when_header_and_body_agree_on_another(void **state)
{
	(void)state;
	refused(ASK("1", "tools/list", OTHER("\"2099-01-01\"")),
		headers("2099-01-01", "tools/list", NULL), 400, "-32022");
	refused(ASK("1", "tools/list", OTHER("\"2099-01-01\"")), headers(NULL, NULL, NULL), 400,
		"-32022");
}

static void wants_every_header(void **state)
{
	(void)state;
	refused(LIST, headers(NULL, "tools/list", NULL), 400, "-32020");
	refused(LIST, headers("2026-07-28", NULL, NULL), 400, "-32020");
	refused(RANK, headers("2026-07-28", "tools/call", NULL), 400, "-32020");
	refused(RANK, headers("2026-07-28", "tools/call", "act"), 400, "-32020");
	refused(RANK, headers("2026-07-28", "tools/call", "=?base64?cmFuaw?="), 400, "-32020");
	refused(ASK("1", "resources/read", "\"uri\":\"a:b\"," CLAIM),
		headers("2026-07-28", "resources/read", "a:c"), 400, "-32020");
	refused(ASK("1", "tasks/get", "\"taskId\":\"b\"," CLAIM),
		headers("2026-07-28", "tasks/get", "a"), 400, "-32020");
}

static void reads_a_name_in_base64(void **state)
{
	struct claims c = headers("2026-07-28", "tools/call", "=?base64?cmFuaw==?=");

	(void)state;
	(void)tell_with(RANK, &c);
	fake_end(0, 5, NULL);
	expect_part(outlet_b.text, "n is 5");
}

static void knows_the_method_after_the_headers(void **state)
{
	(void)state;
	refused(ASK("1", "no/such", CLAIM), headers("2026-07-28", NULL, NULL), 400, "-32020");
	refused(ASK("1", "no/such", CLAIM), headers("2026-07-28", "no/such", NULL), 404, "-32601");
	refused(ASK("1", "ping", CLAIM), headers("2026-07-28", "ping", NULL), 404, "-32601");
	refused(ASK("1", "initialize", CLAIM), headers("2026-07-28", "initialize", NULL), 404,
		"-32601");
}

static void leaves_wrong_params_to_the_body(void **state)
{
	(void)state;
	refused(CALL("1", "\"name\":\"rang\"," CLAIM), headers("2026-07-28", "tools/call", "rang"),
		200, "-32602");
	refused(ASK("1", "tools/list", "\"cursor\":\"x\"," CLAIM),
		headers("2026-07-28", "tools/list", NULL), 200, "-32602");
}

static void accepts_notices_and_refuses_responses(void **state)
{
	const char *notice = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";

	(void)state;
	assert_int_equal(tell(notice), RECEIVED_NOTICE);
	refused("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", headers("2026-07-28", NULL, NULL),
		400, "-32600");
}

static void cancels_nothing_by_a_notice(void **state)
{
	struct claims c = headers("2026-07-28", "tools/call", "act");

	(void)state;
	(void)tell_with(CALL("1", "\"name\":\"act\"," CLAIM), &c);
	(void)peer_receive(fake_peer,
		&(struct incoming){ .text = SPAN(CANCEL("1")), .outlet = &outlet_a.outlet });
	assert_false(fake_registry.calls[0].cancelled);
}

static void looks_at_the_headers_of_a_known_question(void **state)
{
	struct claims c = headers("2026-07-28", "tools/call", "rank");

	(void)state;
	(void)tell_with(RANK, &c);
	fake_end(0, 5, NULL);
	answered(RANK, c);
	answered(RANK, c);
	answered(RANK, headers("2026-07-28", "tools/call", "=?base64?cmFuaw==?="));
	refused(RANK, headers("2026-07-28", "tools/call", "act"), 400, "-32020");
	refused(RANK, headers(NULL, "tools/call", "rank"), 400, "-32020");
	refused(RANK, headers("2026-07-28", "tools/list", "rank"), 400, "-32020");
}

#define MARKED(args) CALL("1", "\"name\":\"marked\",\"arguments\":" args "," CLAIM)

static void calls_a_tool_whose_arguments_are_repeated(void **state)
{
	const char *params[] = { "Mcp-Param-Region", "=?base64?7ISc7Jq4?=", "Mcp-Param-Count",
		"42.0", "Mcp-Param-Full", "true", "Mcp-Param-Other", "ignored", NULL };

	(void)state;
	(void)tell_with(MARKED("{\"region\":\"서울\",\"count\":42,\"full\":true}"),
		(struct claims[]){ with_params("marked", params) });
	assert_int_equal(fake_registry.call_count, 1);
}

static void refuses_arguments_that_are_not_repeated(void **state)
{
	const char *none[] = { NULL };
	const char *other[] = { "Mcp-Param-Region", "eu", NULL };

	(void)state;
	refused(MARKED("{\"region\":\"us\"}"), with_params("marked", none), 400, "-32020");
	refused(MARKED("{\"region\":\"us\"}"), with_params("marked", other), 400, "-32020");
	assert_int_equal(fake_registry.call_count, 0);
}

static void wants_no_header_for_what_is_absent_or_null(void **state)
{
	const char *none[] = { NULL };

	(void)state;
	(void)tell_with(
		MARKED("{\"region\":null}"), (struct claims[]){ with_params("marked", none) });
	assert_int_equal(fake_registry.call_count, 1);
}

static void finds_marks_in_a_schema_of_the_tools_own(void **state)
{
	const char *good[] = { "Mcp-Param-City", "Seoul", NULL };
	const char *bad[] = { "Mcp-Param-City", "Busan", NULL };
	const char *message = CALL(
		"1", "\"name\":\"raw\",\"arguments\":{\"where\": {\"city\":\"Seoul\"}}," CLAIM);

	(void)state;
	refused(message, with_params("raw", bad), 400, "-32020");
	(void)tell_with(message, (struct claims[]){ with_params("raw", good) });
	assert_string_equal(fake_registry.calls[0].args, "{\"where\": {\"city\":\"Seoul\"}}");
}

static void knows_no_question_by_its_bytes_when_headers_matter(void **state)
{
	const char *good[] = { "Mcp-Param-Region", "us", NULL };
	const char *bad[] = { "Mcp-Param-Region", "eu", NULL };
	const char *message = MARKED("{\"region\":\"us\"}");

	(void)state;
	(void)tell_with(message, (struct claims[]){ with_params("marked", good) });
	fake_end(0, 5, NULL);
	answered(message, with_params("marked", good));
	answered(message, with_params("marked", good));
	refused(message, with_params("marked", bad), 400, "-32020");
}

static void looks_at_no_parameter_headers_on_stdio(void **state)
{
	(void)state;
	fake_registry.marked = true;
	(void)tell(MARKED("{\"region\":\"us\"}"));
	assert_int_equal(fake_registry.call_count, 1);
}

static void ask_while_starting(struct claims c)
{
	fake_registry.starting = true;
	fake_server.settled = false;
	(void)tell_with(MARKED("{\"region\":\"us\"}"), &c);
	assert_int_equal(outlet_b.count, 0);
	fake_registry.starting = false;
	server_changed(&fake_server);
}

static void judges_a_call_that_waited_by_its_headers(void **state)
{
	const char *good[] = { "Mcp-Param-Region", "us", NULL };
	const char *bad[] = { "Mcp-Param-Region", "eu", NULL };

	(void)state;
	ask_while_starting(with_params("marked", bad));
	expect_part(outlet_b.text, "\"code\":-32020");
	assert_int_equal(outlet_b.last.status, 400);
	ask_while_starting(with_params("marked", good));
	assert_int_equal(fake_registry.call_count, 1);
}

/* The older era knows no headers that repeat a request. */
static void looks_at_no_parameter_headers_in_a_session(void **state)
{
	const char *none[] = { NULL };

	(void)state;
	peer_free(fake_peer);
	fake_peer =
		peer_new(&(struct peer_options){ .server = &fake_server, .kind = PEER_SESSION });
	(void)tell(INITIALIZE("2025-11-25"));
	(void)tell_with(CALL("1", "\"name\":\"marked\",\"arguments\":{\"region\":\"us\"}"),
		(struct claims[]){ with_params("marked", none) });
	assert_int_equal(fake_registry.call_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fake_server_stop)
		TEST(answers_when_headers_repeat_the_request),
		TEST(ignores_a_name_header_where_nothing_is_named),
		TEST(refuses_what_cannot_be_read),
		TEST(refuses_headers_that_contradict_before_all_else),
		TEST(refuses_doubled_headers),
		TEST(wants_the_envelope_before_missing_headers),
		TEST(names_its_versions_when_header_and_body_agree_on_another),
		TEST(wants_every_header),
		TEST(reads_a_name_in_base64),
		TEST(knows_the_method_after_the_headers),
		TEST(leaves_wrong_params_to_the_body),
		TEST(accepts_notices_and_refuses_responses),
		TEST(cancels_nothing_by_a_notice),
		TEST(looks_at_the_headers_of_a_known_question),
		TEST(calls_a_tool_whose_arguments_are_repeated),
		TEST(refuses_arguments_that_are_not_repeated),
		TEST(wants_no_header_for_what_is_absent_or_null),
		TEST(finds_marks_in_a_schema_of_the_tools_own),
		TEST(knows_no_question_by_its_bytes_when_headers_matter),
		TEST(looks_at_no_parameter_headers_on_stdio),
		TEST(judges_a_call_that_waited_by_its_headers),
		TEST(looks_at_no_parameter_headers_in_a_session),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
