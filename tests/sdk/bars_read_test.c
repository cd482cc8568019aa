/* bars_read_test - what is a bar, and what only looks like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "data/scan.h"
#include "service/bars_read.h"
#include "service/kis_client.h"

#define HEAD \
	"{\"output1\":{\"stck_shrn_iscd\":\"005930\",\"lstn_stcn\":\"5969782550\"},\"output2\":["
#define TAIL "]}"
#define ROW(date, close, volume, value, more) \
	"{\"stck_bsop_date\":\"" date "\",\"stck_clpr\":\"" close "\",\"acml_vol\":\"" volume \
	"\",\"acml_tr_pbmn\":\"" value "\"" more "}"
#define CHANGE(sign, change) ",\"prdy_vrss_sign\":\"" sign "\",\"prdy_vrss\":\"" change "\""
#define GOOD ROW("20240510", "79200", "16976124", "1351235284800", CHANGE("5", "-500"))

static struct bars bars;
static struct fault why;

static mcp_status read_chart(const char *body)
{
	assert_true(scan_check(span_of(body), NULL));
	memset(&bars, 0, sizeof bars);
	return chart_read(span_of(body), "005930", &bars, &why);
}

static void reads_a_chart_to_the_won(void **state)
{
	const struct bar *bar = &bars.rows[0].bar;

	(void)state;
	assert_int_equal(read_chart(HEAD GOOD TAIL), MCP_OK);
	assert_int_equal(bars.count, 1);
	assert_int_equal(bars.dropped, 0);
	assert_int_equal(bars.listed, 5969782550);
	assert_int_equal(bars.rows[0].date, 20240510);
	assert_int_equal(bar->close, 79200);
	assert_int_equal(bar->volume, 16976124);
	assert_int_equal(bar->value, 1351235284800);
	assert_int_equal(bar->base, 79700);
	assert_int_equal(bar->known, BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_BASE);
	assert_int_equal(bar->split, 0);
}

static void gives_the_newest_first_whatever_came(void **state)
{
	(void)state;
	assert_int_equal(
		read_chart(HEAD ROW("20240508", "10", "1", "10", "") "," ROW("20240510", "12", "1",
			"12", "") "," ROW("20240509", "11", "1", "11", "") TAIL),
		MCP_OK);
	assert_int_equal(bars.count, 3);
	assert_int_equal(bars.rows[0].date, 20240510);
	assert_int_equal(bars.rows[1].date, 20240509);
	assert_int_equal(bars.rows[2].date, 20240508);
}

static void keeps_one_of_two_equal_rows_and_none_of_two_that_differ(void **state)
{
	(void)state;
	assert_int_equal(read_chart(HEAD GOOD "," GOOD "," ROW("20240509", "11", "1", "11",
				 "") "," ROW("20240509", "11", "2", "22", "") TAIL),
		MCP_OK);
	assert_int_equal(bars.count, 1);
	assert_int_equal(bars.rows[0].date, 20240510);
	assert_int_equal(bars.dropped, 3);
}

static void drops(const char *row)
{
	char body[1024];

	(void)snprintf(body, sizeof body, "%s%s%s", HEAD, row, TAIL);
	assert_int_equal(read_chart(body), MCP_OK);
	assert_int_equal(bars.count, 0);
	assert_int_equal(bars.dropped, 1);
}

static void drops_a_bar_that_cannot_be(void **state)
{
	(void)state;
	drops(ROW("20240231", "100", "1", "100", ""));
	drops(ROW("19991231", "100", "1", "100", ""));
	drops(ROW("2024051", "100", "1", "100", ""));
	drops(ROW("20240510", "0", "1", "100", ""));
	drops(ROW("20240510", "-100", "1", "100", ""));
	drops(ROW("20240510", "", "1", "100", ""));
	drops(ROW("20240510", "2147483648", "1", "2147483648", ""));
	drops(ROW("20240510", "100", "-1", "100", ""));
	drops(ROW("20240510", "100", "1", "-100", ""));
	drops(ROW("20240510", "100", "", "100", ""));
	drops(ROW("20240510", "100", "1", "", ""));
	drops(ROW("20240510", "100", "0", "100", ""));
	drops(ROW("20240510", "100", "1", "0", ""));
	drops(ROW("20240510", "100", "1", "100", ",\"prtt_rate\":\"half\""));
}

/* 백만원 where won belong. */
static void drops_a_value_in_another_unit(void **state)
{
	(void)state;
	drops(ROW("20240510", "79200", "16976124", "1351235", ""));
}

