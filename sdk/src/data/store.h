/* store - putting values into members of a struct, and reading them; private to data. */
#ifndef DATA_STORE_H
#define DATA_STORE_H

#include <string.h>

#include <mcp/tool.h>

/* Members are copied bytewise: a tool's struct may lie anywhere its own code put it. */
static inline void store_at(const mcp_field *field, void *base, const void *value, size_t size)
{
	memcpy((char *)base + field->offset, value, size);
}

static inline void store_load(const mcp_field *field, const void *base, void *ret, size_t size)
{
	memcpy(ret, (const char *)base + field->offset, size);
}

static inline void store_int(const mcp_field *field, void *base, int64_t n)
{
	mcp_int known = MCP_KNOWN_INT(n);

	if (field->type == MCP_T_INT64)
		store_at(field, base, &n, sizeof n);
	else
		store_at(field, base, &known, sizeof known);
}

static inline void store_real(const mcp_field *field, void *base, double n)
{
	mcp_real known = MCP_KNOWN_REAL(n);

	if (field->type == MCP_T_REAL64)
		store_at(field, base, &n, sizeof n);
	else
		store_at(field, base, &known, sizeof known);
}

static inline void store_bool(const mcp_field *field, void *base, int value)
{
	mcp_bool known = MCP_KNOWN_BOOL(value);

	if (field->type == MCP_T_FLAG)
		store_at(field, base, &known.value, sizeof known.value);
	else
		store_at(field, base, &known, sizeof known);
}

#endif
