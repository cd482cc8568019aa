/* store_row - rows of the history database: how a struct becomes columns and back, and its seal. */
#ifndef UPSTREAM_STORE_ROW_H
#define UPSTREAM_STORE_ROW_H

#include <sqlite3.h>
#include <stddef.h>

#include "service/market_store.h"

enum store_table {
	STORE_BARS,
	STORE_FLOWS,
	STORE_MARKS,
	STORE_DAYS,
	STORE_TABLES,
};

/* An integer of a struct; columns stand in the order of the members. */
struct row_member {
	uint16_t offset;
	uint16_t width; /* 2: uint16_t, 4: int32_t, 8: int64_t */
};

struct row_kind {
	size_t size;   /* of the struct */
	bool has_code; /* it begins with char code[8], and the columns do too */
	uint32_t member_count;
	const struct row_member *members;
	const char *create; /* the table */
	const char *put;    /* one row, or another one in its place */
	const char *get;    /* all rows; where there are dates, from ?1 on */
	const char *drop;   /* all before ?1; NULL: never */
};

extern const struct row_kind row_kinds[STORE_TABLES];

/* Gives a row to the statement `put`: a code of SQLite. */
int row_bind(const struct row_kind *k, sqlite3_stmt *put, const void *row);
/* Takes the row that the statement `get` stands at; false when it is not what was once put: SQLite
 * sees whether its pages hang together, not whether a figure in them has changed. */
bool row_read(const struct row_kind *k, sqlite3_stmt *get, void *ret);

#endif
