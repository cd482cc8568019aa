/* args_fuzz - any JSON as arguments: refused with a sentence, or made canonical, which then stays
 * as it is and fills the struct. */
#include <assert.h>
#include <stdint.h>

#include <mcp/tool.h>

#include "data/check.h"
#include "data/decode.h"
#include "data/scan.h"

#define ROOM ((size_t)8 * 1024 * 1024)

struct inner {
	int64_t n;
	const char *text;
};

struct args {
	int64_t count;
	mcp_int maybe;
	double ratio;
	mcp_real rate;
	int32_t flag;
	mcp_bool yes;
	const char *text;
	const char *market;
	mcp_texts codes;
	const struct inner *one;
	mcp_rows many;
};

static const mcp_field inner_fields[] = {
	MCP_INT(struct inner, n, "A number.", .preset = "1"),
	MCP_TEXT(struct inner, text, "A text."),
};
static const mcp_table inner_table = MCP_TABLE(struct inner, inner_fields);

static const mcp_field arg_fields[] = {
	MCP_INT(struct args, count, "Rows.", .preset = "20", .range = "1..50"),
	MCP_INT(struct args, maybe, "A number or none."),
	MCP_REAL(struct args, ratio, "A ratio.", .preset = "0.5", .range = "0..1"),
	MCP_REAL(struct args, rate, "A rate or none."),
	MCP_BOOL(struct args, flag, "A flag.", .preset = "true"),
	MCP_BOOL(struct args, yes, "A flag or none."),
	MCP_TEXT(struct args, text, "A text."),
	MCP_CHOICE(struct args, market, "A market.", "ALL|KOSPI|KOSDAQ", .preset = "ALL"),
	MCP_TEXTS(struct args, codes, "Codes."),
	MCP_OBJECT(struct args, one, "One.", inner_table),
	MCP_ROWS(struct args, many, "Many.", inner_table),
};
static const mcp_table arg_table = MCP_TABLE(struct args, arg_fields);

/* What is canonical is accepted, stays, decodes, and encodes to itself. */
static void look_at(struct span canonical)
{
	struct args args = { .count = 0 };
	struct arena arena;
	struct fault why;
	struct buf again;
	struct buf encoded;

	buf_init(&again, ROOM);
	buf_init(&encoded, ROOM);
	arena_init(&arena, ROOM * 8);
	assert(scan_check(canonical, NULL));
	assert(check_args(&arg_table, canonical, NULL, &again, &why) == MCP_OK);
	assert(span_same(canonical, buf_as_span(&again)));
	assert(decode_object(&arg_table, canonical, &arena, &args, &why) == MCP_OK);
	/* A text may be longer than a result may hold: then the encoder says so. */
	if (encode_object(&arg_table, &args, &encoded, &why) == MCP_OK) {
		assert(span_same(canonical, buf_as_span(&encoded)));
		assert(check_result(&arg_table, buf_as_span(&encoded), &why) == MCP_OK);
	}
	arena_done(&arena);
	buf_done(&again);
	buf_done(&encoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct fault why = { .status = MCP_OK, .text = "" };
	struct buf canonical;

	if (size > ROOM / 64 || !scan_check(text, NULL))
		return 0;
	buf_init(&canonical, ROOM);
	if (check_args(&arg_table, text, NULL, &canonical, &why) == MCP_OK)
		look_at(buf_as_span(&canonical));
	else
		assert(why.status < 0 && why.text[0] && canonical.len == 0);
	(void)check_result(&arg_table, text, &why);
	buf_done(&canonical);
	return 0;
}
