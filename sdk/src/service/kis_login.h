/* kis_login - the sole POST: key and secret go out, a token comes back. */
#ifndef SERVICE_KIS_LOGIN_H
#define SERVICE_KIS_LOGIN_H

#include "service/kis_token.h"
#include "service/kis_token_file.h"

#define KIS_LOGIN_ANSWER_MAX (64 * 1024)

/* Starts the exchange; `done` gets its end, *ret_id cancels it. */
mcp_status kis_login_start(const struct kis_token_options *o,
	void (*done)(void *self, const struct fault *, long http_status, struct span body),
	void *self, uint64_t *ret_id, struct fault *f);
/* The token out of an answer; false when there is none. */
bool kis_login_read(struct span body, const struct clock *clock, struct token_value *ret);

#endif
