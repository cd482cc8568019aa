/* declare_rules - what every declaration must keep, on both sides of the frame; private to data. */
#ifndef DATA_DECLARE_RULES_H
#define DATA_DECLARE_RULES_H

#include <stdbool.h>

#include <mcp/abi.h>

#include "base/fault.h"

#define DECLARE_NEEDS_MAX 16
#define DECLARE_SUBJECT 112 /* room for `tool "…", arguments` */

/* 1–32 of [a-z0-9_-]. */
mcp_status declare_check_plugin_name(const char *name, struct fault *f);
/* "market/1", "cache/1?". */
mcp_status declare_check_need(const char *need, struct fault *f);
mcp_status declare_check_config(const mcp_table *config, bool has_struct, struct fault *f);
/* Tool number `i` of `tools`; its name is held against those before it. `has_struct`: offsets
 * matter. */
mcp_status declare_check_tool(const mcp_tool *tools, uint32_t i, bool has_struct, struct fault *f);
/* The same of prompts, and of resources, whose URIs and variables are looked at. */
mcp_status declare_check_prompt(
	const mcp_prompt *prompts, uint32_t i, bool has_struct, struct fault *f);
mcp_status declare_check_resource(
	const mcp_resource *resources, uint32_t i, bool has_struct, struct fault *f);

#endif
