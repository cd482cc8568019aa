/* flow - what a class of investors bought and sold of a share on a day. */
#include "service/flow.h"

#include <stdlib.h>

#include "service/day_table.h"
#include "service/rank_wide.h"

#define ROUNDING 500000 /* won: how far whole millions may be off */

struct flows {
	struct day_table *table;
};

struct flows *flows_new(void)
{
	const struct day_shape shape = { FLOW_DAYS, INVESTORS, sizeof(struct flow) };
	struct flows *f = calloc(1, sizeof *f);

	if (!f)
		return NULL;
	f->table = day_table_new(shape);
	if (!f->table) {
		free(f);
		return NULL;
	}
	return f;
}

void flows_free(struct flows *f)
{
	if (!f)
		return;
	day_table_free(f->table);
	free(f);
}

bool flows_put(
	struct flows *f, const char *code, int32_t date, enum investor who, const struct flow *flow)
{
	const struct day_key key = { code, date, (uint32_t)who };

	return day_table_put(f->table, &key, flow);
}

const struct flow *flows_get(
	const struct flows *f, const char *code, int32_t date, enum investor who)
{
	return day_table_cell(f->table, day_table_row(f->table, code), date, (uint32_t)who);
}

uint32_t flows_count(const struct flows *f, int32_t date, enum investor who)
{
	return day_table_filled(f->table, date, (uint32_t)who);
}

static bool average(const struct flow *f, int64_t amount, int64_t volume, int64_t *ret)
{
	if (amount <= 0 || volume <= 0)
		return false;
	if (f->rounded != 0 && amount < (int64_t)ROUNDING * 100)
		return false;
	*ret = (int64_t)wide_divide(amount, volume);
	return true;
}

bool flow_average_buy(const struct flow *f, int64_t *ret)
{
	const unsigned parts = FLOW_BUY_AMOUNT | FLOW_BUY_VOLUME;

	return (f->known & parts) == parts && average(f, f->buy_amount, f->buy_volume, ret);
}

bool flow_average_sell(const struct flow *f, int64_t *ret)
{
	const unsigned parts = FLOW_SELL_AMOUNT | FLOW_SELL_VOLUME;

	return (f->known & parts) == parts && average(f, f->sell_amount, f->sell_volume, ret);
}
