/* demo_issue - what is drawn for an issue when somebody asks. */
#include "demo/demo_issue.h"

#include <math.h>

#include "demo/demo_action.h"
#include "demo/demo_draw.h"

/* Some sectors may not belong to foreigners beyond a limit. */
int32_t demo_issue_foreign_limit(const struct demo_issue *i)
{
	switch (i->sector) {
	case 17:
		return 40;
	case 20:
		return 49;
	case 19:
		return draw_chance(i->key, DRAW_FOREIGN, 1, 5000) ? 50 : 100;
	default:
		return 100;
	}
}

int64_t demo_issue_foreign_held(const struct demo_issue *i, int64_t day)
{
	const double u = draw_unit(i->key, DRAW_FOREIGN, 0);
	const double share = i->size == 1 ? 0.08 + 0.5 * u : i->size == 2 ? 0.25 * u : 0.12 * u * u;
	const double limit = demo_issue_foreign_limit(i) / 100.0;

	return (int64_t)((double)demo_issue_listed(i, day) * share * limit);
}

/* An unknown code is an issue of zeros. */
static bool has_accounts(const struct demo_issue *i)
{
	return i->listed > 0 && i->product == DEMO_SHARE;
}

/* Three in ten lose money, one in twenty has not reported. */
int64_t demo_issue_eps(const struct demo_issue *i, int64_t day)
{
	const double u = draw_unit(i->key, DRAW_EARNINGS, 0);
	const double price = i->base_price / demo_action_volume_unit(i, day);
	const double ratio = 5.0 + 28.0 * u * u + 3.0 * fabs(draw_bell(i->key, DRAW_EARNINGS, 1));

	if (!has_accounts(i) || draw_chance(i->key, DRAW_EARNINGS, 2, 500))
		return 0;
	if (draw_chance(i->key, DRAW_EARNINGS, 3, i->size == 1 ? 800 : 3000))
		return -(int64_t)(price / ratio) - 1;
	return (int64_t)(price / ratio) + 1;
}

int64_t demo_issue_bps(const struct demo_issue *i, int64_t day)
{
	double price;

	if (!has_accounts(i))
		return 0;
	price = i->base_price / demo_action_volume_unit(i, day);
	return (int64_t)(price / (0.4 + 2.6 * draw_unit(i->key, DRAW_BOOK, 0))) + 1;
}

int64_t demo_issue_par(const struct demo_issue *i, int64_t day)
{
	static const int64_t values[] = { 100, 200, 500, 500, 500, 1000, 5000, 500 };

	if (i->listed == 0 || i->product == DEMO_ETF || i->product == DEMO_ETN)
		return 0;
	return (int64_t)((double)values[draw_at(i->key, DRAW_BOOK, 1) % 8] /
				 demo_action_volume_unit(i, day) +
			 0.5);
}
