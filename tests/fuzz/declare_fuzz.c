/* declare_fuzz - any bytes as a declaration: refused with a sentence, or fit for schemas and
 * checks. */
#include <assert.h>
#include <stdint.h>

#include "data/check.h"
#include "data/declare.h"
#include "data/scan.h"
#include "data/schema.h"
#include "data/uri_template.h"

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
	assert(!tool->args_schema || scan_check(span_of(tool->args_schema), NULL));
	assert(!tool->result_schema || scan_check(span_of(tool->result_schema), NULL));
	assert(!tool->icons || scan_check(span_of(tool->icons), NULL));
	assert(!tool->meta || !strchr(tool->meta, '\n'));
}

static void use_prompt(const struct declared_prompt *prompt)
{
	struct fault why = { .status = MCP_OK };
	struct buf args;

	assert(prompt->name && prompt->title && prompt->help);
	buf_init(&args, ROOM);
	if (check_args(&prompt->args, SPAN("{}"), NULL, &args, &why) == MCP_OK)
		assert(scan_check(buf_as_span(&args), NULL));
	buf_done(&args);
}

/* Its own template, taken as a URI, must not confuse the matching. */
static void use_resource(const struct declared_resource *resource)
{
	struct buf variables;

	assert(resource->uri && resource->name && resource->title && resource->help);
	assert(uri_template_is_sound(resource->uri));
	assert(resource->is_template || uri_is_sound(span_of(resource->uri)));
	buf_init(&variables, ROOM);
	if (uri_template_match(resource->uri, span_of(resource->uri), &variables))
		assert(scan_check(buf_as_span(&variables), NULL));
	buf_done(&variables);
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
	for (uint32_t i = 0; i < declared.prompt_count; i++)
		use_prompt(&declared.prompts[i]);
	for (uint32_t i = 0; i < declared.resource_count; i++)
		use_resource(&declared.resources[i]);
	arena_done(&arena);
	return 0;
}
