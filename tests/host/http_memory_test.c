/* http_memory_test - connections when memory is scarce. */
#include "support/scarce_memory.h"

#include "host/transport/http_conn.c"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/fake_http.h"

#define GET_HEALTH "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"

/* Nothing more is reported until it is taken: it must not be forgotten. */
static void takes_a_connection_later_when_memory_is_out(void **state)
{
	(void)state;
	http_serve();
	memory_left = 0;
	client_open(&client_a);
	client_send(&client_a, GET_HEALTH);
	for (int i = 0; i < TURNS_MAX && memory_left == 0; i++)
		turn(&client_a);
	assert_int_equal(memory_left, -1);
	expect(&client_a, "{\"live\":true");
	client_open(&client_b);
	client_send(&client_b, GET_HEALTH);
	expect(&client_b, "{\"live\":true");
}

/* It ends; the others go on. */
static void ends_a_connection_whose_bytes_cannot_be_kept(void **state)
{
	(void)state;
	http_serve();
	client_open(&client_a);
	client_open(&client_b);
	client_send(&client_a, GET_HEALTH);
	client_send(&client_b, GET_HEALTH);
	expect(&client_a, "{\"live\":true");
	expect(&client_b, "{\"live\":true");
	client_send(&client_a, "GET /health HTTP/1.1\r\n");
	settle();
	memory_left = 0;
	for (int i = 0; i < TURNS_MAX && memory_left == 0; i++) {
		client_send(&client_a, "A: 1234567890123456789012345678901234567890123456789\r\n");
		turn(&client_a);
	}
	expect_end(&client_a);
	client_send(&client_b, GET_HEALTH);
	expect(&client_b, "{\"live\":true");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, http_begin, http_end)
		TEST(takes_a_connection_later_when_memory_is_out),
		TEST(ends_a_connection_whose_bytes_cannot_be_kept),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
