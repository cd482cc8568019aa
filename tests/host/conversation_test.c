/* conversation_test - the program and a client on stdio: both eras on one process, nonsense,
 * changes, the end with calls under way. */
#include "support/child.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "support/fake_host.h"
#include "support/temp_folder.h"

#define PATIENCE_MS 20000
#define CLAIM \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
	"\"io.modelcontextprotocol/clientCapabilities\":{}}"
#define ASK(id, method, params) \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"" method "\",\"params\":{" params "}}"
#define INITIALIZE(version) \
	ASK("\"i\"", "initialize", \
		"\"protocolVersion\":\"" version "\",\"capabilities\":{},\"clientInfo\":{" \
		"\"name\":\"t\",\"version\":\"1\"}")
#define INITIALIZED "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"
#define CANCEL(id) \
	"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" id \
	"}}"
#define WAITS "\"name\":\"waits\""
#define CHANGES "\"name\":\"show\",\"arguments\":{\"what\":\"changed\"}"

static struct child host;
static char line[65536]; /* the last message of the host */

static int begin(void **state)
{
	static const char yaml[] = "kis: {environment: demo}\nlocale: en\ntools:\n"
				   "  offers: {path: " TEST_FIXTURES "/offers.so}\n"
				   "  asker: {path: " TEST_FIXTURES "/asker.so}\n";
	const char *path;

	if (temp_folder_open(state) != 0)
		return -1;
	path = temp_write(state, "host.yaml", yaml, sizeof yaml - 1);
	return child_start(&host,
		       (char *[]){ TEST_HOST, "--config", (char *)(uintptr_t)path, NULL }, -1)
	               ? 0
	               : -1;
}

/* However much is under way: the end of input ends it well. */
static int end(void **state)
{
	int code = child_end(&host, PATIENCE_MS);

	(void)temp_folder_close(state);
	return code;
}

static void say(const char *message)
{
	assert_true(child_send(&host, span_of(message)));
	assert_true(child_send(&host, SPAN("\n")));
}

static void expect(const char *part)
{
	struct span got;

	assert_true(child_line(&host, PATIENCE_MS, &got));
	assert_true(got.len < sizeof line);
	memcpy(line, got.at, got.len);
	line[got.len] = '\0';
	assert_true(scan_check(span_of(line), NULL));
	if (!strstr(line, part))
		fail_msg("expected %s\ngot %s", part, line);
}

static void ask(const char *message, const char *part)
{
	say(message);
	expect(part);
}

static void shake_hands(const char *initialize)
{
	ask(initialize, "\"id\":\"i\",\"result\"");
	say(INITIALIZED);
}

static void serves_both_eras_on_one_process(void **state)
{
	(void)state;
	ask(ASK("1", "server/discover", CLAIM), "\"supportedVersions\":[\"2026-07-28\"]");
	ask(ASK("2", "tools/list", ""), "\"code\":-32602");
	shake_hands(INITIALIZE("2025-11-25"));
	ask(ASK("3", "resources/read", "\"uri\":\"demo://status\"," CLAIM),
		"\"resultType\":\"complete\"");
	ask(ASK("4", "resources/read", "\"uri\":\"demo://status\""), "\"text\":\"fine\"");
	assert_null(strstr(line, "resultType"));
	assert_null(strstr(line, "ttlMs"));
	ask(ASK("5", "resources/read", "\"uri\":\"demo://stocks/000000\"," CLAIM),
		"\"code\":-32602");
	ask(ASK("6", "resources/read", "\"uri\":\"demo://stocks/000000\""), "\"code\":-32002");
	ask(ASK("7", "initialize", CLAIM), "\"code\":-32601");
	ask(ASK("8", "initialize", "\"protocolVersion\":\"2025-11-25\""), "\"code\":-32600");
	ask(ASK("9", "ping", CLAIM), "\"code\":-32601");
	ask(ASK("10", "ping", ""), "\"id\":10,\"result\":{}}");
}

