/* decode_test - JSON into structs, and a service's rows into structs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "sdk/decode_sample.h"

static void fills_every_kind_of_member(void **state)
{
	struct world *w = *state;
	struct thing t = { .count = 0 };
	const struct inner *many;

	assert_int_equal(decode_object(&thing_table, SPAN(FULL), &w->arena, &t, &w->fault), MCP_OK);

	many = t.many.at;
	assert_true(t.count == 3 && t.price.known && t.price.value == INT64_MIN);
	assert_true(t.ratio == 0.1 && t.rate.known && t.rate.value == -1.5);
	assert_true(t.flag == 1 && t.yes.known && t.yes.value == 0);
	assert_string_equal(t.text, "a\"b");
	assert_string_equal(t.market, "KOSDAQ");
	assert_true(t.flags.count == 2 && t.many.count == 2);
	assert_string_equal(t.flags.at[1], "y");
	assert_string_equal(t.one->text, "in");
	assert_true(many[1].n == 3 && t.many.stride == sizeof *many);
}

static void leaves_what_is_absent_null(void **state)
{
	const struct span json = SPAN("{\"count\":1,\"ratio\":1,\"flag\":true,\"text\":null}");
	struct world *w = *state;
	struct thing t = { .count = 0 };

	assert_int_equal(decode_object(&thing_table, json, &w->arena, &t, &w->fault), MCP_OK);

	assert_true(!t.price.known && !t.rate.known && !t.yes.known);
	assert_true(!t.text && !t.market && !t.flags.at && !t.one && !t.many.at);
}

static void tells_an_empty_list_from_none(void **state)
{
	const struct span json =
		SPAN("{\"count\":1,\"ratio\":1,\"flag\":true,\"flags\":[],\"many\":[]}");
	struct world *w = *state;
	struct thing t = { .count = 0 };

	assert_int_equal(decode_object(&thing_table, json, &w->arena, &t, &w->fault), MCP_OK);

	assert_true(t.flags.at && t.flags.count == 0);
	assert_true(t.many.at && t.many.count == 0);
}

/* The sentence about a wrong object. */
static const char *wrong_in(struct world *w, const char *json)
{
	struct thing t = { .count = 0 };

	assert_true(decode_object(&thing_table, span_of(json), &w->arena, &t, &w->fault) < 0);
	return w->fault.text;
}

static void names_what_it_cannot_fill(void **state)
{
	struct world *w = *state;

	assert_string_equal(wrong_in(w, "{}"), "count is null; its type cannot be");
	assert_string_equal(wrong_in(w, "[]"), "the values are no object");
	assert_string_equal(
		wrong_in(w, "{\"count\":\"1\"}"), "the value of count is not of its type");
	assert_string_equal(wrong_in(w, "{\"count\":1,\"ratio\":1,\"flag\":1}"),
		"the value of flag is not of its type");
	assert_string_equal(wrong_in(w, "{\"count\":1,\"ratio\":1,\"flag\":true,\"flags\":[1]}"),
		"the value of flags is not of its type");
	assert_string_equal(wrong_in(w, "{\"count\":1,\"ratio\":1,\"flag\":true,\"many\":{}}"),
		"the value of many is not of its type");
	assert_string_equal(wrong_in(w, "{\"count\":1,\"ratio\":1,\"flag\":true,\"one\":{}}"),
		"n is null; its type cannot be");
}

static void says_when_the_call_has_no_memory_left(void **state)
{
	struct world *w = *state;
	struct thing t = { .count = 0 };
	struct arena small;
	mcp_status s;

	arena_init(&small, 1);
	s = decode_object(&thing_table,
		SPAN("{\"count\":1,\"ratio\":1,\"flag\":true,\"many\":[{\"n\":1}]}"), &small, &t,
		&w->fault);
	arena_done(&small);

	assert_int_equal(s, MCP_E_MEMORY);
}

/* ---- A service's rows. ---- */

struct stock {
	const char *code;
	mcp_int price;
	mcp_real rate;
	mcp_bool halted;
	const char *market;
	mcp_texts flags;
};

static const mcp_field stock_fields[] = {
	MCP_TEXT(struct stock, code, "Code.", .source = "mksc_shrn_iscd"),
	MCP_INT(struct stock, price, "Price.", .source = "stck_prpr"),
	MCP_REAL(struct stock, rate, "Rate."),
	MCP_BOOL(struct stock, halted, "Halted."),
	MCP_CHOICE(struct stock, market, "Market.", "KOSPI|KOSDAQ"),
	MCP_TEXTS(struct stock, flags, "Flags."),
};
static const mcp_table stock_table = MCP_TABLE(struct stock, stock_fields);

#define COLUMNS \
	"[\"rate\",\"more\",\"stck_prpr\",\"mksc_shrn_iscd\",\"halted\",\"market\",\"flags\"]"

static mcp_status read_rows(struct world *w, const char *rows, mcp_rows *ret)
{
	assert_true(scan_check(span_of(rows), NULL));
	return decode_rows(&stock_table, SPAN(COLUMNS), span_of(rows), &w->arena, ret, &w->fault);
}

