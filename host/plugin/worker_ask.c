/* worker_ask - service ask/1: what was answered already, and what is still to ask. */
#include <string.h>

#include <mcp/ask.h>

#include "base/phrase.h"
#include "data/decode.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/schema.h"
#include "data/uri_template.h"
#include "host/plugin/worker_call.h"

#define ANSWER_MAX ((size_t)1024 * 1024)

static mcp_status no_memory(struct call *c)
{
	return fault_set(
		&c->fault, MCP_E_MEMORY, "the answer of %s is too large; ask for less", c->name);
}

/* ---- Questions. ---- */

static mcp_status wrong(struct call *c, const char *what)
{
	return fault_set(&c->fault, MCP_E_ARGUMENT, "%s asks with a wrong %s; tell its author",
		c->subject, what);
}

static bool is_asked(const struct call *c, const char *key)
{
	for (const struct memory *m = c->asked.keys; m; m = m->next)
		if (str_same(m->name, key))
			return true;
	return false;
}

/* False when memory is out. */
static bool note_asked(struct call *c, const char *key)
{
	struct memory *m = arena_alloc(&c->arena, sizeof *m);

	if (!m || !(m->name = arena_copy(&c->arena, key, strlen(key))))
		return false;
	m->next = c->asked.keys;
	c->asked.keys = m;
	return true;
}

static mcp_status check_question(struct call *c, const char *key, const void *ret)
{
	if (c->kind == RUN_COMPLETE)
		return fault_set(&c->fault, MCP_E_UNSUPPORTED,
			"%s asks while it completes, where nobody answers; tell its author",
			c->subject);
	if (!ask_is_key(key))
		return wrong(c, "key");
	return ret ? MCP_OK : wrong(c, "ret");
}

/* Begins a request up to its params; NULL when it is there already. */
static struct buf *begin_request(struct call *c, const char *key, const char *method)
{
	struct buf *b = &c->asked.requests;

	if (is_asked(c, key))
		return NULL;
	if (!note_asked(c, key))
		b->failed = true;
	if (b->len > 0)
		buf_char(b, ',');
	json_cstr(b, key);
	buf_puts(b, ":{\"method\":");
	json_cstr(b, method);
	buf_puts(b, ",\"params\":");
	return b;
}

static mcp_status end_request(struct call *c)
{
	buf_char(&c->asked.requests, '}');
	if (c->asked.requests.failed)
		return no_memory(c);
	return MCP_E_NEEDS_INPUT;
}

static void put_json(struct buf *b, const char *json)
{
	size_t start = b->len;

	buf_puts(b, json);
	for (size_t i = start; i < b->len; i++)
		if (b->at[i] == '\n' || b->at[i] == '\r')
			b->at[i] = ' ';
}

static bool is_object(const char *json)
{
	return json && scan_check(span_of(json), NULL) &&
	       scan_kind(scan_value(span_of(json))) == SCAN_OBJECT;
}

/* ---- Answers. ---- */

/* What the client answered to `key`; absent: nothing that is an object. */
static struct span find_answer(const struct call *c, const char *key)
{
	struct span answer = scan_get(c->asked.inputs, key);

	return scan_kind(answer) == SCAN_OBJECT ? answer : (struct span){ NULL, 0 };
}

/* 0 when it is none of the three. */
static uint32_t action_of(struct span answer)
{
	struct span action = scan_get(answer, "action");

	if (scan_text_is(action, "accept"))
		return MCP_ANSWER_ACCEPT;
	if (scan_text_is(action, "decline"))
		return MCP_ANSWER_DECLINE;
	return scan_text_is(action, "cancel") ? MCP_ANSWER_CANCEL : 0;
}

/* Fills what the asker's struct has room for. */
static mcp_status give(struct call *c, mcp_answer *ret, uint32_t action, struct span json)
{
	mcp_answer full = { .size = ret->size, .action = action };
	size_t known = ret->size < sizeof full ? ret->size : sizeof full;

	if (json.at && !(full.json = arena_copy(&c->arena, json.at, json.len)))
		return no_memory(c);
	memcpy(ret, &full, known);
	return MCP_OK;
}

static mcp_status ask_form_json(
	mcp_ctx *ctx, const char *key, const char *message, const char *schema, mcp_answer *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_question(c, key, ret);
	struct span answer;
	struct span content;
	struct buf *b;
	uint32_t action;

	if (s < 0)
		return s;
	if (!message || !is_object(schema))
		return wrong(c, "form");
	answer = find_answer(c, key);
	action = action_of(answer);
	content = scan_get(answer, "content");
	if (action == MCP_ANSWER_ACCEPT && scan_kind(content) == SCAN_OBJECT)
		return give(c, ret, action, content);
	if (action > MCP_ANSWER_ACCEPT)
		return give(c, ret, action, (struct span){ NULL, 0 });
	b = begin_request(c, key, "elicitation/create");
	if (!b)
		return MCP_E_NEEDS_INPUT;
	buf_puts(b, "{\"mode\":\"form\",\"message\":");
	json_cstr(b, phrase_in(&c->worker->by.plugin.phrases, message));
	buf_puts(b, ",\"requestedSchema\":");
	put_json(b, schema);
	buf_char(b, '}');
	return end_request(c);
}

/* The answer's members that the form has, made canonical; false when they do not fit. */
static bool read_form(struct call *c, const mcp_table *fields, struct span content, void *ret,
	struct buf *canonical)
{
	struct buf known;
	bool fits;

