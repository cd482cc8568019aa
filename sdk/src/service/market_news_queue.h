/* market_news_queue - shares whose titles are to be counted: who was wanted last comes first. */
#ifndef SERVICE_MARKET_NEWS_QUEUE_H
#define SERVICE_MARKET_NEWS_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#define NEWS_CODE 8
#define NEWS_QUEUE_MAX 200

struct news_queued {
	char code[NEWS_CODE];
	int32_t from; /* the first day somebody wants */
};

struct news_queue {
	struct news_queued at[NEWS_QUEUE_MAX]; /* the first is next */
	uint32_t count;
};

/* To the front, from wherever it stands; when the queue is full, the last one falls off. */
void news_queue_put(struct news_queue *q, const char *code, int32_t from);
bool news_queue_take(struct news_queue *q, struct news_queued *ret);
bool news_queue_has(const struct news_queue *q, const char *code);

#endif
