/* tool_frame - what every tool over the market promises, whatever it ranks: its text stays small,
 * it passes failures on, its tables are sound, and all it says is there in Korean.
 *
 * The tool's own test says what to try it with, and takes the tests of the frame among its own.
 */
#ifndef SUPPORT_TOOL_FRAME_H
#define SUPPORT_TOOL_FRAME_H

#include "support/fake_market.h"

struct tool_frame {
	const mcp_plugin *plugin;
	const mcp_tool *tool;
	struct fake_market *market;
	/* A fresh world, in which the tool called with "{}" answers. */
	struct fake_host (*start)(void **state);
	const char *longest; /* of all rows the one that takes most room */
	/* Bytes of text that so many rows take at least: less, and they are not all in it. */
	size_t twenty_least;
	size_t fifty_least;
};

/* Tests of the frame; *state is a const struct tool_frame. */
void twenty_rows_fit_into_four_kibibytes(void **state);
void fifty_rows_fit_into_ten_kibibytes(void **state);
void a_ranking_that_fails_fails_the_call(void **state);
void totals_that_fail_fail_the_call(void **state);
void the_tables_are_sound(void **state);
void the_phrases_take_the_same_values(void **state);
void every_text_is_there_in_korean(void **state);

#define TOOL_FRAME_TEST(test, frame) \
	cmocka_unit_test_prestate_setup_teardown( \
		test, NULL, fake_market_stop, (void *)(uintptr_t)(frame))

/* All of them, for the list of a test program. */
#define TOOL_FRAME_TESTS(frame) \
	TOOL_FRAME_TEST(twenty_rows_fit_into_four_kibibytes, frame), \
		TOOL_FRAME_TEST(fifty_rows_fit_into_ten_kibibytes, frame), \
		TOOL_FRAME_TEST(a_ranking_that_fails_fails_the_call, frame), \
		TOOL_FRAME_TEST(totals_that_fail_fail_the_call, frame), \
		TOOL_FRAME_TEST(the_tables_are_sound, frame), \
		TOOL_FRAME_TEST(the_phrases_take_the_same_values, frame), \
		TOOL_FRAME_TEST(every_text_is_there_in_korean, frame)

#endif
