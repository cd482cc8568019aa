/* dart_fuzz - any bytes as an answer of OpenDART: judged, and what is found good is read as share
 * counts and as a page of filings. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "service/kis_error.h"
#include "service/market_dart_body.h"

#define DAY 20261120

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_shares(const struct dart_shares *s)
{
	if (!s->known)
		return;
	assert(s->issued > 0 && s->treasury >= 0 && s->treasury <= s->issued);
	assert(dart_share_hundredths(s) >= 0 && dart_share_hundredths(s) <= 10000);
}

static void read_totals(struct span body)
{
	struct dart_totals totals;
	struct fault why = { 0 };

	if (dart_read_totals(body, "00126380", &totals, &why) == MCP_OK) {
		look_at_shares(&totals.common);
		look_at_shares(&totals.preferred);
	} else {
		assert(why.status < 0 && why.text[0] != '\0');
	}
}

static void read_page(struct span body)
{
	struct dart_page page;
	struct fault why = { 0 };

	if (dart_read_page(body, DAY, 1, &page, &why) < 0) {
		assert(why.status < 0 && why.text[0] != '\0');
		return;
	}
	assert(page.count <= DART_PAGE_ROWS && page.total_page >= 1);
	for (uint32_t i = 0; i < page.count; i++)
		assert(page.filings[i].number > 0 && strlen(page.filings[i].stock) <= 6);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fault none = { 0 };
	struct fault why = { 0 };
	struct kis_exchange x = {
		.endpoint = kis_endpoint(size % 3 == 0 ? "dart-corps" : "dart-list"),
		.fault = &none,
		.http_status = 200,
		.body = { (const char *)data, size },
	};

	if (kis_judge(&x, &why) != KIS_GOOD) {
		assert(why.status < 0 && why.text[0] != '\0' && !strchr(why.text, '\n'));
		return 0;
	}
	if (x.endpoint->file)
		return 0;
	(void)dart_found_nothing(x.body);
	read_totals(x.body);
	read_page(x.body);
	return 0;
}
