/* market_batch - several KIS calls at once, and what follows when the last one has ended. */
#include "service/market_batch.h"

#include <assert.h>

void batch_begin(struct batch *b)
{
	b->count = 0;
	b->waiting = 1; /* the commit */
}

static void release(struct batch *b)
{
	if (--b->waiting == 0)
		b->end(b->self);
}

static void on_done(void *self, const struct kis_answer *answer)
{
	struct batch_slot *slot = self;
	struct batch *b = slot->batch;

	slot->open = false;
	b->answer(b->self, (uint32_t)(slot - b->slots), answer);
	release(b);
}

void batch_call(struct batch *b, const char *endpoint, const mcp_kis_param *params, uint32_t count)
{
	struct kis_answer refused = { 0 };
	struct batch_slot *slot = &b->slots[b->count];
	struct kis_call call = {
		.endpoint = endpoint,
		.params = params,
		.param_count = count,
		.lane = b->lane,
		.deadline_mono_ms = b->deadline_mono_ms,
		.done = on_done,
		.self = slot,
	};

	assert(b->count < BATCH_MAX);
	slot->batch = b;
	slot->open = kis_send(b->kis, &call, &slot->id, &refused.fault) == MCP_OK;
	b->count++;
	if (slot->open)
		b->waiting++;
	else
		b->answer(b->self, b->count - 1, &refused);
}

void batch_commit(struct batch *b)
{
	release(b);
}

void batch_cancel(struct batch *b)
{
	for (uint32_t i = 0; i < b->count; i++)
		if (b->slots[i].open)
			kis_cancel(b->kis, b->slots[i].id);
	b->count = 0;
	b->waiting = 0;
}
