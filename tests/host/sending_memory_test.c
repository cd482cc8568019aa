/* sending_memory_test - whichever text finds no memory: each request gets one sound end. */
#include "support/scarce_memory.h"

#include "base/buf.c"
#include "base/cleanup.h"

#include "support/fake_host.h"
#include "support/fake_peer.h"

#define TASKS "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"
#define MISSING_MAX 24

/* What is asked, with id 1, and whether it is answered only at the end of a run. */
static const char *const questions[] = {
	ASK("1", "server/discover", CLAIM),
	ASK("1", "tools/list", CLAIM),
	ASK("1", "resources/templates/list", CLAIM),
	ASK("1", "tools/list", "\"cursor\":\"none\"," CLAIM),
	ASK("1", "no/method", CLAIM),
	ASK("1", "initialize", "\"protocolVersion\":\"2025-11-25\""),
	CALL("1", "\"name\":\"rank\"," CLAIM),
	CALL("1", "\"name\":\"rank\",\"arguments\":{\"count\":99}," CLAIM),
	CALL("1", "\"name\":\"act\",\"inputResponses\":{}," CLAIM),
	CALL("1", "\"name\":\"job\"," CAPABLE(TASKS)),
	CALL("1", "\"name\":\"job\"," CLAIM),
	ASK("1", "tasks/get", "\"taskId\":\"x\"," CAPABLE(TASKS)),
	ASK("1", "resources/read", "\"uri\":\"fake://stocks/5\"," CLAIM),
	ASK("1", "resources/read", "\"uri\":\"fake://none\"," CLAIM),
	ASK("1", "prompts/get", "\"name\":\"brief\",\"arguments\":{\"topic\":\"a\"}," CLAIM),
	ASK("1", "prompts/get", "\"name\":\"brief\"," CLAIM),
	ASK("1", "completion/complete",
		"\"ref\":{\"type\":\"ref/prompt\",\"name\":\"brief\"},\"argument\":{\"name\":"
		"\"topic\",\"value\":\"\"}," CLAIM),
	ASK("1", "ping",
		"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"1900-01-01\","
		"\"io.modelcontextprotocol/clientCapabilities\":{}}"),
	ASK("1", "subscriptions/listen",
		"\"notifications\":{\"resourceSubscriptions\":[\"a:b\"]}," CLAIM),
};

static void give_bodies(struct call_end *end)
{
	end->body = SPAN("{\"contents\":[{\"uri\":\"a:b\",\"text\":\"x\"}],\"messages\":[],"
			 "\"values\":[],\"total\":0}");
}

/* Asks with the n-th allocation of a text missing; outlet_b holds the end. */
static void ask_without(const char *question, int n)
{
	memory_left = n;
	(void)tell(question);
	for (uint32_t i = 0; i < fake_registry.call_count; i++)
		if (!fake_registry.calls[i].ended)
			fake_end(i, 1, give_bodies);
	memory_left = -1;
}

static void expect_one_end(const char *question)
{
	bool listens = strstr(question, "subscriptions/listen") && outlet_b.last.kind == OUT_NOTE;

	if (outlet_b.count != 1)
		fail_msg("%d ends of %s: %s", outlet_b.count, question, outlet_b.text);
	if (!listens)
		expect_part(outlet_b.text, "\"id\":1,");
	assert_true(listens || outlet_b.last.kind == OUT_ANSWER);
}

/* What failed once is not kept. */
static void expect_lists_again(void)
{
	(void)tell(ASK("2", "tools/list", CLAIM));
	expect_part(outlet_b.text, "\"result\"");
}

static void each_request_ends_once(void **state)
{
	(void)state;
	for (size_t q = 0; q < COUNT_OF(questions); q++) {
		for (int n = 0; n < MISSING_MAX; n++) {
			fake_server_start(PEER_STDIO);
			fake_registry.offers = true;
			fake_registry.job = MCP_TASK_REQUIRED;
			ask_without(questions[q], n);
			expect_one_end(questions[q]);
			expect_lists_again();
			assert_int_equal(fake_server_stop(NULL), 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_request_ends_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
