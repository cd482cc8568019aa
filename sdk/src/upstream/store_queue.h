/* store_queue - what the store's thread is asked for, and the room for what it answers. */
#ifndef UPSTREAM_STORE_QUEUE_H
#define UPSTREAM_STORE_QUEUE_H

#include "upstream/store_row.h"

struct request {
	struct request *next;
	bool saves;
	int32_t from[STORE_TABLES];
	struct store_batch batch; /* its arrays are in `at` */
	void *at;
	size_t bytes; /* of the arrays */
	struct store_event event;
};

/* NULL: out of memory. */
struct request *request_load(int32_t bars_from, int32_t flows_from);
struct request *request_save(const struct store_batch *b);
void request_freep(struct request **r);

struct queue {
	struct request *first;
	struct request **end;
};

void queue_init(struct queue *q);
void queue_push(struct queue *q, struct request *r); /* takes it */
struct request *queue_pop(struct queue *q);          /* gives it; NULL: empty */
void queue_done(struct queue *q);                    /* frees what is in it */

#endif
