/* worker_host - the functions a tool is handed. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/phrase.h"
#include "base/str.h"
#include "data/decode.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/uri_template.h"
#include "host/plugin/worker_call.h"
#include "service/format.h"

#define LINE_ROOM 1024
#define NOTES_COUNT 32
#define PROGRESS_EVERY_MS 50

static void *host_alloc(mcp_ctx *ctx, uint64_t bytes)
{
	return arena_alloc(&call_of(ctx)->arena, bytes);
}

/* The tool's format in the reader's language, formatted; a tool that passes NULL gets an empty
 * line. */
__attribute__((format(printf, 2, 0))) static struct span one_line(
	char *ret, const char *fmt, va_list args, const struct call *c)
{
	int n;

	ret[0] = '\0';
	if (!fmt)
		return (struct span){ ret, 0 };
	n = vsnprintf(ret, LINE_ROOM, phrase_in(&c->worker->by.plugin.phrases, fmt), args);
	if (n < 0)
		return (struct span){ ret, 0 };
	return (struct span){ ret, n < LINE_ROOM ? (size_t)n : LINE_ROOM - 1 };
}

static mcp_status host_fail(mcp_ctx *ctx, mcp_status status, const char *fmt, ...)
{
	struct call *c = call_of(ctx);
	char line[LINE_ROOM];
	struct span text;
	va_list args;

	va_start(args, fmt);
	text = one_line(line, fmt, args, c);
	va_end(args);
	/* The seconds a service told stay when the tool words its failure anew. */
	c->fault.status = status;
	(void)utf8_clean(text, c->fault.text, sizeof c->fault.text - 1);
	return status;
}

static mcp_status host_reply(mcp_ctx *ctx, const void *result)
{
	struct call *c = call_of(ctx);
	const mcp_table *table = c->tool ? &c->tool->result : NULL;
	mcp_status s;

	if (!table || table->count == 0 || !result)
		return fault_set(&c->fault, MCP_E_INTERNAL,
			"%s replied with a result it does not declare; tell its author",
			c->subject);

	buf_clear(&c->result);
	s = encode_object(table, result, &c->result, &c->fault);
	if (s < 0) {
		buf_clear(&c->result);
		return s;
	}
	if (!c->text_given) {
		buf_clear(&c->text);
		format_result(table, result, ctx->locale, &c->worker->by.plugin.phrases, &c->text);
	}
	return MCP_OK;
}

static mcp_status host_reply_text(mcp_ctx *ctx, const char *fmt, ...)
{
	struct call *c = call_of(ctx);
	va_list args;

	if (!fmt)
		return fault_set(&c->fault, MCP_E_INTERNAL,
			"%s replied with no text; tell its author", c->subject);

	buf_clear(&c->text);
	va_start(args, fmt);
	buf_vprintf(&c->text, phrase_in(&c->worker->by.plugin.phrases, fmt), args);
	va_end(args);
	if (c->text.failed)
		return fault_set(&c->fault, MCP_E_MEMORY,
			"the answer of %s is too large; ask for less", c->name);
	c->text_given = true;
	return MCP_OK;
}

static mcp_status host_note(mcp_ctx *ctx, const char *fmt, ...)
{
	struct call *c = call_of(ctx);
	char line[LINE_ROOM];
	struct span text;
	va_list args;

	va_start(args, fmt);
	text = one_line(line, fmt, args, c);
	va_end(args);
	if (c->note_count == NOTES_COUNT)
		return fault_set(&c->fault, MCP_E_MEMORY,
			"%s adds more than %d notes; tell its author", c->subject, NOTES_COUNT);

	if (c->note_count++ > 0)
		buf_char(&c->notes, ',');
	json_text(&c->notes, text);
	return MCP_OK;
}