static void goes_on_after_nonsense(void **state)
{
	static const char *const garbage[] = { "{", "nonsense", "{\"jsonrpc\":\"2.0\",\"id\":1,}",
		"\xff\xfe", "'single'", "[1,]", "{\"id\":NaN}" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(garbage); i++) {
		ask(garbage[i], "\"code\":-32700");
		assert_null(strstr(line, "\"id\""));
	}
	ask("5", "\"code\":-32600");
	ask("[]", "\"code\":-32600");
	ask("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", "\"code\":-32600");
	assert_null(strstr(line, "\"id\""));
	ask("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", "\"code\":-32600");
	assert_null(strstr(line, "\"id\""));
	say("");
	say("\r");
	say("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"); /* nobody asked */
	ask(ASK("\"7\"", "server/discover", CLAIM) "\r", "\"id\":\"7\",\"result\"");
}

static void a_slow_call_holds_nothing_up(void **state)
{
	(void)state;
	shake_hands(INITIALIZE("2025-11-25"));
	say(ASK("1", "tools/call", WAITS));
	say(ASK("2", "tools/call", WAITS "," CLAIM));
	ask(ASK("3", "ping", ""), "\"id\":3,\"result\"");
	say(CANCEL("1"));
	say(CANCEL("2"));
	say(CANCEL("99"));
	ask(ASK("1", "ping", ""), "\"id\":1,\"result\":{}}"); /* the id is free again */
	ask(ASK("2", "ping", ""), "\"id\":2,\"result\":{}}");
}

static void tells_changes_until_they_are_taken_back(void **state)
{
	(void)state;
	ask(ASK("\"L\"", "subscriptions/listen",
		    "\"notifications\":{\"toolsListChanged\":false,\"resourceSubscriptions\":["
		    "\"demo://status\"]}," CLAIM),
		"\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{"
		"\"notifications\":{\"resourceSubscriptions\":[\"demo://status\"]},\"_meta\":{"
		"\"io.modelcontextprotocol/subscriptionId\":\"L\"}}");
	ask(ASK("1", "tools/call", CHANGES "," CLAIM), "\"id\":1,\"result\"");
	expect("\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"demo://status\","
	       "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"L\"}}");
	say(CANCEL("\"L\""));
	ask(ASK("2", "tools/call", CHANGES "," CLAIM), "\"id\":2,\"result\"");
	ask(ASK("3", "tools/call", "\"name\":\"show\",\"arguments\":{\"what\":\"blocks\"}," CLAIM),
		"\"id\":3,\"result\"");
	/* The same of the older era, beside it. */
	shake_hands(INITIALIZE("2025-06-18"));
	ask(ASK("4", "resources/subscribe", "\"uri\":\"demo://status\""),
		"\"id\":4,\"result\":{}}");
	ask(ASK("5", "tools/call", CHANGES), "\"id\":5,\"result\"");
	expect("\"notifications/resources/updated\",\"params\":{\"uri\":\"demo://status\"}}");
}

static void takes_batches_in_their_only_version(void **state)
{
	(void)state;
	ask("[" ASK("1", "ping", "") "]", "\"code\":-32600");
	shake_hands(INITIALIZE("2025-03-26"));
	ask("[" ASK("1", "ping", "") "," INITIALIZED "," ASK("2", "no/method", "") "]", "[{");
	assert_non_null(strstr(line, "\"id\":1,\"result\":{}"));
	assert_non_null(strstr(line, "\"id\":2,\"error\":{\"code\":-32601"));
	ask("[" ASK("1", "tools/list", CLAIM) "]", "\"code\":-32600");
	ask("[]", "\"id\":null,\"error\":{\"code\":-32600");
}

static void ends_with_calls_under_way(void **state)
{
	(void)state;
	shake_hands(INITIALIZE("2025-11-25"));
	say(ASK("1", "tools/call", WAITS));
	say(ASK("2", "tools/call", WAITS "," CLAIM));
	say(ASK("3", "subscriptions/listen", "\"notifications\":{}," CLAIM));
	expect("acknowledged");
	ask(ASK("4", "ping", ""), "\"id\":4,\"result\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH(test) cmocka_unit_test_setup_teardown(test, begin, end)
		WITH(serves_both_eras_on_one_process),
		WITH(goes_on_after_nonsense),
		WITH(a_slow_call_holds_nothing_up),
		WITH(tells_changes_until_they_are_taken_back),
		WITH(takes_batches_in_their_only_version),
		WITH(ends_with_calls_under_way),
#undef WITH
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
