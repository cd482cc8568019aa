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
	assert_non_null(strstr(got, "\"text\":\"가상 데이터 (데모)\\nline one\\nline two\\n"));
	answer_unref(a);
}

static void ends_texts_with_venue_time_and_notes(void **state)
{
	struct call_end end = good_end();
	struct answer *a;
	char got[4096];

	(void)state;
	provenance_note_text(&end.from, SPAN("PER of one share is \"not known\""));
	a = make(&end, 32768);
	whole(a, 0, got, sizeof got);
	assert_non_null(
		strstr(got, "\"text\":\"line one\\nline two\\nKRX, 2026-11-23 10:24:05 기준\\n"
			    "※ PER of one share is \\\"not known\\\"\"}]"));
	answer_unref(a);
}

static void warns_of_gaps_that_nobody_named(void **state)
{
	struct call_end end = good_end();
	struct answer *a;

	(void)state;
	end.from.complete = false;
	a = make(&end, 32768);
	assert_non_null(strstr(a->bytes, "\\n※ 빠진 것이 있을 수 있습니다\"}]"));
	answer_unref(a);
}

static void says_nothing_of_data_where_none_was_used(void **state)
{
	struct call_end end = good_end();
	struct answer *a;

	(void)state;
	end.from.used = false;
	a = make(&end, 32768);
	assert_non_null(strstr(a->bytes, "\"text\":\"line one\\nline two\"}]"));
	assert_non_null(strstr(a->bytes, "\"source\":{\"provider\":null,"));
	answer_unref(a);
}

static void calls_recorded_data_by_its_name(void **state)
{
	struct call_end end = good_end();
	struct answer *a;

	(void)state;
	end.from.environment = ENVIRONMENT_REPLAY;
	a = make(&end, 32768);
	assert_non_null(strstr(a->bytes, "\"text\":\"기록된 데이터 (재생)\\nline one"));
	answer_unref(a);
}

static void lets_no_answer_cross_midnight(void **state)
{
	struct call_end end = good_end();
	struct answer_options options = {
		.locale = "ko",
		.bytes_max = 32768,
		.wall_ms = kst_to_ms(20261123, 23, 59, 59),
	};
	struct answer *a;

	(void)state;
	end.from.used = false;
	a = answer_new(&end, &options);
	assert_true(a->valid_until_ms == kst_to_ms(20261124, 0, 0, 0));
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

/* One line that is longer than the answer may be. */
static struct span long_line(char *ret, size_t room)
{
	memset(ret, 'x', room - 1);
	ret[0] = ret[room - 2] = '"';
	ret[room - 1] = '\0';
	return span_of(ret);
}

static void cuts_a_line_without_end_behind_a_warning(void **state)
{
	struct call_end end = good_end();
	char line[40000];
	char got[4096];
	struct answer *a;

	(void)state;
	end.from.environment = ENVIRONMENT_DEMO;
	end.text = long_line(line, sizeof line);
	a = make(&end, 16384);
	whole(a, 0, got, sizeof got);
	assert_non_null(strstr(got, "\"text\":\"가상 데이터 (데모)\\n…\\n"));
	answer_unref(a);
}

static void a_result_too_long_to_be_the_text_is_no_broken_one(void **state)
{
	struct call_end end = good_end();
	char line[30000];
	char result[60100];
	char got[4096];
	struct answer *a;

	(void)state;
	(void)long_line(line, sizeof line);
	(void)snprintf(result, sizeof result, "{\"ranking\":[{\"x\":%s},{\"x\":%s}]}", line, line);
	end.text = (struct span){ NULL, 0 };
	end.result = span_of(result);
	a = make(&end, 16384);
	whole(a, 0, got, sizeof got);
	answer_unref(a);
}

static void an_answer_that_cannot_be_cut_says_so(void **state)
{
	struct call_end end = good_end();
	char line[60000];
	char result[60100];
	struct answer *a;

	(void)state;
	(void)snprintf(result, sizeof result, "{\"names\":[%s]}", long_line(line, sizeof line).at);
	end.result = span_of(result);
	a = make(&end, 16384);
	assert_true(a->failed);
	assert_int_equal(a->fault.status, MCP_E_MEMORY);
	assert_string_equal(a->fault.text, phrase("the answer is too large; ask for less"));
	answer_unref(a);
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
		cmocka_unit_test(ends_texts_with_venue_time_and_notes),
		cmocka_unit_test(warns_of_gaps_that_nobody_named),
		cmocka_unit_test(says_nothing_of_data_where_none_was_used),
		cmocka_unit_test(calls_recorded_data_by_its_name),
		cmocka_unit_test(lets_no_answer_cross_midnight),
		cmocka_unit_test(shows_the_result_when_there_is_no_text),
		cmocka_unit_test(cuts_rows_and_says_so),
		cmocka_unit_test(cuts_a_text_at_the_end_of_a_line),
		cmocka_unit_test(cuts_a_line_without_end_behind_a_warning),
		cmocka_unit_test(a_result_too_long_to_be_the_text_is_no_broken_one),
		cmocka_unit_test(an_answer_that_cannot_be_cut_says_so),
		cmocka_unit_test(holds_failures_apart_from_bugs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
