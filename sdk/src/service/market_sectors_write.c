/* market_sectors_write - rows of "sectors" as JSON. */
#include "service/market_sectors.h"

#include "data/json.h"

/* Below 0 nothing is known. */
static mcp_int unless_below_0(int64_t n)
{
	return n >= 0 ? MCP_KNOWN_INT(n) : (mcp_int){ 0 };
}

static void write_leader(
	const struct job *j, const struct group *g, uint32_t i, uint8_t column, struct buf *b)
{
	const struct snapshot *s = j->snapshot;
	const uint32_t row = g->leaders[i].index;

	switch (column) {
	case LEADER_CODE:
		json_cstr(b, s->shares[row].row.code);
		break;
	case LEADER_NAME:
		json_cstr(b, s->shares[row].row.name[0] ? s->shares[row].row.name
							: s->shares[row].row.code);
		break;
	case LEADER_VALUE:
		json_int(b, g->leaders[i].value);
		break;
	case LEADER_CHANGE_RATE:
		write_hundredths(s->known[row] & SNAPSHOT_CHANGE ? MCP_KNOWN_INT(s->rate[row])
								 : (mcp_int){ 0 },
			b);
		break;
	default:
		write_hundredths(unless_below_0(g->leaders[i].share), b);
		break;
	}
}

static void write_leaders(
	const struct job *j, const struct asked_column *asked, const struct group *g, struct buf *b)
{
	buf_char(b, '[');
	for (uint32_t i = 0; i < g->leader_count; i++) {
		json_next(b);
		buf_char(b, '[');
		for (uint32_t k = 0; k < asked->inner_count; k++) {
			json_next(b);
			write_leader(j, g, i, asked->inner[k], b);
		}
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

static void write_code(const struct sector_row *r, struct buf *b)
{
	if (r->code > 0)
		buf_printf(b, "\"%04d\"", r->code);
	else
		buf_puts(b, "null");
}

static void write_figure(const struct sector_row *r, uint32_t row, uint8_t column, struct buf *b)
{
	const struct group *g = &r->group;
	const mcp_int figures[SECTOR_COLUMNS] = {
		[SECTOR_RANK] = MCP_KNOWN_INT(row + 1),
		[SECTOR_VALUE] = unless_below_0(g->value),
		[SECTOR_VOLUME] = unless_below_0(g->volume),
		[SECTOR_STOCKS] = MCP_KNOWN_INT(g->members),
		[SECTOR_AVERAGE_CHANGE] = { .value = g->rate, .known = g->rate_known },
		[SECTOR_INDEX_CHANGE] = r->index_change,
		[SECTOR_FOREIGN] = r->foreign,
		[SECTOR_INSTITUTION] = r->institution,
	};

	if (column == SECTOR_AVERAGE_CHANGE || column == SECTOR_INDEX_CHANGE)
		write_hundredths(figures[column], b);
	else
		write_whole(figures[column], b);
}

void sectors_write_row(const struct job *j, uint32_t row, struct buf *b)
{
	const struct sectors *all = j->own;
	const struct sector_row *r = &all->rows[row];

	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const struct asked_column *asked = &j->query.columns[i];

		json_next(b);
		if (asked->column == SECTOR_LEADERS)
			write_leaders(j, asked, &r->group, b);
		else if (asked->column == SECTOR_CODE)
			write_code(r, b);
		else if (asked->column == SECTOR_NAME)
			json_cstr(b, r->name);
		else
			write_figure(r, row, asked->column, b);
	}
}
