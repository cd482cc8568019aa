/* fake_market - market/1 for testing one tool. */
#include "support/fake_market.h"

#include <stdio.h>
#include <string.h>

#include <mcp/format.h>

#include "base/phrase.h"
#include "data/check.h"
#include "data/decode.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/value.h"
#include "service/format.h"
#include "support/fake_market_column.h"

#define MEMORY ((size_t)4 << 20)

/* What the answers live in; a test program has one market at a time. */
static struct arena memory;
static struct fake_market *market;

/* ---- Answering. ---- */

/* The service's object by column becomes the tool's object by name. */
static void put_by_name(const mcp_table *table, struct span by_column, struct buf *ret)
{
	buf_char(ret, '{');
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);
		const char *column = field.source ? field.source : field.name;
		struct span value = scan_get(by_column, column);
		struct scan_iter it = scan_iter(value);
		struct span item;

		if (!value.at)
			fail_msg("the test gives no column \"%s\"", column);
		json_name(ret, field.name);
		if (field.type != MCP_T_ROWS || scan_kind(value) != SCAN_ARRAY) {
			buf_span(ret, value);
			continue;
		}
		buf_char(ret, '[');
		while (scan_item(&it, &item)) {
			json_next(ret);
			put_by_name(field.table, item, ret);
		}
		buf_char(ret, ']');
	}
	buf_char(ret, '}');
}

static void fill(const mcp_table *table, struct span by_column, void *ret)
{
	struct fault f = { 0 };
	struct buf json;

	buf_init(&json, 1 << 20);
	put_by_name(table, by_column, &json);
	if (decode_object(table, buf_as_span(&json), &memory, ret, &f) < 0)
		fail_msg("%s", f.text);
	buf_done(&json);
}

/* Every one of them, to notice a service that is asked what it cannot know. */
static void look_at_columns(const char *op, const mcp_table *table)
{
	struct fault f = { 0 };

	if (field_check_table(table, op, &f) < 0)
		fail_msg("%s", f.text);
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);
		const char *fault = fake_market_column_fault(op, &field);

		if (fault)
			fail_msg("%s", fault);
	}
}

static const struct fake_rows *rows_of_its_own(const char *op)
{
	for (int i = 0; i < FAKE_OPS; i++)
		if (market->also[i].op && strcmp(market->also[i].op, op) == 0)
			return &market->also[i];
	return NULL;
}

static void note_query(const char *op, const mcp_market_query *query)
{
	const mcp_market_filter *filters = query->filters.at;

	market->asked = *query;
	assert_true(query->filters.count <= FAKE_FILTERS);
	for (uint32_t i = 0; i < query->filters.count; i++)
		market->filters[i] = filters[i];
	(void)snprintf(market->op, sizeof market->op, "%s", op);
}

static mcp_status give_rows(mcp_ctx *ctx, const char *op, const mcp_market_query *query,
	const mcp_table *row, mcp_rows *ret)
{
	const struct fake_rows *own = rows_of_its_own(op);
	struct span rows = span_of(own ? own->rows : market->rows);
	const mcp_status status = own ? own->status : market->rows_status;
	struct scan_iter it = scan_iter(rows);
	mcp_rows given = { .stride = row->struct_size };
	struct span item;
	char *at = arena_alloc(&memory, (size_t)64 * row->struct_size);

	look_at_columns(op, row);
	market->calls++;
	if (!own)
		note_query(op, query);
	if (status < 0)
		return mcp_fail(ctx, status, "no ranking today; try again later");

	assert_true(scan_check(rows, NULL));
	for (; given.count < 64 && scan_item(&it, &item); given.count++)
		fill(row, item, at + (size_t)given.count * row->struct_size);
	given.at = at;
	*ret = given;
	return MCP_OK;
}

static mcp_status give_top(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return give_rows(ctx, "top", query, row, ret);
}

static mcp_status give_summary(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, void *ret)
{
	struct span summary = span_of(market->summary);

	look_at_columns("summary", row);
	market->calls++;
	market->asked_summary = *query;
	if (market->summary_status < 0)
		return mcp_fail(ctx, market->summary_status, "no totals today; try again later");

	assert_true(scan_check(summary, NULL));
	fill(row, summary, ret);
	return MCP_OK;
}

static const mcp_market_v1 functions = {
	.size = sizeof functions,
	.top = give_top,
	.summary = give_summary,
	.rows = give_rows,
};

