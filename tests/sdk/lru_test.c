/* lru_test - a bounded map whose least used entries leave first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "base/lru.c" // NOLINT

/* Values are texts here; each one that is dropped is written down. */
static char dropped[64];

static void note_drop(void *value)
{
	strncat(dropped, value, sizeof dropped - strlen(dropped) - 1);
}

/* Three entries, 100 bytes. */
static int start(void **state)
{
	memory_left = -1;
	dropped[0] = '\0';
	*state = lru_new(100, 3, note_drop);
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	lru_free(*state);
	return 0;
}

static void finds_what_was_put(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	assert_string_equal(lru_get(*state, SPAN("a")), "A");
}

static void finds_nothing_under_another_key(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	assert_null(lru_get(*state, SPAN("b")));
}

static void tells_keys_apart_beyond_a_nul(void **state)
{
	(void)lru_put(*state, SPAN("a\0x"), "A", 10);
	assert_null(lru_get(*state, SPAN("a\0y")));
}

static void takes_an_empty_key(void **state)
{
	(void)lru_put(*state, (struct span){ 0 }, "A", 10);
	assert_string_equal(lru_get(*state, SPAN("")), "A");
}

static void keeps_its_own_copy_of_the_key(void **state)
{
	char key[] = "a";

	(void)lru_put(*state, span_of(key), "A", 10);
	key[0] = 'b';
	assert_string_equal(lru_get(*state, SPAN("a")), "A");
}

static void the_least_used_leaves_first(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	(void)lru_put(*state, SPAN("b"), "B", 10);
	(void)lru_put(*state, SPAN("c"), "C", 10);
	(void)lru_get(*state, SPAN("a"));
	(void)lru_put(*state, SPAN("d"), "D", 10);
	assert_string_equal(dropped, "B");
	assert_int_equal(lru_evictions(*state), 1);
}

static void many_leave_for_a_large_one(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 40);
	(void)lru_put(*state, SPAN("b"), "B", 40);
	(void)lru_put(*state, SPAN("c"), "C", 100);
	assert_string_equal(dropped, "AB");
	assert_int_equal(lru_bytes(*state), 100);
}

static void replaces_one_of_the_same_key(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	(void)lru_put(*state, SPAN("a"), "B", 30);
	assert_string_equal(lru_get(*state, SPAN("a")), "B");
	assert_string_equal(dropped, "A");
	assert_int_equal(lru_count(*state), 1);
	assert_int_equal(lru_bytes(*state), 30);
	assert_int_equal(lru_evictions(*state), 0);
}

static void others_leave_when_one_grows(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 50);
	(void)lru_put(*state, SPAN("b"), "B", 50);
	(void)lru_put(*state, SPAN("a"), "C", 60);
	assert_string_equal(dropped, "AB");
}

static void putting_the_same_value_again_keeps_it(void **state)
{
	char value[] = "A";

	(void)lru_put(*state, SPAN("a"), value, 10);
	assert_true(lru_put(*state, SPAN("a"), value, 20));
	assert_string_equal(dropped, "");
}

static void drops_what_is_larger_than_the_whole(void **state)
{
	assert_false(lru_put(*state, SPAN("a"), "A", 101));
	assert_string_equal(dropped, "A");
}

static void keeps_the_old_value_when_the_new_one_is_too_large(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	(void)lru_put(*state, SPAN("a"), "B", 101);
	assert_string_equal(lru_get(*state, SPAN("a")), "A");
}

static void drops_the_value_when_memory_is_out(void **state)
{
	memory_left = 0;
	assert_false(lru_put(*state, SPAN("a"), "A", 10));
	assert_string_equal(dropped, "A");
}

static void removes_one(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	assert_true(lru_remove(*state, SPAN("a")));
	assert_string_equal(dropped, "A");
	assert_int_equal(lru_bytes(*state), 0);
}

static void removes_nothing_that_is_absent(void **state)
{
	assert_false(lru_remove(*state, SPAN("a")));
}

static bool has_prefix(const struct lru_entry *entry, void *self)
{
	return strncmp(entry->key.at, self, strlen(self)) == 0;
}

static void removes_by_pattern(void **state)
{
	(void)lru_put(*state, SPAN("top:1"), "A", 10);
	(void)lru_put(*state, SPAN("sum:1"), "B", 10);
	(void)lru_put(*state, SPAN("top:2"), "C", 10);
	assert_int_equal(lru_remove_if(*state, has_prefix, "top:"), 2);
	assert_string_equal(dropped, "AC");
	assert_string_equal(lru_get(*state, SPAN("sum:1")), "B");
}

