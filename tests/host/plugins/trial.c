/* trial - a plugin that does what tests of worker and registry ask for. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mcp/cache.h>
#include <mcp/format.h>
#include <mcp/market.h>

struct config {
	int64_t limit;
};

static const mcp_field config_fields[] = {
	MCP_INT(struct config, limit, "The most.", .preset = "7", .range = "1..9"),
};

struct args {
	const char *what;
	int64_t number;
};

static const mcp_field arg_fields[] = {
	MCP_TEXT(struct args, what, "What to do.", .preset = "echo"),
	MCP_INT(struct args, number, "A number.", .preset = "1", .range = "0..$limit"),
};

struct result {
	const char *what;
	int64_t number;
};

static const mcp_field result_fields[] = {
	MCP_TEXT(struct result, what, "What was asked.", .flags = MCP_F_REQUIRED),
	MCP_INT(struct result, number, "The number."),
};

struct row {
	const char *code;
	mcp_int trading_value;
};

static const mcp_field row_fields[] = {
	MCP_TEXT(struct row, code, "Code."),
	MCP_INT(struct row, trading_value, "Value."),
};

static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

/* ---- A tool that answers with a result, and lies in every way. ---- */

static mcp_status answer(mcp_ctx *ctx, const struct args *a)
{
	const struct result result = { .what = a->what, .number = a->number };

	return mcp_reply(ctx, &result);
}

static mcp_status reply_twice(mcp_ctx *ctx, const struct args *a)
{
	const struct result first = { .what = "first", .number = 1 };

	(void)mcp_reply(ctx, &first);
	return answer(ctx, a);
}

static mcp_status reply_text_too(mcp_ctx *ctx, const struct args *a)
{
	(void)mcp_reply_text(ctx, "in %s words", "own");
	return answer(ctx, a);
}

static mcp_status reply_null_text(mcp_ctx *ctx, const struct args *a)
{
	const struct result result = { .what = NULL };

	(void)a;
	return mcp_reply(ctx, &result);
}

static mcp_status stay_silent(mcp_ctx *ctx, const struct args *a)
{
	(void)ctx;
	(void)a;
	return MCP_OK;
}

static mcp_status invent_status(mcp_ctx *ctx, const struct args *a)
{
	(void)ctx;
	(void)a;
	return -77;
}

static mcp_status refuse_silently(mcp_ctx *ctx, const struct args *a)
{
	(void)ctx;
	(void)a;
	return MCP_E_BUSY;
}

static mcp_status give_up(mcp_ctx *ctx, const struct args *a)
{
	(void)ctx;
	(void)a;
	return MCP_E_CANCELLED;
}

static mcp_status pass_no_format(mcp_ctx *ctx, const struct args *a)
{
	const char *none = a->number < 0 ? "never" : NULL;

	mcp_log(ctx, MCP_LOG_INFO, none, 1);
	(void)mcp_note(ctx, none, 1);
	(void)mcp_reply_text(ctx, none, 1);
	return mcp_fail(ctx, MCP_E_ARGUMENT, none, 1);
}

static mcp_status tell_reason(mcp_ctx *ctx, const struct args *a)
{
	return mcp_fail(ctx, MCP_E_ARGUMENT, "number is %lld; give less", (long long)a->number);
}

static mcp_status take_all_memory(mcp_ctx *ctx, const struct args *a)
{
	(void)a;
	while (mcp_alloc(ctx, 64 * 1024))
		continue;
	return mcp_fail(ctx, MCP_E_MEMORY, "no more");
}

static mcp_status add_notes(mcp_ctx *ctx, const struct args *a)
{
	(void)mcp_note(ctx, "note %d", 1);
	(void)mcp_note(ctx, "note %d", 2);
	return answer(ctx, a);
}

static mcp_status report_progress(mcp_ctx *ctx, const struct args *a)
{
	for (int i = 0; i <= 1000; i++)
		mcp_progress(ctx, i, 1000, "counting");
	mcp_progress(ctx, 3, 1000, "backwards");
	mcp_log(ctx, MCP_LOG_WARN, "counted %d", 1000);
	return answer(ctx, a);
}

static mcp_status crash(mcp_ctx *ctx, const struct args *a)
{
	(void)ctx;
	(void)a;
	abort();
}

static mcp_status wait_for_cancel(mcp_ctx *ctx, const struct args *a)
{
	(void)a;
	while (!mcp_cancelled(ctx))
		(void)usleep(1000);
	return MCP_E_CANCELLED;
}

static mcp_status never_end(mcp_ctx *ctx, const struct args *a)
{
	(void)ctx;
	(void)a;
	while (pause() < 0)
		continue;
	return MCP_OK;
}

