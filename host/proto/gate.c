/* gate - a modern request at the door: does its envelope stand, and do its headers repeat it?
 *
 * The order of the checks is the protocol's: headers that contradict the body come before what the
 * envelope lacks, and headers that are missing come after it.
 */
#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/header.h"
#include "host/proto/peer_inside.h"

/* Which member of the params the Mcp-Name header repeats. */
static const struct {
	const char *method;
	const char *member;
} named[] = {
	{ "tools/call", "name" },
	{ "prompts/get", "name" },
	{ "resources/read", "uri" },
	{ "tasks/get", "taskId" },
	{ "tasks/update", "taskId" },
	{ "tasks/cancel", "taskId" },
};

static bool refuse_header(const struct request *r, const char *what)
{
	send_error(r, RPC_HEADER, what, NOTHING);
	return false;
}

/* Headers that are there must not say otherwise than the body. */
static bool agrees(const struct request *r, struct span claim)
{
	const struct claims *c = r->claims;

	if (c->doubled)
		return refuse_header(r, "a header that repeats the request came twice");
	if (c->version.at && scan_kind(claim) == SCAN_TEXT && !header_same(c->version, claim))
		return refuse_header(r, "MCP-Protocol-Version differs from the request's _meta");
	if (c->method.at && !header_same(c->method, r->method))
		return refuse_header(r, "Mcp-Method differs from the request's method");
	return true;
}

static bool repeats_name(const struct request *r)
{
	struct span wanted = NOTHING;
	struct span seen = r->claims->name;

	for (size_t i = 0; i < COUNT_OF(named); i++)
		if (scan_text_is(r->method, named[i].method))
			wanted = scan_get(r->params, named[i].member);
	if (scan_kind(wanted) != SCAN_TEXT)
		return true; /* nothing to repeat: the method itself says what it lacks */
	if (!seen.at)
		return refuse_header(r, "this method needs the Mcp-Name header");
	if (!header_same(seen, wanted))
		return refuse_header(r, "Mcp-Name differs from what the request names");
	return true;
}

/* Headers that must be there. */
static bool is_complete(const struct request *r)
{
	if (!r->claims->version.at)
		return refuse_header(r, "the MCP-Protocol-Version header is missing");
	if (!r->claims->method.at)
		return refuse_header(r, "the Mcp-Method header is missing");
	return repeats_name(r);
}

static bool refuse_params(const struct request *r, const char *what)
{
	send_error(r, RPC_PARAMS, what, NOTHING);
	return false;
}

static bool is_enveloped(const struct request *r, struct span claim)
{
	if (scan_kind(claim) != SCAN_TEXT)
		return refuse_params(r,
			"_meta needs io.modelcontextprotocol/protocolVersion, a string: "
			"\"2026-07-28\"");
	if (scan_kind(scan_get(r->meta, "io.modelcontextprotocol/clientCapabilities")) !=
		SCAN_OBJECT)
		return refuse_params(
			r, "_meta needs io.modelcontextprotocol/clientCapabilities, an object");
	return true;
}

static bool is_our_version(const struct request *r, struct span claim)
{
	CLEANUP(buf_done) struct buf data = { 0 };

	if (version_is_modern(version_from(claim)))
		return true;
	buf_init(&data, 4096);
	buf_puts(&data, "{\"supported\":[");
	json_cstr(&data, version_text(VERSION_MODERN_NEWEST));
	buf_puts(&data, "],\"requested\":");
	buf_span(&data, claim);
	buf_char(&data, '}');
	send_error(r, RPC_VERSION, "unsupported protocol version",
		data.failed ? NOTHING : buf_as_span(&data));
	return false;
}

bool gate_modern(struct request *r, struct span claim)
{
	r->version = VERSION_MODERN_NEWEST;
	r->log = LOG_OFF;
	if (r->claims && !agrees(r, claim))
		return false;
	if (!is_enveloped(r, claim) || !is_our_version(r, claim))
		return false;
	r->client = client_can(
		scan_get(r->meta, "io.modelcontextprotocol/clientCapabilities"), r->version);
	return !r->claims || is_complete(r);
}

bool gate_log_level(struct request *r)
{
	struct span level = scan_get(r->meta, "io.modelcontextprotocol/logLevel");

	if (!level.at || log_threshold_from(level, &r->log))
		return true;
	return refuse_params(r, "_meta io.modelcontextprotocol/logLevel is not a log level");
}

bool gate_known(const struct claims *c, const char *method, const char *name)
{
	return !c->doubled && span_is(c->version, version_text(VERSION_MODERN_NEWEST)) &&
	       span_is(c->method, method) && span_is(c->name, name);
}
