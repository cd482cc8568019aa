/* kis_error_test - what KIS's answers mean. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/log.h"
#include "service/kis_error.h"
#include "support/mini_kis.h"

static struct fault fault;

static enum kis_verdict judge(long http_status, const char *body)
{
	const struct fault none = { 0 };

	fault = (struct fault){ 0 };
	return kis_judge(
		&(struct kis_exchange){
			.endpoint = kis_endpoint("volume-rank"),
			.fault = &none,
			.http_status = http_status,
			.body = span_of(body),
		},
		&fault);
}

static void success_is_rt_cd_zero_whatever_the_status(void **state)
{
	(void)state;
	assert_int_equal(judge(200, MINI_GOOD), KIS_GOOD);
	assert_int_equal(judge(500, MINI_GOOD), KIS_GOOD);
	assert_int_equal(judge(200, "{\"rt_cd\":0}"), KIS_GOOD);
	assert_int_equal(judge(200, "{\"rt_cd\":\"0\",\"msg_cd\":\"KIOK0500\"}"), KIS_GOOD);
}

static void other_rt_cds_are_failures(void **state)
{
	(void)state;
	assert_int_equal(judge(200, "{\"rt_cd\":\"1\",\"msg_cd\":\"X\"}"), KIS_FINAL);
	assert_int_equal(judge(200, "{\"rt_cd\":\"2\",\"msg_cd\":\"X\"}"), KIS_FINAL);
	assert_int_equal(judge(200, "{\"rt_cd\":\"7\",\"msg_cd\":\"X\"}"), KIS_FINAL);
	assert_int_equal(judge(200, "{\"rt_cd\":1,\"msg_cd\":\"X\"}"), KIS_FINAL);
	assert_int_equal(judge(200, "{\"rt_cd\":\"\",\"msg_cd\":\"X\"}"), KIS_FINAL);
}

static void a_rate_error_is_one_with_any_status(void **state)
{
	(void)state;
	assert_int_equal(judge(500, MINI_REFUSAL("EGW00201", "")), KIS_RATE);
	assert_int_equal(judge(200, MINI_REFUSAL("EGW00201", "")), KIS_RATE);
	assert_int_equal(fault.status, MCP_E_BUSY);
}

static void token_errors_ask_for_another_token(void **state)
{
	(void)state;
	assert_int_equal(judge(500, MINI_REFUSAL("EGW00121", "")), KIS_OLD_TOKEN);
	assert_int_equal(judge(500, MINI_LOGIN_REFUSAL("EGW00123")), KIS_OLD_TOKEN);
}

static void passing_troubles_may_be_tried_again(void **state)
{
	(void)state;
	assert_int_equal(judge(500, MINI_REFUSAL("EGW00300", "routing")), KIS_AGAIN);
	assert_int_equal(judge(500, MINI_REFUSAL("OPSQ3001", "")), KIS_AGAIN);
	assert_int_equal(judge(503, ""), KIS_AGAIN);
	assert_int_equal(judge(200, "<html>"), KIS_AGAIN);
	assert_int_equal(judge(200, "[]"), KIS_AGAIN);
	assert_int_equal(judge(200, "{}"), KIS_AGAIN);
}

static void what_the_operator_must_mend_is_said_so(void **state)
{
	(void)state;
	assert_int_equal(judge(403, MINI_LOGIN_REFUSAL("EGW00103")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_int_equal(judge(403, MINI_REFUSAL("EGW00207", "IP")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
	assert_int_equal(judge(500, MINI_REFUSAL("ABC", "모의투자 TR 이 아닙니다.")), KIS_FINAL);
	assert_int_equal(fault.status, MCP_E_CONFIG);
}

static void a_marked_secret_in_a_text_is_masked(void **state)
{
	(void)state;
	log_secret("sesame-open");

	(void)judge(500, MINI_REFUSAL("ABC", "your secret sesame-open is wrong"));

	assert_null(strstr(fault.text, "sesame-open"));
}

static void a_long_text_is_cut(void **state)
{
	char message[KIS_MESSAGE_ROOM];

	(void)state;
	kis_error_message(SPAN("{\"msg1\":\"0123456789012345678901234567890123456789012345678901234"
			       "5678901234567890123456789012345678901234567890123456789012345678901"
			       "2345678901234567890123456789012345678901234567890123456789\"}"),
		message);

	assert_int_equal(strlen(message), KIS_MESSAGE_ROOM - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(success_is_rt_cd_zero_whatever_the_status),
		cmocka_unit_test(other_rt_cds_are_failures),
		cmocka_unit_test(a_rate_error_is_one_with_any_status),
		cmocka_unit_test(token_errors_ask_for_another_token),
		cmocka_unit_test(passing_troubles_may_be_tried_again),
		cmocka_unit_test(what_the_operator_must_mend_is_said_so),
		cmocka_unit_test(a_marked_secret_in_a_text_is_masked),
		cmocka_unit_test(a_long_text_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
