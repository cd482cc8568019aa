/* app_test - the parts together: made, and ended whatever happened before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "host/app.h"
#include "support/temp_folder.h"

static bool closed;

static void on_closed(uv_handle_t *handle)
{
	(void)handle;
	closed = true;
}

static void ends_all_handles_after_a_stop_outside_the_loop(void **state)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	uv_timer_t timer;
	static const char yaml[] = "kis: {environment: demo}\ntools: {}\n";
	const char *path = temp_write(state, "host.yaml", yaml, sizeof yaml - 1);

	assert_non_null(a);
	assert_int_equal(app_init(a, path, &f), MCP_OK);
	(void)uv_timer_init(&a->loop, &timer);
	uv_close((uv_handle_t *)&timer, on_closed);
	uv_stop(&a->loop);
	app_done(a);
	assert_true(closed);
	free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ends_all_handles_after_a_stop_outside_the_loop,
			temp_folder_open, temp_folder_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
