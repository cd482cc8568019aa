/* stdio - one client on standard input and output: a message a line. */
#include "host/transport/stdio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "host/transport/line_in.h"
#include "host/transport/line_out.h"

#define GRACE_MS 10000           /* after the end of input: for requests under way */
#define UNREAD_MAX (1024 * 1024) /* bytes the client may leave unread before we stop reading */
#define PENDING_MAX 1024         /* requests under way before we stop reading */

struct stdio {
	struct outlet outlet; /* first: every message goes here */
	struct server *server;
	struct peer *peer;
	struct line_in in;
	struct line_out out;
	uv_poll_t readable;
	uv_poll_t writable;
	uv_idle_t file;    /* a regular file as input is always readable */
	uv_prepare_t tend; /* before the loop waits */
	uv_timer_t grace;
	bool in_is_file;
	bool out_is_file;
	bool reading;
	bool writing; /* waits for the client to read */
	bool ended;   /* end of input */
	bool told;    /* `closed` was called */
	void (*closed)(void *self);
	void *self;
};

/* ---- Going out. ---- */

static void on_writable(uv_poll_t *poll, int status, int events)
{
	struct stdio *t = poll->data;

	(void)events;
	if (status < 0)
		t->out.broken = true;
	line_out_drain(&t->out);
	if (line_out_waiting(&t->out) == 0 || t->out.broken) {
		(void)uv_poll_stop(poll);
		t->writing = false;
	}
}

static void watch_writable(struct stdio *t)
{
	if (t->writing || t->out.broken || line_out_waiting(&t->out) == 0)
		return;
	/* A file takes all or says why not: the rest of a line is tried again at once. */
	if (t->out_is_file) {
		line_out_drain(&t->out);
		return;
	}
	t->writing = uv_poll_start(&t->writable, UV_WRITABLE, on_writable) == 0;
}

static void send_line(
	struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	struct stdio *t = (struct stdio *)o;

	if (how.kind == OUT_NOTHING)
		return;
	line_out_send(&t->out, parts, count);
	watch_writable(t);
}

/* ---- Coming in. ---- */

static void stop_reading(struct stdio *t)
{
	if (!t->reading)
		return;
	t->reading = false;
	if (t->in_is_file)
		(void)uv_idle_stop(&t->file);
	else
		(void)uv_poll_stop(&t->readable);
}

static void receive(struct stdio *t, struct span line)
{
	if (line.len > 0)
		(void)peer_receive(
			t->peer, &(struct incoming){ .text = line, .outlet = &t->outlet });
}

static void read_lines(struct stdio *t)
{
	size_t pos = 0;
	struct span line;
	enum line_kind kind;

	while ((kind = line_in_next(&t->in, &pos, &line)) != LINE_NONE) {
		/* The answer to the last line of a batch takes the others along. */
		t->out.gathering = line_in_more(&t->in, pos);
		if (kind == LINE_TOO_LONG)
			peer_receive_oversize(t->peer, &t->outlet);
		else
			receive(t, line);
	}
	line_in_consume(&t->in, pos);
	line_out_flush(&t->out);
	watch_writable(t);
	server_start(t->server);
}

static void on_grace(uv_timer_t *timer)
{
	struct stdio *t = timer->data;

	log_warn("requests given up after end of input pending=%u", peer_pending(t->peer));
	stdio_stop(t);
}

/* The end of input is the client's good-bye: what is under way may still be answered. */
static void end_of_input(struct stdio *t)
{
	t->ended = true;
	stop_reading(t);
	receive(t, line_in_rest(&t->in));
	t->outlet.deaf = true;
	peer_silent(t->peer);
	peer_drain(t->peer);
	line_out_flush(&t->out);
	watch_writable(t);
	server_start(t->server);
	(void)uv_timer_start(&t->grace, on_grace, GRACE_MS, 0);
}

