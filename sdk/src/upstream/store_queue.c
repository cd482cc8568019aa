/* store_queue - what the store's thread is asked for, and the room for what it answers. */
#include "upstream/store_queue.h"

#include <stdlib.h>
#include <string.h>

struct request *request_load(int32_t bars_from, int32_t flows_from)
{
	struct request *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->from[STORE_BARS] = bars_from;
	r->from[STORE_FLOWS] = flows_from;
	return r;
}

/* Copies an array to *to, which moves on. */
static const void *copy_rows(char **to, const void *rows, size_t bytes)
{
	char *at = *to;

	if (bytes > 0)
		memcpy(at, rows, bytes);
	*to += bytes;
	return at;
}

struct request *request_save(const struct store_batch *b)
{
	const size_t bars = b->bar_count * sizeof *b->bars;
	const size_t flows = b->flow_count * sizeof *b->flows;
	const size_t marks = b->mark_count * sizeof *b->marks;
	const size_t days = b->day_count * sizeof *b->days;
	struct request *r = calloc(1, sizeof *r);
	char *to;

	if (!r)
		return NULL;
	r->saves = true;
	r->bytes = bars + flows + marks + days;
	r->at = malloc(r->bytes + 1);
	if (!r->at) {
		free(r);
		return NULL;
	}
	to = r->at;
	r->batch = *b;
	r->batch.bars = copy_rows(&to, b->bars, bars);
	r->batch.flows = copy_rows(&to, b->flows, flows);
	r->batch.marks = copy_rows(&to, b->marks, marks);
	r->batch.days = copy_rows(&to, b->days, days);
	return r;
}

void request_freep(struct request **r)
{
	if (!*r)
		return;
	free((*r)->at);
	free((*r)->event.bars);
	free((*r)->event.flows);
	free((*r)->event.marks);
	free((*r)->event.days);
	free(*r);
}

void queue_init(struct queue *q)
{
	q->first = NULL;
	q->end = &q->first;
}

void queue_push(struct queue *q, struct request *r)
{
	r->next = NULL;
	*q->end = r;
	q->end = &r->next;
}

struct request *queue_pop(struct queue *q)
{
	struct request *r = q->first;

	if (!r)
		return NULL;
	q->first = r->next;
	if (!q->first)
		q->end = &q->first;
	return r;
}

void queue_done(struct queue *q)
{
	for (struct request *r = queue_pop(q); r; r = queue_pop(q))
		request_freep(&r);
}
