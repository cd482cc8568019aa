/* registry_process - workers as the core sees them: a process, a socket, frames read as hostile. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "data/scan.h"
#include "host/plugin/frames.h"
#include "host/plugin/registry_inner.h"
#include "host/plugin/spawn.h"

#define CHUNK (32 * 1024)
#define CHUNKS_AT_ONCE 8 /* then other workers and clients have their turn */
#define CHUNKS_LEFT 256	 /* more than a socket holds */
#define KEPT (64 * 1024)
#define RETRY_MS 50 /* doubled with each worker lost while opening */

/* ---- Ends. ---- */

static void on_closed(uv_handle_t *handle)
{
	struct process *p = handle->data;
	struct plugin *plugin = p->plugin;
	struct process **at = &plugin->processes;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	(void)close(p->fd);
	buf_done(&p->in);
	buf_done(&p->out);
	free(p);
	registry_process_gone(plugin->registry);
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

	p->state = PROCESS_CONDEMNED;
	p->call = NULL;
	p->due_ms = 0;
	(void)uv_poll_stop(&p->poll);
	if (p->pid > 0)
		(void)kill(p->pid, SIGKILL);
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

void process_condemn(struct process *p, const char *why)
{
	if (p->state != PROCESS_CONDEMNED)
		lose(p, why);
}

static void describe_end(int wait_status, char *ret, size_t room)
{
	if (WIFSIGNALED(wait_status))
		(void)snprintf(ret, room, "SIG%s", sigabbrev_np(WTERMSIG(wait_status)));
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
	process_send(p, start);
	return true;
}

static bool on_refused(struct process *p, struct span frame)
{
	char why[512];

	registry_clean_text(scan_get(frame, "text"), why, sizeof why);
	plugin_refuse(p->plugin, why[0] ? why : "the plugin gives no reason");
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

static bool on_done(struct process *p, struct span frame)
{
	struct call *call = p->call;
	bool sound = true;

	p->state = PROCESS_IDLE;
	p->call = NULL;
	p->due_ms = 0;
	if (call)
		sound = call_done(call, frame);
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
	{ "done", 1u << PROCESS_BUSY | 1u << PROCESS_DRAINING, on_done },
};

static bool take_frame(struct process *p, struct span frame)
{
	struct span t = scan_get(frame, "t");

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (scan_text_is(t, kinds[i].t))
			return kinds[i].states & 1u << p->state && kinds[i].take(p, frame);
	return false;
}

/* ---- Bytes. ---- */

static void shrink(struct buf *b)
{
	size_t max = b->max;

	if (b->len > 0 || b->room <= KEPT)
		return;
	buf_done(b);
	buf_init(b, max);
}

static void take_frames(struct process *p)
{
	size_t at = 0;
	size_t used = 0;
	struct span frame;
	int got = 0;

	while (p->state != PROCESS_CONDEMNED) {
		got = frame_next((struct span){ p->in.at + at, p->in.len - at }, &frame, &used);
		if (got <= 0)
			break;
		at += used;
		if (!take_frame(p, frame))
			process_condemn(p, "it broke the frame contract");
	}
	if (got < 0)
		process_condemn(p, "it broke the frame contract");
	if (at > 0) {
		p->in.len -= at;
		memmove(p->in.at, p->in.at + at, p->in.len);
	}
	shrink(&p->in);
}

enum reading { READ_SOME, READ_NOTHING, READ_END };

static enum reading read_chunk(struct process *p)
{
	char *to = buf_reserve(&p->in, CHUNK);
	ssize_t n;

	if (!to)
		return READ_END;
	do
		n = recv(p->fd, to, CHUNK, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return READ_NOTHING;
	if (n <= 0)
		return READ_END;

	p->in.len += (size_t)n;
	return READ_SOME;
}

static void read_frames(struct process *p, int chunks)
{
	for (int i = 0; i < chunks && p->state != PROCESS_CONDEMNED; i++) {
		enum reading got = read_chunk(p);

		if (got == READ_SOME)
			take_frames(p);
		if (got == READ_NOTHING)
			return;
		if (got == READ_END) {
			/* Its end is told with the exit status, which comes by SIGCHLD. */
			(void)uv_poll_stop(&p->poll);
			if (p->pid > 0)
				(void)kill(p->pid, SIGKILL);
			return;
		}
	}
}

static void on_socket(uv_poll_t *poll, int status, int events);

/* Sends what the socket takes, and watches it for the rest. */
static void flush(struct process *p)
{
	ssize_t n = send(p->fd, p->out.at, p->out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	int events = UV_READABLE;

	/* A dead socket is noticed by reading. */
	if (n > 0) {
		p->out.len -= (size_t)n;
		memmove(p->out.at, p->out.at + n, p->out.len);
	}
	if (p->out.len > 0 && (n >= 0 || errno == EAGAIN || errno == EINTR))
		events |= UV_WRITABLE;
	(void)uv_poll_start(&p->poll, events, on_socket);
	shrink(&p->out);
}

static void on_socket(uv_poll_t *poll, int status, int events)
{
	struct process *p = poll->data;

	if (status < 0 || events & UV_READABLE)
		read_frames(p, CHUNKS_AT_ONCE);
	if (events & UV_WRITABLE && p->state != PROCESS_CONDEMNED)
		flush(p);
}

void process_send(struct process *p, size_t start)
{
	frame_end(&p->out, start);
	if (p->out.failed)
		process_condemn(p, "it does not read");
	else if (start == 0)
		flush(p);
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
	if (uv_poll_init(r->loop, &p->poll, p->fd) < 0) {
		(void)kill(p->pid, SIGKILL);
		(void)waitpid(p->pid, NULL, 0);
		(void)close(p->fd);
		return fault_set(f, MCP_E_MEMORY, "a worker can't be started (%s); try again",
			"no room in the event loop");
	}
	return MCP_OK;
}

void process_start(struct plugin *plugin)
{
	struct registry *r = plugin->registry;
	CLEANUP(freep) struct process *p = calloc(1, sizeof *p);
	struct fault f = { 0 };

	if (r->stopping)
		return;
	if (!p || start(plugin, p, &f) < 0) {
		count_start_death(plugin, p ? f.text : "out of memory");
		return;
	}

	COUNT(r->env->counters, workers_started);
	p->plugin = plugin;
	p->state = PROCESS_OPENING;
	p->due_ms = registry_now(r) + START_PATIENCE * r->config->limits.worker_start * 1000;
	buf_init(&p->in, FRAME_MAX + 2 * CHUNK);
	buf_init(&p->out, 2 * FRAME_MAX);
	p->poll.data = p;
	(void)uv_poll_start(&p->poll, UV_READABLE, on_socket);
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
	read_frames(p, CHUNKS_LEFT);
	process_condemn(p, how);
	uv_close((uv_handle_t *)&p->poll, on_closed);
	if (p->plugin->state == PLUGIN_READY)
		calls_pump(p->plugin);
}

void process_reap_all(struct registry *r)
{
	for (uint32_t i = 0; i < r->plugin_count; i++)
		for (struct process *p = r->plugins[i].processes; p; p = p->next)
			reap(p);
	registry_arm(r);
}
