/* buf - bytes that grow up to a maximum. Failure sticks: write on, look once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct buf {
	char *at; /* NULL while empty; not NUL-ended, see buf_text */
	size_t len;
	size_t room;
	size_t max;
	bool failed; /* a write did not fit or memory was out; `len` is what fitted before */
};

void buf_init(struct buf *b, size_t max);
void buf_done(struct buf *b);  /* accepts a zeroed buf */
void buf_clear(struct buf *b); /* keeps the memory, forgets contents and failure */

void buf_put(struct buf *b, const void *at, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_span(struct buf *b, struct span s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Makes room for `len` more bytes and returns where they go; add to `len` what was written. NULL
 * when they do not fit. */
char *buf_reserve(struct buf *b, size_t len);
/* The contents with NUL behind them, owned by the buf; NULL when it failed. */
const char *buf_text(struct buf *b);
/* Gives the NUL-ended contents away (free them); NULL when it failed. The buf is empty then. */
char *buf_take(struct buf *b, size_t *ret_len);

static inline struct span buf_as_span(const struct buf *b)
{
	return (struct span){ b->at, b->len };
}

#endif