	buf_init(&known, ANSWER_MAX);
	buf_char(&known, '{');
	for (uint32_t i = 0; i < fields->count; i++) {
		mcp_field field = field_at(fields, i);
		struct span value = scan_get(content, field.name);

		if (!value.at)
			continue;
		json_name(&known, field.name);
		buf_span(&known, value);
	}
	buf_char(&known, '}');
	fits = !known.failed &&
	       check_args(fields, buf_as_span(&known), NULL, canonical, NULL) == MCP_OK &&
	       !canonical->failed &&
	       decode_object(fields, buf_as_span(canonical), &c->arena, ret, NULL) == MCP_OK;
	buf_done(&known);
	return fits;
}

static bool is_flat(const mcp_table *fields)
{
	for (uint32_t i = 0; i < fields->count; i++) {
		mcp_field field = field_at(fields, i);

		if (field.type == MCP_T_OBJECT || field.type == MCP_T_ROWS ||
			(field.type == MCP_T_TEXTS && !field.choices))
			return false;
	}
	return fields->count > 0;
}

static mcp_status ask_by_table(
	struct call *c, const char *key, const char *message, const mcp_table *fields)
{
	struct buf *b = begin_request(c, key, "elicitation/create");

	if (!b)
		return MCP_E_NEEDS_INPUT;
	buf_puts(b, "{\"mode\":\"form\",\"message\":");
	json_cstr(b, phrase_in(&c->worker->by.plugin.phrases, message));
	buf_puts(b, ",\"requestedSchema\":");
	schema_form(fields, &c->worker->by.plugin.phrases, b);
	buf_char(b, '}');
	return end_request(c);
}

/* Six parameters: the contract's. NOLINTNEXTLINE(readability-function-size) */
static mcp_status ask_form(mcp_ctx *ctx, const char *key, const char *message,
	const mcp_table *fields, void *ret_fields, mcp_answer *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_question(c, key, ret);
	struct span answer = s < 0 ? (struct span){ NULL, 0 } : find_answer(c, key);
	uint32_t action = action_of(answer);
	struct buf canonical;

	if (s < 0)
		return s;
	if (!message || !fields || !ret_fields)
		return wrong(c, "form");
	s = field_check_table(fields, c->subject, &c->fault);
	if (s == MCP_OK)
		s = field_check_input(fields, c->subject, &c->fault);
	if (s < 0)
		return s;
	if (!is_flat(fields))
		return wrong(c, "form");
	if (action > MCP_ANSWER_ACCEPT)
		return give(c, ret, action, (struct span){ NULL, 0 });

	buf_init(&canonical, ANSWER_MAX);
	if (action == MCP_ANSWER_ACCEPT &&
		read_form(c, fields, scan_get(answer, "content"), ret_fields, &canonical))
		s = give(c, ret, action, buf_as_span(&canonical));
	else
		s = ask_by_table(c, key, message, fields);
	buf_done(&canonical);
	return s;
}

static mcp_status ask_url(
	mcp_ctx *ctx, const char *key, const char *message, const char *url, mcp_answer *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_question(c, key, ret);
	uint32_t action;
	struct buf *b;

	if (s < 0)
		return s;
	if (!message || !url || !uri_is_sound(span_of(url)))
		return wrong(c, "url");
	action = action_of(find_answer(c, key));
	if (action != 0)
		return give(c, ret, action, (struct span){ NULL, 0 });
	b = begin_request(c, key, "elicitation/create");
	if (!b)
		return MCP_E_NEEDS_INPUT;
	buf_puts(b, "{\"mode\":\"url\",\"message\":");
	json_cstr(b, phrase_in(&c->worker->by.plugin.phrases, message));
	buf_puts(b, ",\"url\":");
	json_cstr(b, url);
	buf_char(b, '}');
	return end_request(c);
}

static bool is_said(struct span answer)
{
	enum scan_kind content = scan_kind(scan_get(answer, "content"));

	return scan_kind(scan_get(answer, "role")) == SCAN_TEXT &&
	       (content == SCAN_OBJECT || content == SCAN_ARRAY);
}

static mcp_status ask_sample(mcp_ctx *ctx, const char *key, const char *params, mcp_answer *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_question(c, key, ret);
	struct span answer;
	struct buf *b;

	if (s < 0)
		return s;
	if (!is_object(params))
		return wrong(c, "params");
	answer = find_answer(c, key);
	if (is_said(answer))
		return give(c, ret, MCP_ANSWER_ACCEPT, answer);
	b = begin_request(c, key, "sampling/createMessage");
	if (!b)
		return MCP_E_NEEDS_INPUT;
	put_json(b, params);
	return end_request(c);
}

static mcp_status ask_roots(mcp_ctx *ctx, const char *key, mcp_answer *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_question(c, key, ret);
	struct span answer;
	struct buf *b;

	if (s < 0)
		return s;
	answer = find_answer(c, key);
	if (scan_kind(scan_get(answer, "roots")) == SCAN_ARRAY)
		return give(c, ret, MCP_ANSWER_ACCEPT, answer);
	b = begin_request(c, key, "roots/list");
	if (!b)
		return MCP_E_NEEDS_INPUT;
	buf_puts(b, "{}");
	return end_request(c);
}

const mcp_ask worker_ask = {
	.size = sizeof(mcp_ask),
	.form = ask_form,
	.form_json = ask_form_json,
	.url = ask_url,
	.sample = ask_sample,
	.roots = ask_roots,
	.remember = ask_remember,
	.recall = ask_recall,
};
