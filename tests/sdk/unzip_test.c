/* unzip_test - archives as they come over the network, by way of the module that opens them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "service/wires.h"

#define PLAIN "one row one row one row one row\n"

/* One file, deflated. */
static const unsigned char archive[] = { 0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00,
	0x60, 0x3c, 0x77, 0x5d, 0x04, 0x8c, 0xbe, 0x61, 0x0e, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00,
	0x00, 0x05, 0x00, 0x00, 0x00, 0x61, 0x2e, 0x6d, 0x73, 0x74, 0xcb, 0xcf, 0x4b, 0x55, 0x28,
	0xca, 0x2f, 0x57, 0xc8, 0xc7, 0x4e, 0x73, 0x01, 0x00, 0x50, 0x4b, 0x01, 0x02, 0x14, 0x03,
	0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x60, 0x3c, 0x77, 0x5d, 0x04, 0x8c, 0xbe, 0x61, 0x0e,
	0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x61, 0x2e, 0x6d, 0x73, 0x74,
	0x50, 0x4b, 0x05, 0x06, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x33, 0x00, 0x00,
	0x00, 0x31, 0x00, 0x00, 0x00, 0x00, 0x00 };

static const struct kis_settings settings = {
	.base_url = "https://localhost:1",
	.master_url = "https://localhost:1",
};
static struct wire *wire;
static struct buf plain;
static struct fault fault;
static char damaged[sizeof archive];

static int begin(void **state)
{
	(void)state;
	buf_init(&plain, 4096);
	fault = (struct fault){ 0 };
	memcpy(damaged, archive, sizeof archive);
	return wire_https_open(TEST_UPSTREAM,
		&(struct https_options){ .settings = &settings, .clock = &clock_real }, &wire,
		&fault);
}

static int end(void **state)
{
	(void)state;
	wire->ops->close(wire);
	buf_done(&plain);
	return 0;
}

static mcp_status unzip(size_t len)
{
	return wire->ops->unzip(wire, (struct span){ damaged, len }, &plain, &fault);
}

static void gives_the_first_files_bytes(void **state)
{
	(void)state;
	assert_int_equal(unzip(sizeof archive), MCP_OK);
	assert_int_equal(plain.len, sizeof PLAIN - 1);
	assert_memory_equal(plain.at, PLAIN, sizeof PLAIN - 1);
}

static void refuses_a_truncated_archive(void **state)
{
	(void)state;
	assert_int_equal(unzip(sizeof archive / 2), MCP_E_UPSTREAM);
	assert_string_equal(fault.text, "the zip file that came is broken; try again later");
}

static void refuses_a_damaged_file(void **state)
{
	(void)state;
	damaged[40] = (char)(damaged[40] ^ 0x55);

	assert_int_equal(unzip(sizeof archive), MCP_E_UPSTREAM);
}

static void refuses_what_is_no_archive(void **state)
{
	(void)state;
	memset(damaged, 'x', sizeof damaged);

	assert_int_equal(unzip(sizeof damaged), MCP_E_UPSTREAM);
	assert_int_equal(unzip(0), MCP_E_UPSTREAM);
}

static void stops_at_the_limit(void **state)
{
	(void)state;
	buf_init(&plain, 10);

	assert_int_equal(unzip(sizeof archive), MCP_E_UPSTREAM);
	assert_string_equal(
		fault.text, "the zip file that came holds more than 10 bytes; raise kis.body_max");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(gives_the_first_files_bytes),
		T(refuses_a_truncated_archive),
		T(refuses_a_damaged_file),
		T(refuses_what_is_no_archive),
		T(stops_at_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
