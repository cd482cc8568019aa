/* registry_process - workers as the core sees them: a process, a socket, frames read as hostile. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/phrase.h"
#include "data/scan.h"
#include "host/plugin/frames.h"
#include "host/plugin/registry_inner.h"
#include "host/plugin/spawn.h"

#define CHUNKS_LEFT 256 /* more than a socket holds */
#define RETRY_MS 50     /* doubled with each worker lost while opening */

/* ---- Ends. ---- */

static void on_closed(uv_handle_t *handle)
{
	struct process *p = handle->data;
	struct plugin *plugin = p->plugin;
	struct process **at = &plugin->processes;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	socket_done(p);
	free(p);
	registry_process_gone(plugin->registry);
	registry_arm(plugin->registry);
}

static bool is_starting(const struct process *p)
{
	return p->state == PROCESS_OPENING || p->state == PROCESS_CONFIGURING;
}

static bool has_worker(const struct plugin *plugin)
{
	for (const struct process *p = plugin->processes; p; p = p->next)
		if (p->state != PROCESS_CONDEMNED && !is_starting(p))
			return true;
	return false;
}

/* One more worker did not live to be ready: again later, or never again. */
static void count_start_death(struct plugin *plugin, const char *how)
{
	struct registry *r = plugin->registry;
	struct fault f;

	if (plugin->start_deaths < START_DEATHS)
		plugin->start_deaths++;
	if (plugin->start_deaths < START_DEATHS || has_worker(plugin)) {
		plugin->due_ms = registry_now(r) + (RETRY_MS << plugin->start_deaths);
		return;
	}
	(void)fault_set(&f, MCP_E_CONFIG, "plugin %s stops while it is opened (%s); build it again",
		plugin->setting->name, how);
	plugin_refuse(plugin, f.text);
}

/* It is as good as dead: `how` goes into the log. */
static void lose(struct process *p, const char *how)
{
	struct plugin *plugin = p->plugin;
	struct call *call = p->call;
	bool was_starting = is_starting(p);

	p->call = NULL;
	process_dismiss(p);
	if (plugin->registry->stopping || plugin->state == PLUGIN_REFUSED)
		return;

	COUNT(plugin->registry->env->counters, workers_lost);
	log_warn("worker lost plugin=%s how=\"%s\"", plugin->setting->name, how);
	if (was_starting)
		count_start_death(plugin, how);
	if (call)
		call_crashed(plugin->registry, call);
	registry_arm(plugin->registry);
}

void process_dismiss(struct process *p)
{
	p->state = PROCESS_CONDEMNED;
	p->due_ms = 0;
	(void)uv_poll_stop(&p->poll);
	if (p->pid > 0)
		(void)kill(p->pid, SIGKILL);
}

void process_condemn(struct process *p, const char *why)
{
	if (p->state != PROCESS_CONDEMNED)
		lose(p, why);
}

static void describe_end(int wait_status, char *ret, size_t room)
{
	const char *name = WIFSIGNALED(wait_status) ? sigabbrev_np(WTERMSIG(wait_status)) : NULL;

	if (name)
		(void)snprintf(ret, room, "SIG%s", name);
	else if (WIFSIGNALED(wait_status))
		(void)snprintf(ret, room, "signal %d", WTERMSIG(wait_status));
	else
		(void)snprintf(ret, room, "exit code %d", WEXITSTATUS(wait_status));
}

/* ---- Frames. ---- */

static bool on_hello(struct process *p, struct span frame)
{
	struct plugin *plugin = p->plugin;
	struct fault f = { 0 };
	size_t start;

	if (plugin_declare(plugin, scan_get(frame, "declaration"), &f) < 0) {
		plugin_refuse(plugin, f.text);
		return true;
	}

	p->state = PROCESS_CONFIGURING;
	start = frame_begin(&p->out, "config");
	buf_puts(&p->out, ",\"config\":");
	buf_span(&p->out, buf_as_span(&plugin->config_json));
	socket_send(p, start);
	return true;
}

static bool on_refused(struct process *p, struct span frame)
{
	char why[512];

	registry_clean_text(scan_get(frame, "text"), why, sizeof why);
	plugin_refuse(p->plugin, why[0] ? why : phrase("the plugin gives no reason"));
	return true;
}

static bool on_ready(struct process *p, struct span frame)
{
	(void)frame;
	p->state = PROCESS_IDLE;
	p->due_ms = 0;
	plugin_ready(p->plugin);
	return true;
}

static bool on_need(struct process *p, struct span frame)
{
	return p->state == PROCESS_DRAINING || call_need(p->call, frame);
}

static bool on_progress(struct process *p, struct span frame)
{
	return p->state == PROCESS_DRAINING || call_progress(p->call, frame);
}

static bool on_log(struct process *p, struct span frame)
{
	return p->state == PROCESS_DRAINING || call_log(p->call, frame);
}

