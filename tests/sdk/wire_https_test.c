/* wire_https_test - what the TLS wire refuses, and what it says when nobody is there. Nothing here
 * leaves the machine. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "service/wires.h"

#define QUOTE_PATH "/uapi/domestic-stock/v1/quotations/volume-rank"
#define QUOTE_ID "FHPST01710000"

/* Port 1 of this machine: nobody listens. */
static struct kis_settings settings;
static struct source_settings sources;
static struct wire *wire;
static struct fault fault;
static uint32_t ended;
static long http_status;

static mcp_status open_wire(const char *module, struct wire **ret)
{
	return wire_https_open(module,
		&(struct https_options){
			.settings = &settings,
			.sources = &sources,
			.clock = &clock_real,
		},
		ret, &fault);
}

static int begin(void **state)
{
	(void)state;
	sources = (struct source_settings){
		.opendart = { .api_key = "dart-key", .base_url = "https://127.0.0.4:1" },
		.krx = { .api_key = "krx-key", .base_url = "https://127.0.0.5:1" },
	};
	settings = (struct kis_settings){
		.base_url = "https://127.0.0.1:1",
		.master_url = "https://127.0.0.2:1",
	};
	ended = 0;
	fault = (struct fault){ 0 };
	return open_wire(TEST_UPSTREAM, &wire);
}

static int end(void **state)
{
	(void)state;
	wire->ops->close(wire);
	return 0;
}

static void arrived(void *self, const struct fault *f, long status, struct span body)
{
	(void)self;
	(void)body;
	ended++;
	fault = *f;
	http_status = status;
}

static mcp_status start(const char *method, const char *url, const char *tr_id, uint64_t *ret_id)
{
	return wire->ops->start(wire,
		&(struct wire_request){
			.method = method,
			.url = url,
			.tr_id = tr_id,
			.body_max = 1000,
			.deadline_mono_ms = clock_mono(&clock_real) + 5000,
			.done = arrived,
		},
		ret_id, &fault);
}

/* With a secret parameter. */
static mcp_status send_secret(const char *url)
{
	uint64_t id;

	return wire->ops->start(wire,
		&(struct wire_request){
			.method = "GET",
			.url = url,
			.secret_query = &(struct wire_header){ "crtfc_key", "a b&c" },
			.body_max = 1000,
			.deadline_mono_ms = clock_mono(&clock_real) + 5000,
			.done = arrived,
		},
		&id, &fault);
}

static mcp_status send(const char *method, const char *url, const char *tr_id)
{
	uint64_t id;

	return start(method, url, tr_id, &id);
}

static void wait_for_the_end(void)
{
	while (ended == 0)
		wire->ops->poll(wire, 1000);
}

static void refuses_an_order(void **state)
{
	(void)state;
	assert_int_equal(
		send("POST", "https://127.0.0.1:1/uapi/domestic-stock/v1/trading/order-cash",
			"TTTC0802U"),
		MCP_E_ARGUMENT);
	assert_int_equal(send("POST", "https://127.0.0.1:1/uapi/hashkey", NULL), MCP_E_ARGUMENT);
	assert_int_equal(send("POST", "https://127.0.0.1:1/oauth2/Approval", NULL), MCP_E_ARGUMENT);
}

static void refuses_an_order_id_on_a_quotes_path(void **state)
{
	(void)state;
	assert_int_equal(
		send("GET", "https://127.0.0.1:1" QUOTE_PATH, "TTTC8434R"), MCP_E_ARGUMENT);
}

