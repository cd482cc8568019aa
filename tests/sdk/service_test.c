/* service_test - where figures come from, merged. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/phrase.h"
#include "service/service.h"

/* Thirty bytes. */
#define TEN "가나다라마바사아자차"

static struct provenance a;
static struct provenance b;

static int begin(void **state)
{
	(void)state;
	phrase_locale("en");
	provenance_init(&a);
	provenance_init(&b);
	return 0;
}

static void starts_complete_and_unused(void **state)
{
	(void)state;
	assert_true(a.complete);
	assert_false(a.used);
	assert_int_equal(a.note_count, 0);
}

static void takes_over_the_first_source(void **state)
{
	(void)state;
	b.used = true;
	b.environment = ENVIRONMENT_DEMO;
	b.basis = BASIS_NXT;
	b.session = "regular";
	b.as_of_ms = 50;
	b.upstream_calls = 3;

	provenance_merge(&a, &b);

	assert_true(a.used);
	assert_int_equal(a.environment, ENVIRONMENT_DEMO);
	assert_int_equal(a.basis, BASIS_NXT);
	assert_string_equal(a.session, "regular");
	assert_int_equal(a.as_of_ms, 50);
	assert_int_equal(a.upstream_calls, 3);
}

static void the_oldest_input_gives_the_time(void **state)
{
	(void)state;
	a = (struct provenance){ .used = true, .as_of_ms = 100, .fresh_until_ms = 900 };
	b = (struct provenance){ .used = true, .as_of_ms = 50, .fresh_until_ms = 800 };

	provenance_merge(&a, &b);

	assert_int_equal(a.as_of_ms, 50);
	assert_int_equal(a.fresh_until_ms, 800);
}

static void no_bound_does_not_replace_one(void **state)
{
	(void)state;
	a = (struct provenance){ .used = true, .as_of_ms = 100, .fresh_until_ms = 900 };
	b = (struct provenance){ .used = true, .as_of_ms = 100 };

	provenance_merge(&a, &b);

	assert_int_equal(a.fresh_until_ms, 900);
}

static void one_incomplete_input_makes_it_incomplete(void **state)
{
	(void)state;
	b.complete = false;
	b.provisional = true;
	b.used = true;

	provenance_merge(&a, &b);

	assert_false(a.complete);
	assert_true(a.provisional);
}

static void a_note_stands_once(void **state)
{
	(void)state;
	provenance_note(&a, "%d rows are missing", 3);
	provenance_note(&a, "%d rows are missing", 3);
	provenance_note(&b, "%d rows are missing", 3);
	provenance_note(&b, "another");

	provenance_merge(&a, &b);

	assert_int_equal(a.note_count, 2);
	assert_string_equal(a.notes[0], "3 rows are missing");
	assert_string_equal(a.notes[1], "another");
}

static void a_note_is_cut_at_a_characters_end(void **state)
{
	(void)state;
	provenance_note_text(&a, SPAN(TEN TEN TEN TEN TEN TEN TEN));

	assert_int_equal(strlen(a.notes[0]), 198);
	assert_true(utf8_valid(span_of(a.notes[0])));
}

static void fill(struct provenance *p, int count)
{
	for (int i = 0; i < count; i++)
		provenance_note(p, "%d rows are missing", i);
}

static void too_many_notes_are_dropped(void **state)
{
	(void)state;
	fill(&a, PROVENANCE_NOTES + 5);

	assert_int_equal(a.note_count, PROVENANCE_NOTES);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		T(starts_complete_and_unused),
		T(takes_over_the_first_source),
		T(the_oldest_input_gives_the_time),
		T(no_bound_does_not_replace_one),
		T(one_incomplete_input_makes_it_incomplete),
		T(a_note_stands_once),
		T(a_note_is_cut_at_a_characters_end),
		T(too_many_notes_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
