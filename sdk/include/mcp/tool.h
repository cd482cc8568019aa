/* tool - what the author of a tool includes: the contract, with words to write tables in.
 *
 * A table row names a member of a struct; the member's C type chooses the value's type, so a
 * member of the wrong type does not compile:
 *
 *	MCP_INT(struct args, count, "How many rows.", .preset = "20", .range = "1..50")
 *	MCP_CHOICE(struct args, market, "Which market.", "ALL|KOSPI|KOSDAQ", .preset = "ALL")
 *	MCP_ROWS(struct answer, ranking, "The ranking.", row_table)
 */
#ifndef MCP_TOOL_H
#define MCP_TOOL_H

#include <stddef.h>

#include <mcp/abi.h>

/* What clang-format makes of _Generic and braces in macros is hard to read. */
/* clang-format off */

/* ---- Rows of a table. `…` is the help sentence; designated initialisers may follow it. ---- */

#define MCP_TYPE_OF(s, m) (((s *)0)->m)
#define MCP_ROW(s, m, id, ...) \
	{ .name = #m, .type = (id), .offset = offsetof(s, m), .help = __VA_ARGS__ }

/* int64_t (never null) or mcp_int. */
#define MCP_INT(s, m, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), int64_t: MCP_T_INT64, mcp_int: MCP_T_INT), \
		__VA_ARGS__)
/* double (never null) or mcp_real. Not for money. */
#define MCP_REAL(s, m, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), double: MCP_T_REAL64, mcp_real: MCP_T_REAL), \
		__VA_ARGS__)
/* int32_t (never null) or mcp_bool. */
#define MCP_BOOL(s, m, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), int32_t: MCP_T_FLAG, mcp_bool: MCP_T_BOOL), \
		__VA_ARGS__)
/* const char *. */
#define MCP_TEXT(s, m, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), const char *: MCP_T_TEXT), __VA_ARGS__)
/* const char *, one of a list: the help sentence, then "A|B|C". */
#define MCP_CHOICE(s, m, text, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), const char *: MCP_T_CHOICE), (text), \
		.choices = __VA_ARGS__)
/* mcp_texts. */
#define MCP_TEXTS(s, m, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), mcp_texts: MCP_T_TEXTS), __VA_ARGS__)
/* A pointer to a nested struct: the help sentence, then the mcp_table that describes it. */
#define MCP_OBJECT(s, m, text, ...) MCP_ROW(s, m, MCP_T_OBJECT, (text), .table = &__VA_ARGS__)
/* mcp_rows of structs: the help sentence, then the mcp_table that describes a row. */
#define MCP_ROWS(s, m, text, ...) \
	MCP_ROW(s, m, _Generic(MCP_TYPE_OF(s, m), mcp_rows: MCP_T_ROWS), (text), \
		.table = &__VA_ARGS__)

/* The table of struct `s` from an array of rows. */
#define MCP_TABLE(s, rows) \
	{ .at = (rows), .count = sizeof(rows) / sizeof *(rows), .stride = sizeof *(rows), \
	  .struct_size = sizeof(s) }
/* The same of the first `n` rows: what is asked or shown of a struct that holds more. */
#define MCP_TABLE_FIRST(s, rows, n) \
	{ .at = (rows), .count = (n), .stride = sizeof *(rows), .struct_size = sizeof(s) }

/* ---- Declarations. ---- */

#define MCP_TOOL_HEAD .size = sizeof(mcp_tool)
#define MCP_PROMPT_HEAD .size = sizeof(mcp_prompt)
#define MCP_RESOURCE_HEAD .size = sizeof(mcp_resource)
#define MCP_PLUGIN_HEAD \
	.magic = MCP_ABI_MAGIC, .size = sizeof(mcp_plugin), .major = MCP_ABI_MAJOR, \
	.minor = MCP_ABI_MINOR

/* Pointers to the plugin's tools: MCP_LIST(&one, &two). */
#define MCP_LIST(...) \
	{ .at = (const mcp_tool *const[]){ __VA_ARGS__ }, \
	  .count = sizeof((const mcp_tool *const[]){ __VA_ARGS__ }) / sizeof(mcp_tool *), \
	  .stride = sizeof(mcp_tool *) }
