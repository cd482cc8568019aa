/* preload_count - counts the allocations of one process into a file another one reads.
 *
 * LD_PRELOAD=preload_count.so PRELOAD_COUNT_FILE=FILE: the first eight bytes of FILE count malloc,
 * calloc, realloc and their kin. Children of the process are not counted.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t n, size_t bytes);
extern void *__libc_realloc(void *at, size_t bytes);
extern void *__libc_memalign(size_t align, size_t bytes);

EXPORT void *malloc(size_t bytes);
EXPORT void *calloc(size_t n, size_t bytes);
EXPORT void *realloc(void *at, size_t bytes);
EXPORT void *aligned_alloc(size_t align, size_t bytes);
EXPORT int posix_memalign(void **ret, size_t align, size_t bytes);

static _Atomic uint64_t unseen;
static _Atomic uint64_t *counter = &unseen;

__attribute__((constructor)) static void map_counter(void)
{
	const char *path = getenv("PRELOAD_COUNT_FILE");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *at = MAP_FAILED;

	(void)unsetenv("PRELOAD_COUNT_FILE");
	(void)unsetenv("LD_PRELOAD");
	if (fd < 0)
		return;
	if (ftruncate(fd, 4096) == 0)
		at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (at != MAP_FAILED)
		counter = at;
}

static void count(void)
{
	(void)atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

void *malloc(size_t bytes)
{
	count();
	return __libc_malloc(bytes);
}

void *calloc(size_t n, size_t bytes)
{
	count();
	return __libc_calloc(n, bytes);
}

void *realloc(void *at, size_t bytes)
{
	count();
	return __libc_realloc(at, bytes);
}

void *aligned_alloc(size_t align, size_t bytes)
{
	count();
	return __libc_memalign(align, bytes);
}

int posix_memalign(void **ret, size_t align, size_t bytes)
{
	count();
	*ret = __libc_memalign(align, bytes);
	return *ret ? 0 : 12; /* ENOMEM */
}