static bool on_changed(struct process *p, struct span frame)
{
	return p->state == PROCESS_DRAINING || call_changed(p->call, frame);
}

static bool on_done(struct process *p, struct span frame)
{
	struct call *call = p->call;
	bool sound = true;

	p->state = PROCESS_IDLE;
	p->call = NULL;
	p->due_ms = 0;
	if (call)
		sound = call_done(call, frame);
	/* One that broke its promise is given nothing more: its next call would die with it. */
	if (sound)
		calls_pump(p->plugin);
	return sound;
}

/* What may come when. */
static const struct {
	const char *t;
	unsigned states;
	bool (*take)(struct process *p, struct span frame);
} kinds[] = {
	{ "hello", 1u << PROCESS_OPENING, on_hello },
	{ "refused", 1u << PROCESS_OPENING | 1u << PROCESS_CONFIGURING, on_refused },
	{ "ready", 1u << PROCESS_CONFIGURING, on_ready },
	{ "need", 1u << PROCESS_BUSY | 1u << PROCESS_DRAINING, on_need },
	{ "progress", 1u << PROCESS_BUSY | 1u << PROCESS_DRAINING, on_progress },
	{ "log", 1u << PROCESS_BUSY | 1u << PROCESS_DRAINING, on_log },
	{ "changed", 1u << PROCESS_BUSY | 1u << PROCESS_DRAINING, on_changed },
	{ "done", 1u << PROCESS_BUSY | 1u << PROCESS_DRAINING, on_done },
};

bool process_take(struct process *p, struct span frame)
{
	struct span t = scan_get(frame, "t");

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (scan_text_is(t, kinds[i].t))
			return kinds[i].states & 1u << p->state && kinds[i].take(p, frame);
	return false;
}

/* ---- Beginnings and ends. ---- */

static mcp_status start(struct plugin *plugin, struct process *p, struct fault *f)
{
	struct registry *r = plugin->registry;
	const struct spawn_options options = {
		.exe = r->exe,
		.path = plugin->setting->path,
		.locale = r->config->host.locale,
		.call_bytes = CALL_BYTES,
	};
	mcp_status s = spawn_worker(&options, &p->pid, &p->fd, f);

	if (s < 0)
		return s;
	s = socket_open(p, r->loop, f);
	if (s < 0) {
		(void)kill(p->pid, SIGKILL);
		(void)waitpid(p->pid, NULL, 0);
		(void)close(p->fd);
	}
	return s;
}

void process_start(struct plugin *plugin)
{
	struct registry *r = plugin->registry;
	CLEANUP(freep) struct process *p = calloc(1, sizeof *p);
	struct file_mark mark = plugin_mark(plugin->setting->path);
	struct fault f = { 0 };

	if (r->stopping)
		return;
	if (!p || start(plugin, p, &f) < 0) {
		count_start_death(plugin, p ? f.text : "out of memory");
		return;
	}

	COUNT(r->env->counters, workers_started);
	if (plugin->mark.inode == 0)
		plugin->mark = mark;
	p->plugin = plugin;
	p->state = PROCESS_OPENING;
	p->due_ms = registry_now(r) + START_PATIENCE * r->config->limits.worker_start * 1000;
	p->next = plugin->processes;
	plugin->processes = TAKE(p);
}

void process_tick(struct process *p, int64_t now)
{
	struct plugin *plugin = p->plugin;
	struct fault f;

	if (p->due_ms == 0 || p->due_ms > now)
		return;
	p->due_ms = 0;
	if (!is_starting(p)) {
		process_condemn(p, "it went on after its call was cancelled");
		return;
	}
	if (plugin->state == PLUGIN_READY) {
		process_condemn(p, "it did not declare itself in time");
		return;
	}
	/* A constructor that hangs will hang again: one try is enough. */
	(void)fault_set(&f, MCP_E_CONFIG,
		"plugin %s did not declare itself within %lld s; build it again",
		plugin->setting->name,
		(long long)(START_PATIENCE * plugin->registry->config->limits.worker_start));
	plugin_refuse(plugin, f.text);
}

static void reap(struct process *p)
{
	int wait_status = 0;
	pid_t pid = p->pid;
	char how[64];

	if (pid == 0)
		return;
	pid = waitpid(pid, &wait_status, WNOHANG);
	if (pid == 0 || (pid < 0 && errno == EINTR))
		return;

	p->pid = 0;
	describe_end(wait_status, how, sizeof how);
	/* What it said before it died still counts: why it refuses, or an answer. */
	socket_read(p, CHUNKS_LEFT);
	process_condemn(p, how);
	uv_close((uv_handle_t *)&p->poll, on_closed);
	if (p->plugin->state == PLUGIN_READY)
		calls_pump(p->plugin);
}

void process_reap_all(struct registry *r)
{
	for (struct plugin *plugin = r->every; plugin; plugin = plugin->next)
		for (struct process *p = plugin->processes; p; p = p->next)
			reap(p);
	registry_arm(r);
}
