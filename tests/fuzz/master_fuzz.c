/* master_fuzz - any bytes as a master file or one of sector names: refused whole, or a table whose
 * rows can be found. The first line is also tried as a whole file of its own kind, so that the
 * checks behind the row count are reached. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "service/market_master.h"
#include "service/market_sector_names.h"

#define LINES 600

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Both markets alike: each code once all the same. */
static void look_at_roster(const struct master_table *table)
{
	const struct master_table both[EXCHANGES] = { *table, *table };
	struct master_entry *roster = NULL;
	uint32_t count = 0;

	if (!master_roster_make(both, &roster, &count))
		return;
	assert(count <= table->count);
	for (uint32_t i = 1; i < count; i++)
		assert(strcmp(roster[i - 1].row->code, roster[i].row->code) < 0);
	free(roster);
}

static void look_at(enum exchange x, struct span bytes)
{
	struct master_table table = { 0 };
	struct fault why = { 0 };

	if (master_parse(x, bytes, &table, &why) < 0) {
		assert(why.status < 0 && why.text[0] != '\0');
		assert(!table.rows);
		return;
	}
	for (uint32_t i = 0; i < table.count; i++) {
		const struct master_row *row = &table.rows[i];

		assert(master_table_find(&table, row->code) == row);
		assert(utf8_valid(span_of(row->name)));
		(void)master_is_ranked(row);
		assert(row->listed_thousand >= 0 && row->base_price >= 0);
		assert(row->previous_volume >= 0 && row->listed_on >= 0);
		assert(row->sector >= 0 && row->sector <= 9999);
		assert(row->sector_large >= 0 && row->sector_large <= 9999);
		assert(row->rights <= 99 && row->par_change <= 99 && row->capital_increase <= 99);
	}
	look_at_roster(&table);
	master_table_done(&table);
}

static void look_at_names(struct span bytes)
{
	struct sector_names names = { 0 };
	struct fault why = { 0 };

	if (sector_names_parse(bytes, &names, &why) < 0) {
		assert(why.status < 0 && why.text[0] != '\0');
		assert(!names.rows);
		return;
	}
	for (uint32_t i = 0; i < names.count; i++) {
		const char *name = sector_names_find(&names, names.rows[i].sector);

		assert(name == names.rows[i].name && name[0] != '\0');
		assert(utf8_valid(span_of(name)));
	}
	sector_names_done(&names);
}

/* The line often, each time with a sector of its own. */
static void look_at_name(struct span line)
{
	struct buf file;

	buf_init(&file, (size_t)1 << 16);
	for (int i = 0; i < 30 && line.len > 5; i++) {
		buf_printf(&file, "0%04d", i);
		buf_put(&file, line.at + 5, line.len - 5);
		buf_char(&file, '\n');
	}
	look_at_names(buf_as_span(&file));
	buf_done(&file);
}

/* The line `LINES` times, each with a code of its own. */
static void look_at_line(enum exchange x, struct span line)
{
	struct buf file;
	char code[16];

	buf_init(&file, (size_t)1 << 20);
	for (int i = 0; i < LINES && line.len > 9; i++) {
		(void)snprintf(code, sizeof code, "%06d   ", i);
		buf_put(&file, code, 9);
		buf_put(&file, line.at + 9, line.len - 9);
		buf_char(&file, '\n');
	}
	look_at(x, buf_as_span(&file));
	buf_done(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };
	struct span rest = bytes;
	struct span line = { 0 };

	if (size == 0)
		return 0;
	look_at(EXCHANGE_KOSPI, bytes);
	look_at(EXCHANGE_KOSDAQ, bytes);
	look_at_names(bytes);
	(void)span_split(&rest, '\n', &line);
	if (line.len <= 300) {
		look_at_line(EXCHANGE_KOSPI, line);
		look_at_line(EXCHANGE_KOSDAQ, line);
		look_at_name(line);
	}
	return 0;
}
