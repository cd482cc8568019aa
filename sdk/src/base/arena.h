/* arena - memory that ends all at once. Not thread-safe: one owner at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena_end;

struct arena {
	struct arena_block *blocks;
	struct arena_end *ends;
	size_t used;
	size_t max; /* bytes, all blocks together */
};

void arena_init(struct arena *a, size_t max);
/* Runs what was deferred, last first, and frees everything. The arena is as after arena_init. */
void arena_done(struct arena *a);

/* Zeroed and aligned for anything; NULL when `max` would be passed or memory is out. */
void *arena_alloc(struct arena *a, size_t bytes);
/* A copy with NUL added; NULL as above. */
char *arena_copy(struct arena *a, const char *at, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Calls drop(thing) at arena_done. When there is no memory for it, drops at once and returns
 * false. */
int arena_defer(struct arena *a, void (*drop)(void *), void *thing);

#endif
