/* market_dart_corps_test - the list of companies: one shape, and no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/market_dart_corps.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<result>\n"
#define ROW(corp, stock) \
	"    <list>\n        <corp_code>" corp "</corp_code>\n" \
	"        <corp_name>회사 &amp; 친구</corp_name>\n" \
	"        <corp_eng_name>Co., Ltd.</corp_eng_name>\n" \
	"        <stock_code>" stock "</stock_code>\n" \
	"        <modify_date>20170630</modify_date>\n    </list>\n"
#define TAIL "</result>\n"

static struct dart_corps corps;
static struct fault fault;

static int begin(void **state)
{
	(void)state;
	corps = (struct dart_corps){ 0 };
	fault = (struct fault){ 0 };
	return 0;
}

static int end(void **state)
{
	(void)state;
	dart_corps_done(&corps);
	return 0;
}

static mcp_status parse(const char *xml)
{
	return dart_corps_parse(span_of(xml), &corps, &fault);
}

static void finds_a_listed_company(void **state)
{
	(void)state;
	assert_int_equal(parse(HEAD ROW("00126380", "005930") ROW("00434003", " ")
					 ROW("00164779", "000660") TAIL),
		MCP_OK);
	assert_int_equal(corps.count, 2);
	assert_string_equal(dart_corps_find(&corps, "005930"), "00126380");
	assert_string_equal(dart_corps_find(&corps, "000660"), "00164779");
}

static void finds_no_other(void **state)
{
	(void)state;
	assert_int_equal(parse(HEAD ROW("00126380", "005930") TAIL), MCP_OK);
	assert_null(dart_corps_find(&corps, "005935"));
	assert_null(dart_corps_find(&corps, "5930"));
	assert_null(dart_corps_find(&corps, ""));
	assert_null(dart_corps_find(&corps, NULL));
	assert_null(dart_corps_find(&(struct dart_corps){ 0 }, "005930"));
}

static void takes_codes_with_letters_and_no_longer_ones(void **state)
{
	(void)state;
	assert_int_equal(parse(HEAD ROW("00000001", "0001A0") ROW("00000002", "1234567")
					 ROW("00000003", "12345") ROW("00000004", "12345a") TAIL),
		MCP_OK);
	assert_int_equal(corps.count, 1);
	assert_string_equal(dart_corps_find(&corps, "0001A0"), "00000001");
}

static void a_code_of_two_companies_is_nobodys(void **state)
{
	(void)state;
	assert_int_equal(parse(HEAD ROW("00000001", "000010") ROW("00000002", "000020")
					 ROW("00000003", "000010") TAIL),
		MCP_OK);
	assert_null(dart_corps_find(&corps, "000010"));
	assert_string_equal(dart_corps_find(&corps, "000020"), "00000002");
}

static void takes_it_without_blanks_and_with_empty_fields(void **state)
{
	(void)state;
	assert_int_equal(parse("<result><list><corp_eng_name/><stock_code>000010</stock_code>"
			       "<corp_code>00000001</corp_code></list></result>"),
		MCP_OK);
	assert_string_equal(dart_corps_find(&corps, "000010"), "00000001");
}

static void refuses(const char *xml)
{
	assert_int_equal(parse(xml), MCP_E_UPSTREAM);
	assert_string_equal(fault.text,
		"OpenDART's list of companies is cut or of another shape; try again later");
	assert_null(corps.rows);
}

static void refuses_a_cut_file(void **state)
{
	(void)state;
	refuses(HEAD ROW("00126380", "005930"));
	refuses(HEAD ROW("00126380", "005930") "<list><corp_code>0016");
	refuses(HEAD "    <list><corp_code>00126380</corp_code>");
	refuses("<?xml version=\"1.0\"");
	refuses("");
}

static void refuses_another_shape(void **state)
{
	(void)state;
	refuses("<html></html>");
	refuses(HEAD TAIL);
	refuses(HEAD ROW("00434003", " ") TAIL);
	refuses(HEAD ROW("126380", "005930") TAIL);
	refuses(HEAD ROW("0012638x", "005930") TAIL);
	refuses(HEAD ROW("00126380", "005930") TAIL "more");
	refuses(HEAD ROW("00126380", "005930") "<status>000</status>" TAIL);
	refuses(HEAD "<list><stock_code>005930</stock_code></list>" TAIL);
	refuses(HEAD "<list><corp_code>00126380</corp_code><corp_code>00126381</corp_code>"
		     "<stock_code>005930</stock_code></list>" TAIL);
	refuses(HEAD "<list><corp_code>00126380</stock_code></list>" TAIL);
	refuses(HEAD "<list><corp_code a=\"b\">00126380</corp_code></list>" TAIL);
}

static void refuses_no_bytes_at_all(void **state)
{
	(void)state;
	assert_int_equal(dart_corps_parse((struct span){ 0 }, &corps, &fault), MCP_E_UPSTREAM);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(finds_a_listed_company),
		T(finds_no_other),
		T(takes_codes_with_letters_and_no_longer_ones),
		T(a_code_of_two_companies_is_nobodys),
		T(takes_it_without_blanks_and_with_empty_fields),
		T(refuses_a_cut_file),
		T(refuses_another_shape),
		T(refuses_no_bytes_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
