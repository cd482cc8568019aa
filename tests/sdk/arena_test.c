/* arena_test - memory that ends all at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "base/arena.c" // NOLINT

/* Writes down the order in which things end. */
static char dropped[8];

static void note_drop(void *thing)
{
	strncat(dropped, thing, 1);
}

static int start(void **state)
{
	static struct arena arena;

	dropped[0] = '\0';
	memory_left = -1;
	arena_init(&arena, 1 << 20);
	*state = &arena;
	return 0;
}

static int stop(void **state)
{
	arena_done(*state);
	return 0;
}

static void gives_zeroed_memory(void **state)
{
	const unsigned char none[64] = { 0 };

	assert_memory_equal(arena_alloc(*state, 64), none, 64);
}

static void aligns_what_follows_an_odd_size(void **state)
{
	(void)arena_alloc(*state, 3);
	assert_int_equal((uintptr_t)arena_alloc(*state, 8) % _Alignof(max_align_t), 0);
}

static void gives_two_nothings_two_places(void **state)
{
	void *one = arena_alloc(*state, 0);

	assert_non_null(one);
	assert_ptr_not_equal(arena_alloc(*state, 0), one);
}

static void keeps_small_things_in_one_block(void **state)
{
	struct arena *arena = *state;

	(void)arena_alloc(arena, 1000);
	(void)arena_alloc(arena, 1000);
	assert_int_equal(arena->used, 4096);
}

static void doubles_its_blocks(void **state)
{
	struct arena *arena = *state;

	(void)arena_alloc(arena, 4000);
	(void)arena_alloc(arena, 4000);
	assert_int_equal(arena->used, 4096 + 8192);
}

static void goes_on_in_the_block_before_a_large_thing(void **state)
{
	struct arena *arena = *state;
	char *first = arena_alloc(arena, 16);

	(void)arena_alloc(arena, 1 << 19);
	assert_ptr_equal(arena_alloc(arena, 16), first + 16);
}

static void refuses_to_pass_its_maximum(void **state)
{
	struct arena *arena = *state;

	arena->max = 100;
	assert_non_null(arena_alloc(arena, 100));
	assert_null(arena_alloc(arena, 1));
}

static void refuses_a_size_that_wraps(void **state)
{
	struct arena *arena = *state;

	arena->max = SIZE_MAX;
	assert_null(arena_alloc(arena, SIZE_MAX));
	assert_null(arena_copy(arena, "x", SIZE_MAX));
}

static void returns_null_when_memory_is_out(void **state)
{
	memory_left = 0;
	assert_null(arena_alloc(*state, 1));
}

static void serves_on_after_memory_was_out(void **state)
{
	memory_left = 0;
	(void)arena_alloc(*state, 1);
	assert_non_null(arena_alloc(*state, 1));
}

static void copies_with_an_end(void **state)
{
	assert_string_equal(arena_copy(*state, "KOSPI", 3), "KOS");
}

static void copies_nothing_as_an_empty_text(void **state)
{
	assert_string_equal(arena_copy(*state, NULL, 0), "");
}

static void prints_to_measure(void **state)
{
	assert_string_equal(arena_printf(*state, "%s=%d", "count", 20), "count=20");
}

static void prints_nothing_when_it_does_not_fit(void **state)
{
	struct arena *arena = *state;

	arena->max = 8;
	assert_null(arena_printf(arena, "%s", "nine char"));
}

static void ends_what_was_deferred_last_first(void **state)
{
	(void)arena_defer(*state, note_drop, "1");
	(void)arena_defer(*state, note_drop, "2");
	arena_done(*state);
	assert_string_equal(dropped, "21");
}

static struct arena *late;

static void defer_another(void *thing)
{
	(void)arena_defer(late, note_drop, thing);
}

static void ends_what_is_deferred_while_it_ends(void **state)
{
	late = *state;
	(void)arena_defer(late, defer_another, "3");
	arena_done(late);
	assert_string_equal(dropped, "3");
}

static void drops_at_once_without_memory(void **state)
{
	memory_left = 0;
	assert_false(arena_defer(*state, note_drop, "1"));
	assert_string_equal(dropped, "1");
}

static void serves_anew_after_its_end(void **state)
{
	struct arena *arena = *state;

	(void)arena_alloc(arena, 5000);
	arena_done(arena);
	assert_int_equal(arena->used, 0);
	assert_non_null(arena_alloc(arena, 5000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(gives_zeroed_memory, start, stop),
		cmocka_unit_test_setup_teardown(aligns_what_follows_an_odd_size, start, stop),
		cmocka_unit_test_setup_teardown(gives_two_nothings_two_places, start, stop),
		cmocka_unit_test_setup_teardown(keeps_small_things_in_one_block, start, stop),
		cmocka_unit_test_setup_teardown(doubles_its_blocks, start, stop),
		cmocka_unit_test_setup_teardown(
			goes_on_in_the_block_before_a_large_thing, start, stop),
		cmocka_unit_test_setup_teardown(refuses_to_pass_its_maximum, start, stop),
		cmocka_unit_test_setup_teardown(refuses_a_size_that_wraps, start, stop),
		cmocka_unit_test_setup_teardown(returns_null_when_memory_is_out, start, stop),
		cmocka_unit_test_setup_teardown(serves_on_after_memory_was_out, start, stop),
		cmocka_unit_test_setup_teardown(copies_with_an_end, start, stop),
		cmocka_unit_test_setup_teardown(copies_nothing_as_an_empty_text, start, stop),
		cmocka_unit_test_setup_teardown(prints_to_measure, start, stop),
		cmocka_unit_test_setup_teardown(prints_nothing_when_it_does_not_fit, start, stop),
		cmocka_unit_test_setup_teardown(ends_what_was_deferred_last_first, start, stop),
		cmocka_unit_test_setup_teardown(ends_what_is_deferred_while_it_ends, start, stop),
		cmocka_unit_test_setup_teardown(drops_at_once_without_memory, start, stop),
		cmocka_unit_test_setup_teardown(serves_anew_after_its_end, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
