/* phrase_test - two languages that take the same arguments. */
#include "base/phrase.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static int speak_korean(void **state)
{
	(void)state;
	phrase_locale("ko");
	return 0;
}

static int speak_english(void **state)
{
	(void)state;
	phrase_locale("en");
	return 0;
}

/* The first row whose languages disagree, or NULL. */
static const char *first_that_disagrees(void)
{
	size_t count;
	const mcp_phrase *rows = phrase_all(&count);
	size_t i;

	for (i = 0; i < count; i++)
		if (!phrase_agrees(rows[i].en, rows[i].ko))
			return rows[i].en;
	return NULL;
}

/* The first English text that stands in two rows, or NULL. */
static const char *first_that_is_twice(void)
{
	size_t count;
	const mcp_phrase *rows = phrase_all(&count);
	size_t i;
	size_t j;

	for (i = 0; i < count; i++)
		for (j = 0; j < i; j++)
			if (strcmp(rows[i].en, rows[j].en) == 0)
				return rows[i].en;
	return NULL;
}

/* The first row whose Korean is not text of its own, or NULL. */
static const char *first_that_is_not_korean(void)
{
	size_t count;
	const mcp_phrase *rows = phrase_all(&count);
	size_t i;

	for (i = 0; i < count; i++)
		if (!utf8_valid(span_of(rows[i].ko)) || str_same(rows[i].en, rows[i].ko))
			return rows[i].en;
	return NULL;
}

/* The first row that is not found by its English text, or NULL. */
static const char *first_that_is_not_found(void)
{
	size_t count;
	const mcp_phrase *rows = phrase_all(&count);
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(phrase(rows[i].en), rows[i].ko) != 0)
			return rows[i].en;
	return NULL;
}

static void *ask(void *ret)
{
	*(const char **)ret = first_that_is_not_found();
	return NULL;
}

static const char *or_none(const char *text)
{
	return text ? text : "none";
}

static void every_row_agrees(void **state)
{
	(void)state;
	assert_string_equal(or_none(first_that_disagrees()), "none");
}

static void no_english_text_stands_twice(void **state)
{
	(void)state;
	assert_string_equal(or_none(first_that_is_twice()), "none");
}

static void every_row_has_a_korean_text(void **state)
{
	(void)state;
	assert_string_equal(or_none(first_that_is_not_korean()), "none");
}

static void every_row_is_found(void **state)
{
	(void)state;
	assert_string_equal(or_none(first_that_is_not_found()), "none");
}

static void threads_may_ask_first_together(void **state)
{
	const char *there = "";
	const char *here = "";
	pthread_t other;

	(void)state;
	assert_int_equal(pthread_create(&other, NULL, ask, &there), 0);
	(void)ask(&here);
	(void)pthread_join(other, NULL);
	assert_null(there);
	assert_null(here);
}

static void english_stays_itself(void **state)
{
	const char *text = "%s is a folder; name a file";

	(void)state;
	assert_ptr_equal(phrase(text), text);
}

static void an_unknown_text_stays_itself(void **state)
{
	const char *text = "nobody wrote this";

	(void)state;
	assert_ptr_equal(phrase(text), text);
	assert_null(phrase(NULL));
}

static void a_korean_locale_by_any_name_is_korean(void **state)
{
	(void)state;
	phrase_locale("ko_KR.UTF-8");
	assert_string_equal(phrase_locale_get(), "ko");
}

static void any_other_locale_is_english(void **state)
{
	(void)state;
	phrase_locale("de");
	assert_string_equal(phrase_locale_get(), "en");
	phrase_locale(NULL);
	assert_string_equal(phrase_locale_get(), "en");
}

static const mcp_phrase rows_of_a_plugin[] = { { "Name", "이름" }, { "Price", NULL } };
static const mcp_list list_of_a_plugin = { rows_of_a_plugin, 2, sizeof *rows_of_a_plugin };

static void finds_a_plugins_phrase(void **state)
{
	(void)state;
	assert_string_equal(phrase_in(&list_of_a_plugin, "Name"), "이름");
}

static void a_plugins_missing_phrase_stays_english(void **state)
{
	(void)state;
	assert_string_equal(phrase_in(&list_of_a_plugin, "Price"), "Price");
	assert_string_equal(phrase_in(&list_of_a_plugin, "Nobody's"), "Nobody's");
	assert_string_equal(phrase_in(NULL, "Nobody's"), "Nobody's");
}

static void a_text_tools_share_is_the_hosts(void **state)
{
	(void)state;
	assert_string_equal(phrase_in(&list_of_a_plugin, "Volume"), "거래량");
	assert_string_equal(phrase_in(NULL, "Volume"), "거래량");
}

static void a_plugins_own_phrase_goes_before_the_hosts(void **state)
{
	static const mcp_phrase rows[] = { { "Volume", "음량" } };
	const mcp_list list = { rows, 1, sizeof *rows };

	(void)state;
	assert_string_equal(phrase_in(&list, "Volume"), "음량");
}

