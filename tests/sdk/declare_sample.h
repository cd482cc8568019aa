/* declare_sample - a good plugin, and what a test of declarations keeps at hand. */
#ifndef SDK_DECLARE_SAMPLE_H
#define SDK_DECLARE_SAMPLE_H

#include <mcp/tool.h>

#include "base/phrase.h"
#include "data/declare.h"
#include "data/field.h"
#include "data/scan.h"

struct row {
	mcp_int rank;
	const char *name;
};

struct args {
	int64_t count;
	const char *market;
};

struct answer {
	mcp_rows ranking;
};

static const mcp_field row_fields[] = {
	MCP_INT(struct row, rank, "Rank.", .flags = MCP_F_REQUIRED, .title = "Rank"),
	MCP_TEXT(struct row, name, "Name."),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field arg_fields[] = {
	MCP_INT(struct args, count, "Rows.", .preset = "20", .range = "1..$limit"),
	MCP_CHOICE(struct args, market, "Market.", "ALL|KOSPI", .preset = "ALL"),
};

static const mcp_field answer_fields[] = { MCP_ROWS(struct answer, ranking, "Rows.", row_table) };

static const mcp_field config_fields[] = { MCP_INT(struct args, count, "Most.", .preset = "50") };

static inline mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)ctx;
	(void)data;
	return MCP_OK;
}

static const mcp_tool good_tool = {
	MCP_TOOL_HEAD,
	.name = "rank",
	.title = "Ranking",
	.help = "Ranks.",
	.hints = MCP_READ_ONLY | MCP_IDEMPOTENT,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
	.fresh_s = 60,
};

static const mcp_tool bare_tool = { MCP_TOOL_HEAD, .name = "bare", .run = run };

static const mcp_phrase phrases[] = {
	{ "Ranks.", "순위를 매깁니다." },
	{ "Rank", "순위" },
	{ "%s has %lld", "%s: %lld" },
};

static const mcp_plugin good_plugin = {
	MCP_PLUGIN_HEAD,
	.name = "volume",
	.version = "1.2",
	.tools = MCP_LIST(&good_tool, &bare_tool),
	.config = MCP_TABLE(struct args, config_fields),
	.needs = MCP_NEEDS("market/1", "cache/1?"),
	.phrases = MCP_PHRASES(phrases),
};

struct world {
	struct arena arena;
	struct buf out;
	struct fault fault;
	struct declared_by by;
	struct declared declared;
};

static inline int start(void **state)
{
	static struct world world;

	world = (struct world){ .by = { .tools = NULL } };
	arena_init(&world.arena, (size_t)1024 * 1024);
	buf_init(&world.out, DECLARE_MAX);
	*state = &world;
	return 0;
}

static inline int stop(void **state)
{
	struct world *w = *state;

	phrase_locale("en");
	arena_done(&w->arena);
	buf_done(&w->out);
	return 0;
}

static inline mcp_status read_it(struct world *w, const void *symbol)
{
	return declare_read_plugin(symbol, &w->arena, &w->by, &w->fault);
}

#endif
