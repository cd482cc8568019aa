/* day_table - cells by share and day in memory, of the newest days alone. Pure.
 *
 * Days come in any order. A new day beyond the last one kept lets the oldest go, and with it every
 * share that has no other.
 */
#ifndef SERVICE_DAY_TABLE_H
#define SERVICE_DAY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_TABLE_CELLS 64   /* of a share at most: days x lanes */
#define DAY_TABLE_ROWS 16384 /* shares at most, far more than are listed */

struct day_shape {
	uint32_t days;  /* kept, 1 at least */
	uint32_t lanes; /* cells of a share and day, 1 at least */
	size_t cell;    /* bytes of a cell, a multiple of 8 */
};

struct day_key {
	const char *code; /* 1 to 7 characters */
	int32_t date;
	uint32_t lane; /* below `lanes` */
};

struct day_table;
struct day_row; /* what is kept of one share */

struct day_table *day_table_new(struct day_shape shape); /* NULL: out of memory */
void day_table_free(struct day_table *t);                /* accepts NULL */

/* Copies a cell in; it replaces the one of the same key. A day older than all that are kept is
 * left out when there is no room for it, and that is true too. False when memory is out, there are
 * too many shares, or the key cannot be; nothing has changed then. */
bool day_table_put(struct day_table *t, const struct day_key *key, const void *cell);

/* NULL when there is none. Lent until the next put. */
const struct day_row *day_table_row(const struct day_table *t, const char *code);
/* NULL when there is none, or `row` is NULL. Lent until the next put. */
const void *day_table_cell(
	const struct day_table *t, const struct day_row *row, int32_t date, uint32_t lane);

/* For many days of many shares: which of the kept days it is, until the next put, the oldest 0;
 * UINT32_MAX when none. A right `guess` saves the search: falling dates are one below another. */
uint32_t day_table_day(const struct day_table *t, int32_t date, uint32_t guess);
/* As day_table_cell; NULL also for what is none of the days. */
const void *day_table_at(
	const struct day_table *t, const struct day_row *row, uint32_t day, uint32_t lane);

/* Shares with a cell. */
uint32_t day_table_rows(const struct day_table *t);
/* Shares with a cell of that day and lane. */
uint32_t day_table_filled(const struct day_table *t, int32_t date, uint32_t lane);

#endif
