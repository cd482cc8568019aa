/* setting - a host setting by its name, for tools that follow it. */
#ifndef HOST_CONFIG_SETTING_H
#define HOST_CONFIG_SETTING_H

#include "host/config/config.h"

/* True when the host has a setting of that name ("limits.ranking_count", "locale") that a tool may
 * know: never a secret. */
bool setting_exists(struct span name);

#endif
