/* market_memory_test - each allocation of a ranking fails once: one answer comes and says so. */
#include "support/scripted_kis.h"

/* After it, so that only the parts below run out of memory. */
#include "support/scarce_memory.h"

#include "service/market.c"        // NOLINT
#include "service/market_band.c"   // NOLINT
#include "service/market_body.c"   // NOLINT
#include "service/market_job.c"    // NOLINT
#include "service/market_master.c" // NOLINT
#include "service/market_pick.c"   // NOLINT
#include "service/market_top.c"    // NOLINT
#include "service/market_view.c"   // NOLINT

static uint32_t refused;
static uint32_t answered;

/* A whole life in which the allocation after `left` others fails. */
static void live_with(int left, bool quiet, const char *query, void **state)
{
	memory_left = -1;
	assert_int_equal(script_start(state), 0);
	script.quiet = quiet;
	add_market(60);
	memory_left = left;
	post(1, "top", query);
	script_run();
	memory_left = -1;
	assert_int_equal(script.reply_count, 1);
	if (script.replies[0].fault.status == MCP_OK)
		answered++;
	else if (script.replies[0].fault.status == MCP_E_MEMORY)
		refused++;
	assert_int_equal(script_stop(state), 0);
}

static void every_lack_of_memory_ends_in_one_answer(void **state)
{
	refused = answered = 0;
	for (int left = 0; left < 12; left++)
		live_with(left, true, "{\"count\":20,\"columns\":[\"code\",\"per\"]}", state);
	/* Job, result, ranking and two bodies are needed; master tables can be done without. */
	assert_int_equal(answered + refused, 12);
	assert_true(refused >= 5);
	assert_true(answered >= 3);
}

static void the_whole_market_too_ends_in_one_answer(void **state)
{
	refused = answered = 0;
	for (int left = 0; left < 40; left++)
		live_with(left, false, "{\"count\":20,\"columns\":[\"code\",\"weight_in_index\"]}",
			state);
	assert_true(refused >= 12);
	assert_true(answered >= 8);
}

static void a_market_without_memory_is_not_made(void **state)
{
	static const struct market_settings settings = { .basis = "KRX" };

	(void)state;
	memory_left = 0;
	assert_null(
		market_new(&(struct market_options){ .env = &script_env, .settings = &settings }));
	memory_left = -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_lack_of_memory_ends_in_one_answer),
		cmocka_unit_test(the_whole_market_too_ends_in_one_answer),
		cmocka_unit_test(a_market_without_memory_is_not_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
