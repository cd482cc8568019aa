/* market_fill_memory_test - every allocation of the fill fails once: nothing breaks, and what is
 * said to be there is there. */
#include "support/scarce_memory.h"
/* The files under test, with their allocations counted. */
#include "service/market_fill.c"
#include "service/market_fill_keep.c"
#include "service/market_fill_shares.c"
#undef malloc
#undef calloc
#undef realloc
#undef strdup

#include "support/fill_world.h"

#define TRIES 120

static void assert_marks_tell_the_truth(void)
{
	for (uint32_t i = 0; i < world.fill->share_count; i++) {
		const struct fill_share *s = &world.fill->shares[i];

		if (s->of[FILL_BARS].until < YESTERDAY)
			continue;
		assert_non_null(history_bar(world.parts.history, s->code, YESTERDAY));
		assert_non_null(history_bar(world.parts.history, s->code, FRIDAY));
	}
}

/* With the n-th allocation failing; then memory is there again. */
static void fill_without(int n)
{
	memory_left = -1;
	begin();
	start_all();
	memory_left = n;
	run_for(5000);
	assert_marks_tell_the_truth();
	memory_left = -1;
	run_for(200000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_true(state_of((enum fill_kind)k).ready);
	assert_marks_tell_the_truth();
	end();
	memset(world.disk, 0, sizeof *world.disk);
	world.call_count = 0;
	world.next = 0;
	world.open = 0;
	world.saved = world.ticket;
}

static void any_allocation_may_fail(void **state)
{
	(void)state;
	world.share_count = 12;
	for (int n = 0; n < TRIES; n++)
		fill_without(n);
}

static void a_fill_that_cannot_be_made_is_none(void **state)
{
	(void)state;
	world.parts = (struct fill_parts){ .env = &world_env, .calendar = &world.calendar };
	memory_left = 0;
	assert_null(fill_new(&world.parts));
	memory_left = -1;
	fill_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(any_allocation_may_fail),
		WORLD_TEST(a_fill_that_cannot_be_made_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
