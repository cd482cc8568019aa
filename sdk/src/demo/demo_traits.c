/* demo_traits - drawn from an issue's own stream. */
#include "demo/demo_traits.h"

#include "base/clock.h"
#include "demo/demo_day.h"
#include "demo/demo_draw.h"

void demo_traits_size(struct demo_issue *i, double cap, double value)
{
	if (value > cap * 0.15)
		value = cap * 0.15;
	i->listed = (int64_t)(cap / i->base_price) | 1;
	i->base_volume = value / i->base_price;
	if (i->base_volume < 5)
		i->base_volume = 5;
}

void demo_traits_state(struct demo_issue *i)
{
	const bool weak = i->size == 3 || i->size == 0;
	const uint32_t w = (uint32_t)(draw_at(i->key, DRAW_STATE, 1) % 10000);

	if (weak && draw_chance(i->key, DRAW_STATE, 2, 400))
		i->flags |= DEMO_MANAGED;
	if (draw_chance(i->key, DRAW_STATE, 3, i->flags & DEMO_MANAGED ? 5500 : 60))
		i->flags |= DEMO_HALTED;
	if ((i->flags & DEMO_MANAGED) && draw_chance(i->key, DRAW_STATE, 4, 500))
		i->flags |= DEMO_LIQUIDATING;
	if (weak && draw_chance(i->key, DRAW_STATE, 5, 120))
		i->flags |= DEMO_UNFAITHFUL;
	if (draw_chance(i->key, DRAW_STATE, 6, 90))
		i->flags |= DEMO_OVERHEATED;
	if (!(i->flags & DEMO_MANAGED) && draw_chance(i->key, DRAW_STATE, 7, weak ? 7000 : 9800))
		i->flags |= DEMO_CREDIT;
	i->warning = w < 15 ? 3 : w < 110 ? 2 : w < 280 ? 1 : 0;
}

void demo_traits_margin(struct demo_issue *i)
{
	static const uint16_t rates[] = { 20, 30, 40, 50, 60, 100 };
	uint32_t step = (uint32_t)(draw_at(i->key, DRAW_MARGIN, 0) % 4) + 1;

	if (i->size == 1)
		step = (uint32_t)(draw_at(i->key, DRAW_MARGIN, 0) % 2);
	if (!(i->flags & DEMO_CREDIT))
		step = 5;
	i->margin_rate = rates[step];
}

void demo_traits_listing_day(struct demo_issue *i)
{
	const int32_t days = (int32_t)(draw_unit(i->key, DRAW_LISTED, 0) * 365.25 * 40);
	int32_t day = kst_date_add(20250613, -days);

	while (!demo_day_is_open(day))
		day = kst_date_add(day, -1);
	i->listed_on = day;
	i->first_day = (int32_t)demo_day_number(day);
}

void demo_traits_standing(struct demo_issue *i)
{
	const uint32_t large = 100;
	const uint32_t middle = i->market == DEMO_KOSPI ? 300 : 400;
	const uint32_t members = i->market == DEMO_KOSPI ? 200 : 150;

	if (i->market == DEMO_KONEX)
		return;
	i->size = i->cap_rank < large ? 1 : i->cap_rank < middle ? 2 : 3;
	if (i->cap_rank < members)
		i->flags |= DEMO_INDEX_MEMBER;
	if (i->cap_rank < (i->market == DEMO_KOSPI ? 90 : 10))
		i->flags |= DEMO_KRX100;
	if (draw_chance(i->key, DRAW_VENUE, 0, i->cap_rank < 250 ? 9500 : 1200))
		i->flags |= DEMO_NXT;
}
