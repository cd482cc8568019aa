/* app_reload - the configuration read again while the host runs. */
#include "host/app_reload.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "host/config/paths.h"
#include "host/config/reload.h"
#include "host/config/watch.h"

#define WAITING_MAX 2048

struct reload {
	struct app *app;
	struct watch *watch;
	uv_signal_t again;
	struct fault complaint; /* what was said last of the file; empty: it was good */
	struct buf waiting;     /* settings that need a restart, as it was said last */
};

/* ---- Reading it again. ---- */

/* A file that is being written anew is empty for a moment: that is not what anybody wants. */
static mcp_status check_full(const char *file, struct fault *f)
{
	struct stat st;

	if (!file || stat(file, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size > 0)
		return MCP_OK;
	return fault_set(f, MCP_E_CONFIG, "%s is empty; write at least one key", file);
}

static mcp_status read_again(struct app *a, struct config **ret, struct fault *f)
{
	struct config_source source = {
		.path = a->config->file,
		.exe_dir = a->exe_dir,
		.environ = (const char *const *)environ,
		.running = a->config,
	};
	mcp_status s = check_full(a->config->file, f);

	if (s == MCP_OK)
		s = config_load(&source, ret, f);
	if (s == MCP_OK)
		s = config_check_tools(*ret, f);
	return s;
}

static void put_in_force(struct app *a, struct config *next)
{
	struct config *old = a->config;
	int level;

	dispatch_reconfigure(a->dispatch, next);
	a->server.config = next;
	a->config = next;
	if (log_level_from_word(next->log.level, &level))
		log_level(level);
	config_free(old);
}

mcp_status app_reload(struct app *a, struct buf *waiting, struct fault *f)
{
	struct config *start = a->config->base ? a->config->base : a->config;
	struct config *next = NULL;
	mcp_status s = read_again(a, &next, f);

	if (s == MCP_OK) {
		reload_merge(next, start, waiting);
		s = registry_reconfigure(a->registry, next, f);
	}
	if (s < 0) {
		config_free(next);
		return s;
	}
	put_in_force(a, next);
	return MCP_OK;
}

/* ---- When. ---- */

static void aim(struct reload *r);

/* A file that stays broken is spoken of once, unless somebody asks again. */
static void complain(struct reload *r, const struct fault *f, bool asked)
{
	if (asked || strcmp(r->complaint.text, f->text) != 0)
		log_warn("the configuration stays as it was: %s", f->text);
	r->complaint = *f;
}

static void tell_waiting(struct reload *r, const struct buf *waiting, bool asked)
{
	struct span now = buf_as_span(waiting);
	struct span before = buf_as_span(&r->waiting);
	bool same =
		now.len == before.len && (now.len == 0 || memcmp(now.at, before.at, now.len) == 0);

	if (now.len > 0 && (asked || !same))
		log_warn("these settings stay as they were until the next start: %.*s",
			(int)now.len, now.at);
	buf_clear(&r->waiting);
	buf_span(&r->waiting, now);
}

static void reload(struct reload *r, bool asked)
{
	CLEANUP(buf_done) struct buf waiting = { 0 };
	struct fault f = { 0 };
	const char *file = r->app->config->file;

	buf_init(&waiting, WAITING_MAX);
	if (app_reload(r->app, &waiting, &f) < 0) {
		complain(r, &f, asked);
		return;
	}
	r->complaint = (struct fault){ 0 };
	log_line(asked ? MCP_LOG_WARN : MCP_LOG_INFO, "configuration read again file=%s",
		r->app->config->file ? r->app->config->file : "");
	tell_waiting(r, &waiting, asked);
	if (!file && r->app->config->file)
		aim(r);
}

static void on_changed(void *self)
{
	reload(self, false);
}

static void on_signal(uv_signal_t *signal, int number)
{
	(void)number;
	reload(signal->data, true);
}

/* The file and the .env beside it; without a file the places where one may appear. */
static void aim(struct reload *r)
{
	const struct config *c = r->app->config;
	const struct config_source source = { .environ = (const char *const *)environ };
	const char *paths[WATCH_FILES] = { NULL };
	uint32_t n = 0;
	struct arena a;
	const char *folder;

	arena_init(&a, (size_t)64 * 1024);
	folder = paths_folder(c->file, &a);
	if (c->file && folder) {
		const char *slash = strrchr(c->file, '/');

		paths[n++] = paths_absolute(folder, slash ? slash + 1 : c->file, &a);
	} else {
		n += paths_file_places(&source, &a, paths);
	}
	if (folder)
		paths[n++] = paths_absolute(folder, ".env", &a);
	watch_files(r->watch, paths, n);
	arena_done(&a);
}

/* ---- Life. ---- */

struct reload *reload_open(struct app *a)
{
	struct reload *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->app = a;
	r->watch = watch_new(&a->loop, on_changed, r);
	if (!r->watch) {
		free(r);
		return NULL;
	}
	buf_init(&r->waiting, WAITING_MAX);
	(void)uv_signal_init(&a->loop, &r->again);
	r->again.data = r;
	uv_unref((uv_handle_t *)&r->again);
	(void)uv_signal_start(&r->again, on_signal, SIGHUP);
	aim(r);
	return r;
}

static void on_closed(uv_handle_t *handle)
{
	struct reload *r = handle->data;

	buf_done(&r->waiting);
	free(r);
}

void reload_close(struct reload *r)
{
	if (!r)
		return;
	watch_close(r->watch);
	uv_close((uv_handle_t *)&r->again, on_closed);
}
