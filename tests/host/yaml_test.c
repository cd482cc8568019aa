/* yaml_test - what a configuration's YAML is read as, and what is refused where. */
#include "host/config/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct reading {
	struct arena arena;
	const struct yaml *root;
	struct fault fault;
	mcp_status status;
};

static int begin(void **state)
{
	static struct reading reading;

	reading = (struct reading){ .status = MCP_OK };
	arena_init(&reading.arena, 1024 * 1024);
	*state = &reading;
	return 0;
}

static int end(void **state)
{
	struct reading *r = *state;

	arena_done(&r->arena);
	return 0;
}

static struct reading *read_span(void **state, struct span text)
{
	struct reading *r = *state;

	r->status = yaml_parse(text, "host.yaml", &r->arena, &r->root, &r->fault);
	return r;
}

static struct reading *read_text(void **state, const char *text)
{
	return read_span(state, span_of(text));
}

static void refuses(void **state, const char *text, const char *said)
{
	struct reading *r = read_text(state, text);

	assert_int_equal(r->status, MCP_E_CONFIG);
	assert_string_equal(r->fault.text, said);
	assert_null(r->root);
}

static char *repeated(const char *piece, int times)
{
	size_t len = strlen(piece);
	char *ret = calloc((size_t)times, len + 1);

	assert_non_null(ret);
	for (int i = 0; i < times; i++)
		memcpy(ret + (size_t)i * len, piece, len);
	return ret;
}

static void knows_lines_of_keys(void **state)
{
	struct reading *r = read_text(state, "a: 1\n# note\nb:\n  c: text # note\n  d: {e: 2}\n");
	const struct yaml *b = yaml_get(r->root, "b");
	const struct yaml *e = yaml_get(yaml_get(b, "d"), "e");

	assert_int_equal(yaml_get(r->root, "a")->line, 1);
	assert_int_equal(b->line, 3);
	assert_string_equal(yaml_get(b, "c")->text, "text");
	assert_int_equal(yaml_get(b, "c")->line, 4);
	assert_int_equal(e->line, 5);
	assert_string_equal(e->text, "2");
}

static void reads_lists(void **state)
{
	const struct yaml *a = yaml_get(read_text(state, "a: [x, y]\n")->root, "a");

	assert_int_equal(a->kind, YAML_LIST);
	assert_string_equal(a->first->text, "x");
	assert_string_equal(a->first->next->text, "y");
	assert_null(a->first->next->next);
}

static void tells_nothing_from_empty_text(void **state)
{
	struct reading *r = read_text(state, "a:\nb: ~\nc: null\nd: ''\n");

	assert_int_equal(yaml_get(r->root, "a")->kind, YAML_EMPTY);
	assert_int_equal(yaml_get(r->root, "b")->kind, YAML_EMPTY);
	assert_int_equal(yaml_get(r->root, "c")->kind, YAML_EMPTY);
	assert_int_equal(yaml_get(r->root, "d")->kind, YAML_TEXT);
}

static void takes_an_empty_file(void **state)
{
	struct reading *r = read_text(state, "# nothing\n");

	assert_int_equal(r->status, MCP_OK);
	assert_int_equal(r->root->kind, YAML_EMPTY);
}

static void finds_nothing_in_what_is_no_map(void **state)
{
	struct reading *r = read_text(state, "- a\n");

	assert_null(yaml_get(r->root, "a"));
	assert_null(yaml_get(NULL, "a"));
}

static void refuses_a_duplicate_key_with_both_lines(void **state)
{
	refuses(state, "a: 1\nb: 2\na: 3\n",
		"host.yaml:3: \"a\" stands here and in line 1; keep one");
}

static void refuses_anchors(void **state)
{
	refuses(state, "a: &x 1\n",
		"host.yaml:1: an anchor or alias (& or *); write the value out or quote it");
}

static void refuses_aliases(void **state)
{
	refuses(state, "a: 1\nb: *x\n",
		"host.yaml:2: an anchor or alias (& or *); write the value out or quote it");
}

static void refuses_anchored_maps(void **state)
{
	refuses(state, "a: &x {b: 1}\n",
		"host.yaml:1: an anchor or alias (& or *); write the value out or quote it");
}

static void refuses_tags(void **state)
{
	refuses(state, "a: !!int 1\n",
		"host.yaml:1: a tag (!); write the value without it or quote it");
}

static void refuses_tagged_lists(void **state)
{
	refuses(state, "a: !x [1]\n",
		"host.yaml:1: a tag (!); write the value without it or quote it");
}

