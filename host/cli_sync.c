/* cli_sync - fills what is kept of history, to the end, in front of the reader. */
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/scan.h"
#include "host/app.h"
#include "host/cli.h"
#include "host/cli_pretty.h"

#define REQUEST_ID 1
#define LASTS_MS (INT64_C(24) * 3600000)
#define BAR_COLUMNS 24
#define LINE_MS 10000 /* between two lines where there is no terminal */
#define RATE_MS 15000 /* what the rate looks back on, at least */
#define EXIT_INTERRUPTED 130

struct syncing {
	struct app app;
	const struct cli *cli;
	uv_signal_t term;
	uv_signal_t interrupt;
	bool interrupted;
	bool finished;
	int code;
	bool is_terminal;
	/* Progress. */
	double done;
	double total;
	int64_t said_ms; /* mono; 0: nothing yet */
	struct {
		double done;
		int64_t at_ms;
	} from, later; /* two points of the rate: `from` is RATE_MS or more ago once it can be */
};

/* ---- Progress. ---- */

static double rate_now(struct syncing *s, int64_t now_ms)
{
	if (s->from.at_ms == 0) {
		s->from.at_ms = s->later.at_ms = now_ms;
		s->from.done = s->later.done = s->done;
	}
	if (now_ms - s->later.at_ms >= RATE_MS) {
		s->from = s->later;
		s->later.at_ms = now_ms;
		s->later.done = s->done;
	}
	if (now_ms - s->from.at_ms < 1000)
		return 0;
	return (s->done - s->from.done) * 1000 / (double)(now_ms - s->from.at_ms);
}

static void print_bar(const struct syncing *s)
{
	char bar[BAR_COLUMNS + 1];
	int filled = s->total > 0 ? (int)(s->done * BAR_COLUMNS / s->total) : 0;

	for (int i = 0; i < BAR_COLUMNS; i++)
		bar[i] = i < filled ? '#' : '-';
	bar[BAR_COLUMNS] = '\0';
	(void)fprintf(stderr, "\r[%s] ", bar);
}

static void print_progress(struct syncing *s)
{
	int64_t now_ms = clock_mono(&s->app.env.clock);
	double rate = rate_now(s, now_ms);
	double left_s = rate > 0 ? (s->total - s->done) / rate : 0;

	if (!s->is_terminal && s->said_ms && now_ms - s->said_ms < LINE_MS)
		return;
	s->said_ms = now_ms;
	if (s->is_terminal)
		print_bar(s);
	(void)fprintf(stderr, phrase("%.0f of %.0f shares (%.0f%%)"), s->done, s->total,
		s->total > 0 ? floor(s->done / s->total * 100) : 0);
	if (rate > 0) {
		(void)fprintf(stderr, phrase(", %.1f a second"), rate);
		(void)fprintf(stderr, phrase(", %.0f:%02.0f left"), floor(left_s / 60),
			fmod(floor(left_s), 60));
	}
	(void)fputs(s->is_terminal ? "   " : "\n", stderr);
}

static void end_progress(const struct syncing *s)
{
	if (s->is_terminal && s->said_ms)
		(void)fputc('\n', stderr);
}

/* ---- The end. ---- */

static void finish(struct syncing *s, int code)
{
	s->code = code;
	s->finished = true;
	uv_stop(&s->app.loop);
}

struct counted {
	char kind[16];
	int64_t done;
	int64_t total;
	int64_t skipped;
};

static bool read_row(struct span row, struct counted *ret)
{
	struct scan_iter it = scan_iter(row);
	int64_t *numbers[] = { &ret->done, &ret->total, &ret->skipped };
	struct span cell;

	if (!scan_item(&it, &cell) || !scan_text_into(cell, ret->kind, sizeof ret->kind))
		return false;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (!scan_item(&it, &cell) || !scan_int(cell, numbers[i]))
			return false;
	return true;
}

static void print_row(const struct syncing *s, const struct counted *row, bool first)
{
	if (s->cli->json) {
		(void)printf("%s{\"kind\":\"%s\",\"done\":%" PRId64 ",\"total\":%" PRId64
			     ",\"skipped\":%" PRId64 "}",
			first ? "" : ",\n ", row->kind, row->done, row->total, row->skipped);
		return;
	}
	(void)printf(phrase("%s: %lld of %lld shares"), phrase(row->kind), (long long)row->done,
		(long long)row->total);
	if (row->skipped > 0)
		(void)printf(phrase(", %lld could not be had"), (long long)row->skipped);
	(void)putchar('\n');
}

