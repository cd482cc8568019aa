/* fake_peer - a server without plugins or transport, and outlets that keep what they are sent.
 *
 * Include it in one test file; it brings the fake registry along.
 */
#ifndef TESTS_SUPPORT_FAKE_PEER_H
#define TESTS_SUPPORT_FAKE_PEER_H

#include "data/scan.h"
#include "host/proto/peer.h"
#include "support/fake_registry.h"

#define CAPABLE(capabilities) \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
	"\"io.modelcontextprotocol/clientCapabilities\":" capabilities "}"
#define CLAIM CAPABLE("{}")
#define INITIALIZE(version) \
	"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{" \
	"\"protocolVersion\":\"" version "\",\"capabilities\":{}," \
	"\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"
#define INITIALIZED "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"
#define ASK(id, method, params) \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"" method "\",\"params\":{" params "}}"
#define CALL(id, rest) ASK(id, "tools/call", rest)
#define CANCEL(id) \
	"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"," \
	"\"params\":{\"requestId\":" id "}}"

/* What one outlet got: messages one after the other. */
struct kept_outlet {
	struct outlet outlet; /* first */
	char text[65536];
	int count;           /* messages */
	int nothings;        /* OUT_NOTHING */
	struct sending last; /* how the last of either came */
};

static uv_loop_t fake_loop;
static struct server fake_server;
static struct kept_outlet outlet_a;
static struct kept_outlet outlet_b;
static struct peer *fake_peer;

static inline void kept_outlet_send(
	struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	struct kept_outlet *k = (struct kept_outlet *)o;
	size_t start = strlen(k->text);
	size_t used = start;

	k->last = how;
	if (how.kind == OUT_NOTHING) {
		k->nothings++;
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		assert_true(used + parts[i].len < sizeof k->text);
		memcpy(k->text + used, parts[i].at, parts[i].len);
		used += parts[i].len;
	}
	k->text[used] = '\0';
	assert_true(scan_check(span_of(k->text + start), NULL));
	k->count++;
}

static inline void kept_outlet_clear(struct kept_outlet *k)
{
	*k = (struct kept_outlet){ .outlet = { .send = kept_outlet_send } };
}

/* A server with the fake registry and one peer of this kind, whose common outlet is outlet_a. */
static inline void fake_server_start(enum peer_kind kind)
{
	fake_registry_reset();
	kept_outlet_clear(&outlet_a);
	kept_outlet_clear(&outlet_b);
	(void)uv_loop_init(&fake_loop);
	fake_server = (struct server){
		.loop = &fake_loop,
		.config = &fake_config,
		.env = &fake_env,
		.crypt = TEST_CRYPT,
	};
	server_init(&fake_server);
	fake_server.registry = &fake_registry;
	fake_server.dispatch = dispatch_new(&(struct dispatch_options){
		.registry = &fake_registry, .config = &fake_config, .env = &fake_env });
	fake_peer = peer_new(&(struct peer_options){
		.server = &fake_server, .kind = kind, .common = &outlet_a.outlet });
	server_start(&fake_server);
}

static inline int fake_server_stop(void **state)
{
	(void)state;
	peer_free(fake_peer);
	for (uint32_t i = 0; i < fake_registry.call_count; i++)
		if (!fake_registry.calls[i].ended)
			fake_end_cancelled(i);
	dispatch_free(fake_server.dispatch);
	server_done(&fake_server);
	(void)uv_run(&fake_loop, UV_RUN_DEFAULT);
	return uv_loop_close(&fake_loop);
}

/* Hands one message in for outlet_b, which is emptied first. */
static inline enum received tell_with(const char *message, const struct claims *claims)
{
	kept_outlet_clear(&outlet_b);
	return peer_receive(fake_peer,
		&(struct incoming){
			.text = span_of(message), .outlet = &outlet_b.outlet, .claims = claims });
}

static inline enum received tell(const char *message)
{
	return tell_with(message, NULL);
}

static inline void expect_part(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected %s\ngot %s", part, text);
}

#endif
