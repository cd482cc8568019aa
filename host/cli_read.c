/* cli_read - one resource, once, from the shell. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/app.h"
#include "host/cli.h"
#include "host/cli_pretty.h"

#define TEXT_MAX (16 * 1024 * 1024)

struct reading {
	struct app app;
	const struct cli *cli;
	bool finished;
	int code;
};

/* ---- Printing. ---- */

static bool put_line(const char *text)
{
	return text && fputs(text, stdout) >= 0 && putchar('\n') != EOF;
}

/* JSON is laid out for people; what is neither text nor JSON stays base64. */
static bool print_item(struct span item)
{
	const bool is_json = scan_text_is(scan_get(item, "mimeType"), "application/json");
	CLEANUP(buf_done) struct buf text = { 0 };
	CLEANUP(freep) char *pretty = NULL;

	buf_init(&text, TEXT_MAX);
	if (!scan_text(scan_get(item, "text"), &text))
		(void)scan_text(scan_get(item, "blob"), &text);
	if (is_json && buf_text(&text))
		pretty = cli_pretty(text.at);
	return put_line(pretty ? pretty : buf_text(&text));
}

static bool print_all(struct span body)
{
	CLEANUP(buf_done) struct buf copy = { 0 };
	CLEANUP(freep) char *pretty = NULL;

	buf_init(&copy, TEXT_MAX);
	buf_span(&copy, body);
	if (buf_text(&copy))
		pretty = cli_pretty(copy.at);
	return put_line(pretty);
}

static bool print_items(struct span body)
{
	struct scan_iter it = scan_iter(scan_get(body, "contents"));
	struct span item;
	bool good = true;

	while (good && scan_item(&it, &item))
		good = print_item(item);
	return good;
}

/* ---- The call. ---- */

static void finish(struct reading *r, int code)
{
	r->code = code;
	r->finished = true;
}

static void on_done(void *self, const struct call_end *end)
{
	struct reading *r = self;

	if (end->fault.status < 0) {
		finish(r, cli_fault(&end->fault));
		return;
	}
	(void)(r->cli->json ? print_all(end->body) : print_items(end->body));
	finish(r, cli_printed());
}

static void on_progress(void *self, double done, double total, struct span text)
{
	(void)self;
	(void)done;
	(void)total;
	(void)text;
}

static void on_log(void *self, int32_t level, struct span text)
{
	(void)self;
	(void)level;
	(void)text;
}

static void start(struct reading *r)
{
	const struct call_events events = {
		.progress = on_progress, .log = on_log, .done = on_done, .self = r
	};
	const char *uri = r->cli->argv[0];
	struct call_order order = { .kind = CALL_RESOURCE };
	CLEANUP(buf_done) struct buf args = { 0 };
	struct fault f = { 0 };

	buf_init(&args, 64 * 1024);
	buf_puts(&args, "{\"uri\":");
	json_text(&args, span_of(uri));
	buf_puts(&args, ",\"variables\":");
	order.resource = registry_resource_for(r->app.registry, span_of(uri), &args);
	buf_char(&args, '}');
	if (!order.resource || args.failed) {
		finish(r, cli_usage("there is no resource \"%s\"; mcp-volume-ranking list names "
				    "them",
				  uri));
		return;
	}
	order.args = buf_as_span(&args);
	if (!registry_call(r->app.registry, &order, &events, &f))
		finish(r, cli_fault(&f));
}

static int run(struct reading *r)
{
	registry_start(r->app.registry);
	while (!registry_settled(r->app.registry))
		(void)uv_run(&r->app.loop, UV_RUN_ONCE);
	start(r);
	while (!r->finished)
		(void)uv_run(&r->app.loop, UV_RUN_ONCE);
	return r->code;
}

int cli_read(const struct cli *cli)
{
	struct reading *r;
	struct fault f = { 0 };
	int code;

	if (cli->argc < 1)
		return cli_usage("read needs a resource's URI, like kis://status");
	if (cli->argc > 1)
		return cli_usage("%s takes no argument \"%s\"", "read", cli->argv[1]);
	r = calloc(1, sizeof *r);
	if (!r)
		return EXIT_CALL;
	r->cli = cli;
	code = app_init(&r->app, cli->config, &f) < 0 ? cli_fault(&f) : run(r);
	if (f.status == MCP_OK)
		app_done(&r->app);
	free(r);
	return code;
}
