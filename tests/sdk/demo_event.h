/* demo_event - finds what befalls the issues of the demo exchange, and looks at it. */
#ifndef SDK_DEMO_EVENT_H
#define SDK_DEMO_EVENT_H

#include "demo_ask.h"

#include "demo/demo_action.h"
#include "demo/demo_quote.h"

#define KOSPI "/common/master/kospi_code.mst.zip"
#define KOSDAQ "/common/master/kosdaq_code.mst.zip"

enum event { SPLIT, MERGE, RIGHTS, LISTING, HALT, EVENTS };

/* The number of the day an event befalls an issue; 0: none. */
static inline int64_t day_of(const struct demo_issue *i, enum event event)
{
	switch (event) {
	case LISTING:
		return i->listed_on >= 20260102 ? i->first_day : 0;
	case HALT:
		return i->halt_days ? i->halt_day : 0;
	default:
		return (int)i->action == (int)event + 1 ? i->action_day : 0;
	}
}

static inline int32_t date_of(int64_t day)
{
	int32_t date = 20251215;

	while (demo_day_number(date) < day || !demo_day_is_open(date))
		date = kst_date_add(date, 1);
	return date;
}

/* The newest issue befallen before the day asked about. */
static inline const struct demo_issue *befallen(const struct ask *a, enum event event)
{
	const struct demo_issue *ret = NULL;

	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];

		if (day_of(i, event) > 0 &&
			day_of(i, event) + i->halt_days < demo_day_number(ASK_DATE) &&
			(!ret || day_of(i, event) > day_of(ret, event)))
			ret = i;
	}
	assert_non_null(ret);
	return ret;
}

static inline void go_to(struct ask *a, int64_t day, int hour, int minute)
{
	a->at = kst_to_ms(date_of(day), hour, minute, 0);
}

static inline struct demo_quote quote_on(
	const struct ask *a, const struct demo_issue *i, int64_t day)
{
	const struct demo_moment at = demo_moment_end(date_of(day));
	struct demo_board board;
	struct demo_quote q;

	demo_board_make(a->d, &at, DEMO_VENUE_KRX, &board);
	demo_quote_get(&board, i, &q);
	return q;
}

static inline void ask_chart(struct ask *a, const struct demo_issue *i, const char *as_traded)
{
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=%s&FID_INPUT_DATE_1=20260101"
		"&FID_INPUT_DATE_2=20261231&FID_PERIOD_DIV_CODE=D&FID_ORG_ADJ_PRC=%s",
		i->code, as_traded);
	(void)ask_at(a, QUOTATIONS "inquire-daily-itemchartprice", "FHKST03010100", query);
}

/* The place of a day's bar among those asked for. */
static inline int bar_of(const struct ask *a, int64_t day)
{
	const int32_t date = date_of(day);
	int n = 0;

	while (number(row_of(a, "output2", n), "stck_bsop_date") != date)
		n++;
	return n;
}

static inline struct span bar_at(const struct ask *a, int64_t day)
{
	return row_of(a, "output2", bar_of(a, day));
}

struct record {
	bool there;
	int64_t price;
	int64_t listed; /* thousands */
	int64_t cap;
	char halted;
	char actions[7]; /* flng, fcam, icic */
	int64_t listed_on;
};

static inline int64_t digits(const char *at, size_t width)
{
	int64_t n = 0;

	assert_true(span_int((struct span){ at, width }, &n));
	return n;
}

static inline struct record ask_master(struct ask *a, const struct demo_issue *i)
{
	const bool kospi = i->market == DEMO_KOSPI;
	const size_t width = kospi ? 288 : 282;
	const size_t shift = kospi ? 0 : 5;
	struct record r = { 0 };

	(void)ask_at(a, kospi ? KOSPI : KOSDAQ, NULL, "");
	for (const char *at = a->body.at; at < a->body.at + a->body.len; at += width + 1) {
		if (strncmp(at, i->code, 6) != 0)
			continue;
		r = (struct record){
			.there = true,
			.price = digits(at + 102 - shift, 9),
			.listed = digits(at + 174 - shift, 15),
			.cap = digits(at + (kospi ? 273 : 267), 9),
			.halted = at[121 - shift],
			.listed_on = digits(at + 166 - shift, 8),
		};
		memcpy(r.actions, at + 129 - shift, 6);
	}
	return r;
}

/* Bars whose change does not lead back to the bar before. */
static inline int broken_bars(const struct ask *a)
{
	int n = 0;

	for (int k = 0; k + 1 < count_rows(a, "output2"); k++) {
		const struct span bar = row_of(a, "output2", k);

		n += number(bar, "stck_clpr") - number(bar, "prdy_vrss") !=
		     number(row_of(a, "output2", k + 1), "stck_clpr");
	}
	return n;
}

#endif
