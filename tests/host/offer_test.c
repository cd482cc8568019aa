/* offer_test - lists, pages, reading, prompts, completion: in the words of each revision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "host/proto/cursor.h"
#include "support/fake_peer.h"

#define READ(uri) ASK("1", "resources/read", "\"uri\":\"" uri "\"," CLAIM)
#define GET(rest) ASK("1", "prompts/get", "\"name\":\"brief\"," rest "," CLAIM)
#define COMPLETE(ref, argument) \
	ASK("1", "completion/complete", "\"ref\":" ref ",\"argument\":" argument "," CLAIM)
#define PROMPT_REF "{\"type\":\"ref/prompt\",\"name\":\"brief\"}"

static int start_modern(void **state)
{
	(void)state;
	fake_server_start(PEER_STDIO);
	fake_registry.offers = true;
	server_changed(&fake_server);
	return 0;
}

static void shake_hands(const char *initialize)
{
	(void)tell(initialize);
	(void)tell(INITIALIZED);
}

static void expect_answer(const char *message, const char *part)
{
	assert_int_equal(tell(message), RECEIVED_REQUEST);
	expect_part(outlet_b.text, part);
	assert_int_equal(outlet_b.last.kind, OUT_ANSWER);
}

/* The call's body, as a worker would give it. */
static const char *body;

static void give_body(struct call_end *end)
{
	end->body = span_of(body);
}

static void refuse_argument(struct call_end *end)
{
	(void)fault_set(&end->fault, MCP_E_ARGUMENT, "there is no such stock");
}

static void lists_what_is_there(void **state)
{
	(void)state;
	expect_answer(ASK("1", "resources/list", CLAIM),
		"\"resources\":[{\"uri\":\"fake://status\",\"name\":\"status\",\"title\":"
		"\"Status\",\"description\":\"How it stands.\",\"mimeType\":\"application/json\"}]"
		",\"ttlMs\":60000,\"cacheScope\":\"public\"");
	expect_answer(ASK("1", "resources/templates/list", CLAIM),
		"\"resourceTemplates\":[{\"uriTemplate\":\"fake://stocks/{code}\"");
	expect_answer(ASK("1", "prompts/list", CLAIM),
		"\"prompts\":[{\"name\":\"brief\",\"title\":\"Brief\",\"description\":\"Briefs.\","
		"\"arguments\":[{\"name\":\"topic\",\"description\":\"Of what.\",\"required\":true}"
		"]}]");
}

static void passes_schemas_of_a_tools_own_byte_for_byte(void **state)
{
	(void)state;
	fake_registry.marked = true;
	server_changed(&fake_server);
	expect_answer(ASK("1", "tools/list", CLAIM),
		"\"inputSchema\":{\"type\": \"object\", \"properties\":{\"where\":{\"type\":"
		"\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"x-mcp-header\":"
		"\"City\"}}}}, \"$anchor\":\"a\"},\"outputSchema\":{\"type\":\"array\"}");
	expect_part(outlet_b.text, "\"icons\":[{\"src\":\"data:image/png;base64,AA==\"}],"
				   "\"_meta\":{\"a/b\":1}}");
}

static void wraps_an_output_schema_that_is_no_object_for_handshake_clients(void **state)
{
	(void)state;
	fake_registry.marked = true;
	server_changed(&fake_server);
	shake_hands(INITIALIZE("2025-06-18"));
	expect_answer(ASK("1", "tools/list", ""),
		"\"outputSchema\":{\"type\":\"object\",\"properties\":{\"result\":{\"type\":"
		"\"array\"}},\"required\":[\"result\"]}");
	assert_null(strstr(outlet_b.text, "icons"));
	expect_part(outlet_b.text, "\"_meta\":{\"a/b\":1}}");
}

static void give_rich_content(struct call_end *end)
{
	end->result = (struct span){ NULL, 0 };
	end->text = (struct span){ NULL, 0 };
	end->from.used = false;
	end->content = SPAN("[{\"type\":\"audio\",\"data\":\"AA==\",\"mimeType\":\"audio/wav\"},"
			    "{\"type\":\"resource_link\",\"uri\":\"a:b\",\"name\":\"n\"}]");
	end->structured = SPAN("[1,2]");
}

