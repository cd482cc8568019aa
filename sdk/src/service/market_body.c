/* market_body - one answer of volume-rank: its rows, and whether they are what was asked. */
#include "service/market_body.h"

#include <stdlib.h>
#include <string.h>

static bool came_before(const struct body *b, const struct stock *s)
{
	for (uint32_t i = 0; i < b->count; i++)
		if (s->code[0] != '\0' && strcmp(b->stocks[i].code, s->code) == 0)
			return true;
	return false;
}

/* Order and doubles are looked at over all rows, those left out later included. */
static void take_row(struct body *b, enum market_sort sort, const struct stock *s)
{
	mcp_int key = stock_key(s, sort);

	if (!key.known || s->doubts >> DOUBT_KEY & 1) {
		b->keyless++;
		return;
	}
	if (came_before(b, s)) {
		b->doubled = true;
		return;
	}
	if (b->count > 0 && key.value > b->last_key)
		b->sorted = false;
	if (b->count == 0 || key.value < b->last_key)
		b->last_key = key.value;
	if (key.value != 0)
		b->zeros = false;
	b->stocks[b->count++] = *s;
}

mcp_status body_read(struct span json, enum market_sort sort, struct body *ret, struct fault *f)
{
	struct body b = { .sorted = true, .zeros = true };
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(json, "output", &rows))
		return fault_set(f, MCP_E_UPSTREAM,
			"the answer of volume-rank has no rows in \"output\"; try again later");
	b.stocks = calloc(RANK_BODY_MAX, sizeof *b.stocks);
	if (!b.stocks)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	while (kis_rows_next(&rows, &row)) {
		struct stock s;

		if (b.received++ >= RANK_BODY_MAX)
			continue;
		stock_read(&row, &s);
		take_row(&b, sort, &s);
	}
	*ret = b;
	return MCP_OK;
}

void body_done(struct body *b)
{
	free(b->stocks);
	*b = (struct body){ 0 };
}
