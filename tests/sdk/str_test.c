/* str_test - spans, numbers, characters and the nearest word. */
#include "base/str.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cleanup.h"

static const char *shown(double value)
{
	static char text[32];

	(void)str_from_real(value, text);
	return text;
}

static double read_real(struct span s)
{
	double ret = -77;

	return span_real(s, &ret) ? ret : -77;
}

static int64_t read_int(struct span s)
{
	int64_t ret = -77;

	return span_int(s, &ret) ? ret : -77;
}

static const char *cleaned(struct span s, size_t max)
{
	static char text[64];

	(void)utf8_clean(s, text, max);
	return text;
}

static void trims_both_ends(void **state)
{
	(void)state;
	assert_true(span_is(span_trim(SPAN(" \t 005930\r\n")), "005930"));
	assert_int_equal(span_trim(SPAN("  ")).len, 0);
}

static void absent_texts_are_the_same(void **state)
{
	(void)state;
	assert_true(str_same(NULL, NULL));
	assert_false(str_same(NULL, ""));
	assert_true(str_same("a", "a"));
}

static void splits_a_list(void **state)
{
	struct span rest = SPAN("ALL||KOSPI");
	struct span word;

	(void)state;
	assert_true(span_split(&rest, '|', &word));
	assert_true(span_is(word, "ALL"));
	assert_true(span_split(&rest, '|', &word));
	assert_int_equal(word.len, 0);
	assert_true(span_split(&rest, '|', &word));
	assert_true(span_is(word, "KOSPI"));
	assert_false(span_split(&rest, '|', &word));
}

static void splits_off_an_empty_last_word(void **state)
{
	struct span rest = SPAN("A|");
	struct span word;

	(void)state;
	assert_true(span_split(&rest, '|', &word));
	assert_true(span_split(&rest, '|', &word));
	assert_int_equal(word.len, 0);
	assert_false(span_split(&rest, '|', &word));
}

static void reads_integers_to_both_ends(void **state)
{
	(void)state;
	assert_int_equal(read_int(SPAN("9223372036854775807")), INT64_MAX);
	assert_int_equal(read_int(SPAN("-9223372036854775808")), INT64_MIN);
	assert_int_equal(read_int(SPAN("+0012")), 12);
	assert_int_equal(read_int(SPAN("-0")), 0);
}

static void refuses_integers_beyond_the_ends(void **state)
{
	(void)state;
	assert_int_equal(read_int(SPAN("9223372036854775808")), -77);
	assert_int_equal(read_int(SPAN("-9223372036854775809")), -77);
	assert_int_equal(read_int(SPAN("99999999999999999999")), -77);
}

static void refuses_what_is_no_integer(void **state)
{
	(void)state;
	assert_int_equal(read_int((struct span){ 0 }), -77);
	assert_int_equal(read_int(SPAN("-")), -77);
	assert_int_equal(read_int(SPAN("1.0")), -77);
	assert_int_equal(read_int(SPAN(" 1")), -77);
	assert_int_equal(read_int(SPAN("0x10")), -77);
	assert_int_equal(read_int(SPAN("--1")), -77);
}

static void reads_reals(void **state)
{
	(void)state;
	assert_true(read_real(SPAN("-1.25")) == -1.25);
	assert_true(read_real(SPAN("+.5")) == 0.5);
	assert_true(read_real(SPAN("20")) == 20);
	assert_true(read_real(SPAN("12e-2")) == 0.12);
	assert_true(read_real(SPAN("1E+3")) == 1000);
}

static void refuses_what_is_no_real(void **state)
{
	(void)state;
	assert_true(read_real((struct span){ 0 }) == -77);
	assert_true(read_real(SPAN(".")) == -77);
	assert_true(read_real(SPAN("5.")) == -77);
	assert_true(read_real(SPAN("1e")) == -77);
	assert_true(read_real(SPAN("0x1p3")) == -77);
	assert_true(read_real(SPAN("inf")) == -77);
	assert_true(read_real(SPAN("nan")) == -77);
	assert_true(read_real(SPAN("1,5")) == -77);
	assert_true(read_real(SPAN("1 ")) == -77);
}

static void refuses_a_real_beyond_all_doubles(void **state)
{
	(void)state;
	assert_true(read_real(SPAN("1e309")) == -77);
}

static void refuses_a_real_of_endless_digits(void **state)
{
	char digits[600];

	(void)state;
	memset(digits, '0', sizeof digits);
	assert_true(read_real((struct span){ digits, sizeof digits }) == -77);
}

static void reads_no_further_than_the_span(void **state)
{
	(void)state;
	assert_true(read_real((struct span){ "1.2345", 3 }) == 1.2);
}

