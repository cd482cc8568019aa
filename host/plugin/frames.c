/* frames - what core and worker say to each other: a length, then one JSON object. */
#include "host/plugin/frames.h"

#include "data/scan.h"

#define HEAD 4

size_t frame_begin(struct buf *b, const char *t)
{
	size_t start = b->len;

	buf_put(b, "\0\0\0\0", HEAD);
	buf_puts(b, "{\"t\":\"");
	buf_puts(b, t);
	buf_char(b, '"');
	return start;
}

void frame_end(struct buf *b, size_t start)
{
	size_t len;

	buf_char(b, '}');
	if (b->failed)
		return;

	len = b->len - start - HEAD;
	if (len > FRAME_MAX) {
		b->failed = true;
		return;
	}
	for (int i = 0; i < HEAD; i++)
		b->at[start + (size_t)i] = (char)(len >> (8 * i) & 0xff);
}

int frame_next(struct span bytes, struct span *ret_body, size_t *ret_used)
{
	struct span body;
	size_t len = 0;

	if (bytes.len < HEAD)
		return 0;
	for (int i = 0; i < HEAD; i++)
		len |= (size_t)(unsigned char)bytes.at[i] << (8 * i);
	if (len > FRAME_MAX)
		return -1;
	if (bytes.len - HEAD < len)
		return 0;

	body = (struct span){ bytes.at + HEAD, len };
	if (!scan_check(body, NULL) || scan_kind(scan_value(body)) != SCAN_OBJECT ||
		scan_kind(scan_get(body, "t")) != SCAN_TEXT)
		return -1;

	*ret_body = body;
	*ret_used = HEAD + len;
	return 1;
}
