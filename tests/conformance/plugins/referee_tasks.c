/* referee_tasks - the tools the official suite lets run as tasks. */
#include "referee.h"

#include <mcp/ask.h>
#include <mcp/content.h>

struct person {
	const char *name;
};

static const mcp_field person_fields[] = {
	MCP_TEXT(struct person, name, "A name.", .flags = MCP_F_REQUIRED),
};

static const mcp_table person_table = MCP_TABLE(struct person, person_fields);

static mcp_status greet(mcp_ctx *ctx, const void *args)
{
	const struct person *person = args;

	return mcp_reply_text(ctx, "Hello, %s!", person->name);
}

struct work {
	int64_t seconds;
	const char *label;
};

static const mcp_field work_fields[] = {
	MCP_INT(struct work, seconds, "How long it takes.", .preset = "1", .range = "0..600"),
	MCP_TEXT(struct work, label, "What to call it."),
};

static mcp_status compute(mcp_ctx *ctx, const void *args)
{
	const struct work *work = args;
	mcp_status s;

	mcp_progress(ctx, 0, (double)work->seconds, "begun");
	s = referee_work(ctx, work->seconds * 1000);
	if (s < 0)
		return s;
	return mcp_reply_text(
		ctx, "%s took %lld s", work->label ? work->label : "It", (long long)work->seconds);
}

static mcp_status fail_later(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_status s = content ? referee_work(ctx, 1000) : MCP_E_UNSUPPORTED;

	(void)args;
	if (s < 0)
		return s;
	s = content->text(ctx, "The job did not work out.");
	return s < 0 ? s : content->failed(ctx);
}

static mcp_status break_off(mcp_ctx *ctx, const void *args)
{
	mcp_status s = referee_work(ctx, 200);

	(void)args;
	return s < 0 ? s : mcp_fail(ctx, MCP_E_PROTOCOL, "the job broke off");
}

struct file {
	const char *filename;
};

static const mcp_field file_fields[] = {
	MCP_TEXT(struct file, filename, "Which file.", .flags = MCP_F_REQUIRED),
};

struct consent {
	int32_t confirm;
};

static const mcp_field consent_fields[] = {
	MCP_BOOL(struct consent, confirm, "Whether to go on.", .flags = MCP_F_REQUIRED),
};

static const mcp_table consent_table = MCP_TABLE(struct consent, consent_fields);

static mcp_status delete (mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	const struct file *file = args;
	struct consent consent = { 0 };
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->form(ctx, "confirm", "Delete the file?", &consent_table, &consent, &answer);
	if (s < 0)
		return s;
	if (answer.action != MCP_ANSWER_ACCEPT || !consent.confirm)
		return mcp_reply_text(ctx, "%s was kept", file->filename);
	return mcp_reply_text(ctx, "%s was deleted (in this test's mind only)", file->filename);
}

static mcp_status two_inputs(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct person person = { 0 };
	struct consent consent = { 0 };
	mcp_answer who = { .size = sizeof who };
	mcp_answer yes = { .size = sizeof yes };
	mcp_status s;
	mcp_status t;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->form(ctx, "name", "Who are you?", &person_table, &person, &who);
	t = ask->form(ctx, "consent", "Go on?", &consent_table, &consent, &yes);
	if (s < 0)
		return s;
	if (t < 0)
		return t;
	return mcp_reply_text(ctx, "name=%s consent=%s", person.name ? person.name : "(none)",
		consent.confirm ? "yes" : "no");
}

static mcp_status ask_then_work(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct person person = { 0 };
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->form(ctx, "user_name", "What is your name?", &person_table, &person, &answer);
	if (s < 0)
		return s;
	s = referee_work(ctx, 200);
	if (s < 0)
		return s;
	return mcp_reply_text(ctx, "Hello, %s!", person.name ? person.name : "whoever you are");
}

REFEREE_TOOL(tool_greet, "greet", greet, "Greets at once, never as a task.",
	.args = MCP_TABLE(struct person, person_fields));
REFEREE_TOOL(tool_compute, "slow_compute", compute, "Takes its time.",
	.args = MCP_TABLE(struct work, work_fields), .deadline_s = 600, .task = MCP_TASK_OPTIONAL);
REFEREE_TOOL(
	tool_fail, "failing_job", fail_later, "Fails after a second.", .task = MCP_TASK_REQUIRED);
REFEREE_TOOL(tool_break, "protocol_error_job", break_off, "Ends with an error of the protocol.",
	.task = MCP_TASK_REQUIRED);
REFEREE_TOOL(tool_delete, "confirm_delete", delete, "Asks before it pretends to delete.",
	.args = MCP_TABLE(struct file, file_fields), .task = MCP_TASK_REQUIRED);
REFEREE_TOOL(tool_inputs, "multi_input", two_inputs, "Asks two things at once.",
	.task = MCP_TASK_REQUIRED);
REFEREE_TOOL(tool_later, "test_tool_with_task", ask_then_work, "Asks first, then is a task.",
	.task = MCP_TASK_AFTER_ASKING);

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "referee_tasks",
	.tools = MCP_LIST(&tool_greet, &tool_compute, &tool_fail, &tool_break, &tool_delete,
		&tool_inputs, &tool_later),
	.needs = MCP_NEEDS("ask/1", "content/1"),
};
