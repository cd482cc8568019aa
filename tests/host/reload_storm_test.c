/* reload_storm_test - plugins come, change and go while clients of both eras call, ask, listen and
 * leave: nothing is used that is gone, and every request gets exactly one end.
 *
 * Real workers, peers without a transport. `reload_storm_test STEPS SEED` runs another storm.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "host/plugin/worker.h"
#include "host/proto/peer.h"
#include "support/mini_trial.h"

#define STEPS 3000
#define SEED 20261125u
#define PEERS 4
#define TASKS_KNOWN 16
#define META \
	",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
	"\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{},\"extensions\":{" \
	"\"io.modelcontextprotocol/tasks\":{}}},\"progressToken\":1}"
#define ADA "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"

/* One request, and the outlet of its own. */
struct request_made {
	struct outlet outlet; /* first */
	uint32_t peer;
	uint32_t ends;
	bool is_left;   /* nobody waits: it may end without a word */
	bool is_closed; /* … and nothing may be sent any more */
	bool is_modern;
};

static struct mini_registry mini;
static struct server server;
static struct config *current;
static struct peer *peers[PEERS];
static struct request_made *made; /* room for two a step */
static uint32_t made_count;
static uint32_t seed;
static uint32_t counts[8]; /* what happened, to see that it did */

enum happened { ANSWERED, NOTHING_CAME, ASKED, TASKS_MADE, RETRIED, RELOADED, HUNG_UP, TOLD };

/* What a client has to react to. */
static struct {
	uint32_t peer;
	int64_t id;
} questions[64];
static uint32_t question_count;
static char tasks[TASKS_KNOWN][64];
static uint32_t task_count;
static char state[8192]; /* of the last input_required of `twice` */

static uint32_t chance(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % n;
}

/* ---- What clients see. ---- */

static void note_result(struct span message)
{
	struct span result = scan_get(message, "result");
	struct span text = scan_get(result, "requestState");

	if (scan_text_is(scan_get(result, "resultType"), "task")) {
		counts[TASKS_MADE]++;
		assert_true(scan_text_into(scan_get(result, "taskId"),
			tasks[task_count++ % TASKS_KNOWN], sizeof tasks[0]));
	}
	if (scan_kind(text) == SCAN_TEXT && text.len < sizeof state) {
		memcpy(state, text.at, text.len);
		state[text.len] = '\0';
	}
}

/* A request of the host's: to be answered later. */
static void note_question(const struct request_made *m, struct span message)
{
	int64_t id;

	if (!scan_get(message, "method").at || !scan_int(scan_get(message, "id"), &id))
		return;
	counts[ASKED]++;
	questions[question_count % COUNT_OF(questions)].peer = m->peer;
	questions[question_count++ % COUNT_OF(questions)].id = id;
}

static void outlet_send(
	struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	CLEANUP(buf_done) struct buf whole = { 0 };
	struct request_made *m = (struct request_made *)o;
	struct span message;

	buf_init(&whole, (size_t)16 * 1024 * 1024);
	for (uint32_t i = 0; i < count; i++)
		buf_span(&whole, parts[i]);
	assert_false(whole.failed || m->is_closed || m->ends > 0);
	if (how.kind == OUT_NOTHING) {
		m->ends++;
		counts[NOTHING_CAME]++;
		return;
	}
	assert_true(scan_check(buf_as_span(&whole), NULL));
	message = scan_value(buf_as_span(&whole));
	if (how.kind == OUT_NOTE) {
		note_question(m, message);
		return;
	}
	m->ends++;
	counts[ANSWERED]++;
	if (m->is_modern)
		note_result(message);
}

static void common_send(
	struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	(void)o;
	(void)parts;
	(void)count;
	assert_int_equal(how.kind, OUT_NOTE);
	counts[TOLD]++;
}

static struct outlet common = { .send = common_send };

/* ---- What clients do. ---- */

static void say(uint32_t peer, struct request_made *m, const char *message)
{
	struct outlet *o = m ? &m->outlet : &common;
	enum received got = peer_receive(
		peers[peer], &(struct incoming){ .text = span_of(message), .outlet = o });

	assert_int_equal(got == RECEIVED_REQUEST, m != NULL);
}

