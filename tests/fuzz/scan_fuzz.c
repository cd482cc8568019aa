/* scan_fuzz - any bytes: the check says yes or no, and what it accepted can be walked. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "data/json.h"
#include "data/scan.h"

#define WRITTEN_MAX ((size_t)64 * 1024 * 1024)

static void walk(struct span value, uint32_t depth);

static void walk_text(struct span value)
{
	struct buf decoded;
	struct buf written;
	struct buf again;

	buf_init(&decoded, WRITTEN_MAX);
	buf_init(&written, WRITTEN_MAX);
	buf_init(&again, WRITTEN_MAX);
	assert(scan_text(value, &decoded));
	json_text(&written, buf_as_span(&decoded));
	assert(scan_check(buf_as_span(&written), NULL));
	assert(scan_text(buf_as_span(&written), &again));
	assert(span_same(buf_as_span(&decoded), buf_as_span(&again)));
	buf_done(&decoded);
	buf_done(&written);
	buf_done(&again);
}

static void walk_number(struct span value)
{
	int64_t n;
	double d;

	if (scan_int(value, &n) && scan_real(value, &d))
		assert(d >= -9.3e18 && d <= 9.3e18);
}

static void walk_inside(struct span value, uint32_t depth)
{
	struct scan_iter it = scan_iter(value);
	struct span name;
	struct span inner;

	if (scan_kind(value) == SCAN_ARRAY) {
		while (scan_item(&it, &inner))
			walk(inner, depth + 1);
		return;
	}
	while (scan_member(&it, &name, &inner)) {
		walk_text(name);
		walk(inner, depth + 1);
	}
}

static void walk(struct span value, uint32_t depth)
{
	enum scan_kind kind = scan_kind(value);

	/* Every part of a checked value is a checked value. */
	assert(kind != SCAN_ABSENT);
	assert(depth > 8 || scan_check(value, NULL));
	if (kind == SCAN_TEXT)
		walk_text(value);
	else if (kind == SCAN_NUMBER)
		walk_number(value);
	else
		walk_inside(value, depth);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct scan_fault why = { 0, NULL };

	if (scan_check(text, &why))
		walk(scan_value(text), 0);
	else
		assert(why.what && why.at <= size);
	return 0;
}
