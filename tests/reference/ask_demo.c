/* ask_demo - the demo exchange over pipes: `ask_demo SEED` reads lines "WALL_MS METHOD PATH TR_ID
 * QUERY", with "-" for no TR_ID or no QUERY, and answers each with "STATUS LENGTH\n" and the body.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "demo/demo.h"

#define BODY_MAX (256u << 20)

enum { AT_WALL, AT_METHOD, AT_PATH, AT_TR_ID, AT_QUERY, PARTS };

static bool read_number(const char *text, int64_t *ret)
{
	return span_int(span_of(text), ret);
}

/* Cuts the line at its blanks, in place; false unless it has exactly the parts. */
static bool cut(char *line, char *ret[PARTS])
{
	char *at = line;

	for (int i = 0; i < PARTS; i++) {
		char *end = strchr(at, i < PARTS - 1 ? ' ' : '\n');

		if (!end)
			return false;
		*end = '\0';
		ret[i] = at;
		at = end + 1;
	}
	return true;
}

static const char *unless_dash(const char *text)
{
	return strcmp(text, "-") == 0 ? NULL : text;
}

static bool answer(const struct demo *d, char *line, struct buf *body)
{
	char *part[PARTS];
	struct demo_request r = { 0 };
	long status;

	if (!cut(line, part) || !read_number(part[AT_WALL], &r.wall_ms))
		return false;
	r.method = part[AT_METHOD];
	r.path = part[AT_PATH];
	r.tr_id = unless_dash(part[AT_TR_ID]);
	r.query = span_of(unless_dash(part[AT_QUERY]) ? part[AT_QUERY] : "");
	buf_clear(body);
	status = demo_answer(d, &r, body);
	return !body->failed && printf("%ld %zu\n", status, body->len) > 0 &&
	       fwrite(body->at ? body->at : "", 1, body->len, stdout) == body->len &&
	       fflush(stdout) == 0;
}

static bool answer_all(const struct demo *d)
{
	CLEANUP(freep) char *line = NULL;
	struct buf body;
	size_t room = 0;
	bool good = true;

	buf_init(&body, BODY_MAX);
	while (good && getline(&line, &room, stdin) > 0)
		good = answer(d, line, &body);
	buf_done(&body);
	return good && !ferror(stdin);
}

int main(int argc, char **argv)
{
	struct demo *d;
	int64_t seed;
	bool good;

	if (argc != 2 || !read_number(argv[1], &seed)) {
		(void)fprintf(stderr, "usage: ask_demo SEED\n");
		return 2;
	}
	d = demo_new(seed);
	good = d && answer_all(d);
	demo_free(d);
	if (!good)
		(void)fprintf(stderr, "ask_demo: memory ran out or a line is not a question\n");
	return good ? 0 : 1;
}
