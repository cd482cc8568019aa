/* kis_request_test - equal calls have equal addresses, and nothing breaks out of them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "service/kis_request.h"

#define PATH "/uapi/domestic-stock/v1/quotations/volume-rank"

static const struct kis_settings settings = {
	.app_key = "the-key",
	.app_secret = "the-secret",
	.base_url = "https://kis.test:9443",
	.master_url = "https://master.test",
};
static struct fault fault;
static char *url;

static int end(void **state)
{
	(void)state;
	free(url);
	url = NULL;
	return 0;
}

static mcp_status make(const char *endpoint, const mcp_kis_param *params, uint32_t count)
{
	const struct kis_endpoint *e = kis_endpoint(endpoint);

	return kis_request_url(e->kind == KIS_MASTER ? settings.master_url : settings.base_url,
		&(struct kis_request){ e, params, count }, &url, &fault);
}

static void sorts_its_parameters(void **state)
{
	static const mcp_kis_param params[] = { { "B", "2" }, { "A", "1" }, { "C", "" } };

	(void)state;
	assert_int_equal(make("volume-rank", params, 3), MCP_OK);
	assert_string_equal(url, "https://kis.test:9443" PATH "?A=1&B=2&C=");
}

static void encodes_what_would_break_out(void **state)
{
	static const mcp_kis_param params[] = { { "A", "1&B=2#/?% 가" } };

	(void)state;
	assert_int_equal(make("volume-rank", params, 1), MCP_OK);
	assert_string_equal(
		url, "https://kis.test:9443" PATH "?A=1%26B%3D2%23%2F%3F%25%20%EA%B0%80");
}

static void takes_masters_from_their_own_host(void **state)
{
	(void)state;
	assert_int_equal(make("master-kospi", NULL, 0), MCP_OK);
	assert_string_equal(url, "https://master.test/common/master/kospi_code.mst.zip");
}

static void refuses_names_and_values_that_are_none(void **state)
{
	static const mcp_kis_param params[] = {
		{ "A B", "1" },
		{ "", "1" },
		{ NULL, "1" },
		{ "A", NULL },
		{ "A", "x\ny" },
	};

	(void)state;
	assert_int_equal(make("volume-rank", &params[0], 1), MCP_E_ARGUMENT);
	assert_int_equal(make("volume-rank", &params[1], 1), MCP_E_ARGUMENT);
	assert_int_equal(make("volume-rank", &params[2], 1), MCP_E_ARGUMENT);
	assert_int_equal(make("volume-rank", &params[3], 1), MCP_E_ARGUMENT);
	assert_int_equal(make("volume-rank", &params[4], 1), MCP_E_ARGUMENT);
}

static void refuses_too_many(void **state)
{
	(void)state;
	assert_int_equal(make("volume-rank", NULL, KIS_PARAMS_MAX + 1), MCP_E_ARGUMENT);
}

static void carries_the_login_in_its_headers_only(void **state)
{
	struct kis_headers h;

	(void)state;
	kis_headers_init(&h, &settings, "tok");

	assert_int_equal(h.count, KIS_HEADERS);
	assert_string_equal(h.at[1].value, "Bearer tok");
	assert_string_equal(h.at[2].value, "the-key");
	assert_string_equal(h.at[3].value, "the-secret");
	kis_headers_done(&h);
	assert_string_equal(h.bearer, "");
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, end)
	const struct CMUnitTest tests[] = {
		T(sorts_its_parameters),
		T(encodes_what_would_break_out),
		T(takes_masters_from_their_own_host),
		T(refuses_names_and_values_that_are_none),
		T(refuses_too_many),
		T(carries_the_login_in_its_headers_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
