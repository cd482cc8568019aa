/* demo_ask - asks the demo exchange and reads its rows. */
#ifndef SDK_DEMO_ASK_H
#define SDK_DEMO_ASK_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/scan.h"
#include "demo/demo_market.h"

#define QUOTATIONS "/uapi/domestic-stock/v1/quotations/"
#define RANKING "/uapi/domestic-stock/v1/ranking/"

/* A Monday in session. */
#define ASK_DATE 20261123
#define ASK_AT kst_to_ms(ASK_DATE, 10, 24, 0)

struct ask {
	struct demo *d;
	int64_t at;
	long status;
	struct buf body;
};

static inline int ask_open(void **state)
{
	struct ask *a = calloc(1, sizeof *a);

	assert_non_null(a);
	a->d = demo_new(1);
	assert_non_null(a->d);
	a->at = ASK_AT;
	buf_init(&a->body, 8u << 20);
	*state = a;
	return 0;
}

static inline int ask_close(void **state)
{
	struct ask *a = *state;

	demo_free(a->d);
	buf_done(&a->body);
	free(a);
	return 0;
}

static inline const char *ask_at(
	struct ask *a, const char *path, const char *tr_id, const char *query)
{
	const struct demo_request r = {
		.method = "GET",
		.path = path,
		.query = span_of(query),
		.tr_id = tr_id,
		.wall_ms = a->at,
	};

	buf_clear(&a->body);
	a->status = demo_answer(a->d, &r, &a->body);
	return buf_text(&a->body);
}

/* The text of a field in the object `row`; static, until the next call but three. */
static inline const char *field(struct span row, const char *name)
{
	static char texts[4][256];
	static int next;
	char *text = texts[next++ % 4];

	assert_true(scan_text_into(scan_get(row, name), text, sizeof texts[0]));
	return text;
}

static inline int64_t number(struct span row, const char *name)
{
	int64_t n = 0;

	assert_true(span_int(span_of(field(row, name)), &n));
	return n;
}

/* Row `n` of an array, or the object itself. */
static inline struct span row_of(const struct ask *a, const char *output, int n)
{
	struct span rows = scan_get(buf_as_span(&a->body), output);
	struct scan_iter it = scan_iter(rows);
	struct span row = { 0 };

	if (scan_kind(rows) == SCAN_OBJECT)
		return rows;
	while (n-- >= 0)
		assert_true(scan_item(&it, &row));
	return row;
}

static inline int count_rows(const struct ask *a, const char *output)
{
	struct scan_iter it = scan_iter(scan_get(buf_as_span(&a->body), output));
	struct span row;
	int n = 0;

	while (scan_item(&it, &row))
		n++;
	return n;
}

/* volume-rank with what differs from: all of KRX, by value, nothing left out, no bounds. */
struct rank_ask {
	const char *venue;
	const char *screen;
	const char *scope;
	const char *kind;
	const char *sort;
	const char *leave_out;
	int64_t low;
	int64_t high;
	int64_t volume;
};

static inline const char *or_else(const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

static inline const char *ask_rank(struct ask *a, const struct rank_ask *q)
{
	char query[1024];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=%s&FID_COND_SCR_DIV_CODE=%s&FID_INPUT_ISCD=%s"
		"&FID_DIV_CLS_CODE=%s&FID_BLNG_CLS_CODE=%s&FID_TRGT_CLS_CODE=111111111"
		"&FID_TRGT_EXLS_CLS_CODE=%s&FID_INPUT_PRICE_1=%" PRId64
		"&FID_INPUT_PRICE_2=%" PRId64 "&FID_VOL_CNT=%" PRId64 "&FID_INPUT_DATE_1=",
		or_else(q->venue, "J"), or_else(q->screen, "20171"), or_else(q->scope, "0000"),
		or_else(q->kind, "0"), or_else(q->sort, "3"), or_else(q->leave_out, "0000000000"),
		q->low, q->high ? q->high : 100000000, q->volume);
	return ask_at(a, QUOTATIONS "volume-rank", "FHPST01710000", query);
}

static inline const char *ask_issue(struct ask *a, const char *venue, const char *code)
{
	char query[128];

	(void)snprintf(
		query, sizeof query, "FID_COND_MRKT_DIV_CODE=%s&FID_INPUT_ISCD=%s", venue, code);
	return ask_at(a, QUOTATIONS "inquire-price", "FHKST01010100", query);
}

static inline const struct demo_issue *issue_of(
	const struct ask *a, struct span row, const char *name)
{
	const struct demo_issue *i = demo_market_find(a->d, field(row, name));

	assert_non_null(i);
	return i;
}

/* The first issue for which all `flags` are set. */
static inline const struct demo_issue *issue_with(const struct ask *a, unsigned flags)
{
	for (size_t n = 0; n < a->d->count; n++) {
		if ((a->d->issues[n].flags & flags) == flags)
			return &a->d->issues[n];
	}
	return NULL;
}

#define ASK_TEST(test) cmocka_unit_test_setup_teardown(test, ask_open, ask_close)

#endif
