/* registry_socket - a worker's socket: hostile bytes in, whole frames out, never waiting. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/plugin/frames.h"
#include "host/plugin/registry_inner.h"

#define CHUNK (32 * 1024)
#define CHUNKS_AT_ONCE 8 /* then other workers and clients have their turn */
#define KEPT (64 * 1024) /* a larger buffer is given back once it is empty */

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
		if (!process_take(p, frame))
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

void socket_read(struct process *p, int chunks)
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
		socket_read(p, CHUNKS_AT_ONCE);
	if (events & UV_WRITABLE && p->state != PROCESS_CONDEMNED)
		flush(p);
}

void socket_send(struct process *p, size_t start)
{
	frame_end(&p->out, start);
	if (p->out.failed)
		process_condemn(p, "it does not read");
	else if (start == 0)
		flush(p);
}

mcp_status socket_open(struct process *p, uv_loop_t *loop, struct fault *f)
{
	if (uv_poll_init(loop, &p->poll, p->fd) < 0)
		return fault_set(f, MCP_E_MEMORY, "a worker can't be started (%s); try again",
			"uv_poll_init");
	buf_init(&p->in, FRAME_MAX + 2 * CHUNK);
	buf_init(&p->out, 2 * FRAME_MAX);
	p->poll.data = p;
	(void)uv_poll_start(&p->poll, UV_READABLE, on_socket);
	return MCP_OK;
}

void socket_done(struct process *p)
{
	(void)close(p->fd);
	buf_done(&p->in);
	buf_done(&p->out);
}
