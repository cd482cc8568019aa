/* demo_fuzz - any question to the demo exchange: an answer, the same twice, and JSON where JSON is
 * promised. Lines: path, tr_id, seconds since 2026 began, query. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "data/scan.h"
#include "demo/demo.h"

#define BODY_MAX ((size_t)8 << 20)
#define SECONDS_MAX 63072000 /* two years */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Made once: it never changes. */
static const struct demo *exchange(void)
{
	static struct demo *d;

	if (!d)
		d = demo_new(1);
	assert(d);
	return d;
}

static struct span take_line(struct span *rest)
{
	struct span line = { "", 0 };

	(void)span_split(rest, '\n', &line);
	return line;
}

static bool is_json(const char *path, struct span body)
{
	return strncmp(path, "/common/", 8) == 0 || strstr(path, ".xml") || scan_check(body, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = { (const char *)data, size };
	const struct span path = take_line(&rest);
	const struct span tr_id = take_line(&rest);
	const struct span time = take_line(&rest);
	char texts[2][128];
	struct demo_request r = { .method = "GET", .path = texts[0], .tr_id = texts[1] };
	struct buf answers[2];
	int64_t seconds = 0;
	long status[2];

	(void)snprintf(texts[0], sizeof texts[0], "%.*s", (int)path.len, path.at);
	(void)snprintf(texts[1], sizeof texts[1], "%.*s", (int)tr_id.len, tr_id.at);
	(void)span_int(time, &seconds);
	r.wall_ms = kst_to_ms(20260101, 0, 0, 0) + seconds % SECONDS_MAX * 1000;
	r.query = rest.at ? rest : (struct span){ "", 0 };
	for (int n = 0; n < 2; n++) {
		buf_init(&answers[n], BODY_MAX);
		status[n] = demo_answer(exchange(), &r, &answers[n]);
		assert(!answers[n].failed);
	}
	assert(status[0] == status[1]);
	assert(span_same(buf_as_span(&answers[0]), buf_as_span(&answers[1])));
	assert(answers[0].len == 0 || is_json(r.path, buf_as_span(&answers[0])));
	buf_done(&answers[0]);
	buf_done(&answers[1]);
	return 0;
}