static void read_some(struct stdio *t)
{
	size_t room;
	char *at = line_in_room(&t->in, &room);
	ssize_t n = at ? read(STDIN_FILENO, at, room) : -1;

	if (n > 0) {
		line_in_add(&t->in, (size_t)n);
		read_lines(t);
		return;
	}
	if (at && n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		log_warn("standard input cannot be read any more reason=\"%s\"",
			at ? strerror(errno) : "out of memory");
	end_of_input(t);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	(void)status;
	(void)events;
	read_some(poll->data);
}

static void on_file(uv_idle_t *idle)
{
	read_some(idle->data);
}

static void start_reading(struct stdio *t)
{
	if (t->reading || t->ended)
		return;
	t->reading = true;
	if (t->in_is_file)
		(void)uv_idle_start(&t->file, on_file);
	else
		(void)uv_poll_start(&t->readable, UV_READABLE | UV_DISCONNECT, on_readable);
}

/* ---- Tending. ---- */

static void tell_closed(struct stdio *t)
{
	if (t->told)
		return;
	t->told = true;
	(void)uv_timer_stop(&t->grace);
	(void)uv_prepare_stop(&t->tend);
	stop_reading(t);
	t->closed(t->self);
}

static void on_tend(uv_prepare_t *prepare)
{
	struct stdio *t = prepare->data;
	bool crowded =
		line_out_waiting(&t->out) > UNREAD_MAX || peer_pending(t->peer) > PENDING_MAX;

	if (t->out.broken) {
		if (stdio_failed(t))
			log_error("standard output cannot be written reason=\"%s\"",
				strerror(t->out.error));
		tell_closed(t);
		return;
	}
	if (t->ended && peer_pending(t->peer) == 0 && line_out_waiting(&t->out) == 0) {
		tell_closed(t);
		return;
	}
	if (crowded)
		stop_reading(t);
	else
		start_reading(t);
}

/* ---- Opening and closing. ---- */

/* Moves standard output away and puts standard error in its place. */
static int take_stdout(void)
{
	int mode = fcntl(STDOUT_FILENO, F_GETFL);
	int fd;

	if (mode < 0 || (mode & O_ACCMODE) == O_RDONLY)
		return -1;
	fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
	if (fd < 0)
		return -1;
	if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static bool is_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* /dev/null and the like cannot be watched: they are always ready, as files are. */
static void open_handles(struct stdio *t)
{
	uv_loop_t *loop = t->server->loop;

	t->in_is_file =
		is_file(STDIN_FILENO) || uv_poll_init(loop, &t->readable, STDIN_FILENO) != 0;
	t->out_is_file = is_file(t->out.fd) || uv_poll_init(loop, &t->writable, t->out.fd) != 0;
	(void)uv_idle_init(loop, &t->file);
	(void)uv_prepare_init(loop, &t->tend);
	(void)uv_timer_init(loop, &t->grace);
	t->readable.data = t;
	t->writable.data = t;
	t->file.data = t;
	t->tend.data = t;
	t->grace.data = t;
	(void)uv_prepare_start(&t->tend, on_tend);
}

struct stdio *stdio_open(struct server *s, void (*closed)(void *self), void *self, struct fault *f)
{
	struct stdio *t = calloc(1, sizeof *t);
	int fd;

	if (!t) {
		(void)fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
		return NULL;
	}
	t->server = s;
	t->closed = closed;
	t->self = self;
	t->outlet.send = send_line;
	t->peer = peer_new(
		&(struct peer_options){ .server = s, .kind = PEER_STDIO, .common = &t->outlet });
	fd = take_stdout();
	if (!t->peer || fd < 0) {
		(void)fault_set(f, MCP_E_CONFIG, "standard output is not open; start it with one");
		peer_free(t->peer);
		free(t);
		return NULL;
	}
	line_in_init(&t->in, (size_t)s->config->limits.line_bytes);
	line_out_init(&t->out, fd);
	open_handles(t);
	start_reading(t);
	return t;
}

void stdio_stop(struct stdio *t)
{
	peer_drain(t->peer);
	t->ended = true;
	stop_reading(t);
	tell_closed(t);
}

bool stdio_failed(const struct stdio *t)
{
	return t->out.error != 0 && t->out.error != EPIPE;
}

static void close_handle(uv_handle_t *handle)
{
	if (handle->type != UV_UNKNOWN_HANDLE && !uv_is_closing(handle))
		uv_close(handle, NULL);
}

void stdio_close(struct stdio *t)
{
	peer_free(t->peer);
	t->peer = NULL;
	line_out_drain(&t->out);
	close_handle((uv_handle_t *)&t->readable);
	close_handle((uv_handle_t *)&t->writable);
	close_handle((uv_handle_t *)&t->file);
	close_handle((uv_handle_t *)&t->tend);
	close_handle((uv_handle_t *)&t->grace);
}

void stdio_free(struct stdio *t)
{
	if (!t)
		return;
	line_in_done(&t->in);
	line_out_done(&t->out);
	free(t);
}
