/* decode_sample - a struct with every kind of member, as struct and as JSON. */
#ifndef SDK_DECODE_SAMPLE_H
#define SDK_DECODE_SAMPLE_H

#include <mcp/tool.h>

#include "data/decode.h"
#include "data/scan.h"

struct inner {
	int64_t n;
	const char *text;
};

struct thing {
	int64_t count;
	mcp_int price;
	double ratio;
	mcp_real rate;
	int32_t flag;
	mcp_bool yes;
	const char *text;
	const char *market;
	mcp_texts flags;
	const struct inner *one;
	mcp_rows many;
};

static const mcp_field inner_fields[] = {
	MCP_INT(struct inner, n, "A number."),
	MCP_TEXT(struct inner, text, "A text.", .flags = MCP_F_REQUIRED),
};
static const mcp_table inner_table = MCP_TABLE(struct inner, inner_fields);

static const mcp_field thing_fields[] = {
	MCP_INT(struct thing, count, "Count."),
	MCP_INT(struct thing, price, "Price."),
	MCP_REAL(struct thing, ratio, "Ratio."),
	MCP_REAL(struct thing, rate, "Rate."),
	MCP_BOOL(struct thing, flag, "Flag."),
	MCP_BOOL(struct thing, yes, "Yes."),
	MCP_TEXT(struct thing, text, "Text."),
	MCP_CHOICE(struct thing, market, "Market.", "KOSPI|KOSDAQ"),
	MCP_TEXTS(struct thing, flags, "Flags."),
	MCP_OBJECT(struct thing, one, "One.", inner_table),
	MCP_ROWS(struct thing, many, "Many.", inner_table),
};
static const mcp_table thing_table = MCP_TABLE(struct thing, thing_fields);

#define FULL \
	"{\"count\":3,\"price\":-9223372036854775808,\"ratio\":0.1,\"rate\":-1.5,\"flag\":true," \
	"\"yes\":false,\"text\":\"a\\\"b\",\"market\":\"KOSDAQ\",\"flags\":[\"x\",\"y\"]," \
	"\"one\":{\"n\":1,\"text\":\"in\"},\"many\":[{\"n\":2,\"text\":\"p\"},{\"n\":3,\"text\":\"q\"}]}"
#define BARE \
	"{\"count\":0,\"price\":null,\"ratio\":0,\"rate\":null,\"flag\":false,\"yes\":null," \
	"\"text\":null,\"market\":null,\"flags\":null,\"one\":null,\"many\":null}"

struct world {
	struct arena arena;
	struct buf out;
	struct fault fault;
};

static inline int start(void **state)
{
	static struct world world;

	arena_init(&world.arena, (size_t)1024 * 1024);
	buf_init(&world.out, (size_t)256 * 1024);
	world.fault = (struct fault){ .text = "" };
	*state = &world;
	return 0;
}

static inline int stop(void **state)
{
	struct world *w = *state;

	arena_done(&w->arena);
	buf_done(&w->out);
	return 0;
}

#endif
