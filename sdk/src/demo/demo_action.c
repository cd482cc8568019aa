/* demo_action - one of each kind in every five open days, so that any month has several. */
#include "demo/demo_action.h"

#include "base/clock.h"
#include "demo/demo_day.h"
#include "demo/demo_draw.h"
#include "demo/demo_tick.h"
#include "demo/demo_wave.h"

#define FIRST_DATE 20260102
#define SLOTS 100
#define SLOT_DAYS 5
#define TRIES 512

enum event { EVENT_SPLIT, EVENT_MERGE, EVENT_RIGHTS, EVENT_LISTING, EVENT_HALT, EVENTS };

int64_t demo_issue_listed(const struct demo_issue *i, int64_t day)
{
	if (day < i->action_day)
		return i->listed;
	switch (i->action) {
	case DEMO_SPLIT:
		return i->listed * i->action_part;
	case DEMO_MERGE:
		return i->listed / i->action_part;
	case DEMO_RIGHTS:
		return i->listed + i->listed / 100 * i->action_part;
	default:
		return i->listed;
	}
}

/* New shares are sold at four fifths of the price: the old ones are worth as much less. */
static double rights_factor(const struct demo_issue *i)
{
	const double part = i->action_part / 100.0;

	return (1.0 + 0.8 * part) / (1.0 + part);
}

static double factor(const struct demo_issue *i)
{
	switch (i->action) {
	case DEMO_SPLIT:
		return 1.0 / i->action_part;
	case DEMO_MERGE:
		return i->action_part;
	case DEMO_RIGHTS:
		return rights_factor(i);
	default:
		return 1;
	}
}

double demo_action_unit(const struct demo_issue *i, int64_t day)
{
	return day < i->action_day ? 1 : factor(i);
}

double demo_action_volume_unit(const struct demo_issue *i, int64_t day)
{
	if (day < i->action_day || i->action == DEMO_RIGHTS)
		return 1;
	return 1.0 / factor(i);
}

int64_t demo_action_reference(const struct demo_issue *i, int64_t day, int64_t close_before)
{
	if (demo_action_on(i, day) == DEMO_NO_ACTION)
		return close_before;
	return demo_tick_round(i, (double)close_before * factor(i));
}

int64_t demo_action_adjust(const struct demo_issue *i, int64_t price, int64_t day, int64_t now)
{
	if (i->action == DEMO_RIGHTS || day >= i->action_day || now < i->action_day)
		return price;
	return (int64_t)((double)price * factor(i) + 0.5);
}

/* News and actions are kept apart: a jump to a limit is reckoned from an undisturbed day before. */
static bool is_quiet(const struct demo_issue *i, int64_t day)
{
	return demo_jump_in(i, day - 2).size == 0 && demo_jump_in(i, day + 6).size == 0;
}

static bool is_ordinary(const struct demo_issue *i)
{
	return i->product == DEMO_SHARE && i->market != DEMO_KONEX && !i->preferred &&
	       i->group[0] == 'S' && i->cap_rank >= 40 &&
	       !(i->flags & (DEMO_HALTED | DEMO_MANAGED | DEMO_LIQUIDATING)) &&
	       i->action == DEMO_NO_ACTION && i->halt_days == 0 && i->listed_on < FIRST_DATE;
}

static bool has_preferred(const struct demo *d, const struct demo_issue *i)
{
	const struct demo_issue *next = i + 1;

	return next < d->issues + d->count && memcmp(next->code, i->code, 5) == 0;
}

static bool is_fit(const struct demo *d, const struct demo_issue *i, enum event event, int part)
{
	switch (event) {
	case EVENT_SPLIT:
		return i->base_price >= 20000 && demo_issue_par(i, 0) / part >= 100;
	case EVENT_MERGE:
		return i->base_price < 5000 && demo_issue_par(i, 0) <= 500;
	case EVENT_LISTING:
		return i->cap_rank >= 150 && !has_preferred(d, i);
	case EVENT_HALT:
		return i->cap_rank >= 100;
	default:
		return true;
	}
}

static void befall(struct demo_issue *i, enum event event, int32_t date, int part)
{
	const int32_t day = (int32_t)demo_day_number(date);

	if (event == EVENT_LISTING) {
		i->listed_on = date;
		i->first_day = day;
	} else if (event == EVENT_HALT) {
		i->halt_day = day;
		i->halt_days = (uint8_t)part;
	} else {
		i->action = (uint8_t)(event == EVENT_SPLIT   ? DEMO_SPLIT
				      : event == EVENT_MERGE ? DEMO_MERGE
							     : DEMO_RIGHTS);
		i->action_day = day;
		i->action_part = (uint16_t)part;
	}
}

/* The ratio, the percent of new shares, the days. */
static int draw_part(enum event event, uint64_t h)
{
	static const int ratios[] = { 5, 5, 10, 2 };

	switch (event) {
	case EVENT_SPLIT:
		return ratios[h % 4];
	case EVENT_MERGE:
		return ratios[h % 3];
	case EVENT_RIGHTS:
		return 10 + (int)(h % 31);
	default:
		return 1 + (int)(h % 4);
	}
}

static void assign(struct demo *d, enum event event, int slot, int32_t date)
{
	const int64_t place = ((int64_t)slot * EVENTS + event) * TRIES;
	const int64_t day = demo_day_number(date);
	const int part = draw_part(event, draw_at(d->key, DRAW_ACTION, place));

	for (int n = 1; n < TRIES; n++) {
		struct demo_issue *i =
			&d->issues[draw_at(d->key, DRAW_ACTION, place + n) % d->count];

		if (is_ordinary(i) && is_quiet(i, day) && is_fit(d, i, event, part)) {
			befall(i, event, date, part);
			return;
		}
	}
}

static int32_t next_day(int32_t date)
{
	do
		date = kst_date_add(date, 1);
	while (!demo_day_is_open(date));
	return date;
}

/* Each kind has its day of the slot. */
static void assign_day(struct demo *d, int slot, int place, int32_t date)
{
	for (int event = 0; event < EVENTS; event++) {
		if ((event + slot) % SLOT_DAYS == place)
			assign(d, (enum event)event, slot, date);
	}
}

void demo_action_assign(struct demo *d)
{
	int32_t date = FIRST_DATE;

	for (int slot = 0; slot < SLOTS; slot++) {
		for (int n = 0; n < SLOT_DAYS; n++) {
			assign_day(d, slot, n, date);
			date = next_day(date);
		}
	}
}