static void a_plugins_rows_may_have_grown(void **state)
{
	static const struct {
		mcp_phrase phrase;
		const char *added;
	} rows[] = { { { "Name", "이름" }, "x" }, { { "Price", "현재가" }, "x" } };
	const mcp_list list = { rows, 2, sizeof *rows };

	(void)state;
	assert_string_equal(phrase_in(&list, "Price"), "현재가");
}

static void texts_without_arguments_agree(void **state)
{
	(void)state;
	assert_true(phrase_agrees("Price", "현재가"));
	assert_true(phrase_agrees("100%% sure", "100%% 확실"));
}

static void equal_arguments_agree(void **state)
{
	(void)state;
	assert_true(phrase_agrees("%s has %lld", "%s: %lld개"));
	assert_true(phrase_agrees("%5.1f%%", "%.2f%%"));
	assert_true(phrase_agrees("%.*s", "%.*s"));
}

static void numbered_arguments_agree_in_any_order(void **state)
{
	(void)state;
	assert_true(phrase_agrees("%s has no key \"%d\"", "\"%2$d\" 키가 %1$s에 없습니다"));
	assert_true(phrase_agrees("%.*s x", "%2$.*1$s x"));
	assert_true(phrase_agrees("%s", "%1$s %1$s"));
}

static void other_types_disagree(void **state)
{
	(void)state;
	assert_false(phrase_agrees("%d", "%s"));
	assert_false(phrase_agrees("%d", "%lld"));
	assert_false(phrase_agrees("%zu", "%u"));
}

static void another_order_disagrees(void **state)
{
	(void)state;
	assert_false(phrase_agrees("%s %d", "%d %s"));
	assert_false(phrase_agrees("%s %d", "%1$d %2$s"));
}

static void another_count_disagrees(void **state)
{
	(void)state;
	assert_false(phrase_agrees("%s", "%s %s"));
	assert_false(phrase_agrees("%s", ""));
	assert_false(phrase_agrees("%s %d", "%1$s"));
	assert_false(phrase_agrees("%.*s", "%s"));
}

static void gaps_and_mixtures_disagree(void **state)
{
	(void)state;
	assert_false(phrase_agrees("%1$s %3$s", "%1$s %3$s"));
	assert_false(phrase_agrees("%1$s %s", "%1$s %s"));
	assert_false(phrase_agrees("%1$s %1$d", "%1$s %1$d"));
	assert_false(phrase_agrees("%0$s", "%0$s"));
	assert_false(phrase_agrees("%17$s", "%17$s"));
	assert_false(phrase_agrees("%99999999999999999999$s", "%99999999999999999999$s"));
}

static void a_stray_percent_sign_in_one_disagrees(void **state)
{
	(void)state;
	assert_false(phrase_agrees("%s: 50%%", "%s: 50%"));
	assert_false(phrase_agrees("%s", "%s %개"));
	assert_true(phrase_agrees("Change (%)", "등락률(%)"));
}

static void writing_through_a_pointer_is_no_conversion(void **state)
{
	(void)state;
	assert_false(phrase_agrees("%s", "%s%n"));
	assert_false(phrase_agrees("", "%lllld"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* The first one, before the index is there. */
		cmocka_unit_test_setup_teardown(
			threads_may_ask_first_together, speak_korean, speak_english),
		cmocka_unit_test(every_row_agrees),
		cmocka_unit_test(no_english_text_stands_twice),
		cmocka_unit_test(every_row_has_a_korean_text),
		cmocka_unit_test_setup_teardown(every_row_is_found, speak_korean, speak_english),
		cmocka_unit_test(english_stays_itself),
		cmocka_unit_test_setup_teardown(
			an_unknown_text_stays_itself, speak_korean, speak_english),
		cmocka_unit_test_teardown(a_korean_locale_by_any_name_is_korean, speak_english),
		cmocka_unit_test_teardown(any_other_locale_is_english, speak_english),
		cmocka_unit_test_setup_teardown(
			finds_a_plugins_phrase, speak_korean, speak_english),
		cmocka_unit_test_setup_teardown(
			a_plugins_missing_phrase_stays_english, speak_korean, speak_english),
		cmocka_unit_test_setup_teardown(
			a_text_tools_share_is_the_hosts, speak_korean, speak_english),
		cmocka_unit_test_setup_teardown(
			a_plugins_own_phrase_goes_before_the_hosts, speak_korean, speak_english),
		cmocka_unit_test_setup_teardown(
			a_plugins_rows_may_have_grown, speak_korean, speak_english),
		cmocka_unit_test(texts_without_arguments_agree),
		cmocka_unit_test(equal_arguments_agree),
		cmocka_unit_test(numbered_arguments_agree_in_any_order),
		cmocka_unit_test(other_types_disagree),
		cmocka_unit_test(another_order_disagrees),
		cmocka_unit_test(another_count_disagrees),
		cmocka_unit_test(gaps_and_mixtures_disagree),
		cmocka_unit_test(a_stray_percent_sign_in_one_disagrees),
		cmocka_unit_test(writing_through_a_pointer_is_no_conversion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
