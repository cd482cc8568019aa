/* market_batch - several KIS calls at once, and what follows when the last one has ended. */
#include "service/market_batch.h"

#include <assert.h>
#include <stdlib.h>

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

static void forget_key(struct batch_slot *slot)
{
	free(slot->key);
	slot->key = NULL;
}

static void on_done(void *self, const struct kis_answer *answer)
{
	struct batch_slot *slot = self;
	struct batch *b = slot->batch;

	slot->open = false;
	b->doubted = false;
	b->answer(b->self, (uint32_t)(slot - b->slots), answer);
	if (slot->key && !b->doubted)
		recall_put(b->recall, slot->key, answer);
	forget_key(slot);
	release(b);
}

/* False: *ret says why. */
static bool send(struct batch_slot *slot, struct kis_call *call, struct kis_answer *ret)
{
	struct batch *b = slot->batch;

	call->lane = b->lane;
	call->deadline_mono_ms = b->deadline_mono_ms;
	call->done = on_done;
	call->self = slot;
	return kis_send(b->kis, call, &slot->id, &ret->fault) == MCP_OK;
}

void batch_call(struct batch *b, const char *endpoint, const mcp_kis_param *params, uint32_t count)
{
	struct kis_answer answer = { 0 };
	struct batch_slot *slot = &b->slots[b->count];
	struct kis_call call = { .endpoint = endpoint, .params = params, .param_count = count };
	bool is_known;

	assert(b->count < BATCH_MAX);
	*slot = (struct batch_slot){ .batch = b };
	if (b->recall)
		slot->key = recall_key(endpoint, params, count);
	b->count++;
	is_known = slot->key && recall_get(b->recall, slot->key, &answer);
	slot->open = !is_known && send(slot, &call, &answer);
	if (slot->open) {
		b->waiting++;
		return;
	}
	forget_key(slot);
	b->answer(b->self, b->count - 1, &answer);
}

void batch_doubt(struct batch *b)
{
	b->doubted = true;
}

void batch_commit(struct batch *b)
{
	release(b);
}

void batch_cancel(struct batch *b)
{
	for (uint32_t i = 0; i < b->count; i++) {
		if (!b->slots[i].open)
			continue;
		kis_cancel(b->kis, b->slots[i].id);
		forget_key(&b->slots[i]);
	}
	b->count = 0;
	b->waiting = 0;
}
