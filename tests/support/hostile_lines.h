/* hostile_lines - lines a host must survive, each with what may be answered to it. */
#ifndef SUPPORT_HOSTILE_LINES_H
#define SUPPORT_HOSTILE_LINES_H

#include <stdint.h>

#include "base/buf.h"

/* What a line calls for. */
enum expect {
	EXPECT_NOTHING,   /* a notification, an empty line */
	EXPECT_RESULT,    /* a result under the line's id */
	EXPECT_ERROR,     /* an error under the line's id */
	EXPECT_ANY_ERROR, /* an error, under the line's id or under none */
	EXPECT_NAMELESS,  /* an error without an id */
};

struct hostile {
	uint64_t random; /* the state; its first value is the seed */
	int64_t next_id;
};

struct hostile_line {
	enum expect expect;
	int64_t id;       /* the id the answer carries, as a number or as the text "sN" */
	int code;         /* of the error; 0: any the protocol has */
	const char *kind; /* for reports; static */
};

/* Writes one line, end included, over what is in `ret`. */
struct hostile_line hostile_line(struct hostile *h, struct buf *ret);

#endif
