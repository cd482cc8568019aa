/* param - arguments that are repeated in Mcp-Param-… headers, as a tool's schema says. */
#include "base/cleanup.h"
#include "data/field.h"
#include "data/scan.h"
#include "host/proto/header.h"
#include "host/proto/peer_inside.h"

#define PREFIX "Mcp-Param-"
#define NAME_ROOM 160
#define DEPTH_MAX 32

static bool refuse(const struct request *r, const char *header, const char *why)
{
	char message[NAME_ROOM + 64];

	(void)snprintf(message, sizeof message, "%s %s", header, why);
	send_error(r, RPC_HEADER, message, NOTHING);
	return false;
}

/* One argument that is there must have its header, and the same value. */
static bool agrees(const struct request *r, const char *name, struct span value)
{
	const struct claims *c = r->claims;
	struct span seen = NOTHING;
	char header[NAME_ROOM];

	if (scan_kind(value) <= SCAN_NULL)
		return true;
	(void)snprintf(header, sizeof header, PREFIX "%.128s", name);
	if (!c->param || !c->param(c->self, header, &seen))
		return refuse(r, header, "is missing");
	return header_same(seen, value) || refuse(r, header, "differs from the argument");
}

static bool table_agrees(const struct request *r, const mcp_table *table, struct span args)
{
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field f = field_at(table, i);

		if (f.header && !agrees(r, f.header, scan_get(args, f.name)))
			return false;
	}
	return true;
}

/* Only what `properties` lead to may be marked. */
/* NOLINTNEXTLINE(misc-no-recursion): DEPTH_MAX deep. */
static bool schema_agrees(
	const struct request *r, struct span schema, struct span args, uint32_t depth)
{
	struct scan_iter it = scan_iter(scan_get(schema, "properties"));
	struct span name;
	struct span property;
	char plain[NAME_ROOM];
	char header[NAME_ROOM];

	while (depth < DEPTH_MAX && scan_member(&it, &name, &property)) {
		struct span value;

		if (!scan_text_into(name, plain, sizeof plain))
			continue;
		value = scan_get(args, plain);
		if (scan_text_into(scan_get(property, "x-mcp-header"), header, sizeof header) &&
			!agrees(r, header, value))
			return false;
		if (scan_kind(value) == SCAN_OBJECT &&
			!schema_agrees(r, property, value, depth + 1))
			return false;
	}
	return true;
}

bool tool_has_headers(const struct declared_tool *d)
{
	if (d->args_schema)
		return strstr(d->args_schema, "\"x-mcp-header\"") != NULL;
	for (uint32_t i = 0; i < d->args.count; i++)
		if (field_at(&d->args, i).header)
			return true;
	return false;
}

bool param_headers_agree(const struct request *r, const struct declared_tool *d, struct span args)
{
	if (!r->claims || !version_is_modern(r->version))
		return true;
	if (d->args_schema)
		return schema_agrees(r, span_of(d->args_schema), args, 0);
	return table_agrees(r, &d->args, args);
}
