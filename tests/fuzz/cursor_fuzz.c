/* cursor_fuzz - any JSON as a cursor: only what this process wrote is taken, and reads back. */
#include <stdint.h>
#include <stdlib.h>

#include "data/scan.h"
#include "host/proto/cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void reads_back(const struct cursor *c)
{
	struct cursor seen = { 0 };
	struct buf json;

	buf_init(&json, 128);
	cursor_write(c, &json);
	if (!cursor_read(buf_as_span(&json), &seen) || seen.list != c->list ||
		seen.generation != c->generation || seen.position != c->position)
		abort();
	buf_done(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span json = { (const char *)data, size };
	struct cursor c;

	if (scan_check(json, NULL) && cursor_read(scan_value(json), &c))
		reads_back(&c);
	if (size >= sizeof c) {
		memcpy(&c, data, sizeof c);
		reads_back(&c);
	}
	return 0;
}
