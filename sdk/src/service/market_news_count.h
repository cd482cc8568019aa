/* market_news_count - the titles of one share: gathered page by page, then a tally by days
 * that says how far back it is whole. No clock, no calls. */
#ifndef SERVICE_MARKET_NEWS_COUNT_H
#define SERVICE_MARKET_NEWS_COUNT_H

#include "service/market_news_page.h"

#define NEWS_PAGES 3

/* What was gathered so far, the newest first. */
struct news_gathered {
	struct news_row rows[NEWS_PAGES * NEWS_PAGE_ROWS];
	uint32_t count;
	uint32_t pages;
	bool doubtful;   /* something cannot be proven: what is counted is a lower bound */
	int32_t reach;   /* every title since this day is in it; 0: every title there is */
	bool at_its_end; /* no further page is needed, or none can be had */
	bool cut;        /* by the number of pages */
};

/* Adds a page; titles of days before `from` are not looked for. */
void news_gather(struct news_gathered *g, const struct news_page *page, int32_t from);

struct news_tally {
	int32_t date;
	uint16_t news;
	uint16_t disclosures;
};

/* Those about the share, by days, in `ret` of g->count members; returns how many days. */
uint32_t news_tally(const struct news_gathered *g, struct news_tally *ret);

#endif
