/* store_data - what the history database holds: read whole, written as a whole. */
#include <stdlib.h>

#include "upstream/store_db.h"
#include "upstream/store_fault.h"

#define ROWS_FIRST 256
/* Two years of every share. More is not what this program has written. */
#define ROWS_MAX (UINT32_C(1) << 21)

struct rows {
	void *at;
	uint32_t count;
	uint32_t room;
};

int db_run(sqlite3_stmt *s)
{
	const int rc = sqlite3_step(s);

	(void)sqlite3_reset(s);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int64_t read_version(struct db *d)
{
	sqlite3_stmt *s = d->statements[DB_VERSION];
	int64_t ret = d->version;

	if (sqlite3_step(s) == SQLITE_ROW)
		ret = sqlite3_column_int64(s, 0);
	(void)sqlite3_reset(s);
	return ret;
}

bool db_has_changed(struct db *d)
{
	const ino_t now = db_file(d);
	const int64_t before = d->version;

	if (now != d->file) {
		db_close(d);
		d->file = now;
		return true;
	}
	if (d->sqlite)
		d->version = read_version(d);
	return d->version != before;
}

static void roll_back(struct db *d)
{
	if (!sqlite3_get_autocommit(d->sqlite))
		(void)db_run(d->statements[DB_ROLLBACK]);
}

/* ---- Reading. ---- */

static int make_room(struct rows *r, size_t size)
{
	const uint32_t room = r->room ? 2 * r->room : ROWS_FIRST;
	void *more;

	if (r->count < r->room)
		return SQLITE_OK;
	if (room > ROWS_MAX)
		return SQLITE_CORRUPT;
	more = realloc(r->at, room * size);
	if (!more)
		return SQLITE_NOMEM;
	r->at = more;
	r->room = room;
	return SQLITE_OK;
}

static int read_rows(sqlite3_stmt *get, const struct row_kind *k, struct rows *ret)
{
	int rc = sqlite3_step(get);

	while (rc == SQLITE_ROW) {
		rc = make_room(ret, k->size);
		if (rc == SQLITE_OK && !row_read(k, get, (char *)ret->at + ret->count * k->size))
			rc = SQLITE_CORRUPT;
		if (rc != SQLITE_OK)
			break;
		ret->count++;
		rc = sqlite3_step(get);
	}
	(void)sqlite3_reset(get);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* In one transaction: all of it is of one moment. */
static int read_tables(struct db *d, const int32_t from[STORE_TABLES], struct rows *ret)
{
	int rc;

	d->version = read_version(d);
	rc = db_run(d->statements[DB_BEGIN]);
	for (int t = 0; rc == SQLITE_OK && t < STORE_TABLES; t++) {
		if (row_kinds[t].drop)
			rc = sqlite3_bind_int64(d->get[t], 1, from[t]);
		if (rc == SQLITE_OK)
			rc = read_rows(d->get[t], &row_kinds[t], &ret[t]);
	}
	return rc == SQLITE_OK ? db_run(d->statements[DB_COMMIT]) : rc;
}

static void drop_rows(struct rows *r)
{
	for (int t = 0; t < STORE_TABLES; t++) {
		free(r[t].at);
		r[t] = (struct rows){ 0 };
	}
}

/* Nothing there: no rows. What is damaged is begun anew, and read again, once. */
static mcp_status read_all(
	struct db *d, const int32_t from[STORE_TABLES], struct rows *ret, struct fault *f)
{
	mcp_status s;
	int rc = d->sqlite ? read_tables(d, from, ret) : SQLITE_OK;

	if (rc == SQLITE_OK)
		return MCP_OK;
	drop_rows(ret);
	roll_back(d);
	if (!store_is_unsound(rc))
		return store_explain(d->sqlite, rc, "load", f);

	s = db_renew(d, d->writes, rc, f);
	if (s < 0)
		return s;
	rc = read_tables(d, from, ret);
	if (rc == SQLITE_OK)
		return MCP_OK;
	drop_rows(ret);
	roll_back(d);
	return store_explain(d->sqlite, rc, "load", f);
}

/* The first it heard of stays what counts: later loads do not undo what is believed. */
static void rely_on(struct db *d)
{
	if (!d->relied_on)
		d->relied_on = d->file;
}

mcp_status db_load(struct db *d, bool writes, const int32_t from[STORE_TABLES],
	struct store_event *ret, struct fault *f)
{
	struct rows rows[STORE_TABLES] = { 0 };
	mcp_status s = db_open(d, writes, f);

	if (s == MCP_OK)
		s = read_all(d, from, rows, f);
	if (s < 0)
		return s;

	rely_on(d);
	if (d->is_frozen)
		db_close(d);
	ret->bars = rows[STORE_BARS].at;
	ret->bar_count = rows[STORE_BARS].count;
	ret->flows = rows[STORE_FLOWS].at;
	ret->flow_count = rows[STORE_FLOWS].count;
	ret->marks = rows[STORE_MARKS].at;
	ret->mark_count = rows[STORE_MARKS].count;
	ret->days = rows[STORE_DAYS].at;
	ret->day_count = rows[STORE_DAYS].count;
	return MCP_OK;
}

/* ---- Writing. ---- */

static int put_rows(struct db *d, enum store_table t, const void *rows, uint32_t count)
{
	const struct row_kind *k = &row_kinds[t];
	int rc = SQLITE_OK;

	for (uint32_t i = 0; rc == SQLITE_OK && i < count; i++) {
		rc = row_bind(k, d->put[t], (const char *)rows + i * k->size);
		if (rc == SQLITE_OK)
			rc = db_run(d->put[t]);
	}
	return rc;
}

static int drop_rows_before(struct db *d, int32_t date)
{
	int rc = SQLITE_OK;

	for (int t = 0; date > 0 && rc == SQLITE_OK && t < STORE_TABLES; t++) {
		if (!d->drop[t])
			continue;
		rc = sqlite3_bind_int64(d->drop[t], 1, date);
		if (rc == SQLITE_OK)
			rc = db_run(d->drop[t]);
	}
	return rc;
}

static int write_batch(struct db *d, const struct store_batch *b)
{
	int rc = db_run(d->statements[DB_RESERVE]);

	if (rc == SQLITE_OK)
		rc = put_rows(d, STORE_BARS, b->bars, b->bar_count);
	if (rc == SQLITE_OK)
		rc = put_rows(d, STORE_FLOWS, b->flows, b->flow_count);
	if (rc == SQLITE_OK)
		rc = put_rows(d, STORE_MARKS, b->marks, b->mark_count);
	if (rc == SQLITE_OK)
		rc = put_rows(d, STORE_DAYS, b->days, b->day_count);
	if (rc == SQLITE_OK)
		rc = drop_rows_before(d, b->drop_before);
	return rc == SQLITE_OK ? db_run(d->statements[DB_COMMIT]) : rc;
}

mcp_status db_save(struct db *d, const struct store_batch *b, struct fault *f)
{
	mcp_status s;
	int rc;

	/* A mark in it may speak of days that only the file of before holds. */
	if (d->relied_on && db_file(d) != d->relied_on)
		return fault_set(f, MCP_E_CONFIG,
			"the history database was replaced while this program ran; start it again");
	s = db_open(d, true, f);
	if (s < 0)
		return s;

	rc = write_batch(d, b);
	if (rc == SQLITE_OK) {
		rely_on(d);
		return MCP_OK;
	}
	s = store_explain(d->sqlite, rc, "save", f);
	roll_back(d);
	if (store_is_unsound(rc))
		db_close(d);
	return s;
}