static int print_rows(const struct syncing *s, struct span body)
{
	struct scan_iter it = scan_iter(scan_get(body, "rows"));
	struct counted row;
	struct span at;
	bool first = true;

	if (s->cli->json)
		(void)putchar('[');
	while (scan_item(&it, &at)) {
		if (read_row(at, &row))
			print_row(s, &row, first);
		first = false;
	}
	if (s->cli->json)
		(void)puts("]");
	return cli_printed();
}

static int say_interrupted(const struct syncing *s)
{
	(void)fprintf(stderr,
		phrase("interrupted at %.0f of %.0f shares; what is there stays, and sync goes on "
		       "from it"),
		s->done, s->total);
	(void)fputc('\n', stderr);
	return EXIT_INTERRUPTED;
}

static void on_reply(void *self, const struct service_reply *reply)
{
	struct syncing *s = self;

	if (reply->more) {
		s->done = reply->done;
		s->total = reply->total;
		if (!s->interrupted)
			print_progress(s);
	} else if (!s->finished) {
		end_progress(s);
		if (reply->fault.status == MCP_OK)
			finish(s, print_rows(s, (struct span){ reply->body, reply->body_len }));
		else if (s->interrupted)
			finish(s, say_interrupted(s));
		else
			finish(s, cli_fault(&reply->fault));
	}
	free(reply->body);
}

/* ---- The start. ---- */

static void on_interrupt(uv_signal_t *signal, int number)
{
	struct syncing *s = signal->data;

	(void)number;
	s->interrupted = true;
	upstream_cancel(s->app.upstream, REQUEST_ID);
}

static void watch(struct syncing *s, uv_signal_t *handle, int number)
{
	(void)uv_signal_init(&s->app.loop, handle);
	handle->data = s;
	(void)uv_signal_start(handle, on_interrupt, number);
}

static mcp_status post(struct syncing *s, struct fault *f)
{
	char body[128];
	const struct service_request request = {
		.id = REQUEST_ID,
		.plugin = "sync",
		.service = "market/1",
		.op = "sync",
		.lane = LANE_USER,
		.deadline_mono_ms = clock_mono(&s->app.env.clock) + LASTS_MS,
		.body = { body, 0 },
	};
	struct service_request copy = request;

	(void)snprintf(body, sizeof body,
		"{\"bars\":%s,\"investors\":%s,"
		"\"columns\":[\"kind\",\"done\",\"total\",\"skipped\"]}",
		s->cli->bars ? "true" : "false", s->cli->investors ? "true" : "false");
	copy.body.len = strlen(body);
	if (upstream_post(s->app.upstream, &copy) < 0)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	return MCP_OK;
}

/* What is kept is of the real market only. */
static bool keeps_nothing(struct syncing *s)
{
	if (upstream_environment(&s->app.config->kis) != ENVIRONMENT_DEMO)
		return false;
	if (s->cli->json)
		(void)puts("[]");
	else
		(void)puts(phrase("the demo market keeps nothing: there is nothing to fill"));
	s->code = cli_printed();
	return true;
}

static int run(struct syncing *s)
{
	struct fault f = { 0 };

	if (keeps_nothing(s))
		return s->code;
	s->is_terminal = isatty(STDERR_FILENO);
	s->app.replied = on_reply;
	s->app.replied_self = s;
	if (post(s, &f) < 0)
		return cli_fault(&f);
	watch(s, &s->term, SIGTERM);
	watch(s, &s->interrupt, SIGINT);
	while (!s->finished)
		(void)uv_run(&s->app.loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&s->term, NULL);
	uv_close((uv_handle_t *)&s->interrupt, NULL);
	return s->code;
}

int cli_sync(const struct cli *cli)
{
	struct syncing *s;
	struct fault f = { 0 };
	int code;

	if (cli->argc > 0)
		return cli_usage("%s takes no argument \"%s\"", "sync", cli->argv[0]);
	s = calloc(1, sizeof *s);
	if (!s)
		return EXIT_CALL;
	s->cli = cli;
	code = app_init(&s->app, cli->config, &f) < 0 ? cli_fault(&f) : run(s);
	if (f.status == MCP_OK)
		app_done(&s->app);
	free(s);
	return code;
}
