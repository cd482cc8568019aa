/* demo_tick - KRX's steps since 2023. */
#include "demo/demo_tick.h"

#include <stddef.h>

static int64_t share_unit(double price)
{
	if (price < 20000)
		return price < 2000 ? 1 : price < 5000 ? 5 : 10;
	if (price < 200000)
		return price < 50000 ? 50 : 100;
	return price < 500000 ? 500 : 1000;
}

static int64_t unit_of(const struct demo_issue *i, double price)
{
	if (i->product == DEMO_ETF || i->product == DEMO_ETN)
		return price < 2000 ? 1 : 5;
	return share_unit(price);
}

int64_t demo_tick_unit(const struct demo_issue *i, int64_t price)
{
	return unit_of(i, (double)price);
}

int64_t demo_tick_round(const struct demo_issue *i, double price)
{
	const int64_t unit = unit_of(i, price);
	const int64_t steps = (int64_t)(price / (double)unit + 0.5);

	return steps < 1 ? unit : steps * unit;
}

int64_t demo_tick_width(const struct demo_issue *i, int64_t reference)
{
	const int64_t unit = demo_tick_unit(i, reference);

	return reference * 3 / 10 / unit * unit;
}

int64_t demo_tick_upper(const struct demo_issue *i, int64_t reference)
{
	const int64_t price = reference + demo_tick_width(i, reference);
	const int64_t unit = demo_tick_unit(i, price);

	return price / unit * unit;
}

int64_t demo_tick_lower(const struct demo_issue *i, int64_t reference)
{
	const int64_t price = reference - demo_tick_width(i, reference);
	const int64_t unit = demo_tick_unit(i, price);

	return (price + unit - 1) / unit * unit;
}