static void asks_for_the_columns_of_its_table(void **state)
{
	struct world *w = *state;

	decode_columns(&stock_table, &w->out);

	assert_string_equal(buf_text(&w->out),
		"[\"mksc_shrn_iscd\",\"stck_prpr\",\"rate\",\"halted\",\"market\",\"flags\"]");
}

static void reads_upstream_texts_as_numbers(void **state)
{
	struct world *w = *state;
	const struct stock *stock;
	mcp_rows rows;

	assert_int_equal(read_rows(w,
				 "[[\"-3.21\",0,\"0071500\",\"005930\",\"Y\",\"kospi\",[\"관리\"]],"
				 "[1.5,null,9007199254740993,\"00088K\",false,\"KOSDAQ\",[]],"
				 "[\" +0.10 \",\"\",\"-1234.00\",\"1\",\"0\",\"KOSPI\",null]]",
				 &rows),
		MCP_OK);

	stock = rows.at;
	assert_true(rows.count == 3 && rows.stride == sizeof *stock);
	assert_true(stock[0].price.value == 71500 && stock[0].rate.value == -3.21);
	assert_true(stock[0].halted.known && stock[0].halted.value == 1);
	assert_string_equal(stock[0].code, "005930");
	assert_string_equal(stock[0].market, "KOSPI");
	assert_string_equal(stock[0].flags.at[0], "관리");
	assert_true(stock[1].price.value == 9007199254740993 && stock[1].rate.value == 1.5);
	assert_true(stock[1].flags.at && stock[1].flags.count == 0);
	assert_true(stock[2].price.value == -1234 && stock[2].rate.value == 0.1);
	assert_true(stock[2].halted.known && stock[2].halted.value == 0);
}

static void reads_empty_cells_as_null(void **state)
{
	struct world *w = *state;
	const struct stock *stock;
	mcp_rows rows;

	assert_int_equal(read_rows(w, "[[\"\",0,\"  \",null,null,\"\",null]]", &rows), MCP_OK);

	stock = rows.at;
	assert_true(!stock->rate.known && !stock->price.known && !stock->halted.known);
	assert_true(!stock->code && !stock->market && !stock->flags.at);
}

static void takes_no_rows_at_all(void **state)
{
	struct world *w = *state;
	mcp_rows rows = { .at = NULL };

	assert_int_equal(read_rows(w, "[]", &rows), MCP_OK);

	assert_true(rows.at && rows.count == 0);
}

static const char *wrong_rows(struct world *w, const char *rows)
{
	mcp_rows ret = { .at = NULL };

	assert_int_equal(read_rows(w, rows, &ret), MCP_E_UPSTREAM);
	assert_null(ret.at);
	return w->fault.text;
}

static void names_the_column_of_a_wrong_cell(void **state)
{
	struct world *w = *state;

	assert_string_equal(wrong_rows(w, "[[1,0,\"12a\",\"x\",null,null,null]]"),
		"column \"stck_prpr\" holds \"12a\" in row 1; a whole number was expected");
	assert_string_equal(wrong_rows(w, "[[1,0,1.5,\"x\",null,null,null]]"),
		"column \"stck_prpr\" holds 1.5 in row 1; a whole number was expected");
	assert_string_equal(wrong_rows(w, "[[\"nan\",0,1,\"x\",null,null,null]]"),
		"column \"rate\" holds \"nan\" in row 1; a number was expected");
	assert_string_equal(wrong_rows(w, "[[1,0,1,\"x\",\"maybe\",null,null]]"),
		"column \"halted\" holds \"maybe\" in row 1; true or false was expected");
	assert_string_equal(wrong_rows(w, "[[1,0,1,\"x\",null,\"NYSE\",null]]"),
		"column \"market\" holds \"NYSE\" in row 1; KOSPI|KOSDAQ was expected");
	assert_string_equal(wrong_rows(w, "[[1,0,1,[],null,null,null]]"),
		"column \"mksc_shrn_iscd\" holds a list in row 1; a text was expected");
	assert_string_equal(wrong_rows(w, "[[1,0,1,\"x\",null,null,[1]]]"),
		"column \"flags\" holds a list in row 1; a list of texts was expected");
	assert_string_equal(wrong_rows(w, "[[1,0,1,\"x\",null,null,\"a\"]]"),
		"column \"flags\" holds \"a\" in row 1; a list of texts was expected");
}

static void refuses_rows_of_another_length(void **state)
{
	struct world *w = *state;

	assert_string_equal(wrong_rows(w, "[[1,0,1,\"x\",null,null]]"),
		"row 1 does not have the 7 values of its columns");
	assert_string_equal(wrong_rows(w, "[[1,0,1,\"x\",null,null,null,1]]"),
		"row 1 does not have the 7 values of its columns");
	assert_string_equal(
		wrong_rows(w, "[{}]"), "row 1 does not have the 7 values of its columns");
	assert_string_equal(wrong_rows(w, "{}"), "the answer has no list of rows");
}

