/* demo_reply - what all endpoints need: the query's values, fields as KIS writes them, the
 * envelope. */
#ifndef DEMO_DEMO_REPLY_H
#define DEMO_DEMO_REPLY_H

#include "demo/demo_quote.h"

/* One question to an endpoint. */
struct demo_call {
	const struct demo *d;
	const struct demo_request *r;
	struct demo_moment at;
	struct demo_moment list; /* the same for the list of issues, made at 07:35 */
};

/* NULL when no issue of that code is listed. */
const struct demo_issue *demo_call_issue(const struct demo_call *c, const char *code);
/* The issue and venue that FID_INPUT_ISCD and FID_COND_MRKT_DIV_CODE name; false when either is
 * unknown. */
struct demo_asked {
	const struct demo_issue *issue;
	enum demo_venue venue;
};
bool demo_param_issue(const struct demo_call *c, struct demo_asked *ret);

/* The decoded value of a query key, in upper or lower case; an empty text when it does not fit.
 * False when the key is missing. */
bool demo_param(const struct demo_call *c, const char *name, char *ret, size_t room);
/* A whole number; `otherwise` for an empty, missing or other value. */
int64_t demo_param_int(const struct demo_call *c, const char *name, int64_t otherwise);

/* "20261123" or "0020261123"; `otherwise` when empty or missing, 0 when it is no date. */
int32_t demo_param_date(const struct demo_call *c, const char *name, int32_t otherwise);

/* Every value is a JSON string, numbers too. */
void demo_text(struct buf *b, const char *name, const char *text);
void demo_number(struct buf *b, const char *name, int64_t n);
void demo_hundredths(struct buf *b, const char *name, int64_t n);
void demo_millions(struct buf *b, const char *name, int64_t won); /* rounded, half up */
void demo_date(struct buf *b, const char *name, int32_t date);
void demo_flag(struct buf *b, const char *name, bool yes);  /* Y or N */
void demo_code2(struct buf *b, const char *name, int code); /* two digits */

/* part / whole x 100 in hundredths, rounded half away from zero; 0 when there is no whole. */
int64_t demo_ratio(int64_t part, int64_t whole);
/* How much `price` lies above `from`, in hundredths of a percent. */
int64_t demo_rate(int64_t price, int64_t from);
/* 1 upper limit, 2 up, 3 flat, 4 lower limit, 5 down. */
const char *demo_sign(const struct demo_issue *i, const struct demo_quote *q);
const char *demo_sign_of(int64_t change);

/* Bodies begin with the envelope or end with it: KIS does both. */
enum demo_envelope { DEMO_ENVELOPE_FIRST, DEMO_ENVELOPE_LAST };
void demo_open(struct buf *b, enum demo_envelope where);
void demo_end(struct buf *b, enum demo_envelope where);
/* A failure body; returns `http`. */
long demo_failure(struct buf *b, long http, const char *code, const char *text);
/* A good answer without rows; returns 200. */
long demo_no_rows(struct buf *b, const char *output);

/* Whether an interruption of the issue is under way. */
bool demo_vi_is_on(const struct demo_call *c, const struct demo_issue *i);

/* The endpoints. Each writes its body and returns the HTTP status. */
typedef long demo_endpoint(const struct demo_call *c, struct buf *ret);
demo_endpoint demo_volume_rank;
demo_endpoint demo_market_cap;
demo_endpoint demo_fluctuation;
demo_endpoint demo_inquire_price;
demo_endpoint demo_multprice;
demo_endpoint demo_index_price;
demo_endpoint demo_category;
demo_endpoint demo_chart;
demo_endpoint demo_holiday;
demo_endpoint demo_news;
demo_endpoint demo_investor;
demo_endpoint demo_program_daily;
demo_endpoint demo_foreign_total;
demo_endpoint demo_market_investor;
demo_endpoint demo_market_program;
demo_endpoint demo_vi;
demo_endpoint demo_dart_list;
demo_endpoint demo_dart_shares;
demo_endpoint demo_dart_corps;
demo_endpoint demo_krx_kospi;
demo_endpoint demo_krx_kosdaq;
demo_endpoint demo_token;
demo_endpoint demo_master;

#endif
