/* worker_memory - what a handler that asks is given again: answers, and what it remembered. */
#include <string.h>

#include <mcp/ask.h>

#include "base/base64.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/plugin/worker_call.h"

#define REQUESTS_MAX ((size_t)256 * 1024)
#define KEY_MAX 64

/* ---- What is remembered. ---- */

bool ask_is_key(const char *key)
{
	size_t len = key ? strnlen(key, KEY_MAX + 1) : 0;

	return len > 0 && len <= KEY_MAX &&
	       strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") ==
	               len;
}

static struct memory *find_memory(const struct asked *a, const char *name)
{
	struct memory *m = a->memories;

	while (m && !str_same(m->name, name))
		m = m->next;
	return m;
}

static mcp_status no_memory(struct call *c)
{
	return fault_set(
		&c->fault, MCP_E_MEMORY, "the answer of %s is too large; ask for less", c->name);
}

static mcp_status remember(struct call *c, const char *name, struct span bytes)
{
	struct asked *a = &c->asked;
	struct memory *m = find_memory(a, name);
	size_t others = a->remembered - (m ? m->len : 0);
	size_t named = m ? 0 : strlen(name);
	const char *copy;

	if (bytes.len > MCP_ASK_REMEMBER || others + named + bytes.len > MCP_ASK_REMEMBER)
		return fault_set(&c->fault, MCP_E_MEMORY,
			"%s remembers more than %d bytes; tell its author", c->subject,
			MCP_ASK_REMEMBER);
	copy = arena_copy(&c->arena, bytes.len ? bytes.at : "", bytes.len);
	if (copy && !m) {
		m = arena_alloc(&c->arena, sizeof *m);
		if (!m || !(m->name = arena_copy(&c->arena, name, strlen(name))))
			return no_memory(c);
		m->next = a->memories;
		a->memories = m;
	}
	if (!copy)
		return no_memory(c);
	m->bytes = copy;
	m->len = bytes.len;
	a->remembered = others + named + bytes.len;
	return MCP_OK;
}

mcp_status ask_remember(mcp_ctx *ctx, const char *name, const void *bytes, uint64_t len)
{
	struct call *c = call_of(ctx);

	if (!ask_is_key(name) || (!bytes && len > 0))
		return fault_set(&c->fault, MCP_E_ARGUMENT,
			"%s asks with a wrong %s; tell its author", c->subject, "name");
	return remember(c, name, (struct span){ bytes, (size_t)len });
}

mcp_status ask_recall(mcp_ctx *ctx, const char *name, void *ret, uint64_t room, uint64_t *ret_len)
{
	const struct memory *m = find_memory(&call_of(ctx)->asked, name);

	if (!m)
		return MCP_E_ARGUMENT;
	if (m->len > room || !ret)
		return MCP_E_MEMORY;
	memcpy(ret, m->bytes, m->len);
	if (ret_len)
		*ret_len = m->len;
	return MCP_OK;
}

/* ---- To and from the core. ---- */

static mcp_status take_kept(struct call *c, struct span kept)
{
	struct scan_iter it = scan_iter(kept);
	mcp_status s = MCP_OK;
	struct span name;
	struct span value;
	struct buf bytes;

	buf_init(&bytes, MCP_ASK_REMEMBER + 8);
	while (s == MCP_OK && scan_member(&it, &name, &value)) {
		char key[KEY_MAX + 1];

		buf_clear(&bytes);
		if (scan_text_into(name, key, sizeof key) && scan_kind(value) == SCAN_TEXT &&
			base64_decode((struct span){ value.at + 1, value.len - 2 }, &bytes))
			s = remember(c, key, buf_as_span(&bytes));
	}
	buf_done(&bytes);
	return s;
}

mcp_status asked_take(struct call *c, struct span frame)
{
	struct span inputs = scan_get(frame, "inputs");
	const char *copy;

	c->asked = (struct asked){ .inputs = { NULL, 0 } };
	buf_init(&c->asked.requests, REQUESTS_MAX);
	if (scan_kind(inputs) == SCAN_OBJECT) {
		copy = arena_copy(&c->arena, inputs.at, inputs.len);
		if (!copy)
			return no_memory(c);
		c->asked.inputs = (struct span){ copy, inputs.len };
	}
	return take_kept(c, scan_get(frame, "kept"));
}

void asked_done(struct asked *a)
{
	buf_done(&a->requests);
}

void asked_write(const struct asked *a, struct buf *b)
{
	json_name(b, "requests");
	buf_char(b, '{');
	buf_span(b, buf_as_span(&a->requests));
	buf_char(b, '}');
	json_name(b, "kept");
	buf_char(b, '{');
	for (const struct memory *m = a->memories; m; m = m->next) {
		json_name(b, m->name);
		buf_char(b, '"');
		base64_put(m->bytes, m->len, b);
		buf_char(b, '"');
	}
	buf_char(b, '}');
}
