/* preload_clock - a wrong clock: LD_PRELOAD=preload_clock.so PRELOAD_CLOCK_S=SECONDS moves the wall
 * clock of a program and its children; PRELOAD_CLOCK_AT_MS=MILLISECONDS makes it stand still there,
 * while timers go on. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static long shift_s;
static long long stands_at_ms; /* 0: it runs */

__attribute__((constructor)) static void read_settings(void)
{
	const char *shift = getenv("PRELOAD_CLOCK_S");
	const char *stands = getenv("PRELOAD_CLOCK_AT_MS");

	shift_s = shift ? strtol(shift, NULL, 10) : 0;
	stands_at_ms = stands ? strtoll(stands, NULL, 10) : 0;
}

static void move(struct timespec *at)
{
	if (stands_at_ms == 0) {
		at->tv_sec += shift_s;
		return;
	}
	at->tv_sec = (time_t)(stands_at_ms / 1000);
	at->tv_nsec = (long)(stands_at_ms % 1000) * 1000000;
}

EXPORT int clock_gettime(clockid_t id, struct timespec *ret)
{
	long s = syscall(SYS_clock_gettime, id, ret);

	if (s == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		move(ret);
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
