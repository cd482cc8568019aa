/* market_dart_body_test - figures of OpenDART: commas, dashes, kinds, and lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "service/market_dart_body.h"

#define CORP "00126380"
#define ROW(se, issued, treasury) \
	"{\"corp_code\":\"" CORP "\",\"se\":\"" se "\",\"istc_totqy\":\"" issued \
	"\",\"tesstk_co\":\"" treasury "\",\"stlm_dt\":\"2026-09-30\"}"
#define LIST(rows) "{\"status\":\"000\",\"message\":\"정상\",\"list\":[" rows "]}"
#define FILING(no, stock, day) \
	"{\"corp_code\":\"" CORP "\",\"stock_code\":\"" stock "\",\"rcept_no\":\"" no \
	"\",\"rcept_dt\":\"" day "\"}"
#define PAGE(no, pages, count, rows) \
	"{\"status\":\"000\",\"page_no\":" no ",\"page_count\":100,\"total_count\":" count \
	",\"total_page\":" pages ",\"list\":[" rows "]}"

static struct dart_totals totals;
static struct dart_page page;
static struct fault fault;

static mcp_status read_totals(const char *body)
{
	fault = (struct fault){ 0 };
	totals = (struct dart_totals){ .common.known = false };
	return dart_read_totals(span_of(body), CORP, &totals, &fault);
}

static mcp_status read_page(const char *body, uint32_t number)
{
	fault = (struct fault){ 0 };
	return dart_read_page(span_of(body), 20261120, number, &page, &fault);
}

static void reads_each_kind_of_share(void **state)
{
	(void)state;
	assert_int_equal(read_totals(LIST(ROW("보통주", "5,919,637,922", "91,828,987") "," ROW(
				 "우선주", "815,974,664", "13,574,189") "," ROW("합계",
				 "6,735,612,586", "105,403,176"))),
		MCP_OK);
	assert_true(totals.common.known);
	assert_int_equal(totals.common.issued, 5919637922);
	assert_int_equal(totals.common.treasury, 91828987);
	assert_int_equal(dart_share_hundredths(&totals.common), 155);
	assert_true(totals.preferred.known);
	assert_int_equal(totals.preferred.issued, 815974664);
	assert_int_equal(dart_share_hundredths(&totals.preferred), 166);
}

static void a_dash_is_no_treasury_share(void **state)
{
	(void)state;
	assert_int_equal(
		read_totals(LIST(ROW("보통주식", "1,000", "-") "," ROW("우선주", "-", "-"))),
		MCP_OK);
	assert_true(totals.common.known);
	assert_int_equal(totals.common.treasury, 0);
	assert_int_equal(dart_share_hundredths(&totals.common), 0);
	assert_false(totals.preferred.known);
}

static void figures_that_cannot_be_are_not_known(void **state)
{
	(void)state;
	assert_int_equal(read_totals(LIST(ROW("보통주", "0", "0"))), MCP_OK);
	assert_false(totals.common.known);
	assert_int_equal(read_totals(LIST(ROW("보통주", "100", "101"))), MCP_OK);
	assert_false(totals.common.known);
	assert_int_equal(read_totals(LIST(ROW("보통주", "100", "-1"))), MCP_OK);
	assert_false(totals.common.known);
	assert_int_equal(read_totals(LIST(ROW("보통주", "100", ""))), MCP_OK);
	assert_false(totals.common.known);
	assert_int_equal(read_totals(LIST(ROW("보통주", "1.5", "0"))), MCP_OK);
	assert_false(totals.common.known);
	assert_int_equal(read_totals(LIST(ROW("보통주", "99999999999999999", "0"))), MCP_OK);
	assert_false(totals.common.known);
	assert_int_equal(read_totals(LIST("{\"se\":\"보통주\",\"istc_totqy\":\"100\"}")), MCP_OK);
	assert_false(totals.common.known);
}

static void a_kind_that_comes_twice_is_not_known(void **state)
{
	(void)state;
	assert_int_equal(read_totals(LIST(ROW("보통주", "100", "1") "," ROW(
				 "보통주", "100", "1") "," ROW("우선주", "100", "1"))),
		MCP_OK);
	assert_false(totals.common.known);
	assert_true(totals.preferred.known);
}

static void other_kinds_do_not_stand_in(void **state)
{
	(void)state;
	assert_int_equal(
		read_totals(LIST(ROW("합계", "100", "1") "," ROW("보통주 등", "100", "1"))),
		MCP_OK);
	assert_false(totals.common.known);
	assert_false(totals.preferred.known);
}

static void another_company_is_refused(void **state)
{
	(void)state;
	assert_int_equal(read_totals(LIST("{\"corp_code\":\"00000001\",\"se\":\"보통주\","
					  "\"istc_totqy\":\"100\",\"tesstk_co\":\"1\"}")),
		MCP_E_UPSTREAM);
	assert_string_equal(fault.text, "OpenDART answered about another company; try again later");
}

static void no_rows_are_refused(void **state)
{
	(void)state;
	assert_int_equal(read_totals(LIST("")), MCP_E_UPSTREAM);
	assert_int_equal(read_totals("{\"status\":\"000\"}"), MCP_E_UPSTREAM);
	assert_int_equal(read_totals("{\"status\":\"000\",\"list\":{}}"), MCP_E_UPSTREAM);
	assert_int_equal(read_totals("{\"status\":\"000\",\"list\":[1]}"), MCP_E_UPSTREAM);
}

static void rounds_half_up(void **state)
{
	(void)state;
	assert_int_equal(dart_share_hundredths(&(struct dart_shares){ true, 20000, 1 }), 1);
	assert_int_equal(dart_share_hundredths(&(struct dart_shares){ true, 20001, 1 }), 0);
	assert_int_equal(dart_share_hundredths(&(struct dart_shares){ true, 3, 3 }), 10000);
}

static void knows_that_nothing_was_found(void **state)
{
	(void)state;
	assert_true(dart_found_nothing(SPAN("{\"status\":\"013\",\"message\":\"m\"}")));
	assert_false(dart_found_nothing(SPAN("{\"status\":\"000\"}")));
}

static void reads_a_page_of_filings(void **state)
{
	(void)state;
	assert_int_equal(read_page(PAGE("2", "3", "250",
					   FILING("20261120000123", "005930",
						   "20261120") "," FILING("20261120000124", "",
						   "20261120") "," FILING("20261120000125", " ",
						   "20261120")),
				 2),
		MCP_OK);
	assert_int_equal(page.total_page, 3);
	assert_int_equal(page.total_count, 250);
	assert_int_equal(page.count, 3);
	assert_int_equal(page.filings[0].number, 20261120000123);
	assert_string_equal(page.filings[0].stock, "005930");
	assert_string_equal(page.filings[1].stock, "");
	assert_string_equal(page.filings[2].stock, "");
}

static void refuses_another_page_or_day(void **state)
{
	(void)state;
	assert_int_equal(read_page(PAGE("1", "3", "250", ""), 2), MCP_E_UPSTREAM);
	assert_int_equal(read_page(PAGE("2", "1", "50", ""), 2), MCP_E_UPSTREAM);
	assert_int_equal(read_page(PAGE("1", "1", "-1", ""), 1), MCP_E_UPSTREAM);
	assert_int_equal(read_page(PAGE("1", "99999999999", "1", ""), 1), MCP_E_UPSTREAM);
	assert_int_equal(
		read_page(PAGE("1", "1", "1", FILING("20261120000123", "005930", "20261119")), 1),
		MCP_E_UPSTREAM);
	assert_string_equal(
		fault.text, "OpenDART's list of filings is not the asked page; try again later");
}

static void refuses_a_filing_without_a_number(void **state)
{
	(void)state;
	assert_int_equal(read_page(PAGE("1", "1", "1", FILING("", "005930", "20261120")), 1),
		MCP_E_UPSTREAM);
	assert_int_equal(
		read_page(PAGE("1", "1", "1", FILING("2026112000012x", "005930", "20261120")), 1),
		MCP_E_UPSTREAM);
	assert_int_equal(read_page("{\"status\":\"000\",\"list\":[]}", 1), MCP_E_UPSTREAM);
}

static void refuses_more_rows_than_a_page_has(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 64 * 1024);
	buf_puts(&b, "{\"page_no\":1,\"total_page\":1,\"total_count\":101,\"list\":[");
	for (int i = 0; i < 101; i++)
		buf_printf(&b, "%s{\"rcept_dt\":\"20261120\",\"rcept_no\":\"%014d\"}",
			i > 0 ? "," : "", i + 1);
	buf_puts(&b, "]}");
	assert_int_equal(read_page(buf_text(&b), 1), MCP_E_UPSTREAM);
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_each_kind_of_share),
		cmocka_unit_test(a_dash_is_no_treasury_share),
		cmocka_unit_test(figures_that_cannot_be_are_not_known),
		cmocka_unit_test(a_kind_that_comes_twice_is_not_known),
		cmocka_unit_test(other_kinds_do_not_stand_in),
		cmocka_unit_test(another_company_is_refused),
		cmocka_unit_test(no_rows_are_refused),
		cmocka_unit_test(rounds_half_up),
		cmocka_unit_test(knows_that_nothing_was_found),
		cmocka_unit_test(reads_a_page_of_filings),
		cmocka_unit_test(refuses_another_page_or_day),
		cmocka_unit_test(refuses_a_filing_without_a_number),
		cmocka_unit_test(refuses_more_rows_than_a_page_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
