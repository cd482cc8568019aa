/* hangul_test - names as people type them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hangul.h"

static struct hangul_key folded(const char *text)
{
	struct hangul_key key;

	assert_true(hangul_fold(span_of(text), &key));
	return key;
}

static void assert_alike(const char *a, const char *b)
{
	const struct hangul_key x = folded(a);
	const struct hangul_key y = folded(b);

	assert_int_equal(x.count, y.count);
	assert_memory_equal(x.at, y.at, x.count * sizeof x.at[0]);
}

static bool found(const char *whole, const char *part, struct hangul_place *ret)
{
	const struct hangul_key name = folded(whole);
	const struct hangul_key query = folded(part);

	return hangul_find(&name, &query, ret);
}

static void assert_found(const char *whole, const char *part, uint32_t at, bool by_initials)
{
	struct hangul_place place = { .at = 99 };

	assert_true(found(whole, part, &place));
	assert_int_equal(place.at, at);
	assert_int_equal(place.by_initials, by_initials);
}

static void assert_not_found(const char *whole, const char *part)
{
	struct hangul_place place = { .at = 99 };

	assert_false(found(whole, part, &place));
	assert_int_equal(place.at, 99);
}

/* ---- Folding. ---- */

static void sets_blanks_case_and_marks_aside(void **state)
{
	(void)state;
	assert_alike("sk 하이닉스", "SK하이닉스");
	assert_alike("S-Oil", "s oil");
	assert_alike("F&F", "ff");
	assert_alike("\xe3\x80\x80삼성\t전자 ", "삼성전자");
}

static void full_width_forms_are_plain_ones(void **state)
{
	(void)state;
	assert_alike("ｓｋ하이닉스", "SK하이닉스");
}

/* As macOS names files: each syllable in parts. */
static void joins_syllables_that_come_in_parts(void **state)
{
	(void)state;
	assert_alike("\xe1\x84\x89\xe1\x85\xa1\xe1\x86\xb7"
		     "\xe1\x84\x89\xe1\x85\xa5\xe1\x86\xbc",
		"삼성");
	assert_alike("\xe1\x84\x89\xe1\x84\x89", "ㅅㅅ");
}

/* A keyboard that gets ㄱ and ㅅ writes one letter. */
static void takes_clusters_of_consonants_apart(void **state)
{
	(void)state;
	assert_alike("ㄳ", "ㄱㅅ");
	assert_alike("ㅄ", "ㅂㅅ");
}

static void refuses_what_is_no_text_or_too_long(void **state)
{
	char longest[HANGUL_KEY_MAX + 2] = "";
	struct hangul_key key;

	(void)state;
	assert_false(hangul_fold(SPAN("ab\xff"), &key));
	assert_int_equal(key.count, 2);
	memset(longest, 'x', HANGUL_KEY_MAX + 1);
	assert_false(hangul_fold(span_of(longest), &key));
	assert_int_equal(key.count, HANGUL_KEY_MAX);
	longest[HANGUL_KEY_MAX] = '\0';
	assert_true(hangul_fold(span_of(longest), &key));
}

static void initials_are_letters_of_their_own(void **state)
{
	(void)state;
	assert_int_equal(hangul_initial(0xac00), 0x3131); /* 가 */
	assert_int_equal(hangul_initial(0xc0bc), 0x3145); /* 삼 */
	assert_int_equal(hangul_initial(0xd7a3), 0x314e); /* 힣 */
	assert_int_equal(hangul_initial(0xd7a4), 0);
	assert_int_equal(hangul_initial('A'), 0);
	assert_int_equal(hangul_initial(0x3145), 0);
}

/* ---- Finding. ---- */

static void finds_letters_where_they_stand(void **state)
{
	(void)state;
	assert_found("삼성전자", "삼성", 0, false);
	assert_found("삼성전자", "전자", 2, false);
	assert_found("SK하이닉스", "k하", 1, false);
	assert_not_found("삼성전자", "삼전");
}

static void initials_stand_for_syllables(void **state)
{
	(void)state;
	assert_found("삼성전자", "ㅅㅅㅈㅈ", 0, true);
	assert_found("삼성전자우", "ㅈㅈㅇ", 2, true);
	assert_found("한국석유", "ㄳ", 1, true);
	assert_not_found("쌍용", "ㅅㅇ");
}

static void syllables_and_initials_may_be_mixed(void **state)
{
	(void)state;
	assert_found("삼성전자", "삼ㅅ전", 0, true);
	assert_found("SK하이닉스", "skㅎㅇ", 0, true);
	assert_not_found("삼성전자", "삼ㅈ전");
}

static void letters_come_before_initials(void **state)
{
	(void)state;
	assert_found("가ㄱ", "ㄱ", 1, false);
}

static void nothing_is_nowhere(void **state)
{
	(void)state;
	assert_not_found("삼성전자", " ");
	assert_not_found("삼성", "삼성전자");
	assert_not_found("", "ㅅ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_blanks_case_and_marks_aside),
		cmocka_unit_test(full_width_forms_are_plain_ones),
		cmocka_unit_test(joins_syllables_that_come_in_parts),
		cmocka_unit_test(takes_clusters_of_consonants_apart),
		cmocka_unit_test(refuses_what_is_no_text_or_too_long),
		cmocka_unit_test(initials_are_letters_of_their_own),
		cmocka_unit_test(finds_letters_where_they_stand),
		cmocka_unit_test(initials_stand_for_syllables),
		cmocka_unit_test(syllables_and_initials_may_be_mixed),
		cmocka_unit_test(letters_come_before_initials),
		cmocka_unit_test(nothing_is_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
