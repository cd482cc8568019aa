/* master_fuzz - any bytes as a master file: refused whole, or a table whose rows can be found. The
 * first line is also tried as a whole file of its own kind, so that the checks behind the row count
 * are reached. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "service/market_master.h"

#define LINES 600

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	}
	master_table_done(&table);
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
	(void)span_split(&rest, '\n', &line);
	if (line.len <= 300) {
		look_at_line(EXCHANGE_KOSPI, line);
		look_at_line(EXCHANGE_KOSDAQ, line);
	}
	return 0;
}
