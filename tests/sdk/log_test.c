/* log_test - one line per fact, and no secrets in it. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"

/* What was logged ends in a file of no name. */
struct shelf {
	int fd;
	char text[64 * 1024];
};

static int start(void **state)
{
	struct shelf *shelf = calloc(1, sizeof *shelf);

	shelf->fd = open("/tmp", O_TMPFILE | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
	log_to(shelf->fd);
	log_level(MCP_LOG_INFO);
	*state = shelf;
	return shelf->fd >= 0 ? 0 : -1;
}

static int stop(void **state)
{
	struct shelf *shelf = *state;

	log_to(STDERR_FILENO);
	(void)close(shelf->fd);
	free(shelf);
	return 0;
}

static const char *logged(void **state)
{
	struct shelf *shelf = *state;
	ssize_t n = pread(shelf->fd, shelf->text, sizeof shelf->text - 1, 0);

	shelf->text[n > 0 ? n : 0] = '\0';
	return shelf->text;
}

/* What stands behind the time. */
static const char *said(void **state)
{
	const char *text = logged(state);

	return strlen(text) > 30 ? text + 30 : text;
}

static void writes_time_level_and_text(void **state)
{
	log_warn("token refreshed expires_in=%d", 86100);
	assert_string_equal(said(state), "warn token refreshed expires_in=86100\n");
}

static void writes_korean_time_to_the_millisecond(void **state)
{
	int parts[7];
	int n;

	log_info("x");
	n = sscanf(logged(state), "%4d-%2d-%2dT%2d:%2d:%2d.%3d+09:00 info x\n", &parts[0], // NOLINT
		&parts[1], &parts[2], &parts[3], &parts[4], &parts[5], &parts[6]);
	assert_int_equal(n, 7);
}

static void leaves_out_what_is_less_urgent(void **state)
{
	log_debug("x");
	assert_string_equal(logged(state), "");
}

static void keeps_errno(void **state)
{
	(void)state;
	errno = ENOENT;
	log_warn("x");
	assert_int_equal(errno, ENOENT);
}

static void survives_a_reader_that_is_gone(void **state)
{
	(void)state;
	errno = 0;
	log_to(-1);
	log_warn("x");
	assert_int_equal(errno, 0);
}

static void control_characters_cannot_forge_a_line(void **state)
{
	log_warn("name=%s", "a\nb\x1b[31m\u202e\xff");
	assert_string_equal(said(state), "warn name=a?b?[31m??\n");
}

static void a_long_line_is_cut_at_a_character(void **state)
{
	log_warn("%4051s한글", "x");
	assert_in_range(strlen(logged(state)), 4000, 4096);
	assert_true(utf8_valid(span_of(logged(state))));
}

static void masks_a_secret(void **state)
{
	log_secret("PSabcdefgh");
	log_warn("key=PSabcdefgh, again PSabcdefgh.");
	assert_string_equal(said(state), "warn key=***, again ***.\n");
}

static void masks_the_longer_of_two_secrets(void **state)
{
	log_secret("longer");
	log_secret("longer-than-that");
	log_warn("x longer-than-that longer");
	assert_string_equal(said(state), "warn x *** ***\n");
}

static void masks_a_secret_at_the_cut(void **state)
{
	log_secret("at-the-very-end");
	log_warn("%4055sat-the-very-end", "x");
	assert_null(strstr(logged(state), "at-"));
}

static void a_short_text_is_no_secret(void **state)
{
	log_secret("short");
	log_secret(NULL);
	log_warn("a short one");
	assert_string_equal(said(state), "warn a short one\n");
}

static void masks_in_place(void **state)
{
	char text[] = "appkey=PSzyxwvuts;";

	(void)state;
	log_secret("PSzyxwvuts");
	log_mask(text);
	assert_string_equal(text, "appkey=***;");
}

static void mark_numbered_secrets(int count)
{
	char text[32];
	int i;

	for (i = 0; i < count; i++) {
		(void)snprintf(text, sizeof text, "token-number-%04d", i);
		log_secret(text);
		log_secret(text);
	}
}

static void old_tokens_make_room_for_new_ones(void **state)
{
	log_secret("the-first-mark");
	mark_numbered_secrets(40);
	log_warn("token-number-0039 token-number-0032 token-number-0031");
	assert_string_equal(said(state), "warn *** *** token-number-0031\n");
}

static void what_was_marked_first_stays(void **state)
{
	mark_numbered_secrets(40);
	log_warn("key=PSabcdefgh");
	assert_string_equal(said(state), "warn key=***\n");
}

static void knows_levels_by_their_words(void **state)
{
	int level;

	(void)state;
	assert_true(log_level_from_word("ERROR", &level));
	assert_int_equal(level, MCP_LOG_ERROR);
	assert_true(log_level_from_word("Warning", &level));
	assert_int_equal(level, MCP_LOG_WARN);
	assert_true(log_level_from_word("debug", &level));
	assert_int_equal(level, MCP_LOG_DEBUG);
}

static void knows_no_other_level(void **state)
{
	int level = 99;

	(void)state;
	assert_false(log_level_from_word("loud", &level));
	assert_int_equal(level, 99);
}

static void *log_often(void *name)
{
	int i;

	for (i = 0; i < 100; i++) {
		log_warn("from=%s", (const char *)name);
		log_secret("marked-meanwhile");
	}
	return NULL;
}

static size_t count_of(const char *line, const char *text)
{
	size_t count = 0;

	while ((text = strstr(text, line))) {
		text += strlen(line);
		count++;
	}
	return count;
}

static void threads_do_not_tear_each_others_lines(void **state)
{
	pthread_t other;

	assert_int_equal(pthread_create(&other, NULL, log_often, "there"), 0);
	(void)log_often("here");
	(void)pthread_join(other, NULL);
	assert_int_equal(count_of("+09:00 warn from=here\n", logged(state)), 100);
	assert_int_equal(count_of("+09:00 warn from=there\n", logged(state)), 100);
}

static char passed[256];
static int passed_level;

static void take_line(int level, const char *text)
{
	passed_level = level;
	(void)snprintf(passed, sizeof passed, "%s", text);
}

static void a_modules_lines_go_into_the_programs_log(void **state)
{
	log_level(MCP_LOG_ERROR);
	log_secret("PSMODULEKEY");
	log_into(take_line);
	errno = ENOENT;
	log_debug("module speaks key=%s", "PSMODULEKEY");
	log_into(NULL);

	assert_int_equal(errno, ENOENT);
	assert_string_equal(passed, "module speaks key=***");
	assert_int_equal(passed_level, MCP_LOG_DEBUG);
	assert_string_equal(logged(state), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(writes_time_level_and_text, start, stop),
		cmocka_unit_test_setup_teardown(writes_korean_time_to_the_millisecond, start, stop),
		cmocka_unit_test_setup_teardown(leaves_out_what_is_less_urgent, start, stop),
		cmocka_unit_test_setup_teardown(keeps_errno, start, stop),
		cmocka_unit_test_setup_teardown(survives_a_reader_that_is_gone, start, stop),
		cmocka_unit_test_setup_teardown(
			control_characters_cannot_forge_a_line, start, stop),
		cmocka_unit_test_setup_teardown(a_long_line_is_cut_at_a_character, start, stop),
		cmocka_unit_test_setup_teardown(masks_a_secret, start, stop),
		cmocka_unit_test_setup_teardown(masks_the_longer_of_two_secrets, start, stop),
		cmocka_unit_test_setup_teardown(masks_a_secret_at_the_cut, start, stop),
		cmocka_unit_test_setup_teardown(a_short_text_is_no_secret, start, stop),
		cmocka_unit_test(masks_in_place),
		cmocka_unit_test_setup_teardown(old_tokens_make_room_for_new_ones, start, stop),
		cmocka_unit_test_setup_teardown(what_was_marked_first_stays, start, stop),
		cmocka_unit_test(knows_levels_by_their_words),
		cmocka_unit_test(knows_no_other_level),
		cmocka_unit_test_setup_teardown(
			a_modules_lines_go_into_the_programs_log, start, stop),
		cmocka_unit_test_setup_teardown(threads_do_not_tear_each_others_lines, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
