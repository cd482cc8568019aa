/* fake_market_test - the fake market notices a tool that contradicts mcp/market.h. */
#include "support/fake_market.h"

#include "support/fake_market_column.h"

static const char *fault_of(const char *op, uint32_t type, const char *name, const char *unit)
{
	const mcp_field field = { .name = name, .type = type, .unit = unit };

	return fake_market_column_fault(op, &field);
}

static void a_column_as_the_header_has_it_is_fine(void **state)
{
	(void)state;
	assert_null(fault_of("top", MCP_T_INT, "trading_value", "KRW"));
	assert_null(fault_of("top", MCP_T_INT, "price", "KRW/share"));
	assert_null(fault_of("top", MCP_T_INT, "volume", "shares"));
	assert_null(fault_of("quotes", MCP_T_REAL, "change_rate", "%"));
	assert_null(fault_of("top", MCP_T_TEXTS, "flags", NULL));
	assert_null(fault_of("summary", MCP_T_TEXT, "as_of", NULL));
	assert_null(fault_of("sectors", MCP_T_ROWS, "leading_stocks", NULL));
	assert_null(fault_of("bars", MCP_T_INT64, "close", "KRW/share"));
	assert_null(fault_of("session", MCP_T_BOOL, "is_open_day", NULL));
}

static void each_name_of_a_list_is_a_column(void **state)
{
	(void)state;
	assert_null(fault_of("top", MCP_T_INT, "buy_amount", "KRW"));
	assert_null(fault_of("top", MCP_T_INT, "sell_amount", "KRW"));
	assert_null(fault_of("top", MCP_T_INT, "net_amount", "KRW"));
	assert_null(fault_of("sectors", MCP_T_INT, "institution_net_buy", "KRW"));
}

static void a_source_goes_before_the_name(void **state)
{
	const mcp_field field = {
		.name = "what_i_call_it",
		.type = MCP_T_REAL,
		.source = "change_rate",
		.unit = "%",
	};

	(void)state;
	assert_null(fake_market_column_fault("top", &field));
}

static void an_unknown_column_is_noticed(void **state)
{
	(void)state;
	assert_string_equal(fault_of("top", MCP_T_INT, "trading_valeu", "KRW"),
		"mcp/market.h has no column \"trading_valeu\" of \"top\"");
}

static void a_column_of_another_operation_is_noticed(void **state)
{
	(void)state;
	assert_non_null(fault_of("top", MCP_T_INT, "total_buy_amount", "KRW"));
	assert_non_null(fault_of("summary", MCP_T_INT, "trading_value", "KRW"));
	assert_non_null(fault_of("nothing", MCP_T_INT, "trading_value", "KRW"));
}

static void another_type_is_noticed(void **state)
{
	(void)state;
	assert_string_equal(fault_of("top", MCP_T_REAL, "trading_value", "KRW"),
		"\"trading_value\" is int in mcp/market.h, real in the tool");
	assert_non_null(fault_of("top", MCP_T_TEXT, "flags", NULL));
}

static void another_unit_is_noticed(void **state)
{
	(void)state;
	assert_string_equal(fault_of("top", MCP_T_INT, "volume", "KRW"),
		"\"volume\" is in shares in mcp/market.h, in KRW in the tool");
	assert_non_null(fault_of("top", MCP_T_INT, "trading_value", NULL));
	assert_non_null(fault_of("top", MCP_T_REAL, "volume_ratio", "x"));
	assert_non_null(fault_of("top", MCP_T_REAL, "per", "%"));
}

static const mcp_phrase half[] = { { "Half", "반" }, { "Missing", NULL } };

static void a_text_without_korean_is_named(void **state)
{
	const mcp_tool tool = { MCP_TOOL_HEAD, .title = "Half", .help = "Missing" };
	const mcp_plugin plugin = {
		MCP_PLUGIN_HEAD,
		.tools = MCP_LIST(&tool),
		.phrases = MCP_PHRASES(half),
	};

	(void)state;
	assert_string_equal(fake_market_untranslated(&plugin), "Missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_as_the_header_has_it_is_fine),
		cmocka_unit_test(each_name_of_a_list_is_a_column),
		cmocka_unit_test(a_source_goes_before_the_name),
		cmocka_unit_test(an_unknown_column_is_noticed),
		cmocka_unit_test(a_column_of_another_operation_is_noticed),
		cmocka_unit_test(another_type_is_noticed),
		cmocka_unit_test(another_unit_is_noticed),
		cmocka_unit_test(a_text_without_korean_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
