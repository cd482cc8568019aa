/* store_db - the history database: opened, checked, set aside when it is not sound. */
#include "upstream/store_db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "upstream/store_fault.h"

#define APPLICATION_ID 0x6d767268 /* "mvrh" */
#define BUSY_MS 2000
#define PATH_ROOM 4096
#define TEXT(number) TEXT_OF(number)
#define TEXT_OF(number) #number

enum verdict { OURS, NEWER, FOREIGN };

static const char *const statement_texts[DB_STATEMENTS] = {
	[DB_BEGIN] = "BEGIN",
	[DB_RESERVE] = "BEGIN IMMEDIATE",
	[DB_COMMIT] = "COMMIT",
	[DB_ROLLBACK] = "ROLLBACK",
	[DB_VERSION] = "PRAGMA data_version",
};

/* The database, its log and its index: they belong together. */
static const char *const endings[] = { "", "-wal", "-shm" };

/* ---- Names. ---- */

static void name_of(const struct db *d, const char *middle, const char *ending, char *ret)
{
	(void)snprintf(ret, PATH_ROOM, "%s%s%s", d->path, middle, ending);
}

ino_t db_file(const struct db *d)
{
	struct stat st;

	return stat(d->path, &st) == 0 ? st.st_ino : 0;
}

static int remove_all(const struct db *d, const char *middle, uint32_t first)
{
	char name[PATH_ROOM];

	for (uint32_t i = first; i < COUNT_OF(endings); i++) {
		name_of(d, middle, endings[i], name);
		if (unlink(name) < 0 && errno != ENOENT)
			return -1;
	}
	return 0;
}

/* What an earlier one left goes, so that no database lies beside the log of another. */
static mcp_status set_aside(const struct db *d, struct fault *f)
{
	char from[PATH_ROOM];
	char to[PATH_ROOM];

	for (uint32_t i = 0; i < COUNT_OF(endings); i++) {
		name_of(d, "", endings[i], from);
		name_of(d, ".broken", endings[i], to);
		if (rename(from, to) == 0 || (errno == ENOENT && unlink(to) == 0))
			continue;
		if (errno != ENOENT)
			return store_refused(errno, "set_aside", f);
	}
	return MCP_OK;
}

/* ---- A connection. ---- */

void db_init(struct db *d, const char *path)
{
	*d = (struct db){ .path = path };
}

static void finalize(sqlite3_stmt **list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		(void)sqlite3_finalize(list[i]);
		list[i] = NULL;
	}
}

void db_close(struct db *d)
{
	finalize(d->statements, DB_STATEMENTS);
	finalize(d->put, STORE_TABLES);
	finalize(d->get, STORE_TABLES);
	finalize(d->drop, STORE_TABLES);
	(void)sqlite3_close(d->sqlite);
	d->sqlite = NULL;
	d->is_frozen = false;
}

