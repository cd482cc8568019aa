/* market_totals_day - a completed day's totals: sums over all shares. */
#include "service/market_totals.h"

/* Shares a day's sums lack. */
struct lacking {
	uint32_t flows;
	uint32_t values; /* though it was bought or sold */
	uint32_t of;
};

static void add_share(struct job *j, const struct master_entry *e, struct lacking *ret)
{
	struct totals *t = j->own;
	const int32_t date = j->result->flow_date;
	const char *code = e->row->code;
	const struct flow *flow =
		flows_get(j->market->flows, code, date, (enum investor)j->query.investor);
	const struct bar *bar = history_bar(j->market->history, code, date);

	ret->of++;
	if (!flow || (flow->known & FLOW_ALL) != FLOW_ALL) {
		ret->flows++;
		return;
	}
	t->buy = sum_of(t->buy, MCP_KNOWN_INT(flow->buy_amount));
	t->sell = sum_of(t->sell, MCP_KNOWN_INT(flow->sell_amount));
	t->net = sum_of(t->net, MCP_KNOWN_INT(flow->net_amount));
	if (bar && (bar->known & BAR_VALUE))
		t->flow_value = sum_of(t->flow_value, MCP_KNOWN_INT(bar->value));
	else
		ret->values += flow->buy_volume > 0 || flow->sell_volume > 0;
}

/* Of the session's day the snapshot has every value; of another one the bars have, and a sum over
 * few of them would make every part of it look large. */
static void sum_values(struct job *j, const struct lacking *lacking)
{
	struct totals *t = j->own;
	const struct snapshot *s = j->snapshot;

	if (!s || s->date != j->result->flow_date) {
		if ((uint64_t)lacking->values * 100 > lacking->of)
			t->flow_value = (mcp_int){ 0 };
		else if (lacking->values)
			provenance_note(&j->from,
				"what %u shares traded that day is not there: market_impact lacks "
				"them",
				lacking->values);
		return;
	}
	t->flow_value = MCP_KNOWN_INT(0);
	for (uint32_t i = 0; i < s->count; i++)
		if (totals_cover(j, s->shares[i].exchange) && (s->known[i] & SNAPSHOT_VALUE))
			t->flow_value = sum_of(t->flow_value, MCP_KNOWN_INT(s->value[i]));
}

void totals_sum_day(struct job *j)
{
	struct totals *t = j->own;
	const struct master_entry *roster;
	const uint32_t count = master_roster(j->market->master, &roster);
	struct lacking lacking = { 0 };

	t->buy = t->sell = t->net = t->flow_value = MCP_KNOWN_INT(0);
	for (uint32_t i = 0; i < count; i++)
		if (totals_cover(j, roster[i].exchange))
			add_share(j, &roster[i], &lacking);
	sum_values(j, &lacking);
	if (t->flow_value.value == 0)
		t->flow_value = (mcp_int){ 0 };
	provenance_note(&j->from, "totals are sums over the listed shares");
	if (lacking.flows)
		provenance_note(&j->from,
			"%u shares have no buys and sells of that day: the totals lack them",
			lacking.flows);
}