static mcp_status break_frames(mcp_ctx *ctx, const struct args *a)
{
	static const char junk[] = "\x05\0\0\0hello";

	if (write(3, junk, sizeof junk - 1) < 0)
		return MCP_E_INTERNAL;
	return never_end(ctx, a);
}

static mcp_status send_wrong_answer(mcp_ctx *ctx, const struct args *a)
{
	static const char frame[] =
		"\x30\0\0\0{\"t\":\"done\",\"status\":\"ok\",\"result\":{\"what\":\"x\"}}";

	if (write(3, frame, sizeof frame - 1) < 0)
		return MCP_E_INTERNAL;
	return never_end(ctx, a);
}

static mcp_status send_no_status(mcp_ctx *ctx, const struct args *a)
{
	static const char frame[] = "\x0c\0\0\0{\"t\":\"done\"}";

	if (write(3, frame, sizeof frame - 1) < 0)
		return MCP_E_INTERNAL;
	return never_end(ctx, a);
}

static mcp_status ask_market(mcp_ctx *ctx, const struct args *a)
{
	const mcp_market_query query = { .size = sizeof query, .count = 2, .sort_by = "volume" };
	struct result result = { .what = a->what };
	const struct row *rows;
	mcp_rows got;
	mcp_status s;

	s = mcp_market_top(ctx, &query, &row_table, &got);
	if (s < 0)
		return s;

	rows = got.at;
	for (uint32_t i = 0; i < got.count; i++)
		result.number += rows[i].trading_value.value;
	return mcp_reply(ctx, &result);
}

static mcp_status use_cache(mcp_ctx *ctx, const struct args *a)
{
	struct result result = { .what = "nothing", .number = a->number };
	const char *kept = NULL;
	mcp_status s = mcp_cache_put(ctx, "k", "v", 60);

	if (s == MCP_OK)
		s = mcp_cache_get(ctx, "k", &kept);
	if (s < 0)
		return s;
	if (kept)
		result.what = kept;
	return mcp_reply(ctx, &result);
}

static mcp_status use_unnamed_service(mcp_ctx *ctx, const struct args *a)
{
	(void)a;
	return mcp_service(ctx, "kis/1") ? MCP_OK : MCP_E_UNSUPPORTED;
}

static mcp_status show_config(mcp_ctx *ctx, const struct args *a)
{
	const struct result result = {
		.what = a->what,
		.number = MCP_CONFIG(ctx, struct config)->limit,
	};

	return mcp_reply(ctx, &result);
}

static mcp_status show_environment(mcp_ctx *ctx, const struct args *a)
{
	const char *secret = getenv("KOREA_INVESTMENT_APP_SECRET");
	const struct result result = { .what = secret ? secret : "none", .number = a->number };

	return mcp_reply(ctx, &result);
}

static mcp_status show_time(mcp_ctx *ctx, const struct args *a)
{
	const struct result result = { .what = a->what, .number = mcp_now_ms(ctx) / 60000 };

	return mcp_reply(ctx, &result);
}

static const struct {
	const char *what;
	mcp_status (*act)(mcp_ctx *ctx, const struct args *a);
} acts[] = {
	{ "echo", answer },
	{ "twice", reply_twice },
	{ "text", reply_text_too },
	{ "null", reply_null_text },
	{ "silent", stay_silent },
	{ "status", invent_status },
	{ "reasonless", refuse_silently },
	{ "quit", give_up },
	{ "format", pass_no_format },
	{ "reason", tell_reason },
	{ "memory", take_all_memory },
	{ "notes", add_notes },
	{ "progress", report_progress },
	{ "crash", crash },
	{ "wait", wait_for_cancel },
	{ "hang", never_end },
	{ "junk", break_frames },
	{ "wrong", send_wrong_answer },
	{ "statusless", send_no_status },
	{ "market", ask_market },
	{ "cache", use_cache },
	{ "unnamed", use_unnamed_service },
	{ "config", show_config },
	{ "environment", show_environment },
	{ "time", show_time },
};

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;

	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (strcmp(a->what, acts[i].what) == 0)
			return acts[i].act(ctx, a);
	return mcp_fail(ctx, MCP_E_ARGUMENT, "no such act");
}

static const mcp_tool trial = {
	MCP_TOOL_HEAD,
	.name = "trial",
	.title = "Trial",
	.help = "Does what a test asks for.",
	.hints = MCP_READ_ONLY,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct result, result_fields),
	.run = run,
	.fresh_s = 60,
	.keep_s = 300,
	.deadline_s = 2,
};

static const mcp_phrase phrases[] = {
	{ "number is %lld; give less", "number가 %lld입니다. 줄여 주세요" },
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "trial",
	.version = "1.2.3",
	.license = "MIT",
	.tools = MCP_LIST(&trial),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "cache/1?", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
