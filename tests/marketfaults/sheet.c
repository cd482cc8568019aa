/* sheet - every share's figures in an undisturbed world. */
#include <stdio.h>

#include "data/scan.h"
#include "service/market_part.h"
#include "truth.h"

static const char *const sheet_columns[SHEETS] = {
	[SHEET_1D] = "\"code\",\"name\",\"market\",\"flags\",\"price\",\"change\",\"change_rate\","
		     "\"volume\",\"trading_value\",\"market_cap\",\"turnover_rate\","
		     "\"foreign_ratio\",\"per\",\"pbr\",\"market_cap_rank_change\","
		     "\"trading_value_rank\",\"weight_in_index\",\"previous_value\","
		     "\"value_change_rate\",\"period_change_rate\",\"average_volume\","
		     "\"volume_ratio\",\"z_score\",\"consecutive_days\"",
	[SHEET_5D] = "\"code\",\"previous_value\",\"value_change_rate\",\"period_change_rate\"",
	[SHEET_20D] = "\"code\",\"previous_value\",\"value_change_rate\",\"period_change_rate\"",
	[SHEET_ROUGH] = "\"code\",\"market_cap\",\"turnover_rate\"",
};

static const char *const sheet_periods[SHEETS] = { "1D", "5D", "20D", "1D" };

/* ---- Kept by code. ---- */

static uint32_t place_of(const struct sheet_row *rows, const char *code)
{
	uint32_t at = 0;

	for (const char *c = code; *c; c++)
		at = at * 31 + (unsigned char)*c;
	at %= SHEET_SLOTS;
	while (rows[at].code[0] && !str_same(rows[at].code, code))
		at = (at + 1) % SHEET_SLOTS;
	return at;
}

static void keep_rows(struct sheet_row *rows, struct span body)
{
	const struct span kept = truth_keep(body);
	struct scan_iter it = scan_iter(scan_get(kept, "rows"));
	struct span row;

	while (scan_item(&it, &row)) {
		char code[8] = "";
		struct sheet_row *slot;

		if (!scan_text_into(list_item(row, 0), code, sizeof code))
			continue;
		slot = &rows[place_of(rows, code)];
		memcpy(slot->code, code, sizeof slot->code);
		slot->cells = row;
	}
}

static uint32_t column_place(enum sheet sheet, const char *column)
{
	struct span rest = span_of(sheet_columns[sheet]);
	struct span name;

	for (uint32_t i = 0; span_split(&rest, ',', &name); i++)
		if (scan_text_is(name, column))
			return i;
	return UINT32_MAX;
}

struct span truth_cell(const struct truth *t, uint32_t moment, enum sheet sheet, const char *code,
	const char *column)
{
	const struct sheet_row *rows = t->sheets[moment][sheet];
	const struct sheet_row *slot = &rows[place_of(rows, code)];
	const uint32_t at = column_place(sheet, column);

	if (!slot->code[0] || at == UINT32_MAX)
		return (struct span){ 0 };
	return list_item(slot->cells, at);
}

/* ---- Asked. ---- */

static void ask_some(struct world *w, enum sheet sheet, const char *codes, struct sheet_row *rows)
{
	struct outcome o;
	struct buf b;

	buf_init(&b, 65536);
	buf_printf(&b, "{\"codes\":\"%s\",\"period\":\"%s\",%s\"columns\":[%s]}", codes,
		sheet_periods[sheet],
		sheet == SHEET_ROUGH ? "\"omit\":\"foreign_ratio|per|pbr\"," : "",
		sheet_columns[sheet]);
	world_ask(w, &(struct world_call){ .op = "quotes", .body = buf_text(&b) }, &o);
	if (o.fault.status < 0)
		printf("# %s\n", o.fault.text);
	keep_rows(rows, (struct span){ o.body, o.len });
	outcome_done(&o);
	buf_done(&b);
}

void sheet_fill(struct sheet_row *rows, struct world *w, enum sheet sheet)
{
	const struct master_entry *roster;
	const uint32_t count = master_roster(w->market->master, &roster);
	struct buf codes;

	buf_init(&codes, 4096);
	for (uint32_t i = 0; i < count; i++) {
		buf_printf(&codes, "%s%s", codes.len ? "|" : "", roster[i].row->code);
		if (i % MARKET_CODES_MAX < MARKET_CODES_MAX - 1 && i + 1 < count)
			continue;
		ask_some(w, sheet, buf_text(&codes), rows);
		buf_clear(&codes);
	}
	buf_done(&codes);
}
