/* probe - a tool for each thing a conversation can contain: steps, waiting, errors, a crash. */
#include <mcp/tool.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct nothing {
	int64_t unused;
};

static const mcp_field nothing_fields[] = {
	MCP_INT(struct nothing, unused, "Not used.", .preset = "0"),
};

static mcp_status run_steps(mcp_ctx *ctx, const void *args)
{
	(void)args;
	mcp_progress(ctx, 1, 3, "one");
	mcp_log(ctx, MCP_LOG_DEBUG, "step one");
	mcp_progress(ctx, 2, 3, NULL);
	mcp_log(ctx, MCP_LOG_ERROR, "step \"two\"\nof three");
	mcp_progress(ctx, 1.5, 3, "backwards");
	mcp_progress(ctx, 3, 3, "셋");
	return mcp_reply_text(ctx, "done");
}

/* Waits for a cancel, ten seconds at most. */
static mcp_status run_wait(mcp_ctx *ctx, const void *args)
{
	const struct timespec pause = { .tv_nsec = 5000000 };

	(void)args;
	mcp_progress(ctx, 1, 0, "waiting");
	for (int i = 0; i < 2000; i++) {
		if (mcp_cancelled(ctx))
			return mcp_fail(ctx, MCP_E_CANCELLED, "cancelled");
		(void)nanosleep(&pause, NULL);
	}
	return mcp_reply_text(ctx, "nobody cancelled");
}

static mcp_status run_refuse(mcp_ctx *ctx, const void *args)
{
	(void)args;
	return mcp_fail(ctx, MCP_E_UPSTREAM, "the source said \"no\"; ask it later");
}

static mcp_status run_crash(mcp_ctx *ctx, const void *args)
{
	(void)ctx;
	(void)args;
	abort();
}

/* What a careless library does. */
static mcp_status run_print(mcp_ctx *ctx, const void *args)
{
	(void)args;
	(void)printf("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
	(void)fflush(stdout);
	return mcp_reply_text(ctx, "printed");
}

/* A result with every type, once known and once null. */
struct inner {
	int64_t number;
	const char *text;
};

struct shape {
	int64_t whole;
	mcp_int whole_or_null;
	double real;
	mcp_real real_or_null;
	int32_t flag;
	mcp_bool flag_or_null;
	const char *text;
	const char *choice;
	mcp_texts texts;
	const struct inner *object;
	mcp_rows rows;
};

static const mcp_field inner_fields[] = {
	MCP_INT(struct inner, number, "A number."),
	MCP_TEXT(struct inner, text, "A text."),
};

static const mcp_table inner_table = MCP_TABLE(struct inner, inner_fields);

static const mcp_field shape_fields[] = {
	MCP_INT(struct shape, whole, "Whole.", .flags = MCP_F_REQUIRED),
	MCP_INT(struct shape, whole_or_null, "Whole or null."),
	MCP_REAL(struct shape, real, "Real.", .flags = MCP_F_REQUIRED),
	MCP_REAL(struct shape, real_or_null, "Real or null."),
	MCP_BOOL(struct shape, flag, "Flag.", .flags = MCP_F_REQUIRED),
	MCP_BOOL(struct shape, flag_or_null, "Flag or null."),
	MCP_TEXT(struct shape, text, "Text or null."),
	MCP_CHOICE(struct shape, choice, "Choice or null.", "one|two"),
	MCP_TEXTS(struct shape, texts, "Texts or null."),
	MCP_OBJECT(struct shape, object, "An object or null.", inner_table),
	MCP_ROWS(struct shape, rows, "Rows or null.", inner_table),
};

struct shape_args {
	int32_t full;
};

static const mcp_field shape_arg_fields[] = {
	MCP_BOOL(struct shape_args, full, "False: all that may be null is.", .preset = "true"),
};

static mcp_status run_shape(mcp_ctx *ctx, const void *data)
{
	static const char *const texts[] = { "a", "\"\\\n\xed\x95\x9c" };
	static const struct inner rows[] = { { 1, "one" }, { INT64_MIN, NULL } };
	const struct shape_args *a = data;
	struct shape full = {
		.whole = INT64_MAX,
		.whole_or_null = MCP_KNOWN_INT(-1),
		.real = 0.1,
		.real_or_null = MCP_KNOWN_REAL(1e300),
		.flag = 1,
		.flag_or_null = MCP_KNOWN_BOOL(0),
		.text = "</script>\x01",
		.choice = "two",
		.texts = { texts, 2, sizeof *texts },
		.object = &rows[0],
		.rows = { rows, 2, sizeof *rows },
	};
	struct shape bare = { .whole = 0 };

	return mcp_reply(ctx, a->full ? &full : &bare);
}

#define PROBE(function, text) \
	{ \
		MCP_TOOL_HEAD, .name = "probe_" #function, .title = "Probe", .help = text, \
			       .args = MCP_TABLE(struct nothing, nothing_fields), \
			       .run = run_##function, \
	}

static const mcp_tool steps = PROBE(steps, "Reports progress and logs.");
static const mcp_tool waits = PROBE(wait, "Waits until it is cancelled.");
static const mcp_tool refuses = PROBE(refuse, "Says no.");
static const mcp_tool crashes = PROBE(crash, "Crashes.");
static const mcp_tool prints = PROBE(print, "Prints to standard output.");
static const mcp_tool shapes = {
	MCP_TOOL_HEAD,
	.name = "probe_shape",
	.title = "Probe",
	.help = "Answers with every type.",
	.hints = MCP_READ_ONLY,
	.args = MCP_TABLE(struct shape_args, shape_arg_fields),
	.result = MCP_TABLE(struct shape, shape_fields),
	.run = run_shape,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "probe",
	.tools = MCP_LIST(&steps, &waits, &refuses, &crashes, &prints, &shapes),
};