static void gives_rich_content_as_it_is(void **state)
{
	(void)state;
	(void)tell(CALL("1", "\"name\":\"act\"," CLAIM));
	fake_end(0, 0, give_rich_content);
	expect_part(outlet_b.text,
		"\"content\":[{\"type\":\"audio\",\"data\":\"AA==\",\"mimeType\":\"audio/wav\"},"
		"{\"type\":\"resource_link\",\"uri\":\"a:b\",\"name\":\"n\"},"
		"{\"type\":\"text\",\"text\":\"[1,2]\"}],\"structuredContent\":[1,2],\"_meta\"");
}

static void gives_old_clients_text_for_content_they_do_not_know(void **state)
{
	(void)state;
	shake_hands(INITIALIZE("2024-11-05"));
	(void)tell(CALL("1", "\"name\":\"act\""));
	fake_end(0, 0, give_rich_content);
	expect_part(outlet_b.text,
		"\"content\":[{\"type\":\"text\",\"text\":\"[audio, which this version of the "
		"protocol cannot carry]\"},{\"type\":\"text\",\"text\":\"n: a:b\"},"
		"{\"type\":\"text\",\"text\":\"[1,2]\"}],"
		"\"structuredContent\":{\"result\":[1,2]}}");
}

static void give_an_object(struct call_end *end)
{
	give_rich_content(end);
	end->structured = SPAN("{\"a\":1}");
}

/* Never may a tool get other arguments than were given. */
static void refuses_arguments_that_are_too_large(void **state)
{
	struct buf b;

	(void)state;
	fake_registry.marked = true;
	buf_init(&b, (size_t)4 * 1024 * 1024);
	buf_puts(&b, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" CLAIM
		     ",\"name\":\"raw\",\"arguments\":{\"a\":\"");
	for (int i = 0; i < 1024 * 1024; i++)
		buf_char(&b, 'a');
	buf_puts(&b, "\"}}}");
	(void)tell(buf_text(&b));
	buf_done(&b);
	assert_int_equal(fake_registry.call_count, 0);
	expect_part(outlet_b.text, "the arguments of raw are too large");
}

/* What is wrapped is said by the schema, whatever the value happens to be. */
static void wraps_each_value_of_a_wrapped_schema(void **state)
{
	(void)state;
	fake_registry.marked = true;
	shake_hands(INITIALIZE("2025-11-25"));
	(void)tell(CALL("1", "\"name\":\"raw\""));
	fake_end(0, 0, give_an_object);
	expect_part(outlet_b.text, "\"structuredContent\":{\"result\":{\"a\":1}}");
	(void)tell(CALL("2", "\"name\":\"act\""));
	fake_end(1, 0, give_an_object);
	expect_part(outlet_b.text, "\"structuredContent\":{\"a\":1}");
	(void)tell(CALL("3", "\"name\":\"raw\"," CLAIM));
	fake_end(2, 0, give_an_object);
	expect_part(outlet_b.text, "\"structuredContent\":{\"a\":1}");
}

static void report_failure(struct call_end *end)
{
	give_rich_content(end);
	end->structured = (struct span){ NULL, 0 };
	end->content = SPAN("[{\"type\":\"text\",\"text\":\"no\"}]");
	end->is_error = true;
}

static void gives_a_failure_with_its_own_words(void **state)
{
	(void)state;
	(void)tell(CALL("1", "\"name\":\"act\"," CLAIM));
	fake_end(0, 0, report_failure);
	expect_part(outlet_b.text,
		"\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"isError\":true");
}

static void lowers_the_messages_of_a_prompt(void **state)
{
	(void)state;
	shake_hands(INITIALIZE("2024-11-05"));
	(void)tell(ASK("1", "prompts/get", "\"name\":\"brief\",\"arguments\":{\"topic\":\"a\"}"));
	body = "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"resource_link\",\"uri\":"
	       "\"a:b\",\"name\":\"n\"}}]}";
	fake_end(0, 0, give_body);
	expect_part(outlet_b.text, "\"result\":{\"messages\":[{\"role\":\"user\",\"content\":{"
				   "\"type\":\"text\",\"text\":\"n: a:b\"}}]}");
}

