/* boundary - one host asked without a pause over the opening at 09:00:00: `boundary COMMAND...`.
 *
 * Its demo clock stands a few seconds before that. Each answer names the session of its own time,
 * none goes back to the one before, and both are met. Exit code 0 when that is so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/talk.h"

#define PATIENCE_MS 60000
#define AFTER_NS INT64_C(3000000000) /* asked on after the first answer of the new session */
#define LEAST 300
#define FIRST_ID 100

struct seen {
	int64_t asked;
	int64_t before;
	int64_t after;
	int64_t after_since_ns;
	int64_t wrong;
};

static bool ask(struct child *c, int64_t n, struct span *ret)
{
	static const char *const markets[] = { "ALL", "KOSPI", "KOSDAQ" };
	char args[128];
	char line[512];
	size_t len;

	(void)snprintf(args, sizeof args,
		"{\"count\":%d,\"market\":\"%s\",\"include_details\":false}", (int)(n / 3 % 50) + 1,
		markets[n % 3]);
	len = talk_call(FIRST_ID + n, "get_volume_ranking", args, line, sizeof line);
	if (len == 0 || !child_send(c, (struct span){ line, len }))
		return false;
	while (child_line(c, PATIENCE_MS, ret))
		if (talk_is_result(*ret, FIRST_ID + n))
			return true;
	return false;
}

/* The text of a member that comes once in the answer, up to its quote. */
static struct span find(struct span line, const char *name)
{
	const size_t len = strlen(name);
	const char *at = memmem(line.at, line.len, name, len);
	const char *end;

	if (!at)
		return (struct span){ "", 0 };
	at += len;
	end = memchr(at, '"', (size_t)(line.at + line.len - at));
	return (struct span){ at, end ? (size_t)(end - at) : 0 };
}

static bool is_text(struct span s, const char *text)
{
	return s.len == strlen(text) && memcmp(s.at, text, s.len) == 0;
}

static void look_at(struct seen *s, struct span line)
{
	const struct span time = find(line, "\"timestamp\":\"");
	const struct span session = find(line, "\"session\":\"");
	/* "2026-11-24T08:59:58+09:00" */
	const bool is_before = time.len > 13 && memcmp(time.at + 11, "09", 2) < 0;
	const bool fits = time.len == 25 && is_text(session, is_before ? "pre_open" : "regular");

	s->asked++;
	s->before += is_before;
	s->after += !is_before;
	if (!is_before && s->after == 1)
		s->after_since_ns = child_now_ns();
	if (fits && !(is_before && s->after > 0))
		return;
	if (s->wrong++ == 0)
		(void)printf("# time %.*s, session %.*s, after %lld of the new session\n",
			(int)time.len, time.at, (int)session.len, session.at, (long long)s->after);
}

static bool is_over(const struct seen *s)
{
	return s->after > 0 && s->asked >= LEAST && child_now_ns() - s->after_since_ns > AFTER_NS;
}

int main(int argc, char **argv)
{
	struct seen seen = { 0 };
	struct child c;
	struct span line;
	bool good;

	if (argc < 2)
		return 2;
	good = child_start(&c, argv + 1, -1) && talk_open(&c, PATIENCE_MS);
	while (good && !is_over(&seen)) {
		good = ask(&c, seen.asked, &line);
		if (good)
			look_at(&seen, line);
	}
	good = child_end(&c, PATIENCE_MS) == 0 && good;
	(void)printf("# %lld questions, %lld answers before the opening, %lld after it, %lld "
		     "wrong\n",
		(long long)seen.asked, (long long)seen.before, (long long)seen.after,
		(long long)seen.wrong);
	return good && seen.before > 0 && seen.after > 0 && seen.wrong == 0 ? 0 : 1;
}
