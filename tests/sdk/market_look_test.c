/* market_look_test - how shares fit what somebody looks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "service/market_look.h"

static enum look_fit fit(const char *text, const char *code, const char *name)
{
	struct master_row row = { 0 };
	struct look look;

	(void)snprintf(row.code, sizeof row.code, "%s", code);
	(void)snprintf(row.name, sizeof row.name, "%s", name);
	assert_true(look_read(span_of(text), &look));
	return look_at(&look, &row);
}

static const char *word(const char *text, const char *code, const char *name)
{
	struct master_row row = { 0 };
	struct look look;

	(void)snprintf(row.code, sizeof row.code, "%s", code);
	(void)snprintf(row.name, sizeof row.name, "%s", name);
	assert_true(look_read(span_of(text), &look));
	return look_word(&look, &row, look_at(&look, &row));
}

static void the_better_a_name_fits_the_earlier_it_comes(void **state)
{
	(void)state;
	assert_int_equal(fit("삼성전자", "005930", "삼성전자"), LOOK_NAME);
	assert_int_equal(fit("삼성", "005930", "삼성전자"), LOOK_START);
	assert_int_equal(fit("전자", "005930", "삼성전자"), LOOK_PART);
	assert_int_equal(fit("ㅅㅅㅈㅈ", "005930", "삼성전자"), LOOK_INITIALS);
	assert_int_equal(fit("ㅅㅅㅈㅈ", "005935", "삼성전자우"), LOOK_INITIALS_START);
	assert_int_equal(fit("ㅈㅈㅇ", "005935", "삼성전자우"), LOOK_INITIALS_PART);
	assert_int_equal(fit("현대", "005930", "삼성전자"), LOOK_NONE);
}

static void case_and_blanks_do_not_matter(void **state)
{
	(void)state;
	assert_int_equal(fit("sk 하이닉스", "000660", "SK하이닉스"), LOOK_NAME);
	assert_int_equal(fit(" naver", "035420", "NAVER"), LOOK_NAME);
}

static void codes_are_text(void **state)
{
	(void)state;
	assert_int_equal(fit("005930", "005930", "삼성전자"), LOOK_CODE);
	assert_int_equal(fit("0004y0", "0004Y0", "회사"), LOOK_CODE);
	assert_int_equal(fit("0059", "005930", "삼성전자"), LOOK_START);
	assert_int_equal(fit("5930", "005930", "삼성전자"), LOOK_NONE);
}

static void codes_as_others_write_them(void **state)
{
	(void)state;
	assert_int_equal(fit("A005930", "005930", "삼성전자"), LOOK_CODE);
	assert_int_equal(fit("005930.KS", "005930", "삼성전자"), LOOK_CODE);
	assert_int_equal(fit("krx:005930", "005930", "삼성전자"), LOOK_CODE);
	assert_int_equal(fit("005930.XX", "005930", "삼성전자"), LOOK_NONE);
}

/* Names begin with digits, too. */
static void a_single_digit_is_no_beginning_of_a_code(void **state)
{
	(void)state;
	assert_int_equal(fit("3", "300000", "회사"), LOOK_NONE);
	assert_int_equal(fit("3", "300000", "3S"), LOOK_START);
}

static void a_share_without_a_name_has_its_code(void **state)
{
	(void)state;
	assert_int_equal(fit("123456", "123456", ""), LOOK_CODE);
	assert_int_equal(fit("회사", "123456", ""), LOOK_NONE);
}

static void refuses_what_says_nothing(void **state)
{
	struct look look;
	char longest[200];

	(void)state;
	memset(longest, 'x', sizeof longest);
	assert_false(look_read(SPAN(""), &look));
	assert_false(look_read(SPAN(" -. "), &look));
	assert_false(look_read((struct span){ longest, sizeof longest }, &look));
	assert_false(look_read(SPAN("\xff"), &look));
}

static void says_what_fits(void **state)
{
	(void)state;
	assert_string_equal(word("삼성전자", "005930", "삼성전자"), "name");
	assert_string_equal(word("005930", "005930", "삼성전자"), "code");
	assert_string_equal(word("삼", "005930", "삼성전자"), "name_start");
	assert_string_equal(word("00", "005930", "삼성전자"), "code_start");
	assert_string_equal(word("전자", "005930", "삼성전자"), "name_part");
	assert_string_equal(word("삼ㅅ전", "005930", "삼성전자"), "initials");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_better_a_name_fits_the_earlier_it_comes),
		cmocka_unit_test(case_and_blanks_do_not_matter),
		cmocka_unit_test(codes_are_text),
		cmocka_unit_test(codes_as_others_write_them),
		cmocka_unit_test(a_single_digit_is_no_beginning_of_a_code),
		cmocka_unit_test(a_share_without_a_name_has_its_code),
		cmocka_unit_test(refuses_what_says_nothing),
		cmocka_unit_test(says_what_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
