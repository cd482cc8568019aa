/* seal_fuzz - any text as a state: only what was sealed opens; letters and canon lead back. */
#include <assert.h>
#include <stdint.h>

#include "data/scan.h"
#include "host/proto/base64url.h"
#include "host/proto/canon.h"
#include "host/proto/seal.h"

#define ROOM ((size_t)1024 * 1024)

static struct seal *seal;
static struct buf made; /* a state */

static const struct seal_use use = {
	.method = { "tools/call", 10 },
	.target = { "greet", 5 },
};

static void make_one(void)
{
	struct fault f;
	const struct sealed what = { .round = 1, .kept = { "{\"n\":1}", 7 } };

	seal = seal_new(TEST_CRYPT, &clock_real);
	assert(seal);
	buf_init(&made, ROOM);
	assert(seal_make(seal, &use, &what, &made, &f) == MCP_OK);
}

static void try_open(struct span text)
{
	struct buf room;
	struct sealed got;

	buf_init(&room, ROOM);
	assert(!seal_open(seal, &use, text, &room, &got) || span_same(text, buf_as_span(&made)));
	buf_done(&room);
}

static void try_letters(struct span text)
{
	struct buf bytes;
	struct buf again;

	buf_init(&bytes, ROOM);
	buf_init(&again, ROOM);
	if (base64url_read(text, &bytes)) {
		base64url_write(&again, buf_as_span(&bytes));
		assert(span_same(text, buf_as_span(&again)));
	}
	buf_done(&bytes);
	buf_done(&again);
}

/* What is canonical stays as it is. */
static void try_canon(struct span text)
{
	struct buf once;
	struct buf twice;

	if (text.len > 65536 || !scan_check(text, NULL))
		return;
	buf_init(&once, ROOM);
	buf_init(&twice, ROOM);
	canon_json(&once, scan_value(text));
	assert(!once.failed && scan_check(buf_as_span(&once), NULL));
	canon_json(&twice, buf_as_span(&once));
	assert(span_same(buf_as_span(&once), buf_as_span(&twice)));
	buf_done(&once);
	buf_done(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct buf mixed;

	if (!seal)
		make_one();
	try_open(text);
	try_letters(text);
	try_canon(text);
	/* Behind a head that is right, and behind a good state. */
	buf_init(&mixed, ROOM);
	buf_put(&mixed, made.at, 12);
	buf_span(&mixed, text);
	try_open(buf_as_span(&mixed));
	buf_clear(&mixed);
	buf_span(&mixed, buf_as_span(&made));
	buf_span(&mixed, text);
	try_open(buf_as_span(&mixed));
	buf_done(&mixed);
	return 0;
}