static void writes_reals_short(void **state)
{
	(void)state;
	assert_string_equal(shown(20), "20");
	assert_string_equal(shown(0.1), "0.1");
	assert_string_equal(shown(-3.21), "-3.21");
	assert_string_equal(shown(0.1 + 0.2), "0.30000000000000004");
	assert_string_equal(shown(0), "0");
	assert_string_equal(shown(5e-324), "5e-324");
	assert_string_equal(shown(1e22), "1e+22");
}

static void the_longest_real_fits_its_room(void **state)
{
	(void)state;
	assert_string_equal(shown(-DBL_MAX), "-1.7976931348623157e+308");
	assert_string_equal(shown(-DBL_MIN), "-2.2250738585072014e-308");
}

static void reals_come_back_the_same(void **state)
{
	(void)state;
	assert_true(strtod(shown(1.0 / 3), NULL) == 1.0 / 3);
	assert_true(strtod(shown(DBL_EPSILON), NULL) == DBL_EPSILON);
}

static void what_is_not_finite_is_null(void **state)
{
	(void)state;
	assert_string_equal(shown(NAN), "null");
	assert_string_equal(shown(-INFINITY), "null");
}

static void measures_characters(void **state)
{
	(void)state;
	assert_int_equal(utf8_length("A", 1), 1);
	assert_int_equal(utf8_length("é", 2), 2);
	assert_int_equal(utf8_length("한", 3), 3);
	assert_int_equal(utf8_length("😀", 4), 4);
	assert_int_equal(utf8_length("", 0), 0);
}

static void knows_broken_characters(void **state)
{
	(void)state;
	assert_int_equal(utf8_length("\x80", 1), 0);
	assert_int_equal(utf8_length("\xc0\x80", 2), 0);         /* overlong */
	assert_int_equal(utf8_length("\xe0\x80\x80", 3), 0);     /* overlong */
	assert_int_equal(utf8_length("\xf0\x80\x80\x80", 4), 0); /* overlong */
	assert_int_equal(utf8_length("\xed\xa0\x80", 3), 0);     /* surrogate */
	assert_int_equal(utf8_length("\xf4\x90\x80\x80", 4), 0); /* beyond U+10FFFF */
	assert_int_equal(utf8_length("\xf5\x80\x80\x80", 4), 0);
	assert_int_equal(utf8_length("\xed\x95", 2), 0); /* cut */
	assert_int_equal(utf8_length("\xed\x95x", 3), 0);
}

static void tells_valid_text(void **state)
{
	(void)state;
	assert_true(utf8_valid(SPAN("Samsung Electronics 삼성전자")));
	assert_true(utf8_valid((struct span){ 0 }));
	assert_false(utf8_valid(SPAN("Samsung Electronics \xed\x95")));
}

static void decodes_code_points(void **state)
{
	size_t length;

	(void)state;
	assert_int_equal(utf8_decode("한", 3, &length), 0xd55c);
	assert_int_equal(length, 3);
	assert_int_equal(utf8_decode("😀", 4, &length), 0x1f600);
	assert_int_equal(utf8_decode("\xff", 1, &length), 0);
	assert_int_equal(length, 0);
}

static void hangul_takes_two_columns(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns(SPAN("삼성전자 A")), 10);
	assert_int_equal(utf8_columns(SPAN("ＡＢ")), 4);
	assert_int_equal(utf8_columns(SPAN("中")), 2);
}

static void combining_marks_take_none(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns(SPAN("e\u0301")), 1);
	assert_int_equal(utf8_columns(SPAN("\u1112\u1161\u11ab")), 2);
}

static void a_broken_byte_takes_one_column(void **state)
{
	(void)state;
	assert_int_equal(utf8_columns(SPAN("a\xff")), 2);
}

static void cleans_control_characters_away(void **state)
{
	(void)state;
	assert_string_equal(cleaned(SPAN("a\001\n\177b"), 60), "ab");
	assert_string_equal(cleaned(SPAN("a\302\205b"), 60), "ab");
}

static void cleans_turns_of_direction_away(void **state)
{
	const struct span turned = SPAN("a\u202e\u2066\u061c\u200fb");

	(void)state;
	assert_string_equal(cleaned(turned, 60), "ab");
}

static void cleans_line_separators_away(void **state)
{
	(void)state;
	assert_string_equal(cleaned(SPAN("a\u2028\u2029b"), 60), "ab");
}

static void cleans_broken_bytes_to_question_marks(void **state)
{
	(void)state;
	assert_string_equal(cleaned(SPAN("a\xff한\xed"), 60), "a?한?");
}

