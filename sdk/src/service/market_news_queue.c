/* market_news_queue - shares whose titles are to be counted: who was wanted last comes first. */
#include "service/market_news_queue.h"

#include <stdio.h>
#include <string.h>

/* q->count when it is not there. */
static uint32_t find(const struct news_queue *q, const char *code)
{
	uint32_t i = 0;

	while (i < q->count && strcmp(q->at[i].code, code) != 0)
		i++;
	return i;
}

static void drop(struct news_queue *q, uint32_t i)
{
	q->count--;
	memmove(q->at + i, q->at + i + 1, (q->count - i) * sizeof *q->at);
}

void news_queue_put(struct news_queue *q, const char *code, int32_t from)
{
	struct news_queued one = { .from = from };
	uint32_t i;

	(void)snprintf(one.code, sizeof one.code, "%.7s", code);
	i = find(q, one.code);
	if (i < q->count) {
		if (q->at[i].from < one.from)
			one.from = q->at[i].from;
		drop(q, i);
	}
	if (q->count == NEWS_QUEUE_MAX)
		q->count--;
	memmove(q->at + 1, q->at, q->count * sizeof *q->at);
	q->at[0] = one;
	q->count++;
}

bool news_queue_take(struct news_queue *q, struct news_queued *ret)
{
	if (q->count == 0)
		return false;
	*ret = q->at[0];
	drop(q, 0);
	return true;
}

bool news_queue_has(const struct news_queue *q, const char *code)
{
	return find(q, code) < q->count;
}
