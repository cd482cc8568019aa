/* scarce_memory - include it before a .c under test: a chosen allocation there returns NULL. */
#ifndef SUPPORT_SCARCE_MEMORY_H
#define SUPPORT_SCARCE_MEMORY_H

#include <stdlib.h>
#include <string.h>

/* So many more succeed, then one does not. Below zero: all do. */
static int memory_left = -1;

static inline int memory_is_out(void)
{
	return memory_left >= 0 && memory_left-- == 0;
}

static inline void *scarce_malloc(size_t bytes)
{
	return memory_is_out() ? NULL : malloc(bytes);
}

static inline void *scarce_calloc(size_t count, size_t bytes)
{
	return memory_is_out() ? NULL : calloc(count, bytes);
}

static inline void *scarce_realloc(void *at, size_t bytes)
{
	return memory_is_out() ? NULL : realloc(at, bytes);
}

static inline char *scarce_strdup(const char *text)
{
	return memory_is_out() ? NULL : strdup(text);
}

#define malloc scarce_malloc
#define calloc scarce_calloc
#define realloc scarce_realloc
#undef strdup
#define strdup scarce_strdup

#endif
