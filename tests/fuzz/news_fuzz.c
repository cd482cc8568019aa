/* news_fuzz - any bytes as pages of titles: what is gathered from them is bounded, counts nothing
 * twice, and ends. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "data/scan.h"
#include "service/market_news_count.h"

#define FROM 20261116

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const struct news_gathered *g)
{
	struct news_tally days[NEWS_PAGES * NEWS_PAGE_ROWS];
	const uint32_t count = news_tally(g, days);
	uint32_t titles = 0;

	assert(count <= g->count);
	for (uint32_t i = 0; i < count; i++) {
		assert(days[i].news + days[i].disclosures > 0);
		titles += (uint32_t)days[i].news + days[i].disclosures;
	}
	assert(titles <= g->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = { (const char *)data, size };
	struct news_gathered g = { .count = 0 };
	struct news_page page;
	struct span body;

	/* A line is a page; the last one comes again and again. */
	body = (struct span){ 0 };
	while (!g.at_its_end) {
		(void)span_split(&rest, '\n', &body);
		if (!body.at || !scan_check(body, NULL) || !news_read_page(body, "005930", &page))
			break;
		assert(page.count <= NEWS_PAGE_ROWS);
		assert(page.cursor[0] == '\0' || strlen(page.cursor) == 19);
		news_gather(&g, &page, FROM);
		assert(g.pages <= NEWS_PAGES && g.count <= NEWS_PAGES * NEWS_PAGE_ROWS);
	}
	look_at(&g);
	return 0;
}
