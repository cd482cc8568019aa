/* kis_endpoint - the only calls that exist. Read-only by construction: what is not here cannot be
 * sent. */
#ifndef SERVICE_KIS_ENDPOINT_H
#define SERVICE_KIS_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum kis_kind {
	KIS_QUOTE,  /* GET with token and tr_id */
	KIS_TOKEN,  /* the sole POST */
	KIS_MASTER, /* GET of a master file from the download host, no login */
};

struct kis_endpoint {
	const char *name;  /* last part of the path */
	const char *path;  /* whole */
	const char *tr_id; /* NULL for token and master */
	enum kis_kind kind;
	bool slow; /* KIS takes about one call a second, whatever the account may do */
};

/* By name; NULL when there is none. */
const struct kis_endpoint *kis_endpoint(const char *name);
/* By path and tr_id, as the demo exchange meets them; NULL when the pair is not in the list. */
const struct kis_endpoint *kis_endpoint_at(const char *path, const char *tr_id);
/* True when this exchange is in the list: GET of a quote or a master file, POST of the token. The
 * path has no query. */
bool kis_endpoint_allows(const char *method, struct span path, const char *tr_id);
/* All rows, for tests. */
const struct kis_endpoint *kis_endpoint_all(uint32_t *ret_count);

#endif
