/* calls - N warm calls, one after another: for callgrind and for counting allocations.
 *
 *	calls [--counter FILE] TOOL ARGS N COMMAND...
 *
 * Starts COMMAND (the host, perhaps under valgrind), shakes hands, makes one call that fills the
 * cache, then N warm ones. With --counter (of preload_count) it prints allocations per warm call.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/talk.h"

#define START_TIMEOUT_MS 60000

static uint64_t read_counter(const char *path)
{
	uint64_t n = 0;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return 0;
	if (read(fd, &n, sizeof n) != sizeof n)
		n = 0;
	(void)close(fd);
	return n;
}

static bool call_times(struct child *c, char **argv, int64_t from, int64_t times)
{
	char line[1024];

	for (int64_t i = from; i < from + times; i++) {
		size_t len = talk_call(i, argv[0], argv[1], line, sizeof line);
		size_t answered;

		if (len == 0 || !talk_once(c, line, len, i, &answered))
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	const char *counter = NULL;
	struct child c;

	if (argc > 2 && strcmp(argv[1], "--counter") == 0) {
		counter = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc < 5) {
		(void)fprintf(stderr, "usage: calls [--counter FILE] TOOL ARGS N COMMAND...\n");
		return 2;
	}

	int64_t times = strtol(argv[3], NULL, 10);
	bool ok = child_start(&c, argv + 4, -1) && talk_open(&c, START_TIMEOUT_MS) &&
	          call_times(&c, argv + 1, 10, 20);
	uint64_t before = read_counter(counter);
	ok = ok && call_times(&c, argv + 1, 100, times);
	uint64_t after = read_counter(counter);
	int code = child_end(&c, START_TIMEOUT_MS);
	if (!ok || code != 0) {
		(void)fprintf(stderr, "calls: the host did not answer, or left with %d\n", code);
		return 1;
	}
	if (counter)
		(void)printf("%.3f\n", (double)(after - before) / (double)times);
	return 0;
}
