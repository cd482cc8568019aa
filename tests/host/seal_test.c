/* seal_test - states that clients carry: nothing in them can be changed or used elsewhere. */
#include "host/proto/seal.h"

#include "base/cleanup.h"
#include "host/proto/base64url.h"
#include "support/fake_host.h"

static int64_t now_ms;

static int64_t now(void *self)
{
	(void)self;
	return now_ms;
}

static const struct clock fake_clock = { .wall_ms = now, .mono_ms = now };
static const struct seal_use use = {
	.principal = { "", 0 },
	.method = { "tools/call", 10 },
	.target = { "greet", 5 },
	.args = { "{\"a\":1,\"b\":[true]}", 18 },
};
static const struct sealed what = {
	.round = 3,
	.inputs = { "{\"who\":{\"action\":\"accept\"}}", 27 },
	.kept = { "{\"n\":\"AQ\"}", 10 },
};

static struct seal *seal;
static struct buf text; /* a state made by it */

static int begin(void **state)
{
	struct fault f = { 0 };

	(void)state;
	now_ms = 5000;
	seal = seal_new(TEST_CRYPT, &fake_clock);
	buf_init(&text, SEAL_TEXT_MAX * 2);
	return seal_make(seal, &use, &what, &text, &f);
}

static int end(void **state)
{
	(void)state;
	buf_done(&text);
	seal_free(seal);
	return 0;
}

static bool opens_with(struct seal *s, const struct seal_use *how, struct span state)
{
	CLEANUP(buf_done) struct buf room = { 0 };
	struct sealed got;

	buf_init(&room, SEAL_TEXT_MAX);
	return seal_open(s, how, state, &room, &got);
}

static void gives_back_what_was_sealed(void **state)
{
	CLEANUP(buf_done) struct buf room = { 0 };
	struct sealed got = { 0 };

	(void)state;
	buf_init(&room, SEAL_TEXT_MAX);
	assert_true(seal_open(seal, &use, buf_as_span(&text), &room, &got));
	assert_int_equal(got.round, 3);
	assert_true(span_same(got.inputs, what.inputs));
	assert_true(span_same(got.kept, what.kept));
}

static void keeps_absent_what_was_absent(void **state)
{
	CLEANUP(buf_done) struct buf room = { 0 };
	const struct sealed bare = { .round = 1 };
	struct sealed got = { 0 };
	struct fault f = { 0 };

	(void)state;
	buf_init(&room, SEAL_TEXT_MAX);
	buf_clear(&text);
	assert_int_equal(seal_make(seal, &use, &bare, &text, &f), MCP_OK);
	assert_true(seal_open(seal, &use, buf_as_span(&text), &room, &got));
	assert_null(got.inputs.at);
	assert_null(got.kept.at);
}

static void shows_nothing_of_what_is_inside(void **state)
{
	(void)state;
	assert_null(strstr(buf_text(&text), "who"));
	assert_memory_equal(text.at, "v1.", 3);
}

static void refuses_any_changed_letter(void **state)
{
	(void)state;
	for (size_t i = 0; i < text.len; i++) {
		char was = text.at[i];

		text.at[i] = was == 'A' ? 'B' : 'A';
		assert_false(opens_with(seal, &use, buf_as_span(&text)));
		text.at[i] = was;
	}
	assert_true(opens_with(seal, &use, buf_as_span(&text)));
}

static void refuses_any_other_length(void **state)
{
	(void)state;
	for (size_t len = 0; len < text.len; len++)
		assert_false(opens_with(seal, &use, (struct span){ text.at, len }));
	buf_puts(&text, "-TAMPERED");
	assert_false(opens_with(seal, &use, buf_as_span(&text)));
}

static void refuses_a_state_of_something_else(void **state)
{
	struct seal_use other[4] = { use, use, use, use };

	(void)state;
	other[0].principal = SPAN("mallory");
	other[1].method = SPAN("prompts/get");
	other[2].target = SPAN("greet2");
	other[3].args = SPAN("{\"a\":2,\"b\":[true]}");
	for (size_t i = 0; i < COUNT_OF(other); i++)
		assert_false(opens_with(seal, &other[i], buf_as_span(&text)));
}

static void does_not_confuse_where_a_text_ends(void **state)
{
	struct seal_use other = use;

	(void)state;
	other.method = SPAN("tools/cal");
	other.target = SPAN("lgreet");
	assert_false(opens_with(seal, &other, buf_as_span(&text)));
}

static void accepts_the_same_arguments_written_otherwise(void **state)
{
	struct seal_use other = use;

	(void)state;
	other.args = SPAN("{ \"b\": [true], \"\\u0061\": 1.0 }");
	assert_true(opens_with(seal, &other, buf_as_span(&text)));
}

