/* kis_request - what one call looks like on the wire: its address and its headers. */
#ifndef SERVICE_KIS_REQUEST_H
#define SERVICE_KIS_REQUEST_H

#include <mcp/kis.h>

#include "base/fault.h"
#include "service/kis_endpoint.h"
#include "service/kis_settings.h"
#include "service/kis_token_file.h"
#include "service/source_settings.h"
#include "service/wire.h"

#define KIS_PARAMS_MAX 64

struct kis_request {
	const struct kis_endpoint *endpoint;
	const mcp_kis_param *params;
	uint32_t param_count;
};

/* The whole address under `base` with its parameters sorted by name and percent-encoded, so
 * equal requests have equal addresses. *ret is freed by the caller. */
mcp_status kis_request_url(
	const char *base, const struct kis_request *r, char **ret, struct fault *f);

#define KIS_HEADERS 5

/* What a call carries beside its address; it keeps what its headers point to and is wiped by
 * kis_headers_done. */
struct kis_headers {
	struct wire_header at[KIS_HEADERS];
	uint32_t count;
	struct wire_header secret_query; /* of OpenDART; `name` NULL: none */
	char bearer[KIS_TOKEN_MAX + sizeof "Bearer "];
};

/* Of a quote. */
void kis_headers_init(
	struct kis_headers *h, const struct kis_settings *settings, const char *token);
/* Of OpenDART and KRX: their own key, and nothing of KIS. Others: nothing. */
void kis_headers_init_source(
	struct kis_headers *h, enum kis_kind kind, const struct source_settings *sources);
void kis_headers_done(struct kis_headers *h);

#endif
