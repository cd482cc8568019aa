/* store_fault - why the history database did not do what it was asked. */
#include "upstream/store_fault.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"

bool store_is_unsound(int rc)
{
	return (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB;
}

static mcp_status no_room(struct fault *f)
{
	return fault_set(f, MCP_E_CONFIG,
		"no space is left for the history database; make room on its disk");
}

static mcp_status not_allowed(struct fault *f)
{
	return fault_set(f, MCP_E_CONFIG,
		"the history database may not be written; give this user permission to the state "
		"folder");
}

static mcp_status no_memory(struct fault *f)
{
	return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
}

static mcp_status of_system(int error, struct fault *f)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return no_room(f);
	case EACCES:
	case EPERM:
	case EROFS:
		return not_allowed(f);
	case ENOMEM:
		return no_memory(f);
	case 0:
		return fault_set(f, MCP_E_CONFIG,
			"the history database cannot be read or written; check its disk");
	default:
		return fault_set(f, MCP_E_CONFIG,
			"the history database cannot be read or written (%s); check its disk",
			strerror(error));
	}
}

mcp_status store_refused(int error, const char *what, struct fault *f)
{
	log_warn("history database refused what=%s errno=%d", what, error);
	return of_system(error, f);
}

/* The system's word about a file; of a log that cannot grow SQLite itself keeps none. */
static int last_errno(sqlite3 *db)
{
	sqlite3_file *log = NULL;
	int ret = db ? sqlite3_system_errno(db) : 0;

	if (!db || ret != 0)
		return ret;
	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &ret);
	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&log);
	if (ret == 0 && log && log->pMethods)
		(void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &ret);
	return ret;
}

mcp_status store_explain(sqlite3 *db, int rc, const char *what, struct fault *f)
{
	const int error = last_errno(db);

	log_warn("history database refused what=%s code=%d errno=%d", what, rc, error);
	if (store_is_unsound(rc))
		return fault_set(f, MCP_E_CONFIG,
			"the history database was damaged while this program ran; start it again, "
			"then it is begun anew");
	if (rc == SQLITE_IOERR_NOMEM)
		return no_memory(f);
	switch (rc & 0xff) {
	case SQLITE_NOMEM:
		return no_memory(f);
	case SQLITE_FULL:
		return no_room(f);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return not_allowed(f);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fault_set(f, MCP_E_BUSY,
			"another program keeps the history database busy; try again later");
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		return of_system(error, f);
	default:
		return fault_set(f, MCP_E_INTERNAL,
			"the history database refuses what this program asks (SQLite %d)", rc);
	}
}