struct fake_host fake_market_start(void **state, struct fake_market *m, const mcp_tool *tool)
{
	struct fake_host host = fake_host_start(state);

	arena_done(&memory);
	arena_init(&memory, MEMORY);
	*m = (struct fake_market){ .rows = "[]", .summary = "{}" };
	market = m;
	host.result = tool ? &tool->result : NULL;
	fake_host_service(&host, "market/1", &functions);
	fake_host_service(&host, "format/1", &format_v1_functions);
	return host;
}

int fake_market_stop(void **state)
{
	(void)state;
	arena_done(&memory);
	return 0;
}

const char *fake_market_repeat(const char *row, uint32_t count)
{
	const char *text;
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_char(&b, '[');
	for (uint32_t i = 0; i < count; i++) {
		json_next(&b);
		buf_puts(&b, row);
	}
	buf_char(&b, ']');
	text = arena_copy(&memory, b.at, b.len);
	buf_done(&b);
	return text;
}

/* ---- The declaration. ---- */

static const char *preset_of(void *self, struct span key)
{
	const mcp_plugin *plugin = self;

	return field_find(&plugin->config, key).preset;
}

const void *fake_market_args(const mcp_plugin *plugin, const mcp_tool *tool, const char *json)
{
	const struct check_context context = { preset_of, (void *)(uintptr_t)plugin };
	void *args = arena_alloc(&memory, tool->args.struct_size);
	struct fault f = { 0 };
	struct buf canonical;

	buf_init(&canonical, 1 << 16);
	if (check_args(&tool->args, span_of(json), &context, &canonical, &f) < 0 ||
		decode_object(&tool->args, buf_as_span(&canonical), &memory, args, &f) < 0)
		fail_msg("%s", f.text);
	buf_done(&canonical);
	return args;
}

static bool has_korean(const mcp_plugin *plugin, const char *text)
{
	size_t count;
	const mcp_phrase *rows = phrase_all(&count);

	/* What is spelled alike in both, such as PER. */
	if (!text || text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ")] == '\0')
		return true;
	for (size_t i = 0; i < count; i++)
		if (str_same(rows[i].en, text))
			return true;
	for (uint32_t i = 0; i < plugin->phrases.count; i++) {
		const void *at =
			(const char *)plugin->phrases.at + (size_t)i * plugin->phrases.stride;
		const mcp_phrase *row = at;

		if (str_same(row->en, text))
			return row->ko;
	}
	return false;
}

static const char *untranslated_in(const mcp_plugin *plugin, const mcp_table *table)
{
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);
		const char *missing = NULL;

		if (!has_korean(plugin, field.help))
			return field.help;
		if (!has_korean(plugin, field.title))
			return field.title;
		if (value_has_table(field.type))
			missing = untranslated_in(plugin, field.table);
		if (missing)
			return missing;
	}
	return NULL;
}

static const char *untranslated(
	const mcp_plugin *plugin, const char *title, const char *help, const mcp_table *args)
{
	if (!has_korean(plugin, title))
		return title;
	return has_korean(plugin, help) ? untranslated_in(plugin, args) : help;
}

/* Of prompts and resources. */
static const char *untranslated_words(const mcp_plugin *plugin)
{
	const char *missing = NULL;

	for (uint32_t i = 0; i < plugin->prompts.count && !missing; i++) {
		const mcp_prompt *p = ((const mcp_prompt *const *)plugin->prompts.at)[i];

		missing = untranslated(plugin, p->title, p->help, &p->args);
	}
	for (uint32_t i = 0; i < plugin->resources.count && !missing; i++) {
		const mcp_resource *r = ((const mcp_resource *const *)plugin->resources.at)[i];

		missing = untranslated(plugin, r->title, r->help, &r->args);
	}
	return missing;
}

const char *fake_market_untranslated(const mcp_plugin *plugin)
{
	const char *missing = untranslated_in(plugin, &plugin->config);

	for (uint32_t i = 0; i < plugin->tools.count && !missing; i++) {
		const mcp_tool *tool = ((const mcp_tool *const *)plugin->tools.at)[i];

		missing = untranslated(plugin, tool->title, tool->help, &tool->args);
		if (!missing)
			missing = untranslated_in(plugin, &tool->result);
	}
	return missing ? missing : untranslated_words(plugin);
}