static void takes_no_arguments_for_an_empty_object(void **state)
{
	struct seal_use without = use;
	struct seal_use empty = use;
	struct fault f = { 0 };

	(void)state;
	without.args = (struct span){ NULL, 0 };
	empty.args = SPAN("{}");
	buf_clear(&text);
	assert_int_equal(seal_make(seal, &without, &what, &text, &f), MCP_OK);
	assert_true(opens_with(seal, &empty, buf_as_span(&text)));
}

static void ends_after_ten_minutes(void **state)
{
	(void)state;
	now_ms += SEAL_LIFE_MS - 1;
	assert_true(opens_with(seal, &use, buf_as_span(&text)));
	now_ms++;
	assert_false(opens_with(seal, &use, buf_as_span(&text)));
}

static void refuses_the_state_of_another_start(void **state)
{
	struct seal *later = seal_new(TEST_CRYPT, &fake_clock);
	struct buf other;
	struct fault f = { 0 };

	(void)state;
	assert_false(opens_with(later, &use, buf_as_span(&text)));
	buf_init(&other, SEAL_TEXT_MAX);
	assert_int_equal(seal_make(later, &use, &what, &other, &f), MCP_OK);
	assert_false(opens_with(later, &use, buf_as_span(&text)));
	/* … also with its head on. */
	memcpy(text.at, other.at, 12);
	assert_false(opens_with(later, &use, buf_as_span(&text)));
	buf_done(&other);
	seal_free(later);
}

static void never_makes_the_same_text_twice(void **state)
{
	struct buf again;
	struct fault f = { 0 };

	(void)state;
	buf_init(&again, SEAL_TEXT_MAX);
	assert_int_equal(seal_make(seal, &use, &what, &again, &f), MCP_OK);
	assert_false(span_same(buf_as_span(&again), buf_as_span(&text)));
	buf_done(&again);
}

static void says_when_the_module_is_not_there(void **state)
{
	struct seal *without = seal_new("/nowhere/mcp-crypt.so", &fake_clock);
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(seal_make(without, &use, &what, &text, &f), MCP_E_CONFIG);
	assert_string_equal(
		f.text, "the module mcp-crypt.so cannot be used; install this program again");
	seal_free(without);
}

static void says_when_there_is_too_much_to_keep(void **state)
{
	struct sealed much = what;
	struct fault f = { 0 };
	struct buf long_text;

	(void)state;
	buf_init(&long_text, SEAL_TEXT_MAX + 8);
	buf_char(&long_text, '"');
	while (long_text.len < SEAL_TEXT_MAX)
		buf_puts(&long_text, "0123456");
	much.inputs = buf_as_span(&long_text);
	assert_int_equal(seal_make(seal, &use, &much, &text, &f), MCP_E_MEMORY);
	assert_string_equal(f.text, "the answers so far are too long to be kept");
	buf_done(&long_text);
}

static void letters_lead_back_to_their_bytes(void **state)
{
	struct buf letters;
	struct buf bytes;

	(void)state;
	buf_init(&letters, 64);
	buf_init(&bytes, 64);
	base64url_write(&letters, SPAN("\xfb\xff\xfe\x01"));
	assert_string_equal(buf_text(&letters), "-__-AQ");
	assert_true(base64url_read(buf_as_span(&letters), &bytes));
	assert_true(span_same(buf_as_span(&bytes), SPAN("\xfb\xff\xfe\x01")));
	buf_done(&letters);
	buf_done(&bytes);
}

static void refuses_letters_no_bytes_lead_to(void **state)
{
	static const char *const wrong[] = { "A", "AR", "AQ=", "AQ==", "A+", "A/", "A A", "AAAAA" };
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 64);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(base64url_read(span_of(wrong[i]), &bytes));
	buf_done(&bytes);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(gives_back_what_was_sealed),
		WITH(keeps_absent_what_was_absent),
		WITH(shows_nothing_of_what_is_inside),
		WITH(refuses_any_changed_letter),
		WITH(refuses_any_other_length),
		WITH(refuses_a_state_of_something_else),
		WITH(does_not_confuse_where_a_text_ends),
		WITH(accepts_the_same_arguments_written_otherwise),
		WITH(takes_no_arguments_for_an_empty_object),
		WITH(ends_after_ten_minutes),
		WITH(refuses_the_state_of_another_start),
		WITH(never_makes_the_same_text_twice),
		WITH(says_when_the_module_is_not_there),
		WITH(says_when_there_is_too_much_to_keep),
		cmocka_unit_test(letters_lead_back_to_their_bytes),
		cmocka_unit_test(refuses_letters_no_bytes_lead_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
