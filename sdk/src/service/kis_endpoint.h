/* kis_endpoint - the only calls that exist, at KIS and beside it. Read-only by construction: what
 * is not here cannot be sent. */
#ifndef SERVICE_KIS_ENDPOINT_H
#define SERVICE_KIS_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum kis_kind {
	KIS_QUOTE,  /* GET with token and tr_id */
	KIS_TOKEN,  /* the sole POST */
	KIS_MASTER, /* GET of a master file from the download host, no login */
	KIS_DART,   /* GET at OpenDART, its key as a parameter that only the wire adds */
	KIS_KRX,    /* GET at the KRX Open API, its key in a header */
	KIS_KINDS,
};

struct kis_endpoint {
	const char *name;  /* last part of the path */
	const char *path;  /* whole */
	const char *tr_id; /* NULL but for quotes */
	enum kis_kind kind;
	bool slow;        /* KIS takes about one call a second, whatever the account may do */
	const char *file; /* the body is a file, zipped perhaps: its ending; NULL: JSON */
	size_t body_max;  /* a bound of its own; 0: kis.body_max */
	size_t plain_max; /* the same for the unzipped file */
};

/* By name; NULL when there is none. */
const struct kis_endpoint *kis_endpoint(const char *name);
/* By path and tr_id, as the demo exchange meets them; NULL when the pair is not in the list. */
const struct kis_endpoint *kis_endpoint_at(const char *path, const char *tr_id);
/* True when this exchange is in the list of that kind: POST of the token, GET of all else. The path
 * has no query. */
bool kis_endpoint_allows(
	enum kis_kind kind, const char *method, struct span path, const char *tr_id);
/* Who answers calls of that kind, for the reader: "KIS", "OpenDART", "KRX". */
const char *kis_endpoint_owner(enum kis_kind kind);
/* All rows, for tests. */
const struct kis_endpoint *kis_endpoint_all(uint32_t *ret_count);

#endif
