/* fill_fuzz - any bytes as a chart, as investors, as programs, as a KRX day: what is read makes
 * sense. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "data/scan.h"
#include "service/bars_read.h"
#include "service/kis_client.h"
#include "service/market_fill.h"

#define ROOM 40

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_bar(const struct bar *bar)
{
	assert(bar->known & BAR_CLOSE && bar->close > 0);
	assert(bar->volume >= 0 && bar->value >= 0);
	assert((bar->volume == 0) == (bar->value == 0));
	assert(!(bar->known & BAR_BASE) || bar->base > 0);
	assert(!(bar->known & BAR_LISTED) || bar->listed > 0);
	assert(bar->split <= 1);
}

static void look_at_chart(struct span body)
{
	struct bars bars = { 0 };
	struct fault why = { 0 };

	if (chart_read(body, "005930", &bars, &why) < 0) {
		assert(why.status < 0 && why.text[0] != '\0');
		assert(bars.count == 0);
		return;
	}
	assert(bars.count <= BARS_MAX && bars.listed >= 0);
	for (uint32_t i = 0; i < bars.count; i++) {
		look_at_bar(&bars.rows[i].bar);
		assert(i == 0 || bars.rows[i].date < bars.rows[i - 1].date);
	}
}

static void look_at_flow(const struct flow *f)
{
	const struct flow nothing = { 0 };

	if (!f->known) {
		assert(memcmp(f, &nothing, sizeof nothing) == 0);
		return;
	}
	assert(f->buy_volume >= 0 && f->sell_volume >= 0);
	assert(f->buy_amount >= 0 && f->sell_amount >= 0);
	if (f->known == FLOW_ALL)
		assert(f->net_volume == f->buy_volume - f->sell_volume);
}

static void look_at_flows(struct span body, enum fill_kind kind)
{
	struct flow_row rows[ROOM];
	uint32_t count = 0;

	if (!flow_read(body, kind, rows, ROOM, &count))
		return;
	assert(count <= ROOM);
	for (uint32_t i = 0; i < count; i++) {
		assert(i == 0 || rows[i].date < rows[i - 1].date);
		for (int who = 0; who < INVESTORS; who++)
			look_at_flow(&rows[i].flow[who]);
	}
}

static void look_at_krx(struct span body)
{
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, "OutBlock_1", &rows))
		return;
	while (kis_rows_next(&rows, &row)) {
		struct krx_bar bar;

		if (!krx_bar_read(&row, 20261123, &bar))
			continue;
		assert(bar.code[0] != '\0' && memchr(bar.code, '\0', sizeof bar.code));
		look_at_bar(&bar.bar);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span body = { (const char *)data, size };

	if (!scan_check(body, NULL))
		return 0;
	look_at_chart(body);
	look_at_flows(body, FILL_INVESTORS);
	look_at_flows(body, FILL_PROGRAMS);
	look_at_krx(body);
	return 0;
}
