/* declare_fuzz - any bytes as a declaration: refused with a sentence, or fit for schemas and
 * checks. */
#include <assert.h>
#include <stdint.h>

#include "data/check.h"
#include "data/declare.h"
#include "data/scan.h"
#include "data/schema.h"

#define ROOM ((size_t)8 * 1024 * 1024)

static void use_tool(const struct declared_tool *tool)
{
	struct fault why = { .status = MCP_OK };
	struct buf schema;

	assert(tool->name && tool->title && tool->help);
	buf_init(&schema, ROOM);
	schema_args(&tool->args, NULL, &schema);
	assert(!schema.failed && scan_check(buf_as_span(&schema), NULL));
	buf_clear(&schema);
	schema_result(&tool->result, true, &schema);
	assert(!schema.failed && scan_check(buf_as_span(&schema), NULL));
	buf_clear(&schema);
	if (check_args(&tool->args, SPAN("{}"), NULL, &schema, &why) == MCP_OK)
		assert(scan_check(buf_as_span(&schema), NULL));
	(void)check_result(&tool->result, SPAN("{}"), &why);
	buf_done(&schema);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault why = { .status = MCP_OK, .text = "" };
	struct declared declared;
	struct arena arena;

	arena_init(&arena, ROOM);
	if (declare_parse((struct span){ (const char *)data, size }, &arena, &declared, &why) < 0) {
		assert(why.status < 0 && why.text[0]);
		arena_done(&arena);
		return 0;
	}
	for (uint32_t i = 0; i < declared.tool_count; i++)
		use_tool(&declared.tools[i]);
	arena_done(&arena);
	return 0;
}
