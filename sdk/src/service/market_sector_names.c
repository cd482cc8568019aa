/* market_sector_names - names of sectors from idxcode.mst. */
#include "service/market_sector_names.h"

#include <stdlib.h>

#include "service/market_fixed.h"

#define ROWS_MIN 10
#define ROWS_MAX 2000
#define CODE_AT 1
#define CODE_WIDTH 4
#define NAME_AT 5
#define NAME_WIDTH 40
#define LINE_MAX_BYTES 64

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two descriptions of this file disagree on where the name begins; digits up to it and none where
 * it begins is what one of them says, and the only one that leaves four for the code. */
static bool has_form(struct span line)
{
	if (line.len <= NAME_AT || line.len > LINE_MAX_BYTES)
		return false;
	for (size_t i = 0; i < NAME_AT; i++)
		if (!is_digit(line.at[i]))
			return false;
	return true;
}

static bool read_row(const struct fixed *text, struct span line, struct sector_name *ret)
{
	const size_t left = line.len > NAME_AT ? line.len - NAME_AT : 0;
	int64_t sector;

	if (!has_form(line) || !span_int(fixed_cut(line, CODE_AT, CODE_WIDTH), &sector))
		return false;
	ret->sector = (int32_t)sector;
	fixed_text(text, fixed_cut(line, NAME_AT, left < NAME_WIDTH ? left : NAME_WIDTH), ret->name,
		sizeof ret->name);
	return ret->name[0] != '\0';
}

static int compare(const void *left, const void *right)
{
	const struct sector_name *a = left;
	const struct sector_name *b = right;

	return (a->sector > b->sector) - (a->sector < b->sector);
}

/* Two names for one code say nothing. */
static void drop_doubles(struct sector_names *n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n->count;) {
		uint32_t next = i + 1;
		bool same = true;

		while (next < n->count && n->rows[next].sector == n->rows[i].sector)
			same = str_same(n->rows[next++].name, n->rows[i].name) && same;
		if (same)
			n->rows[kept++] = n->rows[i];
		i = next;
	}
	n->count = kept;
}

static mcp_status refuse(struct fault *f)
{
	return fault_set(f, MCP_E_UPSTREAM,
		"the file of sector names is not in its form; it will be fetched again");
}

static bool begins_well(struct span bytes)
{
	struct span line;

	return fixed_line(&bytes, &line) && has_form(line) && !is_digit(line.at[NAME_AT]);
}

static mcp_status read_rows(struct span bytes, struct sector_names *n, struct fault *f)
{
	struct fixed text;
	struct span line;
	uint32_t strange = 0;

	if (!begins_well(bytes))
		return refuse(f);
	fixed_open(&text);
	while (n->count + strange < ROWS_MAX && fixed_line(&bytes, &line)) {
		if (read_row(&text, line, &n->rows[n->count]))
			n->count++;
		else
			strange++;
	}
	fixed_close(&text);
	if (bytes.len > 0 || n->count < ROWS_MIN || strange > n->count / 10)
		return refuse(f);
	return MCP_OK;
}

mcp_status sector_names_parse(struct span bytes, struct sector_names *ret, struct fault *f)
{
	struct sector_names n = { .rows = calloc(ROWS_MAX, sizeof *n.rows) };
	mcp_status s;

	if (!n.rows)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	s = read_rows(bytes, &n, f);
	if (s < 0) {
		sector_names_done(&n);
		return s;
	}
	qsort(n.rows, n.count, sizeof *n.rows, compare);
	drop_doubles(&n);
	*ret = n;
	return MCP_OK;
}

void sector_names_done(struct sector_names *n)
{
	free(n->rows);
	*n = (struct sector_names){ 0 };
}

const char *sector_names_find(const struct sector_names *n, int32_t sector)
{
	const struct sector_name key = { .sector = sector };
	const struct sector_name *row =
		n->count ? bsearch(&key, n->rows, n->count, sizeof key, compare) : NULL;

	return row ? row->name : NULL;
}
