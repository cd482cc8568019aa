/* fake_market_column - whether a tool asks a column as mcp/market.h describes it. */
#include "support/fake_market_column.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "data/value.h"

#define HEADER TEST_SOURCE "/sdk/include/mcp/market.h"

/* The header's description of one column. */
struct column {
	char type[8];
	char unit[16]; /* the first word behind the type */
};

static bool is_part_of_a_name(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

/* A word of letters at *at into ret[room]; *at moves behind it and the blanks. */
static void take_word(const char **at, char *ret, size_t room)
{
	size_t len = 0;

	for (; is_part_of_a_name((*at)[len]) || (*at)[len] == '%'; len++)
		;
	(void)snprintf(ret, room, "%.*s", (int)len, *at);
	*at += len;
	*at += strspn(*at, " ");
}

/* Reads a line " *\tname, name  type  unit…"; true when it is about `name`. */
static bool read_line(const char *line, const char *name, struct column *ret)
{
	bool found = false;
	char word[64];
	bool goes_on = true;

	if (strncmp(line, " *\t", 3) != 0 || !is_part_of_a_name(line[3]))
		return false;
	line += 3;
	while (goes_on) {
		take_word(&line, word, sizeof word);
		found = found || strcmp(word, name) == 0;
		goes_on = *line == ',';
		line += goes_on ? 1 + strspn(line + 1, " ") : 0;
	}
	take_word(&line, ret->type, sizeof ret->type);
	take_word(&line, ret->unit, sizeof ret->unit);
	return found;
}

/* The part of the header that lists the operation's columns, or NULL. */
static const char *section_of(const char *header, const char *op)
{
	char title[64];

	if (strcmp(op, "quotes") == 0)
		op = "top";
	(void)snprintf(title, sizeof title, "* Columns of mcp_market_%s", op);
	return strstr(header, title);
}

static bool find_column(const char *op, const char *name, struct column *ret)
{
	struct buf header;
	const char *at;
	bool found = false;

	buf_init(&header, 1 << 20);
	assert_int_equal(file_read(HEADER, &header, NULL), MCP_OK);
	at = section_of(buf_text(&header), op);
	while (!found && at && (at = strchr(at, '\n')) != NULL) {
		at++;
		if (strncmp(at, " */", 3) == 0 || strncmp(at, " * Columns of", 13) == 0)
			break;
		found = read_line(at, name, ret);
	}
	buf_done(&header);
	return found;
}

static const char *type_word(uint32_t type)
{
	if (value_is_int(type))
		return "int";
	if (value_is_real(type))
		return "real";
	if (type == MCP_T_FLAG || type == MCP_T_BOOL)
		return "bool";
	if (type == MCP_T_TEXTS || type == MCP_T_ROWS)
		return type == MCP_T_ROWS ? "rows" : "texts";
	return "text";
}

static bool has_unit(const mcp_field *field, const char *said)
{
	if (strcmp(said, "won") == 0)
		return str_same(field->unit, "KRW") || str_same(field->unit, "KRW/share");
	if (strcmp(said, "shares") == 0)
		return str_same(field->unit, "shares");
	if (strcmp(said, "percent") == 0)
		return str_same(field->unit, "%");
	return !str_same(field->unit, "KRW") && !str_same(field->unit, "shares") &&
	       !str_same(field->unit, "%");
}

const char *fake_market_column_fault(const char *op, const mcp_field *field)
{
	static char fault[256];
	const char *name = field->source ? field->source : field->name;
	struct column column = { .type = "" };

	fault[0] = '\0';
	if (!find_column(op, name, &column))
		(void)snprintf(fault, sizeof fault, "mcp/market.h has no column \"%s\" of \"%s\"",
			name, op);
	else if (strcmp(column.type, type_word(field->type)) != 0)
		(void)snprintf(fault, sizeof fault, "\"%s\" is %s in mcp/market.h, %s in the tool",
			name, column.type, type_word(field->type));
	else if (!has_unit(field, column.unit))
		(void)snprintf(fault, sizeof fault,
			"\"%s\" is in %s in mcp/market.h, in %s in the tool", name, column.unit,
			field->unit ? field->unit : "nothing");
	return fault[0] ? fault : NULL;
}
