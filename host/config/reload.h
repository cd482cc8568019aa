/* reload - a configuration read again beside the one in force: what can change while the host runs.
 *
 * Live: everything under `tools:`, and the keys the table in reload.c names. All others are read
 * once, by parts that keep what they read: a new value of theirs waits for the next start.
 */
#ifndef HOST_CONFIG_RELOAD_H
#define HOST_CONFIG_RELOAD_H

#include "base/buf.h"
#include "host/config/config.h"

/* Puts into `next`, which nobody uses yet, the values in force of every setting that is not live;
 * `start` is the configuration the host started with, and `next` holds it from then on. Appends
 * to `ret` the names of settings whose new value has to wait: "kis.environment, state_dir".
 * No value is ever shown. [main] */
void reload_merge(struct config *next, struct config *start, struct buf *ret);

#endif