static void lists_to_older_clients_what_they_know(void **state)
{
	(void)state;
	shake_hands(INITIALIZE("2025-03-26"));
	expect_answer(ASK("1", "resources/list", ""), "\"resources\":[{\"uri\"");
	assert_null(strstr(outlet_b.text, "title"));
	assert_null(strstr(outlet_b.text, "ttlMs"));
}

static void offers_everything_in_the_handshake(void **state)
{
	(void)state;
	(void)tell(INITIALIZE("2024-11-05"));
	expect_part(outlet_b.text, "\"prompts\":{\"listChanged\":true},\"resources\":{"
				   "\"subscribe\":true,\"listChanged\":true},\"logging\":{}}");
	assert_null(strstr(outlet_b.text, "completions"));
	expect_answer(ASK("1", "server/discover", CLAIM), "\"completions\":{}");
}

/* The cursor in what was answered last, as a JSON string. */
static const char *next_cursor(void)
{
	static char cursor[64];
	struct span result = scan_get(span_of(outlet_b.text), "result");
	struct span json = scan_get(result, "nextCursor");

	assert_true(json.at && json.len < sizeof cursor);
	memcpy(cursor, json.at, json.len);
	cursor[json.len] = '\0';
	return cursor;
}

static void ask_page(const char *method, const char *cursor)
{
	char message[512];

	(void)snprintf(
		message, sizeof message, ASK("1", "%s", "\"cursor\":%s," CLAIM), method, cursor);
	(void)tell(message);
}

static void goes_on_where_the_page_ended(void **state)
{
	(void)state;
	fake_server.page_size = 1;
	expect_answer(ASK("1", "tools/list", CLAIM), "\"name\":\"rank\"");
	assert_null(strstr(outlet_b.text, "\"name\":\"act\""));
	ask_page("tools/list", next_cursor());
	expect_part(outlet_b.text, "\"tools\":[{\"name\":\"act\"");
	assert_null(strstr(outlet_b.text, "nextCursor"));
	assert_null(strstr(outlet_b.text, "\"name\":\"rank\""));
}

static void refuses_cursors_that_are_not_its_own(void **state)
{
	char cursor[64];

	(void)state;
	fake_server.page_size = 1;
	(void)tell(ASK("1", "tools/list", CLAIM));
	(void)snprintf(cursor, sizeof cursor, "%s", next_cursor());
	ask_page("prompts/list", cursor);
	expect_part(outlet_b.text, "\"code\":-32602");
	ask_page("tools/list", "\"\"");
	expect_part(outlet_b.text, "\"code\":-32602");
	cursor[24] = cursor[24] == '1' ? '2' : '1'; /* another position */
	ask_page("tools/list", cursor);
	expect_part(outlet_b.text, "\"code\":-32602");
	ask_page("tools/list", "7");
	expect_part(outlet_b.text, "\"code\":-32602");
	ask_page("tools/list", "null");
	expect_part(outlet_b.text, "\"name\":\"rank\"");
}