static void request(uint32_t peer, bool modern, const char *method, const char *params)
{
	struct request_made *m = &made[made_count];
	char message[16384];

	*m = (struct request_made){
		.outlet = { .send = outlet_send }, .peer = peer, .is_modern = modern
	};
	(void)snprintf(message, sizeof message,
		"{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"%s\",\"params\":{%s%s}}", ++made_count,
		method, params, modern ? META : "");
	say(peer, m, message);
}

static struct peer *open_peer(uint32_t i)
{
	static const enum peer_kind kinds[PEERS] = { PEER_STDIO, PEER_SESSION, PEER_SESSION,
		PEER_STATELESS };
	static const char *const versions[PEERS] = { "2025-11-25", "2025-06-18", "2025-03-26" };
	char params[256];

	peers[i] = peer_new(
		&(struct peer_options){ .server = &server, .kind = kinds[i], .common = &common });
	assert_non_null(peers[i]);
	if (!versions[i])
		return peers[i];
	(void)snprintf(params, sizeof params,
		"\"protocolVersion\":\"%s\",\"capabilities\":{\"elicitation\":{}}", versions[i]);
	request(i, false, "initialize", params);
	say(i, NULL, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
	return peers[i];
}

static void ask_something(uint32_t peer, bool modern)
{
	static const struct {
		const char *method;
		const char *params;
	} some[] = {
		{ "tools/call", "\"name\":\"trial\"" },
		{ "tools/call", "\"name\":\"trial\",\"arguments\":{\"number\":2}" },
		{ "tools/call", "\"name\":\"trial\",\"arguments\":{\"what\":\"wait\"}" },
		{ "tools/call", "\"name\":\"trial\",\"arguments\":{\"what\":\"progress\"}" },
		{ "tools/call", "\"name\":\"trial\",\"arguments\":{\"what\":\"crash\"}" },
		{ "tools/call", "\"name\":\"show\",\"arguments\":{\"what\":\"blocks\"}" },
		{ "tools/call", "\"name\":\"show\",\"arguments\":{\"what\":\"changed\"}" },
		{ "tools/call", "\"name\":\"once\"" },
		{ "tools/call", "\"name\":\"twice\"" },
		{ "tools/call", "\"name\":\"job\"" },
		{ "tools/call", "\"name\":\"waits\"" },
		{ "prompts/get", "\"name\":\"hello\"" },
		{ "prompts/get", "\"name\":\"brief\",\"arguments\":{\"topic\":\"a\"}" },
		{ "resources/read", "\"uri\":\"demo://status\"" },
		{ "resources/read", "\"uri\":\"demo://stocks/005930\"" },
		{ "tools/list", "\"cursor\":null" },
		{ "resources/templates/list", "\"cursor\":null" },
	};
	size_t i = chance((uint32_t)COUNT_OF(some));

	request(peer, modern, some[i].method, some[i].params);
}

static void listen_modern(uint32_t peer)
{
	char params[256];

	(void)snprintf(params, sizeof params,
		"\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":["
		"\"demo://status\"]%s%s%s}",
		task_count ? ",\"taskIds\":[\"" : "",
		task_count ? tasks[(task_count - 1) % TASKS_KNOWN] : "", task_count ? "\"]" : "");
	request(peer, true, "subscriptions/listen", params);
}

static void use_a_task(uint32_t peer)
{
	static const char *const methods[] = { "tasks/get", "tasks/update", "tasks/cancel" };
	char params[512];

	if (task_count == 0)
		return;
	(void)snprintf(params, sizeof params,
		"\"taskId\":\"%s\",\"inputResponses\":{\"first\":" ADA ",\"second\":" ADA "}",
		tasks[chance(task_count < TASKS_KNOWN ? task_count : TASKS_KNOWN)]);
	request(peer, true, methods[chance(3)], params);
}

static void answer_a_question(void)
{
	uint32_t known = question_count < COUNT_OF(questions) ? question_count
	                                                      : (uint32_t)COUNT_OF(questions);
	uint32_t i = known ? chance(known) : 0;
	char message[256];

	if (known == 0)
		return;
	(void)snprintf(message, sizeof message, "{\"jsonrpc\":\"2.0\",\"id\":%lld,%s}",
		(long long)questions[i].id,
		chance(8) ? "\"result\":" ADA : "\"error\":{\"code\":-1,\"message\":\"no\"}");
	say(questions[i].peer, NULL, message);
}

static void call_again(uint32_t peer)
{
	char params[10240];

	if (state[0] == '\0')
		return;
	counts[RETRIED]++;
	(void)snprintf(params, sizeof params,
		"\"name\":\"twice\",\"inputResponses\":{\"first\":" ADA ",\"second\":" ADA
		"},\"requestState\":%s",
		state);
	request(peer, true, "tools/call", params);
}

static void leave(struct request_made *m)
{
	char message[128];

	if (m->ends > 0 || m->is_closed)
		return;
	if (m->peer == 3) {
		counts[HUNG_UP]++;
		m->is_left = m->is_closed = true;
		peer_hang_up(peers[m->peer], &m->outlet);
		return;
	}
	(void)snprintf(message, sizeof message,
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
		"\"requestId\":%u}}",
		(uint32_t)(m - made) + 1);
	say(m->peer, NULL, message);
	assert_int_equal(m->ends, 1);
}

static void end_a_session(uint32_t i)
{
	for (uint32_t k = 0; k < made_count; k++)
		if (made[k].peer == i && made[k].ends == 0)
			made[k].is_left = made[k].is_closed = true;
	peer_free(peers[i]);
	question_count = 0;
	(void)open_peer(i);
}

static void send_a_batch(void)
{
	struct request_made *m = &made[made_count++];

	*m = (struct request_made){ .outlet = { .send = outlet_send }, .peer = 2 };
	say(2, m,
		"[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":"
		"\"trial\"}},{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"ping\"}]");
}

/* ---- What the operator does. ---- */

/* The three plugins, each on or off, one with another setting. */
static void reload(void)
{
	static const char *const limits[] = { "7", "8", "9" };
	struct config *c = calloc(1, sizeof *c);
	struct config *old = current;
	struct tool_setting *lines;
	struct tool_value *value;
	struct fault f = { 0 };

	assert_non_null(c);
	*c = mini.config;
	c->refs = 1;
	arena_init(&c->arena, 65536);
	lines = arena_alloc(&c->arena, 3 * sizeof *lines);
	value = arena_alloc(&c->arena, sizeof *value);
	*value = (struct tool_value){ .name = "limit", .text = limits[chance(3)], .line = 14 };
	for (uint32_t i = 0; i < 3; i++) {
		lines[i] = mini.settings[i];
		lines[i].enabled = chance(4) > 0;
	}
	lines[0].values = value;
	lines[0].value_count = 1;
	c->tools = lines;
	assert_int_equal(registry_reconfigure(mini.registry, c, &f), MCP_OK);
	dispatch_reconfigure(server.dispatch, c);
	server.config = c;
	current = c;
	config_free(old);
	counts[RELOADED]++;
}

/* ---- The storm. ---- */

static mcp_status post(void *self, const struct service_request *request, struct fault *f)
{
	(void)self;
	(void)request;
	return fault_set(f, MCP_E_UNSUPPORTED, "there is no service here");
}

static void cancel(void *self, uint64_t id)
{
	(void)self;
	(void)id;
}

static void raise_flag(void *flag)
{
	*(bool *)flag = true;
}

static void tick(uv_timer_t *timer)
{
	(void)timer;
}

static void begin(void)
{
	const struct registry_options options = {
		.loop = &mini.loop,
		.config = &mini.config,
		.env = &mini.env,
		.exe = "/proc/self/exe",
		.services = { .post = post, .cancel = cancel },
		.changed = server_changed,
		.told = server_told,
		.self = &server,
	};

	mini_open(&mini);
	(void)uv_timer_stop(&mini.watchdog);
	(void)uv_timer_start(&mini.watchdog, tick, 1, 1); /* waiting is never endless */
	(void)mini_add(&mini, TEST_FIXTURES, "trial");
	(void)mini_add(&mini, TEST_FIXTURES, "asker");
	(void)mini_add(&mini, TEST_FIXTURES, "offers");
	mini.config.cache = (struct cache_settings){
		.fresh = 60, .keep = 300, .memory = 1024 * 1024, .entries = 100
	};
	mini.config.limits.calls = 64;
	mini.config.limits.answer_bytes = 32 * 1024;
	mini.config.limits.line_bytes = 1024 * 1024;
	mini.config.limits.task_ttl = 60;
	current = config_hold(&mini.config);
	server = (struct server){
		.loop = &mini.loop, .config = current, .env = &mini.env, .crypt = TEST_CRYPT
	};
	server_init(&server);
	mini.registry = registry_new(&options);
	server.registry = mini.registry;
	server.dispatch = dispatch_new(&(struct dispatch_options){
		.registry = mini.registry, .config = current, .env = &mini.env });
	assert_true(mini.registry && server.dispatch);
	for (uint32_t i = 0; i < PEERS; i++)
		(void)open_peer(i);
	server_start(&server);
}

/* Up to so many events. After a reload it is often waited for: else nothing would ever run. */
static void let_time_pass(uint32_t most)
{
	uint32_t events = most ? chance(most) : 0;

	(void)uv_run(&mini.loop, UV_RUN_NOWAIT);
	while (events-- > 0)
		(void)uv_run(&mini.loop, UV_RUN_ONCE);
	while (most > 0 && chance(2) && !registry_settled(mini.registry))
		(void)uv_run(&mini.loop, UV_RUN_ONCE);
}

static void step(void)
{
	uint32_t what = chance(100);
	uint32_t peer = chance(PEERS);
	bool modern = peer == 3 || (peer == 0 && chance(2));
	uint32_t other = chance(2) ? 0 : 3; /* one that speaks the modern era */

	if (what < 50)
		ask_something(peer, modern);
	else if (what < 55)
		listen_modern(other);
	else if (what < 65)
		use_a_task(other);
	else if (what < 75)
		answer_a_question();
	else if (what < 80)
		call_again(other);
	else if (what < 90)
		leave(&made[chance(made_count)]);
	else if (what < 93)
		send_a_batch();
	else if (what < 94)
		end_a_session(1 + chance(2));
	else if (what < 97)
		reload();
	let_time_pass(what < 97 ? 0 : 40);
}

/* All that is still open is taken back; then all have had their end. */
static void settle(void)
{
	for (uint32_t i = 0; i < made_count; i++) {
		if (made[i].ends == 0 && !made[i].is_closed && made[i].peer == 2)
			made[i].is_left = true; /* maybe a batch: nobody can name it */
		else
			leave(&made[i]);
	}
	for (uint32_t i = 0; i < made_count; i++)
		if (made[i].ends + made[i].is_left != 1 && made[i].peer != 2)
			fail_msg("request %u of peer %u: %u ends", i + 1, made[i].peer,
				made[i].ends);
}

static void end(void)
{
	bool closed = false;

	for (uint32_t i = 0; i < made_count; i++)
		made[i].is_closed = true;
	for (uint32_t i = 0; i < PEERS; i++)
		peer_free(peers[i]);
	registry_stop(mini.registry, raise_flag, &closed);
	while (!closed)
		(void)uv_run(&mini.loop, UV_RUN_ONCE);
	server_done(&server);
	dispatch_free(server.dispatch);
	registry_free(mini.registry);
	config_free(current);
	uv_close((uv_handle_t *)&mini.watchdog, NULL);
	(void)uv_run(&mini.loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&mini.loop), 0);
}

static uint32_t steps = STEPS;

static void every_request_ends_once(void **unused)
{
	(void)unused;
	made = calloc((size_t)steps * 2 + 2 * PEERS, sizeof *made);
	assert_non_null(made);
	begin();
	for (uint32_t i = 0; i < steps; i++)
		step();
	settle();
	end();
	free(made);
	print_message("# answered %u, nothing %u, asked %u, tasks %u, again %u, reloads %u, left "
		      "%u, told %u\n",
		counts[ANSWERED], counts[NOTHING_CAME], counts[ASKED], counts[TASKS_MADE],
		counts[RETRIED], counts[RELOADED], counts[HUNG_UP], counts[TOLD]);
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		assert_true(counts[i] > 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_request_ends_once) };

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	if (argc > 1)
		steps = (uint32_t)strtoul(argv[1], NULL, 10);
	seed = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : SEED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
