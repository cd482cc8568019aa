/* burst - many cold calls at once to one host: `burst N COMMAND...`.
 *
 * Each call asks something else, so none shares another's run. Prints how many results and errors
 * came; exit code 0 when all N were answered without an error.
 */
#include <stdio.h>
#include <stdlib.h>

#include "support/talk.h"

#define PATIENCE_MS 60000
#define FIRST_ID 100

static bool send_calls(struct child *c, int64_t n)
{
	static const char *const markets[] = { "ALL", "KOSPI", "KOSDAQ" };
	char args[128];
	char line[512];

	for (int64_t i = 0; i < n; i++) {
		size_t len;

		(void)snprintf(args, sizeof args,
			"{\"count\":%d,\"market\":\"%s\",\"include_details\":false}",
			(int)(i / 3 % 50) + 1, markets[i % 3]);
		len = talk_call(FIRST_ID + i, "get_volume_ranking", args, line, sizeof line);
		if (len == 0 || !child_send(c, (struct span){ line, len }))
			return false;
	}
	return true;
}

static void count_answers(struct child *c, int64_t n, int64_t *ret_good, int64_t *ret_bad)
{
	struct span line;

	while (*ret_good + *ret_bad < n && child_line(c, PATIENCE_MS, &line)) {
		if (memmem(line.at, line.len, "\"isError\":true", 14) ||
			memmem(line.at, line.len, "\"error\":{", 9)) {
			if ((*ret_bad)++ == 0)
				(void)printf("# %.*s\n", (int)line.len, line.at);
		} else if (memmem(line.at, line.len, "\"result\":", 9)) {
			(*ret_good)++;
		}
	}
}

int main(int argc, char **argv)
{
	int64_t good = 0;
	int64_t bad = 0;
	struct child c;

	if (argc < 3)
		return 2;

	int64_t n = strtoll(argv[1], NULL, 10);
	bool ok = child_start(&c, argv + 2, -1) && talk_open(&c, PATIENCE_MS) && send_calls(&c, n);
	if (ok)
		count_answers(&c, n, &good, &bad);
	int code = child_end(&c, PATIENCE_MS);
	(void)printf("# %lld results, %lld errors, exit code %d\n", (long long)good, (long long)bad,
		code);
	return good != n || code != 0;
}
