/* rows - a KIS body taken apart into its rows, and put together again. */
#ifndef MARKETFAULTS_ROWS_H
#define MARKETFAULTS_ROWS_H

#include "base/buf.h"

#define ROWS_MAX 256

struct rows {
	struct span before; /* up to the first row */
	struct span after;
	bool single; /* one object, no list */
	uint32_t count;
	struct span at[ROWS_MAX];
};

/* Of "output2", else of "output". False: it has no such list. */
bool rows_read(struct span body, struct rows *ret);
void rows_write(const struct rows *r, struct buf *ret);

/* Writes `row` with each value as `write` wants it. */
void row_rewrite(struct span row,
	void (*write)(void *self, struct span name, struct span value, struct buf *ret), void *self,
	struct buf *ret);

/* True when the value is a text or number that holds a decimal number. */
bool value_is_number(struct span value);
/* The value without its quotes. */
struct span value_plain(struct span value);

#endif
