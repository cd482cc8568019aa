/* lifecycle - how a conversation begins, and what it may ask of the host itself. */
#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"

static const char *const thresholds[] = {
	[LOG_AT_DEBUG] = "debug",
	[LOG_AT_INFO] = "info",
	[LOG_AT_NOTICE] = "notice",
	[LOG_AT_WARNING] = "warning",
	[LOG_AT_ERROR] = "error",
	[LOG_AT_CRITICAL] = "critical",
	[LOG_AT_ALERT] = "alert",
	[LOG_AT_EMERGENCY] = "emergency",
};

bool log_threshold_from(struct span level, enum log_threshold *ret)
{
	for (size_t i = 0; i < COUNT_OF(thresholds); i++) {
		if (scan_text_is(level, thresholds[i])) {
			*ret = (enum log_threshold)i;
			return true;
		}
	}
	return false;
}

const char *log_level_word(int32_t level, enum log_threshold *ret)
{
	*ret = level <= MCP_LOG_ERROR   ? LOG_AT_ERROR
	       : level == MCP_LOG_WARN  ? LOG_AT_WARNING
	       : level >= MCP_LOG_DEBUG ? LOG_AT_DEBUG
	                                : LOG_AT_INFO;
	return thresholds[*ret];
}

/* The version asked for when it has a handshake and we speak it, else our newest of those. */
static enum version negotiate(struct span asked)
{
	enum version v = version_from(asked);

	return v == VERSION_NONE || version_is_modern(v) ? VERSION_LEGACY_NEWEST : v;
}

/* The same whatever is offered now: plugins come and go while a client stays, and the handshake
 * does not wait for them. */
static void write_capabilities(enum version v, struct buf *b)
{
	buf_puts(b, "{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},"
		    "\"resources\":{\"subscribe\":true,\"listChanged\":true},\"logging\":{}");
	if (v >= VERSION_2025_03_26)
		buf_puts(b, ",\"completions\":{}");
	if (version_is_modern(v))
		buf_puts(b, ",\"extensions\":{\"" EXTENSION_TASKS "\":{}}");
	buf_char(b, '}');
}

void do_initialize(struct request *r)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct peer *p = r->peer;
	struct span asked = scan_get(r->params, "protocolVersion");

	if (p->legacy != VERSION_NONE) {
		send_error(r, RPC_INVALID, "already initialized", NOTHING);
		return;
	}
	if (scan_kind(asked) != SCAN_TEXT) {
		send_error(r, RPC_PARAMS, "initialize needs params.protocolVersion, a string",
			NOTHING);
		return;
	}

	p->legacy = negotiate(asked);
	r->version = p->legacy;
	p->client = client_can(scan_get(r->params, "capabilities"), p->legacy);
	buf_init(&b, 8192);
	buf_puts(&b, "\"protocolVersion\":");
	json_cstr(&b, version_text(p->legacy));
	buf_puts(&b, ",\"capabilities\":");
	write_capabilities(p->legacy, &b);
	buf_puts(&b, ",\"serverInfo\":");
	buf_span(&b, server_info(p->legacy));
	buf_puts(&b, ",\"instructions\":");
	json_cstr(&b, server_instructions(p->server));
	if (b.failed)
		p->legacy = VERSION_NONE; /* it may try again */
	send_written(r, &b);
}

void do_ping(struct request *r)
{
	send_result(r, NOTHING);
}

void do_discover(struct request *r)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&b, 8192);
	buf_puts(&b, "\"supportedVersions\":[");
	json_cstr(&b, version_text(VERSION_MODERN_NEWEST));
	buf_puts(&b, "],\"capabilities\":");
	write_capabilities(r->version, &b);
	buf_puts(&b, ",\"instructions\":");
	json_cstr(&b, server_instructions(r->peer->server));
	buf_puts(&b, ",\"ttlMs\":60000,\"cacheScope\":\"public\"");
	send_written(r, &b);
}

void do_set_level(struct request *r)
{
	if (!log_threshold_from(scan_get(r->params, "level"), &r->peer->log)) {
		send_error(r, RPC_PARAMS,
			"level must be one of debug, info, notice, warning, error, critical, alert, "
			"emergency",
			NOTHING);
		return;
	}
	send_result(r, NOTHING);
}