static void posts_nothing_but_the_login(void **state)
{
	(void)state;
	assert_int_equal(send("POST", "https://127.0.0.1:1" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
	assert_int_equal(send("POST", "https://127.0.0.1:1/oauth2/tokenP", NULL), MCP_OK);
}

static void refuses_another_host(void **state)
{
	(void)state;
	assert_int_equal(send("GET", "https://127.0.0.3" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
	assert_int_equal(
		send("GET", "https://127.0.0.1:1@127.0.0.3" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
	assert_int_equal(send("GET", "https://127.0.0.1:11" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
}

static void shows_the_login_to_no_master_host(void **state)
{
	(void)state;
	assert_int_equal(send("POST", "https://127.0.0.2:1/oauth2/tokenP", NULL), MCP_E_ARGUMENT);
}

static void each_host_gets_its_own_paths(void **state)
{
	(void)state;
	assert_int_equal(send_secret("https://127.0.0.4:1/api/list.json?a=1"), MCP_OK);
	assert_int_equal(send_secret("https://127.0.0.4:1/api/corpCode.xml"), MCP_OK);
	assert_int_equal(
		send("GET", "https://127.0.0.5:1/svc/apis/sto/stk_bydd_trd", NULL), MCP_OK);
	assert_int_equal(send_secret("https://127.0.0.5:1/api/list.json"), MCP_E_ARGUMENT);
	assert_int_equal(send_secret("https://127.0.0.1:1/api/list.json"), MCP_E_ARGUMENT);
	assert_int_equal(
		send("GET", "https://127.0.0.1:1/svc/apis/sto/stk_bydd_trd", NULL), MCP_E_ARGUMENT);
	assert_int_equal(
		send("GET", "https://127.0.0.4:1/svc/apis/sto/stk_bydd_trd", NULL), MCP_E_ARGUMENT);
	assert_int_equal(send("GET", "https://127.0.0.4:1" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
	assert_int_equal(send("GET", "https://127.0.0.5:1" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
}

static void a_secret_parameter_goes_to_opendart_alone(void **state)
{
	(void)state;
	assert_int_equal(
		send_secret("https://127.0.0.5:1/svc/apis/sto/stk_bydd_trd"), MCP_E_ARGUMENT);
	assert_int_equal(send_secret("https://127.0.0.2:1/common/master/kospi_code.mst.zip"),
		MCP_E_ARGUMENT);
	assert_int_equal(send("GET", "https://127.0.0.4:1/api/list.json", NULL), MCP_E_ARGUMENT);
}

static void posts_nothing_beside_kis(void **state)
{
	(void)state;
	assert_int_equal(send("POST", "https://127.0.0.4:1/api/list.json", NULL), MCP_E_ARGUMENT);
	assert_int_equal(send("POST", "https://127.0.0.5:1/svc/apis/sto/stk_bydd_trd", NULL),
		MCP_E_ARGUMENT);
}

static void a_failure_shows_no_secret(void **state)
{
	(void)state;
	assert_int_equal(send_secret("https://127.0.0.4:1/api/list.json?a=1"), MCP_OK);
	wait_for_the_end();

	assert_string_equal(
		fault.text, "no connection to 127.0.0.4:1; check the network or try again later");
}

static void the_address_of_an_unused_source_may_be_anything(void **state)
{
	struct wire *other = NULL;

	(void)state;
	sources.krx = (struct krx_settings){ .base_url = "" };
	assert_int_equal(open_wire(TEST_UPSTREAM, &other), MCP_OK);
	other->ops->close(other);
	sources.opendart.base_url = "http://127.0.0.4:1";
	assert_int_equal(open_wire(TEST_UPSTREAM, &other), MCP_E_CONFIG);
	assert_string_equal(fault.text,
		"opendart.base_url is \"http://127.0.0.4:1\"; give an https:// address without a "
		"slash at its end");
	sources.opendart.base_url = "https://127.0.0.4:1";
	sources.krx = (struct krx_settings){ .api_key = "key", .base_url = "https://x/" };
	assert_int_equal(open_wire(TEST_UPSTREAM, &other), MCP_E_CONFIG);
}

static void refuses_plain_http(void **state)
{
	(void)state;
	assert_int_equal(send("GET", "http://127.0.0.1:1" QUOTE_PATH, QUOTE_ID), MCP_E_ARGUMENT);
}

static void says_that_nobody_listens(void **state)
{
	(void)state;
	assert_int_equal(send("GET", "https://127.0.0.1:1" QUOTE_PATH "?A=1", QUOTE_ID), MCP_OK);
	wait_for_the_end();

	assert_int_equal(fault.status, MCP_E_UPSTREAM);
	assert_int_equal(http_status, WIRE_UNSENT);
	assert_string_equal(
		fault.text, "no connection to 127.0.0.1:1; check the network or try again later");
}

static void a_cancelled_exchange_says_nothing(void **state)
{
	uint64_t id = 0;

	(void)state;
	assert_int_equal(start("GET", "https://127.0.0.1:1" QUOTE_PATH, QUOTE_ID, &id), MCP_OK);

	wire->ops->cancel(wire, id);
	wire->ops->poll(wire, 10);

	assert_int_equal(ended, 0);
}

static void a_wakeup_ends_the_wait(void **state)
{
	(void)state;
	wire->ops->wakeup(wire);

	wire->ops->poll(wire, 60000);
}

static void refuses_an_address_that_is_not_https(void **state)
{
	struct wire *none = NULL;

	(void)state;
	settings.base_url = "http://127.0.0.1:1";
	assert_int_equal(open_wire(TEST_UPSTREAM, &none), MCP_E_CONFIG);
	assert_string_equal(fault.text,
		"kis.base_url is \"http://127.0.0.1:1\"; give an https:// address without a slash at "
		"its end");
}

static void says_that_the_module_is_missing(void **state)
{
	struct wire *none = NULL;

	(void)state;
	assert_int_equal(open_wire("/nowhere.so", &none), MCP_E_CONFIG);
	assert_int_equal(open_wire(NULL, &none), MCP_E_CONFIG);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(refuses_an_order),
		T(refuses_an_order_id_on_a_quotes_path),
		T(posts_nothing_but_the_login),
		T(refuses_another_host),
		T(shows_the_login_to_no_master_host),
		T(each_host_gets_its_own_paths),
		T(a_secret_parameter_goes_to_opendart_alone),
		T(posts_nothing_beside_kis),
		T(a_failure_shows_no_secret),
		T(the_address_of_an_unused_source_may_be_anything),
		T(refuses_plain_http),
		T(says_that_nobody_listens),
		T(a_cancelled_exchange_says_nothing),
		T(a_wakeup_ends_the_wait),
		T(refuses_an_address_that_is_not_https),
		T(says_that_the_module_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
