/* cli_call - one tool, once, from the shell. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/app.h"
#include "host/cli.h"
#include "host/cli_pretty.h"

#define ANSWER_MAX (16 * 1024 * 1024)

struct calling {
	struct app app;
	struct waiter waiter;
	const struct cli *cli;
	bool finished;
	int code;
};

/* ---- Printing. ---- */

/* One newline at the end, whether the text brings it or not. */
static int print(const char *text)
{
	const char *end = text[0] && text[strlen(text) - 1] == '\n' ? "" : "\n";

	(void)fputs(text, stdout);
	(void)fputs(end, stdout);
	return cli_printed();
}

static int cannot_show(void)
{
	struct fault f = { 0 };

	(void)fault_set(&f, MCP_E_MEMORY, "out of memory; try again later");
	return cli_fault(&f);
}

/* All fields, for people and programs alike; numbers keep their text. */
static int print_fields(struct span result)
{
	struct span fields = scan_get(result, "structuredContent");
	CLEANUP(freep) char *pretty = NULL;
	CLEANUP(buf_done) struct buf copy = { 0 };

	buf_init(&copy, ANSWER_MAX);
	buf_span(&copy, fields.at ? fields : result);
	pretty = cli_pretty(buf_text(&copy));
	return pretty ? print(pretty) : cannot_show();
}

static int print_text(struct span result)
{
	struct scan_iter it = scan_iter(scan_get(result, "content"));
	CLEANUP(buf_done) struct buf text = { 0 };
	struct span block;

	buf_init(&text, ANSWER_MAX);
	while (scan_item(&it, &block)) {
		if (text.len > 0)
			buf_char(&text, '\n');
		(void)scan_text(scan_get(block, "text"), &text);
	}
	return buf_text(&text) ? print(text.at) : cannot_show();
}

static int print_answer(const struct calling *c, const struct answer *a, bool stale)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	char room[ANSWER_TAIL_MAX];

	if (a->failed)
		return cli_fault(&a->fault);
	buf_init(&b, ANSWER_MAX);
	buf_char(&b, '{');
	buf_put(&b, a->bytes, a->len);
	buf_span(&b, answer_tail(a, clock_wall(&c->app.env.clock), stale, room));
	buf_char(&b, '}');
	return c->cli->json ? print_fields(buf_as_span(&b)) : print_text(buf_as_span(&b));
}

/* ---- The call. ---- */

static void finish(struct calling *c, int code)
{
	c->code = code;
	c->finished = true;
	uv_stop(&c->app.loop);
}

static struct calling *calling_of(struct waiter *w)
{
	return (struct calling *)((char *)w - offsetof(struct calling, waiter));
}

static void on_done(struct waiter *w, const struct answer *a, bool stale)
{
	struct calling *c = calling_of(w);

	finish(c, print_answer(c, a, stale));
}

static void on_progress(struct waiter *w, double done, double total, struct span text)
{
	(void)w;
	(void)text;
	if (isatty(STDERR_FILENO) && total > 0)
		(void)fprintf(stderr, "\r%3.0f%%\r", done / total * 100);
}

/* NAME=VALUE words as a JSON object; values are text, or JSON where they look like it. */
static int write_args(const struct cli *cli, struct buf *ret)
{
	buf_char(ret, '{');
	for (int i = 1; i < cli->argc; i++) {
		const char *equals = strchr(cli->argv[i], '=');
		struct span value = span_of(equals ? equals + 1 : "");

		if (!equals || equals == cli->argv[i])
			return cli_usage("\"%s\" is not NAME=VALUE", cli->argv[i]);
		json_next(ret);
		json_text(ret, (struct span){ cli->argv[i], (size_t)(equals - cli->argv[i]) });
		buf_char(ret, ':');
		if (value.len > 0 && strchr("{[", value.at[0]) && scan_check(value, NULL))
			buf_span(ret, value);
		else
			json_text(ret, value);
	}
	buf_char(ret, '}');
	return ret->failed || !scan_check(buf_as_span(ret), NULL)
	               ? cli_usage("the arguments are not text, or one is named twice")
	               : EXIT_OK;
}

static const char *nearest_tool(const struct registry *r, const char *seen)
{
	const char *names[256];
	size_t count = 0;

	for (uint32_t i = 0; i < registry_tool_count(r) && count < COUNT_OF(names); i++)
		names[count++] = registry_tool_at(r, i)->declared->name;
	return str_nearest(seen, names, count);
}

static int unknown_tool(const struct calling *c)
{
	const char *name = c->cli->argv[0];
	const char *near = nearest_tool(c->app.registry, name);

	if (near)
		return cli_usage("there is no tool \"%s\"; did you mean \"%s\"?", name, near);
	return cli_usage("there is no tool \"%s\"; mcp-volume-ranking list names them", name);
}

static void start(struct calling *c)
{
	CLEANUP(buf_done) struct buf given = { 0 };
	CLEANUP(buf_done) struct buf args = { 0 };
	const struct tool *tool = registry_tool(c->app.registry, span_of(c->cli->argv[0]));
	struct at_once now;
	struct fault f = { 0 };
	int code;

	buf_init(&given, 1024 * 1024);
	buf_init(&args, 1024 * 1024);
	if (!tool) {
		finish(c, unknown_tool(c));
		return;
	}
	code = write_args(c->cli, &given);
	if (code != EXIT_OK) {
		finish(c, code);
		return;
	}
	if (check_args(&tool->declared->args, buf_as_span(&given), &tool->check, &args, &f) < 0) {
		finish(c, cli_fault(&f));
		return;
	}
	if (dispatch_call(c->app.dispatch, tool, buf_as_span(&args), &c->waiter, &now))
		finish(c, print_answer(c, now.answer, now.stale));
}

/* Plugins declare themselves; then the call begins. */
static void on_changed(void *self)
{
	struct calling *c = self;

	if (registry_settled(c->app.registry) && !c->finished && !c->waiter.flight)
		uv_stop(&c->app.loop);
}

static int run(struct calling *c)
{
	c->waiter.done = on_done;
	c->waiter.progress = on_progress;
	c->app.changed = on_changed;
	c->app.changed_self = c;
	registry_start(c->app.registry);
	while (!registry_settled(c->app.registry))
		(void)uv_run(&c->app.loop, UV_RUN_ONCE);
	c->app.changed = NULL;
	start(c);
	while (!c->finished)
		(void)uv_run(&c->app.loop, UV_RUN_ONCE);
	return c->code;
}

int cli_call(const struct cli *cli)
{
	struct calling *c;
	struct fault f = { 0 };
	int code;

	if (cli->argc < 1)
		return cli_usage("call needs a tool's name");
	c = calloc(1, sizeof *c);
	if (!c)
		return EXIT_CALL;
	c->cli = cli;
	code = app_init(&c->app, cli->config, &f) < 0 ? cli_fault(&f) : run(c);
	if (f.status == MCP_OK)
		app_done(&c->app);
	free(c);
	return code;
}
