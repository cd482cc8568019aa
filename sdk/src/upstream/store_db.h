/* store_db - the history database: opened, checked, set aside when it is not sound, read and
 * written. Of the store's thread alone.
 */
#ifndef UPSTREAM_STORE_DB_H
#define UPSTREAM_STORE_DB_H

#include <sys/types.h>

#include "upstream/store_row.h"

enum db_statement {
	DB_BEGIN,   /* for reading */
	DB_RESERVE, /* for writing */
	DB_COMMIT,
	DB_ROLLBACK,
	DB_VERSION,
	DB_STATEMENTS,
};

struct db {
	const char *path;
	sqlite3 *sqlite; /* NULL: not open */
	bool writes;     /* opened by the holder of the writer's lock */
	bool is_frozen;  /* in a folder that cannot be written: read without locks */
	ino_t file;      /* what stood at `path` when it was last opened; 0: nothing */
	ino_t relied_on; /* what was first loaded or saved: who asks believes that it is in there */
	int64_t version; /* changes when another process commits */
	sqlite3_stmt *statements[DB_STATEMENTS];
	sqlite3_stmt *put[STORE_TABLES];
	sqlite3_stmt *get[STORE_TABLES];
	sqlite3_stmt *drop[STORE_TABLES];
	struct fault renewed; /* set when a file was set aside, for who asks */
};

void db_init(struct db *d, const char *path);
void db_close(struct db *d); /* accepts one that is not open */

/* Opens and checks, unless it is open that way. A reader finds nothing at `path`: MCP_OK, and
 * `sqlite` is NULL. A writer makes what is not there, and sets aside what is not sound. */
mcp_status db_open(struct db *d, bool writes, struct fault *f);
/* Opens, and reads everything that is asked for into the arrays of `ret`. */
mcp_status db_load(struct db *d, bool writes, const int32_t from[STORE_TABLES],
	struct store_event *ret, struct fault *f);
/* Opens for writing, and writes all or nothing. */
mcp_status db_save(struct db *d, const struct store_batch *b, struct fault *f);
/* Whether another process has committed or replaced the file since the last look. */
bool db_has_changed(struct db *d);

/* ---- Between its files. ---- */

/* One row's step of a statement that gives none, and its reset. */
int db_run(sqlite3_stmt *s);
/* The file was found to be damaged (a code of SQLite): sets it aside and opens a new one when
 * nobody relies on it yet and this process writes. MCP_OK: it did. */
mcp_status db_renew(struct db *d, bool writes, int rc, struct fault *f);
/* What stands at `path`; 0: nothing. */
ino_t db_file(const struct db *d);

#endif
