/* bourse - the demo exchange with a memory: what it was asked once costs nothing again. */
#include "bourse.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "demo/demo.h"

#define BUCKETS 16384
#define BODY_MAX (8 * 1024 * 1024)

struct kept {
	struct kept *next;
	char *url;
	int64_t wall_ms;
	long http_status;
	char *body;
	size_t len;
};

struct bourse {
	struct demo *demo;
	struct kept *buckets[BUCKETS];
	bool forgets;
	struct kept *last; /* said while it forgets */
};

struct bourse *bourse_new(void)
{
	struct bourse *x = calloc(1, sizeof *x);

	if (x)
		x->demo = demo_new(1);
	if (x && x->demo)
		return x;
	free(x);
	return NULL;
}

static void kept_free(struct kept *k)
{
	if (!k)
		return;
	free(k->url);
	free(k->body);
	free(k);
}

void bourse_free(struct bourse *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < BUCKETS; i++) {
		while (x->buckets[i]) {
			struct kept *k = x->buckets[i];

			x->buckets[i] = k->next;
			kept_free(k);
		}
	}
	kept_free(x->last);
	demo_free(x->demo);
	free(x);
}

void bourse_remember(struct bourse *x, bool remembers)
{
	x->forgets = !remembers;
}

static char *ask_demo(struct bourse *x, const char *url, const char *tr_id, struct kept *k)
{
	CLEANUP(freep) char *copy = strdup(url);
	struct demo_request r = { .method = "GET", .tr_id = tr_id, .wall_ms = k->wall_ms };
	char *path = copy ? strstr(copy, "://") : NULL;
	char *query;
	struct buf b;

	path = path ? strchr(path + 3, '/') : NULL;
	if (!path)
		return NULL;
	query = strchr(path, '?');
	if (query)
		*query++ = '\0';
	r.path = path;
	r.query = span_of(query ? query : "");
	buf_init(&b, BODY_MAX);
	k->http_status = demo_answer(x->demo, &r, &b);
	return buf_take(&b, &k->len);
}

static void keep(struct bourse *x, struct kept **bucket, struct kept *k)
{
	if (x->forgets) {
		kept_free(x->last);
		x->last = k;
		return;
	}
	k->next = *bucket;
	*bucket = k;
}

struct span bourse_ask(struct bourse *x, const char *url, const char *tr_id, int64_t wall_ms,
	long *ret_http_status)
{
	struct kept **bucket = &x->buckets[span_hash(span_of(url)) % BUCKETS];
	struct kept *k = *bucket;

	while (k && (k->wall_ms != wall_ms || !str_same(k->url, url)))
		k = k->next;
	if (!k) {
		k = calloc(1, sizeof *k);
		if (!k)
			return (struct span){ 0 };
		k->wall_ms = wall_ms;
		k->url = strdup(url);
		k->body = ask_demo(x, url, tr_id, k);
		keep(x, bucket, k);
	}
	*ret_http_status = k->http_status;
	return (struct span){ k->body, k->len };
}