static void refuses_a_cursor_of_a_list_that_changed(void **state)
{
	char cursor[64];

	(void)state;
	fake_server.page_size = 1;
	(void)tell(ASK("1", "tools/list", CLAIM));
	(void)snprintf(cursor, sizeof cursor, "%s", next_cursor());
	server_changed(&fake_server);
	ask_page("tools/list", cursor);
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void reads_a_resource(void **state)
{
	(void)state;
	(void)tell(READ("fake://status"));
	assert_int_equal(fake_registry.calls[0].kind, CALL_RESOURCE);
	assert_string_equal(
		fake_registry.calls[0].args, "{\"uri\":\"fake://status\",\"variables\":{}}");
	body = "{\"contents\":[{\"uri\":\"fake://status\",\"text\":\"ok\"}]}";
	fake_end(0, 0, give_body);
	expect_part(outlet_b.text, "\"result\":{\"resultType\":\"complete\",\"contents\":[{\"uri\":"
				   "\"fake://status\",\"text\":\"ok\"}],\"ttlMs\":5000,"
				   "\"cacheScope\":\"private\"");
}

static void reads_a_template_by_its_variables(void **state)
{
	(void)state;
	(void)tell(READ("fake://stocks/005930"));
	assert_string_equal(fake_registry.calls[0].args,
		"{\"uri\":\"fake://stocks/005930\",\"variables\":{\"code\":\"005930\"}}");
	assert_ptr_equal(fake_registry.calls[0].resource, &fake_resources[1]);
}

static void says_not_found_in_the_words_of_the_era(void **state)
{
	(void)state;
	expect_answer(READ("fake://nothing"), "\"code\":-32602,\"message\":\"resource not found\","
					      "\"data\":{\"uri\":\"fake://nothing\"}");
	shake_hands(INITIALIZE("2025-11-25"));
	expect_answer(ASK("1", "resources/read", "\"uri\":\"fake://nothing\""),
		"\"code\":-32002,\"message\":\"resource not found\",\"data\":{\"uri\":"
		"\"fake://nothing\"}");
}

static void a_reader_that_finds_nothing_says_not_found(void **state)
{
	(void)state;
	(void)tell(READ("fake://stocks/1"));
	fake_end(0, 0, refuse_argument);
	expect_part(outlet_b.text,
		"\"code\":-32602,\"message\":\"resource not found: there is no such stock\","
		"\"data\":{\"uri\":\"fake://stocks/1\"}");
	(void)tell(READ("fake://stocks/1"));
	body = "{\"contents\":[]}";
	fake_end(1, 0, give_body);
	expect_part(outlet_b.text, "resource not found");
}

static void reads_each_time_anew(void **state)
{
	(void)state;
	(void)tell(READ("fake://status"));
	(void)peer_receive(
		fake_peer, &(struct incoming){ .text = SPAN(ASK("2", "resources/read",
						       "\"uri\":\"fake://status\"," CLAIM)),
				   .outlet = &outlet_a.outlet });
	assert_int_equal(fake_registry.call_count, 2);
}

static void cancels_a_read(void **state)
{
	(void)state;
	(void)tell(READ("fake://status"));
	(void)peer_receive(fake_peer,
		&(struct incoming){ .text = SPAN(CANCEL("1")), .outlet = &outlet_b.outlet });
	assert_true(fake_registry.calls[0].cancelled);
	fake_end_cancelled(0);
	assert_int_equal(outlet_b.count, 0);
	assert_int_equal(outlet_b.nothings, 1);
}

static void gets_a_prompt(void **state)
{
	(void)state;
	(void)tell(GET("\"arguments\":{\"topic\":\"volume\",\"mood\":\"good\"}"));
	assert_string_equal(fake_registry.calls[0].args, "{\"topic\":\"volume\"}");
	body = "{\"description\":\"d\",\"messages\":[{\"role\":\"user\",\"content\":{\"type\":"
	       "\"text\",\"text\":\"hi\"}}]}";
	fake_end(0, 0, give_body);
	expect_part(outlet_b.text,
		"\"resultType\":\"complete\",\"description\":\"d\",\"messages\":[{\"role\":"
		"\"user\",\"content\":{\"type\":\"text\",\"text\":\"hi\"}}],\"_meta\"");
}

static void wants_the_arguments_of_a_prompt(void **state)
{
	(void)state;
	expect_answer(GET("\"arguments\":{}"), "\"code\":-32602,\"message\":\"this prompt needs "
					       "the argument topic\"");
	expect_answer(GET("\"arguments\":{\"topic\":5}"), "\"code\":-32602");
	expect_answer(GET("\"arguments\":[]"), "\"code\":-32602");
	expect_answer(ASK("1", "prompts/get", "\"name\":\"short\"," CLAIM), "\"code\":-32602");
	expect_answer(ASK("1", "prompts/get", CLAIM), "\"code\":-32602");
}

static void reports_progress_of_a_read(void **state)
{
	const struct call_events *e = &fake_registry.calls[0].events;

	(void)state;
	shake_hands(INITIALIZE("2025-11-25"));
	(void)tell(ASK("1", "resources/read",
		"\"uri\":\"fake://status\",\"_meta\":{\"progressToken\":\"p\"}"));
	e->progress(e->self, 1, 2, (struct span){ NULL, 0 });
	e->log(e->self, MCP_LOG_WARN, SPAN("\"slow\""));
	expect_part(outlet_b.text, "\"progressToken\":\"p\",\"progress\":1,\"total\":2");
	expect_part(outlet_b.text, "\"logger\":\"status\",\"data\":\"slow\"");
}

static void completes_an_argument(void **state)
{
	(void)state;
	(void)tell(COMPLETE(PROMPT_REF, "{\"name\":\"topic\",\"value\":\"v\"}"));
	assert_int_equal(fake_registry.calls[0].kind, CALL_COMPLETE);
	assert_string_equal(fake_registry.calls[0].args,
		"{\"argument\":\"topic\",\"value\":\"v\",\"context\":{}}");
	body = "{\"values\":[\"value\",\"volume\"],\"total\":3}";
	fake_end(0, 0, give_body);
	expect_part(outlet_b.text,
		"\"completion\":{\"values\":[\"value\",\"volume\"],\"total\":3,\"hasMore\":true}");
}

static void completes_a_template(void **state)
{
	(void)state;
	(void)tell(COMPLETE("{\"type\":\"ref/resource\",\"uri\":\"fake://stocks/{code}\"}",
		"{\"name\":\"code\",\"value\":\"00\"},\"context\":{\"arguments\":{\"a\":\"b\"}}"));
	assert_ptr_equal(fake_registry.calls[0].resource, &fake_resources[1]);
	expect_part(fake_registry.calls[0].args, "\"context\":{\"a\":\"b\"}}");
}

static void has_nothing_to_complete_for_a_plain_resource(void **state)
{
	(void)state;
	expect_answer(COMPLETE("{\"type\":\"ref/resource\",\"uri\":\"fake://status\"}",
			      "{\"name\":\"code\",\"value\":\"\"}"),
		"\"code\":-32602");
	expect_answer(COMPLETE("{\"type\":\"ref/prompt\",\"name\":\"x\"}",
			      "{\"name\":\"topic\",\"value\":\"\"}"),
		"\"code\":-32602");
	expect_answer(
		COMPLETE(PROMPT_REF, "{\"name\":\"tone\",\"value\":\"\"}"), "\"code\":-32602");
	expect_answer(COMPLETE(PROMPT_REF, "{\"name\":\"topic\"}"), "\"code\":-32602");
}

static void everything_waits_for_the_plugins(void **state)
{
	(void)state;
	fake_registry.starting = true;
	fake_server.settled = false;
	(void)tell(READ("fake://status"));
	assert_int_equal(fake_registry.call_count, 0);
	fake_registry.starting = false;
	server_changed(&fake_server);
	assert_int_equal(fake_registry.call_count, 1);
}

static void keeps_no_answer_of_a_tool_that_asks(void **state)
{
	(void)state;
	fake_registry.asks = true;
	(void)tell(CALL("1", "\"name\":\"rank\"," CLAIM));
	fake_end(0, 5, NULL);
	expect_part(outlet_b.text, "n is 5");
	(void)tell(CALL("1", "\"name\":\"rank\"," CLAIM));
	assert_int_equal(outlet_b.count, 0);
	assert_int_equal(fake_registry.call_count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start_modern, fake_server_stop)
		TEST(lists_what_is_there),
		TEST(passes_schemas_of_a_tools_own_byte_for_byte),
		TEST(wraps_an_output_schema_that_is_no_object_for_handshake_clients),
		TEST(gives_rich_content_as_it_is),
		TEST(gives_old_clients_text_for_content_they_do_not_know),
		TEST(refuses_arguments_that_are_too_large),
		TEST(wraps_each_value_of_a_wrapped_schema),
		TEST(gives_a_failure_with_its_own_words),
		TEST(lowers_the_messages_of_a_prompt),
		TEST(lists_to_older_clients_what_they_know),
		TEST(offers_everything_in_the_handshake),
		TEST(goes_on_where_the_page_ended),
		TEST(refuses_cursors_that_are_not_its_own),
		TEST(refuses_a_cursor_of_a_list_that_changed),
		TEST(reads_a_resource),
		TEST(reads_a_template_by_its_variables),
		TEST(says_not_found_in_the_words_of_the_era),
		TEST(a_reader_that_finds_nothing_says_not_found),
		TEST(reads_each_time_anew),
		TEST(cancels_a_read),
		TEST(gets_a_prompt),
		TEST(wants_the_arguments_of_a_prompt),
		TEST(reports_progress_of_a_read),
		TEST(completes_an_argument),
		TEST(completes_a_template),
		TEST(has_nothing_to_complete_for_a_plain_resource),
		TEST(everything_waits_for_the_plugins),
		TEST(keeps_no_answer_of_a_tool_that_asks),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
