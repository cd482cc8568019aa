/* tool_frame - what every tool over the market promises, whatever it ranks. */
#include "support/tool_frame.h"

#include <string.h>

#include "data/field.h"

static mcp_status run_tool(const struct tool_frame *frame, struct fake_host *host, const char *json)
{
	return frame->tool->run(&host->ctx, fake_market_args(frame->plugin, frame->tool, json));
}

/* ---- Room. ---- */

void twenty_rows_fit_into_four_kibibytes(void **state)
{
	const struct tool_frame *frame = *state;
	struct fake_host host = frame->start(state);

	frame->market->rows = fake_market_repeat(frame->longest, 20);
	fake_host_korean(&host, &frame->plugin->phrases);
	assert_int_equal(run_tool(frame, &host, "{}"), MCP_OK);
	assert_in_range(strlen(host.text), frame->twenty_least, 4096);
}

void fifty_rows_fit_into_ten_kibibytes(void **state)
{
	const struct tool_frame *frame = *state;
	struct fake_host host = frame->start(state);

	frame->market->rows = fake_market_repeat(frame->longest, 50);
	fake_host_korean(&host, &frame->plugin->phrases);
	assert_int_equal(run_tool(frame, &host, "{\"count\":50}"), MCP_OK);
	assert_in_range(strlen(host.text), frame->fifty_least, 10240);
}

/* ---- Failing. ---- */

void a_ranking_that_fails_fails_the_call(void **state)
{
	const struct tool_frame *frame = *state;
	struct fake_host host = frame->start(state);

	frame->market->rows_status = MCP_E_BUSY;
	assert_int_equal(run_tool(frame, &host, "{}"), MCP_E_BUSY);
	assert_string_equal(host.said, "no ranking today; try again later");
	assert_int_equal(host.replies, 0);
}

void totals_that_fail_fail_the_call(void **state)
{
	const struct tool_frame *frame = *state;
	struct fake_host host = frame->start(state);

	frame->market->summary_status = MCP_E_DEADLINE;
	assert_int_equal(run_tool(frame, &host, "{}"), MCP_E_DEADLINE);
	assert_string_equal(host.said, "no totals today; try again later");
	assert_int_equal(host.replies, 0);
}

/* ---- The declaration. ---- */

void the_tables_are_sound(void **state)
{
	const struct tool_frame *frame = *state;
	struct fault f = { 0 };

	assert_int_equal(field_check_table(&frame->tool->args, "arguments", &f), MCP_OK);
	assert_int_equal(field_check_table(&frame->tool->result, "result", &f), MCP_OK);
	assert_int_equal(field_check_table(&frame->plugin->config, "config", &f), MCP_OK);
}

void the_phrases_take_the_same_values(void **state)
{
	const struct tool_frame *frame = *state;

	assert_null(fake_host_phrase_at_odds(&frame->plugin->phrases));
}

void every_text_is_there_in_korean(void **state)
{
	const struct tool_frame *frame = *state;

	assert_null(fake_market_untranslated(frame->plugin));
}