static void cuts_at_the_end_of_a_character(void **state)
{
	(void)state;
	assert_string_equal(cleaned(SPAN("한국"), 5), "한");
	assert_string_equal(cleaned(SPAN("한국"), 6), "한국");
	assert_string_equal(cleaned(SPAN("한국"), 0), "");
}

static const char *nearest(const char *seen)
{
	static const char *const words[] = { "limit", "market", "count", "sort_by", "x" };

	return str_nearest(seen, words, COUNT_OF(words));
}

static void finds_the_word_that_was_meant(void **state)
{
	(void)state;
	assert_string_equal(nearest("limt"), "limit");
	assert_string_equal(nearest("limti"), "limit");
	assert_string_equal(nearest("coutn"), "count");
	assert_string_equal(nearest("Market"), "market");
	assert_string_equal(nearest("sortby"), "sort_by");
}

static void finds_no_word_far_away(void **state)
{
	(void)state;
	assert_null(nearest("volume"));
	assert_null(nearest("y"));
	assert_null(nearest(""));
}

static void finds_no_word_for_an_endless_one(void **state)
{
	char seen[200];

	(void)state;
	memset(seen, 'l', sizeof seen - 1);
	seen[sizeof seen - 1] = '\0';
	assert_null(nearest(seen));
}

static void equal_spans_hash_the_same(void **state)
{
	const char twice[] = "market=ALL&count=20 market=ALL&count=20";

	(void)state;
	assert_true(span_hash((struct span){ twice, 19 }) ==
		    span_hash((struct span){ twice + 20, 19 }));
}

static void spans_that_differ_hash_apart(void **state)
{
	(void)state;
	assert_false(span_hash(SPAN("a")) == span_hash(SPAN("b")));
	assert_false(span_hash(SPAN("a")) == span_hash(SPAN("a\0")));
	assert_false(span_hash(SPAN("12345678")) == span_hash(SPAN("12345678\0\0\0")));
	assert_false(span_hash(SPAN("1234567812345678a")) == span_hash(SPAN("1234567812345678b")));
}

/* How many of 4096 slots the keys "0" … "4095" fill. */
static size_t slots_filled(void)
{
	static bool filled[4096];
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < 4096; i++) {
		struct span key = { (const char *)&i, sizeof i };
		bool *slot = &filled[span_hash(key) % 4096];

		count += !*slot;
		*slot = true;
	}
	return count;
}

static void hashes_spread(void **state)
{
	(void)state;
	/* At random 63 % are filled. */
	assert_in_range(slots_filled(), 2400, 2800);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trims_both_ends),
		cmocka_unit_test(absent_texts_are_the_same),
		cmocka_unit_test(splits_a_list),
		cmocka_unit_test(splits_off_an_empty_last_word),
		cmocka_unit_test(reads_integers_to_both_ends),
		cmocka_unit_test(refuses_integers_beyond_the_ends),
		cmocka_unit_test(refuses_what_is_no_integer),
		cmocka_unit_test(reads_reals),
		cmocka_unit_test(refuses_what_is_no_real),
		cmocka_unit_test(refuses_a_real_beyond_all_doubles),
		cmocka_unit_test(refuses_a_real_of_endless_digits),
		cmocka_unit_test(reads_no_further_than_the_span),
		cmocka_unit_test(writes_reals_short),
		cmocka_unit_test(the_longest_real_fits_its_room),
		cmocka_unit_test(reals_come_back_the_same),
		cmocka_unit_test(what_is_not_finite_is_null),
		cmocka_unit_test(measures_characters),
		cmocka_unit_test(knows_broken_characters),
		cmocka_unit_test(tells_valid_text),
		cmocka_unit_test(decodes_code_points),
		cmocka_unit_test(hangul_takes_two_columns),
		cmocka_unit_test(combining_marks_take_none),
		cmocka_unit_test(a_broken_byte_takes_one_column),
		cmocka_unit_test(cleans_control_characters_away),
		cmocka_unit_test(cleans_turns_of_direction_away),
		cmocka_unit_test(cleans_line_separators_away),
		cmocka_unit_test(cleans_broken_bytes_to_question_marks),
		cmocka_unit_test(cuts_at_the_end_of_a_character),
		cmocka_unit_test(finds_the_word_that_was_meant),
		cmocka_unit_test(finds_no_word_far_away),
		cmocka_unit_test(finds_no_word_for_an_endless_one),
		cmocka_unit_test(equal_spans_hash_the_same),
		cmocka_unit_test(spans_that_differ_hash_apart),
		cmocka_unit_test(hashes_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
