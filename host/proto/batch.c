/* batch - several messages in one: sessions of 2025-03-26 only. */
#include <stdlib.h>

#include "data/scan.h"
#include "host/proto/peer_inside.h"

#define BATCH_MAX 100
#define BATCH_BYTES (16 * 1024 * 1024)

void batch_free(struct batch *b)
{
	buf_done(&b->answers);
	free(b);
}

void batch_settle(struct peer *p, struct batch *b)
{
	struct request r = { .peer = p, .outlet = b->outlet };
	struct span whole;

	if (--b->waiting > 0)
		return;
	if (b->answers.failed) {
		send_stray_error(&r, RPC_INTERNAL, "the answers to this batch are too long");
	} else if (b->answers.len > 1) {
		buf_char(&b->answers, ']');
		whole = buf_as_span(&b->answers);
		b->outlet->send(b->outlet, (struct sending){ OUT_ANSWER, 200 }, &whole, 1);
	} else if (b->asks) {
		b->outlet->send(b->outlet, (struct sending){ .kind = OUT_NOTHING }, NULL, 0);
	}
	batch_free(b);
}

/* What is wrong with the batch as a whole, or NULL. */
static const char *batch_problem(const struct peer *p, struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	uint32_t count = 0;

	if (p->legacy != VERSION_2025_03_26)
		return "batches are not part of this protocol version";
	while (scan_item(&it, &item)) {
		if (message_read(item).claim.at)
			return "a request of 2026-07-28 must not be part of a batch";
		count++;
	}
	if (count == 0)
		return "an empty batch asks nothing";
	return count > BATCH_MAX ? "a batch may hold 100 messages" : NULL;
}

enum received batch_receive(const struct request *r, struct span array)
{
	const char *problem = batch_problem(r->peer, array);
	struct scan_iter it = scan_iter(array);
	struct request how = *r;
	struct span item;
	bool asks;

	if (problem) {
		send_stray_error(r, RPC_INVALID, problem);
		return RECEIVED_REQUEST;
	}
	how.batch = calloc(1, sizeof *how.batch);
	if (!how.batch) {
		send_stray_error(r, RPC_INTERNAL, "out of memory; try again later");
		return RECEIVED_REQUEST;
	}
	buf_init(&how.batch->answers, BATCH_BYTES);
	buf_char(&how.batch->answers, '[');
	how.batch->outlet = r->outlet;
	how.batch->waiting = 1;
	while (scan_item(&it, &item))
		if (peer_handle(&how, item) == RECEIVED_REQUEST)
			how.batch->asks = true;
	asks = how.batch->asks;
	batch_settle(how.peer, how.batch);
	return asks ? RECEIVED_REQUEST : RECEIVED_NOTICE;
}