static void drops_everything_at_its_end(void **state)
{
	struct lru *lru = lru_new(100, 3, note_drop);

	(void)state;
	(void)lru_put(lru, SPAN("a"), "A", 10);
	(void)lru_put(lru, SPAN("b"), "B", 10);
	lru_free(lru);
	assert_string_equal(dropped, "AB");
}

static void ending_none_is_nothing(void **state)
{
	(void)state;
	lru_free(NULL);
}

static void put_number(struct lru *lru, int n)
{
	char key[16];

	(void)snprintf(key, sizeof key, "%d", n);
	assert_true(lru_put(lru, span_of(key), "x", 1));
}

static void put_thousand(struct lru *lru)
{
	int i;

	for (i = 0; i < 1000; i++)
		put_number(lru, i);
}

static void finds_all_of_many(void **state)
{
	struct lru *lru = lru_new(1000, 1000, NULL);

	(void)state;
	put_thousand(lru);
	assert_non_null(lru_get(lru, SPAN("0")));
	assert_non_null(lru_get(lru, SPAN("999")));
	assert_int_equal(lru_count(lru), 1000);
	lru_free(lru);
}

static void finds_all_of_many_without_memory_to_spread_them(void **state)
{
	struct lru *lru = lru_new(1000, 1000, NULL);

	(void)state;
	memory_left = 17; /* sixteen entries, the seventeenth, then the wider table */
	put_thousand(lru);
	assert_int_equal(memory_left, -1);
	assert_non_null(lru_get(lru, SPAN("0")));
	lru_free(lru);
}

static void is_not_made_without_memory(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(lru_new(1, 1, NULL));
}

static void is_not_made_without_memory_for_its_slots(void **state)
{
	(void)state;
	memory_left = 1;
	assert_null(lru_new(1, 1, NULL));
}

static void a_look_allocates_nothing(void **state)
{
	(void)lru_put(*state, SPAN("a"), "A", 10);
	memory_left = 0;
	assert_non_null(lru_get(*state, SPAN("a")));
	assert_int_equal(memory_left, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(finds_what_was_put, start, stop),
		cmocka_unit_test_setup_teardown(finds_nothing_under_another_key, start, stop),
		cmocka_unit_test_setup_teardown(tells_keys_apart_beyond_a_nul, start, stop),
		cmocka_unit_test_setup_teardown(takes_an_empty_key, start, stop),
		cmocka_unit_test_setup_teardown(keeps_its_own_copy_of_the_key, start, stop),
		cmocka_unit_test_setup_teardown(the_least_used_leaves_first, start, stop),
		cmocka_unit_test_setup_teardown(many_leave_for_a_large_one, start, stop),
		cmocka_unit_test_setup_teardown(replaces_one_of_the_same_key, start, stop),
		cmocka_unit_test_setup_teardown(others_leave_when_one_grows, start, stop),
		cmocka_unit_test_setup_teardown(putting_the_same_value_again_keeps_it, start, stop),
		cmocka_unit_test_setup_teardown(drops_what_is_larger_than_the_whole, start, stop),
		cmocka_unit_test_setup_teardown(
			keeps_the_old_value_when_the_new_one_is_too_large, start, stop),
		cmocka_unit_test_setup_teardown(drops_the_value_when_memory_is_out, start, stop),
		cmocka_unit_test_setup_teardown(removes_one, start, stop),
		cmocka_unit_test_setup_teardown(removes_nothing_that_is_absent, start, stop),
		cmocka_unit_test_setup_teardown(removes_by_pattern, start, stop),
		cmocka_unit_test_setup_teardown(a_look_allocates_nothing, start, stop),
		cmocka_unit_test_setup_teardown(drops_everything_at_its_end, start, stop),
		cmocka_unit_test_setup_teardown(ending_none_is_nothing, start, stop),
		cmocka_unit_test_setup_teardown(finds_all_of_many, start, stop),
		cmocka_unit_test_setup_teardown(
			finds_all_of_many_without_memory_to_spread_them, start, stop),
		cmocka_unit_test_setup_teardown(is_not_made_without_memory, start, stop),
		cmocka_unit_test_setup_teardown(
			is_not_made_without_memory_for_its_slots, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
