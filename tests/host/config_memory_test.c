/* config_memory_test - the n-th allocation that is not there: one sentence, nothing leaks. */
#include "support/scarce_memory.h"

#include "base/arena.c"
#include "base/buf.c"
#include "host/config/config.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/temp_folder.h"

static const char yaml[] = "kis: {deadline: 5s}\ntools:\n  volume: {limit: 3}\n";
static const char dotenv_file[] = "MAX_RANKING_COUNT=9\n";

/* Loads with the n-th allocation missing; true when all went well. */
static bool load_without(int n, const struct config_source *source)
{
	struct config *config = NULL;
	struct fault f = { 0 };
	mcp_status s;

	memory_left = n;
	s = config_load(source, &config, &f);
	memory_left = -1;
	assert_true((s == MCP_OK) == (config != NULL));
	assert_true((s == MCP_OK) == (f.text[0] == '\0'));
	config_free(config);
	return s == MCP_OK;
}

static int failures(const struct config_source *source)
{
	int failed = 0;

	for (int n = 0; n < 64; n++)
		failed += !load_without(n, source);
	return failed;
}

static void says_so_whichever_allocation_is_missing(void **state)
{
	char home[600];
	const char *variables[] = { home, NULL };
	struct config_source source = { .exe_dir = "/opt/bin", .environ = variables };

	(void)snprintf(home, sizeof home, "HOME=%s", (const char *)*state);
	(void)temp_write(state, ".env", dotenv_file, sizeof dotenv_file - 1);
	source.path = temp_write(state, "host.yaml", yaml, sizeof yaml - 1);
	log_level(MCP_LOG_ERROR);
	assert_in_range(failures(&source), 5, 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(says_so_whichever_allocation_is_missing,
			temp_folder_open, temp_folder_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