static void names_an_unknown_column(void **state)
{
	struct world *w = *state;
	mcp_rows rows;

	assert_int_equal(decode_rows(&stock_table, SPAN("[\"rate\",\"mksc_shrn_iscd\"]"),
				 SPAN("[]"), &w->arena, &rows, &w->fault),
		MCP_E_ARGUMENT);
	assert_string_equal(
		w->fault.text, "column \"stck_prpr\" is unknown; use one the service has");
}

static void names_a_member_no_column_can_fill(void **state)
{
	struct world *w = *state;
	mcp_rows rows;

	assert_int_equal(decode_rows(&thing_table,
				 SPAN("[\"count\",\"price\",\"ratio\",\"rate\",\"flag\",\"yes\","
				      "\"text\",\"market\",\"flags\",\"one\",\"many\"]"),
				 SPAN("[]"), &w->arena, &rows, &w->fault),
		MCP_E_ARGUMENT);
	assert_string_equal(w->fault.text, "one is no single value; a column cannot fill it");
}

static void asks_for_a_nullable_member_where_nothing_is_known(void **state)
{
	struct world *w = *state;
	mcp_rows rows;

	assert_int_equal(decode_rows(&inner_table, SPAN("[\"n\",\"text\"]"), SPAN("[[null,\"a\"]]"),
				 &w->arena, &rows, &w->fault),
		MCP_E_UPSTREAM);
	assert_string_equal(w->fault.text,
		"column \"n\" is not known in row 1; make the member n one that may be null");
}

struct sector {
	const char *name;
	mcp_rows leaders;
};

static const mcp_field sector_fields[] = {
	MCP_TEXT(struct sector, name, "Name."),
	MCP_ROWS(struct sector, leaders, "Leaders.", inner_table, .source = "leading"),
};
static const mcp_table sector_table = MCP_TABLE(struct sector, sector_fields);

#define SECTOR_COLUMNS "[{\"name\":\"leading\",\"columns\":[\"text\",\"n\"]},\"name\"]"

static mcp_status sectors(struct world *w, const char *rows, mcp_rows *ret)
{
	return decode_rows(
		&sector_table, SPAN(SECTOR_COLUMNS), span_of(rows), &w->arena, ret, &w->fault);
}

static void asks_for_the_columns_of_a_list(void **state)
{
	struct world *w = *state;

	decode_columns(&sector_table, &w->out);
	assert_string_equal(buf_text(&w->out),
		"[\"name\",{\"name\":\"leading\",\"columns\":[\"n\",\"text\"]}]");
}

static void reads_a_list_in_a_row(void **state)
{
	struct world *w = *state;
	const struct sector *sector;
	const struct inner *leader;
	mcp_rows rows;

	assert_int_equal(sectors(w, "[[[[\"a\",1],[\"b\",2]],\"s\"]]", &rows), MCP_OK);
	sector = rows.at;
	leader = sector->leaders.at;
	assert_string_equal(sector->name, "s");
	assert_int_equal(sector->leaders.count, 2);
	assert_int_equal(leader[1].n, 2);
	assert_string_equal(leader[1].text, "b");
}

static void tells_no_list_from_an_empty_one(void **state)
{
	struct world *w = *state;
	const struct sector *sector;
	mcp_rows rows;

	assert_int_equal(sectors(w, "[[null,\"s\"],[[],\"t\"]]", &rows), MCP_OK);
	sector = rows.at;
	assert_null(sector[0].leaders.at);
	assert_non_null(sector[1].leaders.at);
	assert_int_equal(sector[1].leaders.count, 0);
}

static void names_what_is_wrong_in_a_list(void **state)
{
	struct world *w = *state;
	mcp_rows rows;

	assert_int_equal(sectors(w, "[[[[\"a\"]],\"s\"]]", &rows), MCP_E_UPSTREAM);
	assert_string_equal(w->fault.text, "row 1 does not have the 2 values of its columns");
	assert_int_equal(sectors(w, "[[7,\"s\"]]", &rows), MCP_E_UPSTREAM);
	assert_string_equal(w->fault.text, "the answer has no list of rows");
	assert_int_equal(decode_rows(&sector_table, SPAN("[\"name\",\"leading\"]"), SPAN("[]"),
				 &w->arena, &rows, &w->fault),
		MCP_E_ARGUMENT);
	assert_string_equal(
		w->fault.text, "column \"leading\" is unknown; use one the service has");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(fills_every_kind_of_member),
		CASE(leaves_what_is_absent_null),
		CASE(tells_an_empty_list_from_none),
		CASE(names_what_it_cannot_fill),
		CASE(says_when_the_call_has_no_memory_left),
		CASE(asks_for_the_columns_of_its_table),
		CASE(reads_upstream_texts_as_numbers),
		CASE(reads_empty_cells_as_null),
		CASE(takes_no_rows_at_all),
		CASE(names_the_column_of_a_wrong_cell),
		CASE(refuses_rows_of_another_length),
		CASE(names_an_unknown_column),
		CASE(names_a_member_no_column_can_fill),
		CASE(asks_for_a_nullable_member_where_nothing_is_known),
		CASE(asks_for_the_columns_of_a_list),
		CASE(reads_a_list_in_a_row),
		CASE(tells_no_list_from_an_empty_one),
		CASE(names_what_is_wrong_in_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
