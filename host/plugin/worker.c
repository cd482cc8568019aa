/* worker - the other side: this executable, started again to open one plugin and run its calls. */
#include "host/plugin/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/phrase.h"
#include "data/declare.h"
#include "data/decode.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/plugin/frames.h"
#include "host/plugin/worker_call.h"
#include "host/plugin/worker_open.h"

#define PLUGIN_BYTES (4 * 1024 * 1024) /* of a declaration's copies and the config struct */

/* Nobody looks into this process, and it does not outlive the core. False when WORKER_FD is not
 * the core's socket. */
static bool harden(void)
{
	struct ucred core = { 0 };
	socklen_t size = sizeof core;

	if (getsockopt(WORKER_FD, SOL_SOCKET, SO_PEERCRED, &core, &size) < 0)
		return false;
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	/* The core may have died before the line above. */
	if (core.pid > 0 && core.pid != getppid())
		link_leave(0);
	return true;
}

static int refuse(struct link *l, const struct fault *f)
{
	size_t start = link_begin(l, "refused");

	json_name(&l->out, "text");
	json_cstr(&l->out, f->text);
	(void)link_send(l, start);
	return 1;
}

/* A service the plugin cannot do without must be here; one with a '?' behind it may be missing. */
static mcp_status check_needs(const mcp_plugin *plugin, struct fault *f)
{
	for (uint32_t i = 0; i < plugin->needs.count; i++) {
		const char *need =
			*(const char *const *)(const void *)((const char *)plugin->needs.at +
							     (size_t)i * plugin->needs.stride);
		size_t len = strlen(need);

		if ((len > 0 && need[len - 1] == '?') || worker_service(need))
			continue;
		return fault_set(f, MCP_E_CONFIG,
			"plugin %s is built for contract %u.%u and needs the service %s; this host "
			"speaks %d.%d and has none: update the host",
			plugin->name, plugin->major, plugin->minor, need, MCP_ABI_MAJOR,
			MCP_ABI_MINOR);
	}
	return MCP_OK;
}

static mcp_status declare(struct worker *w, const char *path, struct fault *f)
{
	const void *symbol;
	mcp_status s = worker_open(path, &symbol, f);
	struct fault why = { 0 };
	size_t start;

	if (s < 0)
		return s;
	s = declare_read_plugin(symbol, &w->arena, &w->by, &why);
	if (s < 0)
		return fault_set(f, s, "%s: %s", worker_file(path), why.text);

	s = check_needs(&w->by.plugin, f);
	if (s < 0)
		return s;

	start = link_begin(&w->link, "hello");
	json_name(&w->link.out, "declaration");
	declare_write(&w->by, &w->link.out);
	if (!link_send(&w->link, start))
		return fault_set(f, MCP_E_CONFIG, "plugin %s declares too much; split it in two",
			w->by.plugin.name);
	return MCP_OK;
}

static mcp_status configure(struct worker *w, struct fault *f)
{
	const mcp_table *table = &w->by.plugin.config;
	struct span frame = link_next(&w->link);
	void *data;
	mcp_status s;

	while (!link_is(frame, "config"))
		frame = link_next(&w->link);
	if (table->count == 0)
		return MCP_OK;

	data = arena_alloc(&w->arena, table->struct_size + 1);
	if (!data)
		return fault_set(f, MCP_E_MEMORY, "plugin %s declares too much; split it in two",
			w->by.plugin.name);
	s = decode_object(table, scan_get(frame, "config"), &w->arena, data, f);
	if (s < 0)
		return s;

	w->config = data;
	return MCP_OK;
}

_Noreturn static void serve(struct worker *w)
{
	(void)link_send(&w->link, link_begin(&w->link, "ready"));
	for (;;) {
		struct span frame = link_next(&w->link);

		/* Anything else is late: a cancel that crossed our answer. */
		if (link_is(frame, "call"))
			worker_call(w, frame);
	}
}

static int work(const char *path, const char *locale, const char *limits)
{
	struct worker w = { .locale = locale };
	struct fault f = { 0 };
	int64_t bytes;
	mcp_status s;

	if (!span_int(span_of(limits), &bytes) || bytes <= 0)
		return 2;
	w.call_bytes = (size_t)bytes;
	link_init(&w.link, WORKER_FD);
	arena_init(&w.arena, PLUGIN_BYTES);

	s = declare(&w, path, &f);
	if (s == MCP_OK)
		s = configure(&w, &f);
	if (s < 0)
		return refuse(&w.link, &f);
	serve(&w);
}

int worker_main(int argc, char **argv)
{
	int first = argc > 0 && strcmp(argv[0], "--worker") == 0 ? 1 : 2;

	if (argc != first + 3 || !harden()) {
		log_error("--worker is for the host itself; start it without");
		return 2;
	}
	phrase_locale(argv[first + 1]);
	/* Left without exit handlers: what the plugin registered does not run. */
	link_leave(work(argv[first], argv[first + 1], argv[first + 2]));
}
