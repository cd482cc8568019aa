/* message - one JSON-RPC message taken apart, nothing copied. */
#include "host/proto/message.h"

#include "base/cleanup.h"
#include "data/scan.h"

struct parts {
	struct span version;
	struct span id;
	struct span method;
	struct span params;
	struct span result;
	struct span error;
};

/* Where the member named `name` goes; NULL when nobody asks for it. */
static struct span *slot_of(struct parts *p, struct span name)
{
	const struct {
		const char *name;
		struct span *slot;
	} slots[] = {
		{ "jsonrpc", &p->version },
		{ "id", &p->id },
		{ "method", &p->method },
		{ "params", &p->params },
		{ "result", &p->result },
		{ "error", &p->error },
	};

	for (size_t i = 0; i < COUNT_OF(slots); i++)
		if (scan_text_is(name, slots[i].name))
			return slots[i].slot;
	return NULL;
}

static struct parts split(struct span object)
{
	struct parts p = { 0 };
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;

	while (scan_member(&it, &name, &value)) {
		struct span *slot = slot_of(&p, name);

		if (slot)
			*slot = value;
	}
	return p;
}

/* An id is a string or a whole number of 64 bits, and not endless. */
static bool is_id(struct span id)
{
	int64_t n;

	if (id.len > MESSAGE_ID_MAX)
		return false;
	if (scan_kind(id) == SCAN_TEXT)
		return true;
	return scan_kind(id) == SCAN_NUMBER && span_int(id, &n);
}

static void read_params(struct message *m, struct span params)
{
	if (!params.at)
		return;
	if (scan_kind(params) != SCAN_OBJECT) {
		m->params_wrong = true;
		return;
	}
	m->params = params;
	m->meta = scan_get(params, "_meta");
	if (scan_kind(m->meta) != SCAN_OBJECT)
		m->meta = (struct span){ NULL, 0 };
	m->claim = scan_get(m->meta, "io.modelcontextprotocol/protocolVersion");
}

static struct message broken(struct message m, const char *problem)
{
	m.kind = MESSAGE_BROKEN;
	m.problem = problem;
	return m;
}

struct message message_read(struct span value)
{
	struct message m = { 0 };
	struct parts p;

	if (scan_kind(value) != SCAN_OBJECT)
		return broken(m, "a message is a JSON object");
	p = split(value);
	if (p.id.at && is_id(p.id))
		m.id = p.id;
	if (!scan_text_is(p.version, "2.0"))
		return broken(m, "jsonrpc must be \"2.0\"");
	if (p.id.at && !m.id.at)
		return broken(m, "id must be a string or a 64-bit integer, up to 1024 bytes");
	if (!p.method.at && (p.result.at || p.error.at)) {
		m.kind = MESSAGE_RESPONSE;
		m.result = p.error.at ? (struct span){ NULL, 0 } : p.result;
		return m;
	}
	if (scan_kind(p.method) != SCAN_TEXT)
		return broken(m, "method must be a string");
	if (p.result.at || p.error.at)
		return broken(m, "a request has neither result nor error");

	m.kind = p.id.at ? MESSAGE_REQUEST : MESSAGE_NOTIFICATION;
	m.method = p.method;
	read_params(&m, p.params);
	return m;
}
