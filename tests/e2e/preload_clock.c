/* preload_clock - a wrong clock: LD_PRELOAD=preload_clock.so PRELOAD_CLOCK_S=SECONDS moves the wall
 * clock of a program and its children. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static long shift_s;

__attribute__((constructor)) static void read_shift(void)
{
	const char *text = getenv("PRELOAD_CLOCK_S");

	shift_s = text ? strtol(text, NULL, 10) : 0;
}

EXPORT int clock_gettime(clockid_t id, struct timespec *ret)
{
	long s = syscall(SYS_clock_gettime, id, ret);

	if (s == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		ret->tv_sec += shift_s;
	return (int)s;
}

EXPORT time_t time(time_t *ret)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (ret)
		*ret = now.tv_sec;
	return now.tv_sec;
}

EXPORT int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	ret->tv_sec = now.tv_sec;
	ret->tv_usec = now.tv_nsec / 1000;
	return 0;
}
