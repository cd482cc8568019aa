/* keys - which keys may stand where. */
#ifndef HOST_CONFIG_KEYS_H
#define HOST_CONFIG_KEYS_H

#include "host/config/section.h"

/* The file has sections and keys the tables know, and nothing else. Tools are left out: what keys
 * they have is known when they have declared themselves. */
mcp_status keys_check(struct loader *l);

/* "kis has no key "ap_key"; did you mean "app_key"?" */
struct unknown_key {
	const char *where;
	const char *seen;
	const char *const *known;
	size_t known_count;
};
mcp_status keys_unknown(struct origin o, const struct unknown_key *u, struct fault *f);

#endif
