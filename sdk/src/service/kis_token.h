/* kis_token - the login token: one for all processes of a key, issued once a minute at most.
 *
 * Kept in the key's folder (`token`, 0600; `token.lock` says who issues and when it was tried), so
 * a new process finds it. Renewed early, and once when KIS refuses it. Each issue sends the
 * account's owner a message, so there is never one too many.
 */
#ifndef SERVICE_KIS_TOKEN_H
#define SERVICE_KIS_TOKEN_H

#include "service/kis_rate.h"
#include "service/kis_settings.h"
#include "service/service.h"
#include "service/wire.h"

struct kis_token;

struct kis_token_options {
	const struct env *env;
	const struct kis_settings *settings;
	struct wire *wire;     /* outlives it */
	struct kis_rate *rate; /* outlives it */
	const char *folder;    /* of the key; NULL: nothing is kept */
};

/* NULL when memory is out. */
struct kis_token *kis_token_new(const struct kis_token_options *o);
void kis_token_free(struct kis_token *t); /* accepts NULL */

enum kis_token_state {
	KIS_TOKEN_READY,
	KIS_TOKEN_WAIT,   /* it is being fetched: ask again after a step */
	KIS_TOKEN_FAILED, /* *f says why */
};

struct kis_pass {
	const char *text; /* lent until the next step */
	uint64_t number;  /* of this token in this process */
};

/* The token; starts what is needed to get one. */
enum kis_token_state kis_token_get(struct kis_token *t, struct kis_pass *ret, struct fault *f);
/* KIS refused that token: it is never used again. Nothing when a newer one is here. */
void kis_token_refuse(struct kis_token *t, uint64_t number);
/* Moves an issue on. */
void kis_token_step(struct kis_token *t);
/* Monotonic time of the next step that makes sense without an answer; INT64_MAX: none. */
int64_t kis_token_wake(const struct kis_token *t);

#endif
