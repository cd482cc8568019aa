/* line_test - bytes in, lines out; lines out, bytes gone. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/transport/line_in.h"
#include "host/transport/line_out.h"

static void feed(struct line_in *l, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		size_t room;
		char *at = line_in_room(l, &room);
		size_t n = len < room ? len : room;

		memcpy(at, text, n);
		line_in_add(l, n);
		text += n;
		len -= n;
	}
}

static void cuts_lines_and_carriage_returns(void **state)
{
	struct line_in l;
	struct span s;
	size_t pos = 0;

	(void)state;
	line_in_init(&l, 100);
	feed(&l, "one\r\n\ntwo\nrest");
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(span_is(s, "one"));
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_int_equal(s.len, 0);
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(span_is(s, "two"));
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_NONE);
	line_in_consume(&l, pos);
	assert_true(span_is(line_in_rest(&l), "rest"));
	line_in_done(&l);
}

static void joins_a_line_that_came_in_pieces(void **state)
{
	struct line_in l;
	struct span s;
	size_t pos = 0;

	(void)state;
	line_in_init(&l, 100);
	feed(&l, "ab");
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_NONE);
	line_in_consume(&l, pos);
	feed(&l, "cd\n");
	pos = 0;
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(span_is(s, "abcd"));
	line_in_done(&l);
}

static void says_once_that_a_line_is_too_long(void **state)
{
	struct line_in l;
	struct span s;
	size_t pos = 0;

	(void)state;
	line_in_init(&l, 4);
	feed(&l, "12345");
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_TOO_LONG);
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_NONE);
	line_in_consume(&l, pos);
	feed(&l, "678\nok\n");
	pos = 0;
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(span_is(s, "ok"));
	line_in_done(&l);
}

static void says_that_a_whole_line_is_too_long(void **state)
{
	struct line_in l;
	struct span s;
	size_t pos = 0;

	(void)state;
	line_in_init(&l, 4);
	feed(&l, "12345\nok\n");
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_TOO_LONG);
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(span_is(s, "ok"));
	line_in_done(&l);
}

static void sees_whether_another_line_is_there(void **state)
{
	struct line_in l;
	struct span s;
	size_t pos = 0;

	(void)state;
	line_in_init(&l, 100);
	feed(&l, "one\ntwo\nthr");
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(line_in_more(&l, pos));
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_true(span_is(s, "two"));
	assert_false(line_in_more(&l, pos));
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_NONE);
	line_in_done(&l);
}

static void keeps_little_memory_after_a_long_line(void **state)
{
	struct line_in l;
	struct span s;
	size_t pos = 0;
	size_t room;
	char *big = malloc(3000001);

	(void)state;
	memset(big, 'x', 2999999);
	big[2999999] = '\n';
	big[3000000] = '\0';
	line_in_init(&l, 4000000);
	feed(&l, big);
	assert_int_equal(line_in_next(&l, &pos, &s), LINE_WHOLE);
	assert_int_equal(s.len, 2999999);
	line_in_consume(&l, pos);
	(void)line_in_room(&l, &room);
	assert_true(l.room <= 64 * 1024);
	line_in_done(&l);
	free(big);
}

/* ---- Out. ---- */

static int ends[2];

static int open_pipe(void **state)
{
	(void)state;
	return pipe(ends);
}

static int close_pipe(void **state)
{
	(void)state;
	return close(ends[0]);
}

static void gathers_small_lines_of_a_batch(void **state)
{
	struct line_out o;
	struct span part = SPAN("{}");
	char got[16];

	(void)state;
	line_out_init(&o, ends[1]);
	o.gathering = true;
	line_out_send(&o, &part, 1);
	line_out_send(&o, &part, 1);
	assert_int_equal(o.small.len, 6);
	line_out_flush(&o);
	assert_int_equal(read(ends[0], got, sizeof got), 6);
	assert_memory_equal(got, "{}\n{}\n", 6);
	line_out_done(&o);
}

static void keeps_what_the_reader_does_not_take(void **state)
{
	struct line_out o;
	static char big[3 * 1024 * 1024];
	static char got[sizeof big + 64];
	struct span part = { big, sizeof big };
	struct span last = SPAN("last");
	size_t total = 0;

	(void)state;
	memset(big, 'y', sizeof big);
	line_out_init(&o, ends[1]);
	line_out_send(&o, &part, 1);
	line_out_send(&o, &last, 1);
	assert_true(line_out_waiting(&o) > 0);
	while (total < sizeof big + 6) {
		ssize_t n = read(ends[0], got + total, sizeof got - total);

		assert_true(n > 0);
		total += (size_t)n;
		line_out_drain(&o);
	}
	assert_memory_equal(got + sizeof big, "\nlast\n", 6);
	assert_int_equal(line_out_waiting(&o), 0);
	line_out_done(&o);
}

static void notices_that_the_reader_is_gone(void **state)
{
	struct line_out o;
	struct span part = SPAN("{}");
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	(void)close(pair[0]);
	line_out_init(&o, pair[1]);
	line_out_send(&o, &part, 1);
	assert_true(o.broken);
	line_out_done(&o);
	(void)close(ends[1]);
}

static void leaves_other_descriptors_blocking(void **state)
{
	struct line_out o;
	int twin = dup(ends[1]);

	(void)state;
	line_out_init(&o, ends[1]);
	assert_int_equal(fcntl(twin, F_GETFL) & O_NONBLOCK, 0);
	line_out_done(&o);
	(void)close(twin);
}

static void notices_a_full_disk(void **state)
{
	struct line_out o;
	struct span part = SPAN("{}");

	(void)state;
	line_out_init(&o, open("/dev/full", O_WRONLY));
	line_out_send(&o, &part, 1);
	assert_true(o.broken);
	assert_int_equal(o.error, 28);
	line_out_done(&o);
	(void)close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_lines_and_carriage_returns),
		cmocka_unit_test(joins_a_line_that_came_in_pieces),
		cmocka_unit_test(says_once_that_a_line_is_too_long),
		cmocka_unit_test(says_that_a_whole_line_is_too_long),
		cmocka_unit_test(sees_whether_another_line_is_there),
		cmocka_unit_test(keeps_little_memory_after_a_long_line),
#define PIPE_TEST(name) cmocka_unit_test_setup_teardown(name, open_pipe, close_pipe)
		PIPE_TEST(gathers_small_lines_of_a_batch),
		PIPE_TEST(keeps_what_the_reader_does_not_take),
		PIPE_TEST(notices_that_the_reader_is_gone),
		PIPE_TEST(leaves_other_descriptors_blocking),
		PIPE_TEST(notices_a_full_disk),
#undef PIPE_TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