/* Only forward, and at most twenty times a second: each becomes a message to the client. */
static void host_progress(mcp_ctx *ctx, double done, double total, const char *what)
{
	struct call *c = call_of(ctx);
	struct link *l = &c->worker->link;
	int64_t now = clock_mono(&clock_real);
	bool is_last = total > 0 && done >= total;
	bool is_first = c->progress_ms == 0;
	bool too_soon = !is_first && now - c->progress_ms < PROGRESS_EVERY_MS && !is_last;
	size_t start;

	if (!isfinite(done) || !isfinite(total) || (!is_first && done <= c->progress) || too_soon)
		return;
	c->progress = done;
	c->progress_ms = now;

	start = link_begin(l, "progress");
	json_name(&l->out, "done");
	json_real(&l->out, done);
	json_name(&l->out, "total");
	json_real(&l->out, total < 0 ? 0 : total);
	json_name(&l->out, "text");
	json_cstr(&l->out, what ? phrase_in(&c->worker->by.plugin.phrases, what) : NULL);
	(void)link_send(l, start);
}

static void host_log(mcp_ctx *ctx, int32_t level, const char *fmt, ...)
{
	struct link *l = &call_of(ctx)->worker->link;
	char line[LINE_ROOM];
	va_list args;
	size_t start;
	int n;

	if (!fmt)
		return;
	va_start(args, fmt);
	n = vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	if (n < 0)
		return;

	start = link_begin(l, "log");
	json_name(&l->out, "level");
	json_int(&l->out, level);
	json_name(&l->out, "text");
	json_cstr(&l->out, line);
	(void)link_send(l, start);
}

static int32_t host_cancelled(mcp_ctx *ctx)
{
	return link_cancelled(&call_of(ctx)->worker->link);
}

static bool is_needed(const mcp_list *needs, const char *id)
{
	size_t len = strlen(id);

	for (uint32_t i = 0; i < needs->count; i++) {
		const char *need = *(const char *const *)(const void *)((const char *)needs->at +
									(size_t)i * needs->stride);

		if (strncmp(need, id, len) == 0 && (need[len] == '\0' || str_same(need + len, "?")))
			return true;
	}
	return false;
}

static const void *host_service(mcp_ctx *ctx, const char *id)
{
	if (!id || !is_needed(&call_of(ctx)->worker->by.plugin.needs, id))
		return NULL;
	return worker_service(id);
}

static int64_t host_now_ms(mcp_ctx *ctx)
{
	const struct call *c = call_of(ctx);

	return c->wall_ms + clock_mono(&clock_real) - c->mono_ms;
}

static const char *host_say(mcp_ctx *ctx, const char *text)
{
	return text ? phrase_in(&call_of(ctx)->worker->by.plugin.phrases, text) : "";
}

static void host_changed(mcp_ctx *ctx, uint32_t what, const char *uri)
{
	struct link *l = &call_of(ctx)->worker->link;
	bool of_resource = what == MCP_CHANGED_RESOURCE;
	size_t start;

	if (what < MCP_CHANGED_TOOLS || what > MCP_CHANGED_RESOURCE ||
		(of_resource && (!uri || !uri_is_sound(span_of(uri)))))
		return;
	start = link_begin(l, "changed");
	json_name(&l->out, "what");
	json_int(&l->out, what);
	if (of_resource) {
		json_name(&l->out, "uri");
		json_cstr(&l->out, uri);
	}
	(void)link_send(l, start);
}

static uint32_t host_client(mcp_ctx *ctx)
{
	return call_of(ctx)->client;
}

static const char *host_chosen(mcp_ctx *ctx, const char *argument)
{
	struct call *c = call_of(ctx);

	return argument ? scan_text_copy(scan_get(c->chosen, argument), &c->arena) : NULL;
}

const mcp_host worker_host = {
	.size = sizeof(mcp_host),
	.alloc = host_alloc,
	.refuse = host_fail,
	.reply = host_reply,
	.reply_text = host_reply_text,
	.note = host_note,
	.progress = host_progress,
	.log = host_log,
	.cancelled = host_cancelled,
	.service = host_service,
	.now_ms = host_now_ms,
	.say = host_say,
	.changed = host_changed,
	.client = host_client,
	.chosen = host_chosen,
};
