/* header_fuzz - any bytes as a header's value: what they stand for is UTF-8 that reads back. */
#include <stdint.h>
#include <stdlib.h>

#include "data/json.h"
#include "host/proto/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span value = { (const char *)data, size };
	struct buf text;
	struct buf json;

	buf_init(&text, 65536);
	buf_init(&json, 1024 * 1024);
	if (header_text(value, &text)) {
		if (!utf8_valid(buf_as_span(&text)) && text.len > 0)
			abort();
		json_text(&json, buf_as_span(&text));
		if (!json.failed && !header_same(value, buf_as_span(&json)))
			abort();
	}
	(void)header_same(value, SPAN("42"));
	(void)header_same(value, SPAN("true"));
	buf_done(&text);
	buf_done(&json);
	return 0;
}
