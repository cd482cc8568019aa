/* declare_reader - structs of a plugin as they lie in its file, older or newer than this host. */
#include "data/declare_reader.h"

#include <stdio.h>

#include "base/phrase.h"
#include "data/field.h"
#include "data/value.h"

#define ROW_MIN offsetof(mcp_field, help)

/* ---- Age. ---- */

/* Copies what both sides know. False when a byte beyond is set. */
bool reader_copy(void *ret, size_t known, const void *from, size_t size)
{
	const char *bytes = from;

	memset(ret, 0, known);
	memcpy(ret, from, size < known ? size : known);
	for (size_t i = known; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static mcp_status too_new(const struct reader *r, const char *what)
{
	return fault_set(r->f, MCP_E_CONFIG,
		"%s is built for contract %u.%u and uses %s; this host speaks %d.%d: update the host "
		"or rebuild the tool",
		r->subject, r->plugin->major, r->plugin->minor, what, MCP_ABI_MAJOR, MCP_ABI_MINOR);
}

mcp_status reader_unknown_bytes(const struct reader *r)
{
	return too_new(r, phrase("members this host does not know"));
}

mcp_status reader_unknown_number(const struct reader *r, const char *fmt, uint32_t number)
{
	char what[80];

	(void)snprintf(what, sizeof what, phrase(fmt), number); // NOLINT: fmt is one of ours
	return too_new(r, what);
}

/* ---- Lists. ---- */

const void *reader_element(const mcp_list *list, uint32_t i)
{
	return (const char *)list->at + (size_t)i * list->stride;
}

/* That the list can be walked, and holds nothing beyond `known` bytes an reader_element. */
mcp_status reader_check_list(
	const struct reader *r, const mcp_list *list, size_t known, uint32_t max)
{
	char scratch[64];

	if (list->count > max)
		return fault_set(r->f, MCP_E_CONFIG, "%s has a list of %u; at most %u are allowed",
			r->subject, list->count, max);
	if (list->count > 0 &&
		(!list->at || list->stride < known || list->stride > READER_SIZE_MOST))
		return fault_set(r->f, MCP_E_CONFIG,
			"%s has a list without memory or with a wrong stride; rebuild it",
			r->subject);
	for (uint32_t i = 0; i < list->count; i++)
		if (!reader_copy(scratch, known, reader_element(list, i), list->stride))
			return reader_unknown_bytes(r);
	return MCP_OK;
}

/* ---- Tables: only what tells their age; field_check_table looks at the rest. ---- */

static mcp_status check_row_age(
	const struct reader *r, const mcp_table *table, uint32_t i, uint32_t depth)
{
	const char *at = (const char *)table->at + (size_t)i * table->stride;
	mcp_field field;

	if (!reader_copy(&field, sizeof field, at, table->stride))
		return reader_unknown_bytes(r);
	if (field.type > MCP_T_LAST)
		return reader_unknown_number(r, "field type %u", field.type);
	if (field.flags & ~MCP_F_ALL)
		return reader_unknown_number(r, "field flags 0x%x", field.flags & ~MCP_F_ALL);
	if (!value_has_table(field.type) || !field.table)
		return MCP_OK;
	return reader_check_age(r, field.table, depth + 1);
}

mcp_status reader_check_age(const struct reader *r, const mcp_table *table, uint32_t depth)
{
	mcp_status s = MCP_OK;

	if (!table->at || table->stride < ROW_MIN || table->count > FIELD_MAX ||
		depth >= FIELD_TABLE_DEPTH)
		return MCP_OK;
	if (table->stride > READER_SIZE_MOST)
		return fault_set(r->f, MCP_E_CONFIG,
			"%s has a table with a wrong stride; rebuild it", r->subject);
	for (uint32_t i = 0; s == MCP_OK && i < table->count; i++)
		s = check_row_age(r, table, i, depth);
	return s;
}
