/* answer_test - the bytes of an answer: banner, source, cuts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/scan.h"
#include "host/call/answer.h"
#include "host/call/trim.h"
#include "base/phrase.h"

static struct call_end good_end(void)
{
	struct call_end end = {
		.text = SPAN("\"line one\\nline two\""),
		.result =
			SPAN("{\"ranking\":[{\"rank\":1},{\"rank\":2},{\"rank\":3}],\"total\":9}"),
	};

	end.from.used = true;
	end.from.complete = true;
	end.from.session = "regular";
	end.from.as_of_ms = kst_to_ms(20261123, 10, 24, 5);
	return end;
}

/* The whole result object, checked to be JSON, with a tail. */
static void whole(const struct answer *a, int64_t wall_ms, char *ret, size_t room)
{
	char tail_room[ANSWER_TAIL_MAX];
	struct span tail = answer_tail(a, wall_ms, false, tail_room);

	(void)snprintf(ret, room, "{%.*s%.*s}", (int)a->len, a->bytes, (int)tail.len, tail.at);
	assert_true(scan_check(span_of(ret), NULL));
}

static struct answer *make(const struct call_end *end, size_t max)
{
	struct answer_options options = { .locale = "ko", .bytes_max = max };
	struct answer *a;

	phrase_locale("ko");
	a = answer_new(end, &options);
	assert_non_null(a);
	return a;
}

static void says_where_the_figures_stand(void **state)
{
	struct call_end end = good_end();
	struct answer *a = make(&end, 32768);
	char got[4096];

	(void)state;
	whole(a, end.from.as_of_ms + 12999, got, sizeof got);
	assert_non_null(strstr(got,
		"\"source\":{\"provider\":\"KIS\",\"environment\":\"real\",\"basis\":\"KRX\","
		"\"session\":\"regular\",\"as_of\":\"2026-11-23T10:24:05+09:00\","
		"\"provisional\":false,\"complete\":true,\"upstream_calls\":0,\"notes\":[],"
		"\"age_s\":12,\"stale\":false}"));
	answer_unref(a);
}

static void begins_demo_texts_with_a_warning(void **state)
{
	struct call_end end = good_end();
	struct answer *a;
	char got[4096];

	(void)state;
	end.from.environment = ENVIRONMENT_DEMO;
	a = make(&end, 32768);
	whole(a, 0, got, sizeof got);
	assert_non_null(strstr(got, "\"text\":\"가상 데이터 (데모)\\nline one\\nline two\""));
	answer_unref(a);
}

static void shows_the_result_when_there_is_no_text(void **state)
{
	struct call_end end = good_end();
	struct answer *a;

	(void)state;
	end.text = (struct span){ NULL, 0 };
	a = make(&end, 32768);
	assert_non_null(strstr(a->bytes, "\"text\":\"{\\\"ranking\\\":"));
	answer_unref(a);
}

static void cuts_rows_and_says_so(void **state)
{
	struct call_end end = good_end();
	char rows[40000] = "{\"ranking\":[";
	char got[40000];
	struct answer *a;

	(void)state;
	for (int i = 0; i < 900; i++)
		(void)snprintf(rows + strlen(rows), sizeof rows - strlen(rows),
			"%s{\"rank\":%d,\"x\":\"%020d\"}", i ? "," : "", i + 1, i);
	(void)snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "],\"total\":9}");
	end.result = span_of(rows);
	a = make(&end, 16384);
	whole(a, 0, got, sizeof got);
	assert_true(strlen(got) <= 16384);
	assert_non_null(strstr(got, "\"complete\":false"));
	assert_non_null(strstr(got, "900"));
	assert_non_null(strstr(got, "\"total\":9,\"source\""));
	answer_unref(a);
}

static void cuts_a_text_at_the_end_of_a_line(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	trim_text(SPAN("\"first line\\nsecond line\\nthird line\""), 28, &b);
	assert_string_equal(buf_text(&b), "\"first line\\n…\"");
	buf_done(&b);
}

static void holds_failures_apart_from_bugs(void **state)
{
	struct call_end end = { 0 };
	struct answer *a;

	(void)state;
	(void)fault_set(&end.fault, MCP_E_UPSTREAM, "silence");
	a = make(&end, 32768);
	assert_true(a->failed);
	assert_false(a->broken);
	answer_unref(a);
	end.crashed = true;
	a = make(&end, 32768);
	assert_true(a->broken);
	answer_unref(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_where_the_figures_stand),
		cmocka_unit_test(begins_demo_texts_with_a_warning),
		cmocka_unit_test(shows_the_result_when_there_is_no_text),
		cmocka_unit_test(cuts_rows_and_says_so),
		cmocka_unit_test(cuts_a_text_at_the_end_of_a_line),
		cmocka_unit_test(holds_failures_apart_from_bugs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
