/* watch - tells that one of a few files became another one: written, replaced, gone, or there.
 *
 * What is watched are the folders: of the file, of what it is a link to, and where a folder is
 * missing, the nearest one above it. A burst of changes is told once, when it is over or has gone
 * on for half a second. Where folders can't be watched, the files are looked at each second.
 */
#ifndef HOST_CONFIG_WATCH_H
#define HOST_CONFIG_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define WATCH_FILES 4

struct watch;

/* Paths are absolute and copied. NULL: no memory. `changed` comes from the loop, never from
 * inside. [main] */
struct watch *watch_new(uv_loop_t *loop, void (*changed)(void *self), void *self);
/* From now on these files. [main] */
void watch_files(struct watch *w, const char *const *paths, uint32_t count);
/* Freed when the loop has closed its handles. Accepts NULL. [main] */
void watch_close(struct watch *w);

#endif
