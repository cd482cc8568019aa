/* http_fuzz - any bytes: the same requests are read however they are cut, and none from outside. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "host/transport/http_parse.h"

static const struct http_limits limits = { 256, 2048, 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk_fields(const struct http_parse *p, const char *head)
{
	struct span name;
	struct span value;
	uint32_t place = 0;
	uint32_t count = 0;

	while (http_field(p, head, &place, &name, &value)) {
		assert(name.len > 0 && name.at >= head);
		assert(value.at + value.len <= head + p->head_len);
		count++;
	}
	assert(count == p->field_count && p->host.len > 0);
	assert(!(p->chunked && p->has_length));
}

/* Reads one request; *ret_used of the bytes are its. A digest of it all. */
static uint64_t read_one(struct span text, size_t step, enum http_event *ret, size_t *ret_used)
{
	struct http_parse p = { 0 };
	uint64_t digest = 5381;
	size_t there = 0;
	size_t used = 0;
	struct span piece;

	do {
		there = text.len - there < step ? text.len : there + step;
		*ret = http_head(&p, &limits, (struct span){ text.at, there });
	} while (*ret == HTTP_MORE && there < text.len);
	if (*ret == HTTP_DONE) {
		walk_fields(&p, text.at);
		*ret_used = p.head_len;
		do {
			size_t left = text.len - *ret_used;

			*ret = http_body(&p, &limits,
				(struct span){ text.at + *ret_used, left < step ? left : step },
				&used, &piece);
			for (size_t i = 0; *ret == HTTP_PART && i < piece.len; i++)
				digest = digest * 33 + (uint8_t)piece.at[i];
			*ret_used += used;
		} while (*ret == HTTP_PART || (*ret == HTTP_MORE && *ret_used < text.len));
	}
	assert(*ret != HTTP_BAD || (p.status >= 400 && p.why));
	return digest * 33 + (uint64_t)p.status * 7 + p.head_len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	enum http_event event = HTTP_DONE;

	while (text.len > 0 && event == HTTP_DONE) {
		size_t used = 0;
		size_t again = 0;
		enum http_event second;

		uint64_t digest = read_one(text, text.len, &event, &used);
		assert(read_one(text, 1, &second, &again) == digest);
		assert(second == event && (event != HTTP_DONE || used == again));
		text = (struct span){ text.at + used, text.len - used };
	}
	return 0;
}
