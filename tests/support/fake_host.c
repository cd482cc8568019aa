/* fake_host - a host for testing one tool. */
#include "support/fake_host.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/phrase.h"
#include "data/decode.h"

/* The tool's memory; a test program has one host at a time. */
static struct arena memory;

static struct fake_host *host_of(mcp_ctx *ctx)
{
	return (struct fake_host *)(void *)ctx;
}

static const char *in_language(const struct fake_host *host, const char *text)
{
	const mcp_list none = { 0 };

	return phrase_in(host->phrases ? host->phrases : &none, text);
}

static void *fake_alloc(mcp_ctx *ctx, uint64_t bytes)
{
	struct fake_host *host = host_of(ctx);

	if (host->allocs_left == 0)
		return NULL;
	if (host->allocs_left > 0)
		host->allocs_left--;
	return arena_alloc(&memory, bytes);
}

static mcp_status fake_fail(mcp_ctx *ctx, mcp_status status, const char *fmt, ...)
{
	struct fake_host *host = host_of(ctx);
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(host->said, sizeof host->said, in_language(host, fmt), args);
	va_end(args);
	host->status = status;
	return status;
}

static mcp_status fake_reply(mcp_ctx *ctx, const void *result)
{
	struct fake_host *host = host_of(ctx);
	struct fault f = { 0 };
	struct buf json;
	mcp_status s;

	if (!host->result)
		return mcp_fail(ctx, MCP_E_INTERNAL, "set host.result to the tool's result table");

	buf_init(&json, sizeof host->reply - 1);
	s = encode_object(host->result, result, &json, &f);
	if (s == MCP_OK) {
		(void)snprintf(host->reply, sizeof host->reply, "%s", buf_text(&json));
		host->replies++;
	} else {
		(void)mcp_fail(ctx, s, "%s", f.text);
	}
	buf_done(&json);
	return s;
}

static mcp_status fake_reply_text(mcp_ctx *ctx, const char *fmt, ...)
{
	struct fake_host *host = host_of(ctx);
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(host->text, sizeof host->text, in_language(host, fmt), args);
	va_end(args);
	return MCP_OK;
}

static mcp_status fake_note(mcp_ctx *ctx, const char *fmt, ...)
{
	struct fake_host *host = host_of(ctx);
	size_t used = strlen(host->notes);
	va_list args;

	if (used > 0 && used + 1 < sizeof host->notes)
		host->notes[used++] = '\n';
	va_start(args, fmt);
	(void)vsnprintf(
		host->notes + used, sizeof host->notes - used, in_language(host, fmt), args);
	va_end(args);
	host->note_count++;
	return MCP_OK;
}

static void fake_progress(mcp_ctx *ctx, double done, double total, const char *what)
{
	struct fake_host *host = host_of(ctx);

	(void)what;
	host->done = done;
	host->total = total;
	host->progress_count++;
}

static void fake_log(mcp_ctx *ctx, int32_t level, const char *fmt, ...)
{
	(void)level;
	(void)fmt;
	host_of(ctx)->log_count++;
}

static int32_t fake_cancelled(mcp_ctx *ctx)
{
	return host_of(ctx)->cancelled;
}

static const void *fake_service(mcp_ctx *ctx, const char *id)
{
	struct fake_host *host = host_of(ctx);

	for (int i = 0; i < FAKE_SERVICES && host->services[i].id; i++)
		if (strcmp(host->services[i].id, id) == 0)
			return host->services[i].functions;
	return NULL;
}

static int64_t fake_now_ms(mcp_ctx *ctx)
{
	return host_of(ctx)->now_ms;
}

static const char *fake_say(mcp_ctx *ctx, const char *text)
{
	return in_language(host_of(ctx), text);
}

static void fake_changed(mcp_ctx *ctx, uint32_t what, const char *uri)
{
	struct fake_host *host = host_of(ctx);

	host->changes++;
	host->changed_what = what;
	(void)snprintf(host->changed_uri, sizeof host->changed_uri, "%s", uri ? uri : "");
}

static uint32_t fake_client(mcp_ctx *ctx)
{
	return host_of(ctx)->client;
}

static const char *fake_chosen(mcp_ctx *ctx, const char *argument)
{
	const struct fake_host *host = host_of(ctx);

	for (int i = 0; i < FAKE_CHOSEN && host->chosen[i].argument; i++)
		if (strcmp(host->chosen[i].argument, argument) == 0)
			return host->chosen[i].value;
	return NULL;
}

static const mcp_host functions = {
	.size = sizeof(mcp_host),
	.alloc = fake_alloc,
	.refuse = fake_fail,
	.reply = fake_reply,
	.reply_text = fake_reply_text,
	.note = fake_note,
	.progress = fake_progress,
	.log = fake_log,
	.cancelled = fake_cancelled,
	.service = fake_service,
	.now_ms = fake_now_ms,
	.say = fake_say,
	.changed = fake_changed,
	.client = fake_client,
	.chosen = fake_chosen,
};

struct fake_host fake_host_start(void **state)
{
	(void)state;
	phrase_locale("en");
	arena_done(&memory);
	arena_init(&memory, 8 * 1024 * 1024);
	return (struct fake_host){
		.ctx = { .size = sizeof(mcp_ctx), .host = &functions, .locale = "en" },
		.now_ms = 1795397040000,
		.allocs_left = -1,
	};
}

void fake_host_service(struct fake_host *host, const char *id, const void *table)
{
	int i = 0;

	while (i < FAKE_SERVICES && host->services[i].id)
		i++;
	assert_in_range(i, 0, FAKE_SERVICES - 1);
	host->services[i] = (struct fake_service){ .id = id, .functions = table };
}

void fake_host_korean(struct fake_host *host, const mcp_list *phrases)
{
	phrase_locale("ko");
	host->ctx.locale = "ko";
	host->phrases = phrases;
}

const char *fake_host_phrase_at_odds(const mcp_list *phrases)
{
	for (uint32_t i = 0; i < phrases->count; i++) {
		const mcp_phrase *row =
			(const mcp_phrase *)(const void *)((const char *)phrases->at +
							   (size_t)i * phrases->stride);

		if (!phrase_agrees(row->en, row->ko))
			return row->en;
	}
	return NULL;
}
