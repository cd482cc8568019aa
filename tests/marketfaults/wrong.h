/* wrong - what goes wrong upstream: faults on the line, and lies in the bodies. */
#ifndef MARKETFAULTS_WRONG_H
#define MARKETFAULTS_WRONG_H

#include <mcp/abi.h>

#include "base/buf.h"
#include "service/kis_endpoint.h"

enum wrong_kind {
	WRONG_NOTHING,
	/* Faults: the answer is not what a healthy exchange says. */
	WRONG_REFUSED,   /* no connection */
	WRONG_SILENT,    /* no answer at all */
	WRONG_RESET,     /* broken off in the body */
	WRONG_SLOW,      /* each answer takes six seconds */
	WRONG_500,       /* HTTP 500, no JSON */
	WRONG_429,       /* HTTP 429 of a proxy */
	WRONG_HTML,      /* HTTP 200 and a page */
	WRONG_TRUNCATED, /* HTTP 200 and a part of the body: `cut` bytes, or half */
	WRONG_OBJECTS,   /* objects where figures belong */
	WRONG_NULLS,
	WRONG_WORDS,
	WRONG_NUMBERS, /* the right figures as numbers instead of texts: no fault */
	WRONG_RATE,    /* EGW00201 */
	WRONG_TOKEN,   /* EGW00123 until a new token comes */
	WRONG_FAULTS,
	/* Lies: a healthy answer that says something else. */
	LIE_REVERSED = WRONG_FAULTS, /* rows upside down */
	LIE_DOUBLED,                 /* the first row twice */
	LIE_TORN,                    /* the first row twice, with other figures */
	LIE_DROPPED,                 /* the third row is missing */
	LIE_EMPTY,                   /* no rows */
	LIE_ZEROS,                   /* every figure is 0 */
	LIE_FLOOD,                   /* a 31st row: the last one under another code */
	LIE_MARKET,                  /* the other market's answer */
	LIE_SHARE,                   /* another share's answer */
	LIE_SIGNS,                   /* signed figures with the other sign */
	LIE_LARGE,                   /* amounts a thousand times as large */
	LIE_SMALL,                   /* quantities a thousand times smaller */
	WRONG_KINDS,
};

enum wrong_pattern {
	PATTERN_ALL,
	PATTERN_ONCE,  /* the first call */
	PATTERN_REST,  /* from the `half`th call on */
	PATTERN_THIRD, /* each third call */
	PATTERNS,
};

struct wrong {
	enum wrong_kind kind;
	const struct kis_endpoint *endpoint; /* NULL: nothing */
	enum wrong_pattern pattern;
	uint32_t half;
	size_t cut;    /* of WRONG_TRUNCATED; 0: half */
	uint32_t seen; /* calls to the endpoint so far */
};

const char *wrong_name(enum wrong_kind kind);
const char *pattern_name(enum wrong_pattern pattern);
/* Counts a call to `e`; true when it goes wrong. */
bool wrong_hits(struct wrong *w, const struct kis_endpoint *e);
/* The address that is asked instead, in ret[room]: for LIE_MARKET and LIE_SHARE. */
void wrong_url(enum wrong_kind kind, const char *url, char *ret, size_t room);
/* What comes instead of `body`; *http_status may change. */
void wrong_body(const struct wrong *w, struct span body, struct buf *ret, long *http_status);

#endif
