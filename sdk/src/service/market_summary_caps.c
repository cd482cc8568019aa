/* market_summary_caps - what the companies of a market are worth, and the part of the largest. */
#include "service/market_summary_caps.h"

#include "service/market_totals.h"
#include "service/rank.h"
#include "service/rank_figure.h"

#define LARGEST_CAPS 10

mcp_int summary_cap(const struct job *j, const struct view *v)
{
	mcp_int sum = { 0 };

	for (int x = 0; x < EXCHANGES; x++) {
		const bool asked = j->query.scope == SCOPE_ALL ||
		                   (j->query.scope == SCOPE_KOSPI) == (x == EXCHANGE_KOSPI);

		if (asked && v->cap_sum[x] > 0)
			sum = sum.known ? sum_of(sum, MCP_KNOWN_INT(v->cap_sum[x]))
			                : MCP_KNOWN_INT(v->cap_sum[x]);
	}
	return sum;
}

/* Keeps `values` as the largest so far, the largest first. */
static void offer(int64_t *values, uint32_t *count, int64_t value)
{
	uint32_t at = *count < LARGEST_CAPS ? (*count)++ : LARGEST_CAPS;

	if (at == LARGEST_CAPS && values[--at] >= value)
		return;
	while (at > 0 && values[at - 1] < value) {
		values[at] = values[at - 1];
		at--;
	}
	values[at] = value;
}

mcp_int summary_top10(const struct job *j, const struct view *v)
{
	const mcp_int total = summary_cap(j, v);
	int64_t values[LARGEST_CAPS] = { 0 };
	uint32_t count = 0;
	int64_t ratio;

	for (uint32_t i = 0; i < v->s->count; i++)
		if (v->cap[i] >= 0 && view_in_scope(v, i, j->query.scope))
			offer(values, &count, v->cap[i]);
	if (!total.known || count < LARGEST_CAPS ||
		!rank_concentration(values, count, total.value, &ratio))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(ratio);
}
