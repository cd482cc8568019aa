/* prompts - prompts/list and prompts/get. */
#include "base/cleanup.h"
#include "data/check.h"
#include "data/field.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/list.h"
#include "host/proto/peer_inside.h"

#define ARGS_MAX ((size_t)1024 * 1024)

void do_prompts_list(struct request *r)
{
	send_list(r, OFFER_PROMPTS);
}

static bool refuse(const struct request *r, const char *before, const char *name, const char *why)
{
	char message[160];

	(void)snprintf(message, sizeof message, "%s%.64s%s", before, name, why);
	send_error(r, RPC_PARAMS, message, NOTHING);
	return false;
}

/* Those the prompt declares, as they came; others are left out. False: it was refused. */
static bool gather(
	const struct request *r, const mcp_table *table, struct span given, struct buf *ret)
{
	buf_char(ret, '{');
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field f = field_at(table, i);
		struct span value = scan_get(given, f.name);

		if (scan_kind(value) <= SCAN_NULL) {
			if (f.flags & MCP_F_REQUIRED)
				return refuse(r, "this prompt needs the argument ", f.name, "");
			continue;
		}
		if (scan_kind(value) != SCAN_TEXT)
			return refuse(r, "the argument ", f.name, " must be text");
		json_name(ret, f.name);
		buf_span(ret, value);
	}
	buf_char(ret, '}');
	return true;
}

void do_prompts_get(struct request *r)
{
	CLEANUP(buf_done) struct buf given = { 0 };
	CLEANUP(buf_done) struct buf args = { 0 };
	struct server *s = r->peer->server;
	struct call_order order = { .kind = CALL_PROMPT };
	struct span name = scan_get(r->params, "name");
	struct span arguments = scan_get(r->params, "arguments");
	struct fault fault = { 0 };
	char plain[80];

	if (scan_kind(name) != SCAN_TEXT || (arguments.at && scan_kind(arguments) != SCAN_OBJECT)) {
		send_error(r, RPC_PARAMS,
			"prompts/get needs params.name, a text, and arguments, an object", NOTHING);
		return;
	}
	if (!s->settled) {
		wait_for_plugins(r);
		return;
	}
	if (scan_text_into(name, plain, sizeof plain))
		order.prompt = registry_prompt(s->registry, span_of(plain));
	if (!order.prompt) {
		send_error(r, RPC_PARAMS, "unknown prompt; prompts/list names them", NOTHING);
		return;
	}
	buf_init(&given, ARGS_MAX);
	buf_init(&args, ARGS_MAX);
	if (!gather(r, &order.prompt->declared->args, arguments, &given))
		return;
	if (given.failed) {
		send_error(r, RPC_PARAMS, "the arguments are too large; give less", NOTHING);
		return;
	}
	if (check_args(&order.prompt->declared->args, buf_as_span(&given),
		    &(struct check_context){ NULL, NULL }, &args, &fault) < 0) {
		send_error(r, RPC_PARAMS, fault.text, NOTHING);
		return;
	}
	order.args = buf_as_span(&args);
	run_private(r, &order, name);
}
