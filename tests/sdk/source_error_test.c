/* source_error_test - what answers of OpenDART and KRX mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/kis_error.h"

#define STATUS(code) "{\"status\":\"" code "\",\"message\":\"m\"}"
#define XML(code) \
	"<?xml version=\"1.0\"?><result><status>" code "</status><message>m</message></result>"

static struct fault fault;

static enum kis_verdict judge(const char *endpoint, long http_status, const char *body)
{
	const struct fault none = { 0 };

	fault = (struct fault){ 0 };
	return kis_judge(
		&(struct kis_exchange){
			.endpoint = kis_endpoint(endpoint),
			.fault = &none,
			.http_status = http_status,
			.body = span_of(body),
		},
		&fault);
}

static void nothing_found_is_a_good_answer(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-list", 200, STATUS("000")), KIS_GOOD);
	assert_int_equal(judge("dart-shares", 200, STATUS("013")), KIS_GOOD);
}

static void a_refused_key_is_the_operators(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-list", 200, STATUS("010")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_string_equal(fault.text,
		"OpenDART refuses the key (010); check opendart.api_key and "
		"the key's state at OpenDART");
	assert_int_equal(judge("dart-list", 200, STATUS("011")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_int_equal(judge("dart-list", 200, STATUS("012")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_int_equal(judge("dart-list", 200, STATUS("901")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
}

static void a_used_up_day_is_busy_and_not_kis_business(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-list", 200, STATUS("020")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_BUSY);
}

static void maintenance_and_other_statuses_are_upstreams(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-list", 200, STATUS("800")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_UPSTREAM);
	assert_int_equal(judge("dart-list", 200, STATUS("900")), KIS_AGAIN);
	assert_int_equal(fault.status, MCP_E_UPSTREAM);
	assert_int_equal(judge("dart-list", 200, STATUS("100")), KIS_FINAL);
	assert_string_equal(fault.text, "OpenDART refused dart-list (100); try again later");
}

static void what_is_no_answer_of_opendart_is_not_taken(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-list", 200, ""), KIS_AGAIN);
	assert_int_equal(judge("dart-list", 200, "<html>"), KIS_AGAIN);
	assert_int_equal(judge("dart-list", 200, "[]"), KIS_AGAIN);
	assert_int_equal(judge("dart-list", 200, "{\"status\":0}"), KIS_AGAIN);
	assert_int_equal(judge("dart-list", 200, STATUS("0000000000")), KIS_AGAIN);
	assert_int_equal(judge("dart-list", 502, STATUS("000")), KIS_AGAIN);
	assert_int_equal(judge("dart-list", 404, STATUS("000")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_UPSTREAM);
}

static void a_file_is_zip_or_a_list(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-corps", 200, "PK\003\004rest"), KIS_GOOD);
	assert_int_equal(judge("dart-corps", 200, "<result><list></list></result>"), KIS_GOOD);
	assert_int_equal(judge("dart-corps", 200, "<html>"), KIS_AGAIN);
	assert_int_equal(judge("dart-corps", 500, "PK\003\004rest"), KIS_AGAIN);
}

static void a_files_place_may_hold_a_refusal(void **state)
{
	(void)state;
	assert_int_equal(judge("dart-corps", 200, XML("010")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_int_equal(judge("dart-corps", 200, XML("020")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_BUSY);
	assert_int_equal(judge("dart-corps", 200, XML("000")), KIS_AGAIN);
	assert_int_equal(judge("dart-corps", 200, "<status>01"), KIS_AGAIN);
}

static void an_empty_day_of_krx_is_good(void **state)
{
	(void)state;
	assert_int_equal(judge("krx-kospi", 200, "{\"OutBlock_1\":[]}"), KIS_GOOD);
	assert_int_equal(judge("krx-kosdaq", 200, "{\"OutBlock_1\":[{}]}"), KIS_GOOD);
}

static void a_refused_krx_key_is_the_operators(void **state)
{
	(void)state;
	assert_int_equal(
		judge("krx-kospi", 401, "{\"respMsg\":\"Unauthorized Key\",\"respCode\":\"401\"}"),
		KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_string_equal(fault.text,
		"KRX does not allow krx-kospi with this key (HTTP 401); check krx.api_key and that "
		"the service was applied for at KRX");
	assert_int_equal(judge("krx-kospi", 403, ""), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_int_equal(judge("krx-kospi", 429, ""), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_BUSY);
}

static void what_is_no_answer_of_krx_is_not_taken(void **state)
{
	(void)state;
	assert_int_equal(judge("krx-kospi", 200, "{\"OutBlock_1\":{}}"), KIS_AGAIN);
	assert_int_equal(judge("krx-kospi", 200, "{}"), KIS_AGAIN);
	assert_int_equal(judge("krx-kospi", 200, "<html>"), KIS_AGAIN);
	assert_int_equal(judge("krx-kospi", 503, "{\"OutBlock_1\":[]}"), KIS_AGAIN);
	assert_int_equal(judge("krx-kospi", 404, "{\"OutBlock_1\":[]}"), KIS_FINAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_found_is_a_good_answer),
		cmocka_unit_test(a_refused_key_is_the_operators),
		cmocka_unit_test(a_used_up_day_is_busy_and_not_kis_business),
		cmocka_unit_test(maintenance_and_other_statuses_are_upstreams),
		cmocka_unit_test(what_is_no_answer_of_opendart_is_not_taken),
		cmocka_unit_test(a_file_is_zip_or_a_list),
		cmocka_unit_test(a_files_place_may_hold_a_refusal),
		cmocka_unit_test(an_empty_day_of_krx_is_good),
		cmocka_unit_test(a_refused_krx_key_is_the_operators),
		cmocka_unit_test(what_is_no_answer_of_krx_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
