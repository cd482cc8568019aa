/* digest - one number for a whole configuration: the same wherever the same is in force. */
#ifndef HOST_CONFIG_DIGEST_H
#define HOST_CONFIG_DIGEST_H

#include "host/config/config.h"

/* Of every setting in force and every tool's line, in the order of the file. It does not depend on
 * the process, the machine or how the file is written. Secrets, values of a tool's own keys that
 * hold a variable, and places of the machine (paths, http.address) count as set or not set only,
 * so that nothing of them can be guessed from it. [main] */
uint64_t config_digest(const struct config *c);

#endif
