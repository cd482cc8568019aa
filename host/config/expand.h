/* expand - variables in values: ${NAME}, ${NAME:-default}, $$ for a dollar sign. */
#ifndef HOST_CONFIG_EXPAND_H
#define HOST_CONFIG_EXPAND_H

#include "base/buf.h"
#include "base/fault.h"
#include "host/config/dotenv.h"

/* Where variables come from: the environment, then `.env`. Either may be NULL. */
struct variables {
	const char *const *environ; /* "NAME=value", NULL-ended */
	const struct dotenv *dotenv;
};

/* A variable's value, lent; NULL when it is not set. */
const char *variable_get(const struct variables *v, struct span name);

/* Appends `text` with its variables filled in. As in a shell the default holds when the variable
 * is unset or empty. Unset without a default, or anything else after a $, is an error that names
 * the variable and shows no value. */
mcp_status expand(struct span text, const struct variables *v, struct buf *ret, struct fault *f);

/* True when the whole text is one ${NAME} or ${NAME:-}: it holds no value of its own. */
bool expand_is_only_variable(struct span text);

#endif