/* Its log stays as it is when it is closed: it is not ours to write back, or not to be trusted. */
static void leave_log(struct db *d)
{
	if (d->sqlite)
		(void)sqlite3_db_config(
			d->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
}

static int connect_to(struct db *d, const char *name, int flags)
{
	int rc = sqlite3_open_v2(
		name, &d->sqlite, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (rc != SQLITE_OK)
		return rc;
	(void)sqlite3_busy_timeout(d->sqlite, BUSY_MS);
	(void)sqlite3_db_config(d->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	(void)sqlite3_db_config(d->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	/* The last reader to leave would remove a log by its name, be it that of a newer file. */
	if (!d->writes)
		leave_log(d);
	return sqlite3_exec(d->sqlite,
		d->writes ? "PRAGMA cell_size_check=ON; PRAGMA synchronous=FULL; "
			    "PRAGMA journal_size_limit=8388608"
			  : "PRAGMA cell_size_check=ON; PRAGMA query_only=ON",
		NULL, NULL, NULL);
}

static int read_int(struct db *d, const char *sql, int64_t *ret)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(d->sqlite, sql, -1, &s, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		*ret = sqlite3_column_int64(s, 0);
	(void)sqlite3_finalize(s);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* A header that forbids to write what the system allows to write. */
static bool is_locked_shut(struct db *d)
{
	return d->writes && sqlite3_db_readonly(d->sqlite, "main") == 1 &&
	       access(d->path, W_OK) == 0;
}

static int look(struct db *d, enum verdict *ret)
{
	int64_t id = 0;
	int64_t version = 0;
	int rc = read_int(d, "PRAGMA application_id", &id);

	if (rc == SQLITE_OK)
		rc = read_int(d, "PRAGMA user_version", &version);
	*ret = OURS;
	if (id != APPLICATION_ID || version < STORE_SCHEMA || is_locked_shut(d))
		*ret = FOREIGN;
	else if (version > STORE_SCHEMA)
		*ret = NEWER;
	return rc;
}

/* SQLite reads no log without an index that it may write. Without a log nobody writes: the file
 * can be read as it stands. */
static int connect_frozen(struct db *d)
{
	char wal[PATH_ROOM];
	char name[3 * PATH_ROOM] = "file:";
	size_t len = strlen(name);
	struct stat st;

	name_of(d, "", "-wal", wal);
	if (stat(wal, &st) == 0)
		return SQLITE_CANTOPEN;
	for (const char *c = d->path; *c && len < sizeof name - 20; c++)
		len += (size_t)snprintf(name + len, sizeof name - len,
			strchr("?#%", *c) ? "%%%02X" : "%c", (unsigned char)*c);
	(void)snprintf(name + len, sizeof name - len, "?immutable=1");
	db_close(d);
	d->is_frozen = true;
	return connect_to(d, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

static int connect_and_look(struct db *d, enum verdict *ret)
{
	int rc = connect_to(d, d->path, SQLITE_OPEN_READWRITE);

	if (rc == SQLITE_OK)
		rc = look(d, ret);
	if (d->writes || ((rc & 0xff) != SQLITE_CANTOPEN && (rc & 0xff) != SQLITE_READONLY))
		return rc;
	if (connect_frozen(d) == SQLITE_OK)
		rc = look(d, ret);
	return rc;
}

/* ---- What is in it. ---- */

static int quick_check(struct db *d)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(d->sqlite, "PRAGMA quick_check(1)", -1, &s, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		const void *said = sqlite3_column_text(s, 0);

		rc = said ? SQLITE_CORRUPT : SQLITE_NOMEM;
		rc = said && str_same(said, "ok") ? SQLITE_OK : rc;
	}
	(void)sqlite3_finalize(s);
	return rc;
}

static int prepare(struct db *d, const char *sql, sqlite3_stmt **ret)
{
	int rc = sql ? sqlite3_prepare_v3(d->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL)
	             : SQLITE_OK;

	/* A table that is not as it was made. */
	return rc == SQLITE_ERROR ? SQLITE_CORRUPT : rc;
}

static int prepare_all(struct db *d)
{
	int rc = SQLITE_OK;

	for (int i = 0; rc == SQLITE_OK && i < DB_STATEMENTS; i++)
		rc = prepare(d, statement_texts[i], &d->statements[i]);
	for (int t = 0; rc == SQLITE_OK && t < STORE_TABLES; t++) {
		rc = prepare(d, row_kinds[t].get, &d->get[t]);
		if (rc == SQLITE_OK)
			rc = prepare(d, row_kinds[t].put, &d->put[t]);
		if (rc == SQLITE_OK)
			rc = prepare(d, row_kinds[t].drop, &d->drop[t]);
	}
	return rc;
}

/* A new one learns only here to keep a log: while it is made, its one file must be all of it. */
static int check(struct db *d)
{
	int rc = quick_check(d);

	if (rc == SQLITE_OK && d->writes)
		rc = sqlite3_exec(d->sqlite, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	return rc == SQLITE_OK ? prepare_all(d) : rc;
}

static int fill_new(struct db *d)
{
	int rc = sqlite3_exec(d->sqlite,
		"BEGIN; PRAGMA application_id=" TEXT(APPLICATION_ID) "; PRAGMA user_version=" TEXT(
			STORE_SCHEMA),
		NULL, NULL, NULL);

	for (int t = 0; rc == SQLITE_OK && t < STORE_TABLES; t++)
		rc = sqlite3_exec(d->sqlite, row_kinds[t].create, NULL, NULL, NULL);
	return rc == SQLITE_OK ? sqlite3_exec(d->sqlite, "COMMIT", NULL, NULL, NULL) : rc;
}

/* Made under another name: at `path` there is a whole database or none. */
static mcp_status make(struct db *d, struct fault *f)
{
	char name[PATH_ROOM];
	mcp_status s = MCP_OK;
	int rc;
	int fd;

	name_of(d, ".new", "", name);
	if (remove_all(d, ".new", 0) < 0)
		return store_refused(errno, "make", f);
	fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return store_refused(errno, "make", f);
	/* Before SQLite opens it: closing later would take SQLite's locks away. */
	(void)close(fd);

	rc = connect_to(d, name, SQLITE_OPEN_READWRITE);
	if (rc == SQLITE_OK)
		rc = fill_new(d);
	if (rc != SQLITE_OK)
		s = store_explain(d->sqlite, rc, "make", f);
	db_close(d);
	if (s < 0) {
		(void)remove_all(d, ".new", 0);
		return s;
	}
	/* A log that was left alone would be taken for the new one's. */
	if (remove_all(d, "", 1) < 0 || rename(name, d->path) < 0)
		return store_refused(errno, "make", f);
	return MCP_OK;
}

/* ---- Opening. ---- */

static mcp_status refuse_newer(struct fault *f)
{
	return fault_set(f, MCP_E_CONFIG,
		"the history database is of a newer version of this program; start that one, or move "
		"the file away");
}

static mcp_status refuse_moved(struct fault *f)
{
	return fault_set(
		f, MCP_E_BUSY, "another program keeps the history database busy; try again later");
}

/* *ret_rc says when the file is not sound: that is for the caller to judge, and no fault yet. */
static mcp_status open_once(struct db *d, bool writes, int *ret_rc, struct fault *f)
{
	enum verdict verdict = OURS;
	mcp_status s;

	*ret_rc = SQLITE_OK;
	d->writes = writes;
	d->file = db_file(d);
	if (!d->file && !writes)
		return MCP_OK;
	if (!d->file) {
		s = make(d, f);
		if (s < 0)
			return s;
		d->file = db_file(d);
	}

	*ret_rc = connect_and_look(d, &verdict);
	if (*ret_rc == SQLITE_OK && verdict == FOREIGN)
		*ret_rc = SQLITE_NOTADB;
	if (*ret_rc == SQLITE_OK && verdict == NEWER)
		return refuse_newer(f);
	if (*ret_rc == SQLITE_OK)
		*ret_rc = check(d);
	/* The log that was opened with it may be that of another. */
	if (db_file(d) != d->file)
		return refuse_moved(f);
	if (*ret_rc == SQLITE_OK || store_is_unsound(*ret_rc))
		return MCP_OK;
	return store_explain(d->sqlite, *ret_rc, "open", f);
}

mcp_status db_open(struct db *d, bool writes, struct fault *f)
{
	mcp_status s;
	int rc;

	if (d->sqlite && d->writes == writes && !d->is_frozen && d->file == db_file(d))
		return MCP_OK;
	db_close(d);
	s = open_once(d, writes, &rc, f);
	if (s == MCP_OK && store_is_unsound(rc))
		return db_renew(d, writes, rc, f);
	if (s < 0)
		db_close(d);
	return s;
}

mcp_status db_renew(struct db *d, bool writes, int rc, struct fault *f)
{
	mcp_status s;

	log_warn("history database is not sound code=%d writer=%d", rc, writes);
	leave_log(d);
	db_close(d);
	if (!writes)
		return fault_set(f, MCP_E_CONFIG,
			"the history database is damaged; the process that writes it begins it anew "
			"when it is started again");
	/* Who asks would go on as if what it knows were still in there. */
	if (d->relied_on)
		return store_explain(NULL, rc, "renew", f);
	s = set_aside(d, f);
	if (s < 0)
		return s;

	(void)fault_set(&d->renewed, MCP_E_CONFIG,
		"the history database was damaged; it lies beside its old place with the ending "
		".broken and is filled anew");
	s = open_once(d, writes, &rc, f);
	if (s == MCP_OK && rc != SQLITE_OK)
		s = store_explain(NULL, rc, "renew", f);
	if (s < 0)
		db_close(d);
	return s;
}
