/* market_batch - several KIS calls at once, and what follows when the last one has ended. */
#ifndef SERVICE_MARKET_BATCH_H
#define SERVICE_MARKET_BATCH_H

#include "service/market_recall.h"

#define BATCH_MAX 128

struct batch;

struct batch_slot {
	struct batch *batch;
	uint64_t id;
	bool open;
	char *key; /* to remember the answer under; NULL: it is not */
};

struct batch {
	struct kis *kis;
	struct recall *recall; /* NULL: every call goes out, and nothing is remembered */
	enum lane lane;
	int64_t deadline_mono_ms;
	/* One call ended, well or not; `index` counts the calls from 0. */
	void (*answer)(void *self, uint32_t index, const struct kis_answer *answer);
	/* All have ended. May free the batch; nothing touches it afterwards. */
	void (*end)(void *self);
	void *self;

	uint32_t waiting;
	uint32_t count;
	bool doubted; /* the body `answer` is looking at is not to be remembered */
	struct batch_slot slots[BATCH_MAX];
};

/* The members above the blank line are set. Calls go out between begin and commit; `end` comes
 * from commit itself when nothing is left to wait for. */
void batch_begin(struct batch *b);
void batch_call(struct batch *b, const char *endpoint, const mcp_kis_param *params, uint32_t count);
void batch_commit(struct batch *b);
/* From inside `answer`: the body holds nothing of use, and a better one may come the next time. */
void batch_doubt(struct batch *b);
/* Neither `answer` nor `end` is called any more. Accepts a zeroed batch. */
void batch_cancel(struct batch *b);

#endif
