/* market_news_count - when a share's titles are all there, and how many a day has. */
#include "service/market_news_count.h"

#include "base/clock.h"

static bool is_gathered(const struct news_gathered *g, uint64_t serial)
{
	for (uint32_t i = 0; i < g->count; i++)
		if (g->rows[i].serial == serial)
			return true;
	return false;
}

/* The cursor's row comes again on the next page. Returns how many were new. */
static uint32_t add_rows(struct news_gathered *g, const struct news_page *page)
{
	uint32_t before = g->count;

	for (uint32_t i = 0; i < page->count; i++) {
		const struct news_row *row = &page->rows[i];

		if (is_gathered(g, row->serial))
			continue;
		/* Not the newest first: older ones may hide anywhere. */
		if (g->count > 0 && row->serial > g->rows[g->count - 1].serial)
			g->doubtful = true;
		g->rows[g->count++] = *row;
	}
	return g->count - before;
}

void news_gather(struct news_gathered *g, const struct news_page *page, int32_t from)
{
	const uint32_t fresh = add_rows(g, page);
	int32_t last = g->count > 0 ? g->rows[g->count - 1].date : 0;

	g->pages++;
	g->doubtful = g->doubtful || page->doubtful;
	/* The last day may go on behind the last row. */
	g->reach = last ? kst_date_add(last, 1) : 0;
	if (fresh == 0 && page->count < NEWS_PAGE_ROWS) {
		g->reach = 0;
		g->at_its_end = true;
	} else if (fresh == 0 || page->cursor[0] == '\0') {
		/* The page turns in a circle, or nothing says where the next begins. */
		g->doubtful = true;
		g->at_its_end = true;
	} else if (last < from) {
		g->at_its_end = true;
	} else if (g->pages == NEWS_PAGES) {
		g->at_its_end = true;
		g->cut = true;
	}
}

uint32_t news_tally(const struct news_gathered *g, struct news_tally *ret)
{
	uint32_t days = 0;

	for (uint32_t i = 0; i < g->count; i++) {
		const struct news_row *row = &g->rows[i];
		uint32_t day = 0;

		if (!row->is_about)
			continue;
		while (day < days && ret[day].date != row->date)
			day++;
		if (day == days)
			ret[days++] = (struct news_tally){ .date = row->date };
		ret[day].disclosures = (uint16_t)(ret[day].disclosures + row->is_disclosure);
		ret[day].news = (uint16_t)(ret[day].news + !row->is_disclosure);
	}
	return days;
}