static void a_day_without_trades_is_a_bar(void **state)
{
	(void)state;
	assert_int_equal(
		read_chart(HEAD ROW("20240510", "100", "0", "0", CHANGE("3", "0")) TAIL), MCP_OK);
	assert_int_equal(bars.count, 1);
	assert_int_equal(bars.rows[0].bar.volume, 0);
	assert_int_equal(bars.rows[0].bar.base, 100);
}

static uint16_t split_of(const char *more)
{
	char body[1024];

	(void)snprintf(body, sizeof body, "%s%s%s%s", HEAD,
		"{\"stck_bsop_date\":\"20240510\",\"stck_clpr\":\"100\",\"acml_vol\":\"1\","
		"\"acml_tr_pbmn\":\"100\"",
		more, "}]}");
	assert_int_equal(read_chart(body), MCP_OK);
	assert_int_equal(bars.count, 1);
	return bars.rows[0].bar.split;
}

static void a_split_is_a_rate_that_is_neither_0_nor_1(void **state)
{
	(void)state;
	assert_int_equal(split_of(""), 0);
	assert_int_equal(split_of(",\"prtt_rate\":\"\""), 0);
	assert_int_equal(split_of(",\"prtt_rate\":\"0.00\""), 0);
	assert_int_equal(split_of(",\"prtt_rate\":\"1.00\""), 0);
	assert_int_equal(split_of(",\"prtt_rate\":\"0.20\""), 1);
	assert_int_equal(split_of(",\"prtt_rate\":\"5.00\""), 1);
	assert_int_equal(split_of(",\"prtt_rate\":\"-1.00\""), 1);
}

static uint16_t known_with(const char *sign, const char *change)
{
	char more[128];

	(void)snprintf(
		more, sizeof more, ",\"prdy_vrss_sign\":\"%s\",\"prdy_vrss\":\"%s\"", sign, change);
	(void)split_of(more);
	return bars.rows[0].bar.known;
}

static void a_base_whose_sign_contradicts_is_not_known(void **state)
{
	const uint16_t bare = BAR_CLOSE | BAR_VOLUME | BAR_VALUE;

	(void)state;
	assert_int_equal(known_with("2", "10"), bare | BAR_BASE);
	assert_int_equal(known_with("1", "10"), bare | BAR_BASE);
	assert_int_equal(known_with("5", "-10"), bare | BAR_BASE);
	assert_int_equal(known_with("4", "-10"), bare | BAR_BASE);
	assert_int_equal(known_with("", "-10"), bare | BAR_BASE);
	assert_int_equal(known_with("0", "0"), bare | BAR_BASE);
	assert_int_equal(known_with("2", "-10"), bare);
	assert_int_equal(known_with("5", "10"), bare);
	assert_int_equal(known_with("3", "10"), bare);
	assert_int_equal(known_with("2", ""), bare);
	/* Nothing counts from nothing. */
	assert_int_equal(known_with("2", "100"), bare);
	assert_int_equal(known_with("5", "-9000000000"), bare);
}

static void refuses_the_chart_of_another_share(void **state)
{
	(void)state;
	assert_int_equal(
		read_chart("{\"output1\":{\"stck_shrn_iscd\":\"000660\"},\"output2\":[" GOOD TAIL),
		MCP_E_UPSTREAM);
	assert_non_null(strstr(why.text, "005930"));
	assert_int_equal(bars.count, 0);
	assert_int_equal(read_chart("{\"output1\":{},\"output2\":[" GOOD TAIL), MCP_E_UPSTREAM);
	assert_int_equal(read_chart("{\"output2\":[" GOOD TAIL), MCP_E_UPSTREAM);
}

static void a_share_nobody_knows_has_an_empty_chart(void **state)
{
	(void)state;
	assert_int_equal(read_chart("{\"output1\":{},\"output2\":[]}"), MCP_OK);
	assert_int_equal(bars.count, 0);
	assert_int_equal(bars.dropped, 0);
	/* Empty objects pad. */
	assert_int_equal(read_chart("{\"output1\":{},\"output2\":[{},{}]}"), MCP_OK);
	assert_int_equal(bars.dropped, 0);
}

static void refuses_what_is_no_chart(void **state)
{
	(void)state;
	assert_int_equal(read_chart("{\"output\":[]}"), MCP_E_UPSTREAM);
	assert_int_equal(read_chart("{\"output2\":{}}"), MCP_E_UPSTREAM);
	assert_int_equal(read_chart("{\"output2\":\"\"}"), MCP_E_UPSTREAM);
	assert_int_equal(read_chart("[]"), MCP_E_UPSTREAM);
}