/* Pointers to its prompts: MCP_PROMPTS(&one, &two). */
#define MCP_PROMPTS(...) \
	{ .at = (const mcp_prompt *const[]){ __VA_ARGS__ }, \
	  .count = sizeof((const mcp_prompt *const[]){ __VA_ARGS__ }) / sizeof(mcp_prompt *), \
	  .stride = sizeof(mcp_prompt *) }
/* Pointers to its resources: MCP_RESOURCES(&one, &two). */
#define MCP_RESOURCES(...) \
	{ .at = (const mcp_resource *const[]){ __VA_ARGS__ }, \
	  .count = sizeof((const mcp_resource *const[]){ __VA_ARGS__ }) / sizeof(mcp_resource *), \
	  .stride = sizeof(mcp_resource *) }
/* An array of mcp_icon. */
#define MCP_ICONS(rows) \
	{ .at = (rows), .count = sizeof(rows) / sizeof *(rows), .stride = sizeof *(rows) }
/* Services the plugin asks for: MCP_NEEDS("market/1", "cache/1?"). */
#define MCP_NEEDS(...) \
	{ .at = (const char *const[]){ __VA_ARGS__ }, \
	  .count = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), \
	  .stride = sizeof(char *) }
/* An array of mcp_phrase. */
#define MCP_PHRASES(rows) \
	{ .at = (rows), .count = sizeof(rows) / sizeof *(rows), .stride = sizeof *(rows) }

/* clang-format on */

/* ---- Values. ---- */

#define MCP_KNOWN_INT(v) ((mcp_int){ .value = (v), .known = 1 })
#define MCP_KNOWN_REAL(v) ((mcp_real){ .value = (v), .known = 1 })
#define MCP_KNOWN_BOOL(v) ((mcp_bool){ .value = (v) ? 1 : 0, .known = 1 })

/* ---- Calls; their rules stand at mcp_host in abi.h. ---- */

#define mcp_fail(ctx, ...) ((ctx)->host->refuse((ctx), __VA_ARGS__))
#define mcp_reply_text(ctx, ...) ((ctx)->host->reply_text((ctx), __VA_ARGS__))
#define mcp_note(ctx, ...) ((ctx)->host->note((ctx), __VA_ARGS__))
#define mcp_log(ctx, ...) ((ctx)->host->log((ctx), __VA_ARGS__))

static inline mcp_status mcp_reply(mcp_ctx *ctx, const void *result)
{
	return ctx->host->reply(ctx, result);
}

static inline void *mcp_alloc(mcp_ctx *ctx, uint64_t bytes)
{
	return ctx->host->alloc(ctx, bytes);
}

static inline void mcp_progress(mcp_ctx *ctx, double done, double total, const char *what)
{
	ctx->host->progress(ctx, done, total, what);
}

static inline int32_t mcp_cancelled(mcp_ctx *ctx)
{
	return ctx->host->cancelled(ctx);
}

static inline int64_t mcp_now_ms(mcp_ctx *ctx)
{
	return ctx->host->now_ms(ctx);
}

static inline const char *mcp_say(mcp_ctx *ctx, const char *text)
{
	return ctx->host->say(ctx, text);
}

/* Something of the plugin's changed (MCP_CHANGED_…). */
static inline void mcp_changed(mcp_ctx *ctx, uint32_t what, const char *uri)
{
	ctx->host->changed(ctx, what, uri);
}

/* MCP_CAN_… of the client. */
static inline uint32_t mcp_client(mcp_ctx *ctx)
{
	return ctx->host->client(ctx);
}

/* Inside `complete`: the value of another argument, or NULL. */
static inline const char *mcp_chosen(mcp_ctx *ctx, const char *argument)
{
	return ctx->host->chosen(ctx, argument);
}

/* The plugin's config struct: MCP_CONFIG(ctx, struct config). */
#define MCP_CONFIG(ctx, s) ((const s *)(ctx)->config)

/* The service's table, or NULL with the reason recorded. */
static inline const void *mcp_service(mcp_ctx *ctx, const char *id)
{
	const void *table = ctx->host->service(ctx, id);

	if (!table)
		(void)mcp_fail(ctx, MCP_E_UNSUPPORTED,
			"the tool asks for %s; name it in `needs` and use a host that has it", id);
	return table;
}

#endif
