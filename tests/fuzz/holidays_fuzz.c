/* holidays_fuzz - any JSON as an answer of chk-holiday: refused, or days in order, closed on
 * weekends. */
#include <assert.h>
#include <stdint.h>

#include "data/scan.h"
#include "service/market_holidays.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const struct holiday *days, uint32_t count)
{
	struct calendar calendar = { 0 };

	assert(count > 0 && count <= HOLIDAYS_PAGE);
	assert(days[0].date == 20261123);
	for (uint32_t i = 0; i < count; i++) {
		assert(i == 0 || days[i].date > days[i - 1].date);
		calendar_learn(&calendar, days[i].date, days[i].is_open);
		assert(calendar_is_open_day(&calendar, days[i].date) == days[i].is_open);
	}
	/* There is always a day on which it opens again. */
	assert(calendar_next_day(&calendar, 20261123) > 20261123);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span body = { (const char *)data, size };
	struct holiday days[HOLIDAYS_PAGE];
	struct fault why = { 0 };
	uint32_t count = 0;

	if (!scan_check(body, NULL))
		return 0;
	if (holidays_read(body, 20261123, days, &count, &why) < 0)
		assert(why.status == MCP_E_UPSTREAM && why.text[0] != '\0');
	else
		look_at(days, count);
	return 0;
}