static void reads_no_more_than_a_hundred_rows(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_puts(&b, HEAD);
	for (int i = 0; i < 130; i++)
		buf_printf(&b,
			"%s{\"stck_bsop_date\":\"2024%02d%02d\",\"stck_clpr\":\"10\","
			"\"acml_vol\":\"1\",\"acml_tr_pbmn\":\"10\"}",
			i ? "," : "", 1 + i / 28, 1 + i % 28);
	buf_puts(&b, TAIL);
	assert_int_equal(read_chart(buf_text(&b)), MCP_OK);
	assert_int_equal(bars.count, BARS_MAX);
	assert_int_equal(bars.dropped, 30);
	buf_done(&b);
}

/* ---- KRX. ---- */

#define KRX(day, code, close, change, volume, value, listed) \
	"{\"BAS_DD\":\"" day "\",\"ISU_CD\":\"" code "\",\"TDD_CLSPRC\":\"" close \
	"\",\"CMPPREVDD_PRC\":\"" change "\",\"ACC_TRDVOL\":\"" volume \
	"\",\"ACC_TRDVAL\":\"" value "\",\"LIST_SHRS\":\"" listed "\"}"

static struct krx_bar krx;

static bool read_krx(const char *row)
{
	struct kis_row r;

	assert_true(scan_check(span_of(row), NULL));
	kis_row_init(&r, span_of(row));
	return krx_bar_read(&r, 20240510, &krx);
}

static void reads_a_row_of_a_krx_day(void **state)
{
	(void)state;
	assert_true(read_krx(KRX(
		"20240510", "005930", "79200", "-500", "16976124", "1351235284800", "5969782550")));
	assert_string_equal(krx.code, "005930");
	assert_int_equal(krx.bar.close, 79200);
	assert_int_equal(krx.bar.base, 79700);
	assert_int_equal(krx.bar.volume, 16976124);
	assert_int_equal(krx.bar.value, 1351235284800);
	assert_int_equal(krx.bar.listed, 5969782550);
	assert_int_equal(krx.bar.known, BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_BASE | BAR_LISTED);
}

static void refuses_a_krx_row_that_cannot_be(void **state)
{
	(void)state;
	assert_false(read_krx(KRX("20240509", "005930", "100", "0", "1", "100", "1000")));
	assert_false(read_krx(KRX("20240510", "", "100", "0", "1", "100", "1000")));
	assert_false(read_krx(KRX("20240510", "KR7005930003", "100", "0", "1", "100", "1000")));
	assert_false(read_krx(KRX("20240510", "005930", "0", "0", "1", "100", "1000")));
	assert_false(read_krx(KRX("20240510", "005930", "100", "0", "-1", "100", "1000")));
	assert_false(read_krx(KRX("20240510", "005930", "100", "0", "0", "100", "1000")));
	assert_false(read_krx(KRX("20240510", "005930", "-", "0", "1", "100", "1000")));
}

static void a_krx_row_may_lack_base_and_share_count(void **state)
{
	(void)state;
	assert_true(read_krx(KRX("20240510", "005930", "100", "-", "1", "100", "")));
	assert_int_equal(krx.bar.known, BAR_CLOSE | BAR_VOLUME | BAR_VALUE);
	assert_true(read_krx(KRX("20240510", "005930", "100", "0", "1", "100", "0")));
	assert_int_equal(krx.bar.known, BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_BASE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_chart_to_the_won),
		cmocka_unit_test(gives_the_newest_first_whatever_came),
		cmocka_unit_test(keeps_one_of_two_equal_rows_and_none_of_two_that_differ),
		cmocka_unit_test(drops_a_bar_that_cannot_be),
		cmocka_unit_test(drops_a_value_in_another_unit),
		cmocka_unit_test(a_day_without_trades_is_a_bar),
		cmocka_unit_test(a_split_is_a_rate_that_is_neither_0_nor_1),
		cmocka_unit_test(a_base_whose_sign_contradicts_is_not_known),
		cmocka_unit_test(refuses_the_chart_of_another_share),
		cmocka_unit_test(a_share_nobody_knows_has_an_empty_chart),
		cmocka_unit_test(refuses_what_is_no_chart),
		cmocka_unit_test(reads_no_more_than_a_hundred_rows),
		cmocka_unit_test(reads_a_row_of_a_krx_day),
		cmocka_unit_test(refuses_a_krx_row_that_cannot_be),
		cmocka_unit_test(a_krx_row_may_lack_base_and_share_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
