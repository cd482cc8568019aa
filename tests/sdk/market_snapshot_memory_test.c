/* market_snapshot_memory_test - each allocation of a sweep fails once: it ends, and says so. */
#include "support/scripted_sweep.h"

/* After it, so that only the parts below run out of memory. */
#include "support/scarce_memory.h"

#include "service/market_master_roster.c" // NOLINT
#include "service/market_snapshot.c"      // NOLINT
#include "service/market_sweep.c"         // NOLINT

static void count_up(void *self)
{
	*(uint32_t *)self += 1;
}

static void load_master(void)
{
	struct master_waiter w = { 0 };

	(void)master_want(sweep_master, LANE_USER, &w);
	master_forget(sweep_master, &w);
	script_run();
}

static void assert_said(int left)
{
	pass(10000);
	memory_left = left;
	assert_true(snapshots_want(snapshots, BASIS_KRX, NULL));
	memory_left = -1;
	assert_int_equal(snapshots_fault(snapshots, BASIS_KRX).status, MCP_E_MEMORY);
}

static void each_lack_of_memory_is_said(void **state)
{
	(void)state;
	load_master();
	/* The roster, which stays once it is made; then sweep, snapshot, marks, list of rows. */
	assert_said(0);
	assert_said(1);
	for (int left = 1; left < 4; left++)
		assert_said(left);
	pass(10000);
	assert_non_null(swept());
}

static void who_waited_for_the_master_file_is_told(void **state)
{
	uint32_t told = 0;
	struct snapshot_waiter w = { .ready = count_up, .self = &told };

	(void)state;
	assert_false(snapshots_want(snapshots, BASIS_KRX, &w));
	memory_left = 0;
	script_run();
	memory_left = -1;
	assert_int_equal(told, 1);
	assert_int_equal(snapshots_fault(snapshots, BASIS_KRX).status, MCP_E_MEMORY);
}

static void without_memory_none_are_made(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(snapshots_new(&script_env, NULL, sweep_master, &sweep_calendar));
	memory_left = -1;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sweep_start_script, sweep_stop_script)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_lack_of_memory_is_said),
		TEST(who_waited_for_the_master_file_is_told),
		TEST(without_memory_none_are_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