static void refuses_a_second_document(void **state)
{
	refuses(state, "a: 1\n---\nb: 2\n", "host.yaml:2: a second document (---); keep one");
}

static void refuses_keys_that_are_no_words(void **state)
{
	refuses(state, "[a]: 1\n", "host.yaml:1: a key that is not a word; write NAME: value");
}

static void refuses_empty_keys(void **state)
{
	refuses(state, "a: {'': 1}\n", "host.yaml:1: a key that is not a word; write NAME: value");
}

static void refuses_nul_characters(void **state)
{
	refuses(state, "a: \"x\\0y\"\n", "host.yaml:1: a value with a NUL character; take it out");
}

static void refuses_depth(void **state)
{
	refuses(state, "a: [[[[[[[[1]]]]]]]]\n",
		"host.yaml:1: too many levels inside each other; settings need three");
}

static void refuses_too_many_items(void **state)
{
	char *items = repeated("- 1\n", YAML_ITEMS_MAX + 1);

	refuses(state, items, "host.yaml:1: more than 256 items; make it shorter");
	free(items);
}

static void takes_as_many_items_as_are_allowed(void **state)
{
	char *items = repeated("- 1\n", YAML_ITEMS_MAX);

	assert_int_equal(read_text(state, items)->status, MCP_OK);
	free(items);
}

static void refuses_a_long_file(void **state)
{
	char *text = repeated("#", (int)YAML_FILE_MAX + 1);

	refuses(state, text, "host.yaml is longer than 262144 bytes; make it shorter");
	free(text);
}

static void says_where_it_is_not_yaml(void **state)
{
	struct reading *r = read_text(state, "a: 1\nb: [1, 2\nc: 3\n");

	assert_int_equal(r->status, MCP_E_CONFIG);
	assert_memory_equal(r->fault.text, "host.yaml:3: this is not YAML (", 31);
}

static void refuses_what_is_not_utf8(void **state)
{
	refuses(state, "a: \xff\n", "host.yaml: byte 3 is not UTF-8 text; save the file as UTF-8");
}

static void refuses_raw_nul_bytes(void **state)
{
	struct reading *r = read_span(state, SPAN("a: 1\n\0b: 2\n"));

	assert_int_equal(r->status, MCP_E_CONFIG);
	assert_null(r->root);
}

static void says_so_when_the_arena_is_full(void **state)
{
	struct reading *r = *state;
	char *text = repeated("a", 4000);

	r->arena.max = 2000;
	assert_int_equal(read_text(state, text)->status, MCP_E_MEMORY);
	assert_string_equal(r->fault.text, "host.yaml holds too much to keep; make it shorter");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(knows_lines_of_keys, begin, end),
		cmocka_unit_test_setup_teardown(reads_lists, begin, end),
		cmocka_unit_test_setup_teardown(tells_nothing_from_empty_text, begin, end),
		cmocka_unit_test_setup_teardown(takes_an_empty_file, begin, end),
		cmocka_unit_test_setup_teardown(finds_nothing_in_what_is_no_map, begin, end),
		cmocka_unit_test_setup_teardown(
			refuses_a_duplicate_key_with_both_lines, begin, end),
		cmocka_unit_test_setup_teardown(refuses_anchors, begin, end),
		cmocka_unit_test_setup_teardown(refuses_aliases, begin, end),
		cmocka_unit_test_setup_teardown(refuses_anchored_maps, begin, end),
		cmocka_unit_test_setup_teardown(refuses_tags, begin, end),
		cmocka_unit_test_setup_teardown(refuses_tagged_lists, begin, end),
		cmocka_unit_test_setup_teardown(refuses_a_second_document, begin, end),
		cmocka_unit_test_setup_teardown(refuses_keys_that_are_no_words, begin, end),
		cmocka_unit_test_setup_teardown(refuses_empty_keys, begin, end),
		cmocka_unit_test_setup_teardown(refuses_nul_characters, begin, end),
		cmocka_unit_test_setup_teardown(refuses_depth, begin, end),
		cmocka_unit_test_setup_teardown(refuses_too_many_items, begin, end),
		cmocka_unit_test_setup_teardown(takes_as_many_items_as_are_allowed, begin, end),
		cmocka_unit_test_setup_teardown(refuses_a_long_file, begin, end),
		cmocka_unit_test_setup_teardown(says_where_it_is_not_yaml, begin, end),
		cmocka_unit_test_setup_teardown(refuses_what_is_not_utf8, begin, end),
		cmocka_unit_test_setup_teardown(refuses_raw_nul_bytes, begin, end),
		cmocka_unit_test_setup_teardown(says_so_when_the_arena_is_full, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
