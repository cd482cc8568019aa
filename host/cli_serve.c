/* cli_serve - answering MCP clients: one on standard input and output, or many over HTTP. */
#include <signal.h>
#include <stdlib.h>

#include "base/log.h"
#include "host/app.h"
#include "host/app_reload.h"
#include "host/cli.h"
#include "host/transport/http_server.h"
#include "host/transport/stdio.h"

struct serving {
	struct app app;
	struct reload *reload;
	struct stdio *stdio;      /* or NULL */
	struct http_server *http; /* or NULL */
	bool stdio_closed;
	bool http_closed;
	bool ending;
	uv_signal_t term;
	uv_signal_t interrupt;
	uv_signal_t statistics;
	uv_signal_t forget;
	uv_timer_t behind;
};

#define BEHIND_MS 2000 /* after the start: answering comes first */

static void stop_when_closed(struct serving *s)
{
	if ((!s->stdio || s->stdio_closed) && (!s->http || s->http_closed))
		uv_stop(&s->app.loop);
}

/* The client that started the program is gone: so is the reason to serve others. */
static void on_stdio_closed(void *self)
{
	struct serving *s = self;

	s->stdio_closed = true;
	if (s->http && !s->ending)
		http_drain(s->http);
	s->ending = true;
	stop_when_closed(s);
}

static void on_http_closed(void *self)
{
	struct serving *s = self;

	s->http_closed = true;
	stop_when_closed(s);
}

/* The first signal lets requests over HTTP end, a second one does not. */
static void on_end(uv_signal_t *signal, int number)
{
	struct serving *s = signal->data;

	(void)number;
	s->ending = true;
	if (s->http)
		http_drain(s->http);
	if (s->stdio)
		stdio_stop(s->stdio);
}

static void on_statistics(uv_signal_t *signal, int number)
{
	struct serving *s = signal->data;

	(void)number;
	app_log_statistics(&s->app);
}

static void on_forget(uv_signal_t *signal, int number)
{
	struct serving *s = signal->data;

	(void)number;
	log_warn("kept answers forgotten count=%u", dispatch_clear(s->app.dispatch, "*"));
}

static void on_behind(uv_timer_t *timer)
{
	struct serving *s = timer->data;

	app_fill_behind(&s->app);
}

static void begin_behind(struct serving *s)
{
	(void)uv_timer_init(&s->app.loop, &s->behind);
	s->behind.data = s;
	uv_unref((uv_handle_t *)&s->behind);
	(void)uv_timer_start(&s->behind, on_behind, BEHIND_MS, 0);
}

static void watch(struct serving *s, uv_signal_t *handle, int number, uv_signal_cb cb)
{
	(void)uv_signal_init(&s->app.loop, handle);
	handle->data = s;
	(void)uv_signal_start(handle, cb, number);
}

static void close_signal(uv_signal_t *handle)
{
	uv_close((uv_handle_t *)handle, NULL);
}

/* What flags name is served; without any, HTTP when the configuration has an address, else
 * standard input and output. */
static bool open_transports(struct serving *s, const struct cli *c, struct fault *f)
{
	const char *set = s->app.config->http.address;
	const char *address = c->http ? c->http : set && set[0] && !c->stdio ? set : NULL;

	if (address) {
		s->http = http_open(&s->app.server, address, on_http_closed, s, f);
		if (!s->http)
			return false;
	}
	if (!address || c->stdio) {
		s->stdio = stdio_open(&s->app.server, on_stdio_closed, s, f);
		if (!s->stdio)
			return false;
	}
	return true;
}

static void close_transports(struct serving *s)
{
	if (s->stdio)
		stdio_close(s->stdio);
	if (s->http)
		http_close(s->http);
}

static int run(struct serving *s, const struct cli *c)
{
	struct fault f = { 0 };

	if (!open_transports(s, c, &f)) {
		close_transports(s);
		return cli_fault(&f);
	}
	watch(s, &s->term, SIGTERM, on_end);
	watch(s, &s->interrupt, SIGINT, on_end);
	watch(s, &s->statistics, SIGUSR1, on_statistics);
	watch(s, &s->forget, SIGUSR2, on_forget);
	begin_behind(s);
	s->reload = reload_open(&s->app);

	(void)uv_run(&s->app.loop, UV_RUN_DEFAULT);

	close_signal(&s->term);
	close_signal(&s->interrupt);
	close_signal(&s->statistics);
	close_signal(&s->forget);
	uv_close((uv_handle_t *)&s->behind, NULL);
	reload_close(s->reload);
	close_transports(s);
	return s->stdio && stdio_failed(s->stdio) ? EXIT_CALL : EXIT_OK;
}

int cli_serve(const struct cli *c)
{
	struct serving *s = calloc(1, sizeof *s);
	struct fault f = { 0 };
	int code;

	if (c->argc > 0 || c->json) {
		free(s);
		return cli_usage("%s takes no argument \"%s\"", "serve",
			c->argc > 0 ? c->argv[0] : "--json");
	}
	if (!s)
		return EXIT_CALL;
	if (app_init(&s->app, c->config, &f) < 0) {
		free(s);
		return cli_fault(&f);
	}
	code = run(s, c);
	app_done(&s->app);
	stdio_free(s->stdio);
	http_free(s->http);
	free(s);
	return code;
}
