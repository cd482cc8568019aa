/* market_view_figure - a figure of a row, from the snapshot, its history and its flows. */
#include "service/market_view.h"

#include "base/cleanup.h"
#include "service/rank.h"
#include "service/rank_figure.h"

#define THOUSAND 1000

static bool column_at(
	const struct snapshot *s, uint32_t row, const int64_t *column, uint32_t bit, int64_t *ret)
{
	if (!(s->known[row] & bit))
		return false;
	*ret = column[row];
	return true;
}

static bool price_figure(const struct view *v, uint32_t row, enum top_column column, int64_t *ret)
{
	const struct snapshot *s = v->s;

	switch (column) {
	case TOP_PRICE:
		return column_at(s, row, s->price, SNAPSHOT_PRICE, ret);
	case TOP_CHANGE:
		return column_at(s, row, s->change, SNAPSHOT_CHANGE, ret);
	case TOP_CHANGE_RATE:
		return column_at(s, row, s->rate, SNAPSHOT_CHANGE, ret);
	case TOP_VOLUME:
		return column_at(s, row, s->volume, SNAPSHOT_VOLUME, ret);
	case TOP_VALUE:
		return column_at(s, row, s->value, SNAPSHOT_VALUE, ret);
	case TOP_CAP:
		*ret = v->cap[row];
		return v->cap[row] >= 0;
	case TOP_LISTED:
		*ret = s->shares[row].row.listed_thousand * THOUSAND;
		return *ret > 0;
	case TOP_TURNOVER:
		return (s->known[row] & SNAPSHOT_VOLUME) &&
		       rank_turnover(s->volume[row], s->shares[row].row.listed_thousand * THOUSAND,
			       0, ret);
	default:
		return false;
	}
}

static bool place_figure(const struct view *v, uint32_t row, enum top_column column, int64_t *ret)
{
	switch (column) {
	case TOP_CAP_RANK_CHANGE:
		*ret = (int64_t)v->before_place[row] - (int64_t)v->cap_place[row];
		return v->before_place[row] && v->cap_place[row];
	case TOP_VALUE_RANK:
		*ret = v->value_place[row];
		return v->value_place[row] != 0;
	case TOP_WEIGHT:
		return v->cap[row] >= 0 &&
		       rank_percent(v->cap[row], v->cap_sum[v->s->shares[row].exchange], ret);
	default:
		return false;
	}
}

/* Against the completed days of the period. A price whose base moved has nothing to compare with;
 * won traded have. */
static bool period_figure(struct view *v, const struct view_ask *ask, uint32_t row,
	enum top_column column, int64_t *ret)
{
	const struct snapshot *s = v->s;
	const struct window *w;

	if (column == TOP_PERIOD_CHANGE && ask->period == 1)
		return column_at(s, row, s->rate, SNAPSHOT_CHANGE, ret);
	w = view_window(v, row, ask->period);
	if (!w || !view_trades(v, row))
		return false;
	if (column == TOP_PREVIOUS_VALUE) {
		*ret = rank_mean(w->value_sum, ask->period);
		return true;
	}
	if (column == TOP_VALUE_CHANGE)
		return (s->known[row] & SNAPSHOT_VALUE) &&
		       rank_change(s->value[row], w->value_sum, ask->period, ret);
	return !w->base_differs && (s->known[row] & SNAPSHOT_PRICE) && w->close_first > 0 &&
	       rank_change(s->price[row], w->close_first, 1, ret);
}

static bool volume_figure(struct view *v, uint32_t row, enum top_column column, int64_t *ret)
{
	const struct snapshot *s = v->s;
	const struct window *w = view_window(v, row, 20);

	if (!w || !view_trades(v, row))
		return false;
	if (column == TOP_AVERAGE_VOLUME) {
		*ret = rank_mean(w->volume_sum, 20);
		return true;
	}
	if (!(s->known[row] & SNAPSHOT_VOLUME))
		return false;
	if (column == TOP_VOLUME_RATIO)
		return rank_ratio(s->volume[row], w->volume_sum, 20, ret);
	*ret = rank_z(s->volume[row], w->volume_sum, 20, w->deviation);
	return true;
}

/* What was traded that day, in won. */
static bool value_on(const struct view *v, uint32_t row, int32_t date, int64_t *ret)
{
	const struct bar *bar;

	if (date == v->s->date)
		return column_at(v->s, row, v->s->value, SNAPSHOT_VALUE, ret);
	bar = history_bar(v->history, v->s->shares[row].row.code, date);
	if (!bar || !(bar->known & BAR_VALUE))
		return false;
	*ret = bar->value;
	return true;
}

static bool flow_member(const struct flow *flow, enum top_column column, int64_t *ret)
{
	const struct {
		enum top_column column;
		uint32_t bit;
		int64_t value;
	} members[] = {
		{ TOP_BUY_AMOUNT, FLOW_BUY_AMOUNT, flow->buy_amount },
		{ TOP_SELL_AMOUNT, FLOW_SELL_AMOUNT, flow->sell_amount },
		{ TOP_NET_AMOUNT, FLOW_NET_AMOUNT, flow->net_amount },
		{ TOP_BUY_VOLUME, FLOW_BUY_VOLUME, flow->buy_volume },
		{ TOP_SELL_VOLUME, FLOW_SELL_VOLUME, flow->sell_volume },
		{ TOP_NET_VOLUME, FLOW_NET_VOLUME, flow->net_volume },
	};

	for (size_t i = 0; i < COUNT_OF(members); i++) {
		if (members[i].column != column)
			continue;
		*ret = members[i].value;
		return flow->known & members[i].bit;
	}
	return false;
}

static bool flow_figure(const struct view *v, const struct view_ask *ask, uint32_t row,
	enum top_column column, int64_t *ret)
{
	const struct flow *flow = ask->flow_date
	                                  ? flows_get(ask->flows, v->s->shares[row].row.code,
						    ask->flow_date, (enum investor)ask->investor)
	                                  : NULL;
	int64_t value;

	if (!flow)
		return false;
	if (column == TOP_AVERAGE_BUY)
		return flow_average_buy(flow, ret);
	if (column == TOP_AVERAGE_SELL)
		return flow_average_sell(flow, ret);
	if (column == TOP_IMPACT)
		return (flow->known & FLOW_NET_AMOUNT) &&
		       value_on(v, row, ask->flow_date, &value) &&
		       rank_impact(flow->net_amount, value, ret);
	return flow_member(flow, column, ret);
}

bool view_figure(struct view *v, const struct view_ask *ask, uint32_t row, enum top_column column,
	int64_t *ret)
{
	switch (column) {
	case TOP_PREVIOUS_VALUE:
	case TOP_VALUE_CHANGE:
	case TOP_PERIOD_CHANGE:
		return period_figure(v, ask, row, column, ret);
	case TOP_AVERAGE_VOLUME:
	case TOP_VOLUME_RATIO:
	case TOP_Z_SCORE:
		return volume_figure(v, row, column, ret);
	case TOP_CAP_RANK_CHANGE:
	case TOP_VALUE_RANK:
	case TOP_WEIGHT:
		return place_figure(v, row, column, ret);
	default:
		break;
	}
	if (column >= TOP_BUY_AMOUNT && column <= TOP_IMPACT)
		return flow_figure(v, ask, row, column, ret);
	return price_figure(v, row, column, ret);
}
