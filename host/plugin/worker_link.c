/* worker_link - the worker's end of the socket: whole frames in, whole frames out. */
#include "host/plugin/worker_link.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "data/scan.h"
#include "host/plugin/frames.h"

#define CHUNK (16 * 1024)
/* A buffer larger than this is given back once it is empty: an idle worker stays small. */
#define KEPT (64 * 1024)

_Noreturn void link_leave(int code)
{
	_exit(code);
}

void link_init(struct link *l, int fd)
{
	*l = (struct link){ .fd = fd };
	buf_init(&l->in, FRAME_MAX + 2 * CHUNK);
	buf_init(&l->out, FRAME_MAX + 2 * CHUNK);
}

static void shrink(struct buf *b)
{
	size_t max = b->max;

	if (b->len > 0 || b->room <= KEPT)
		return;
	buf_done(b);
	buf_init(b, max);
}

/* Drops the frame that was lent. */
static void forget(struct link *l)
{
	if (l->lent == 0)
		return;
	l->in.len -= l->lent;
	memmove(l->in.at, l->in.at + l->lent, l->in.len);
	l->lent = 0;
	shrink(&l->in);
}

/* False when nothing is there and `flags` says not to wait. */
static bool receive(struct link *l, int flags)
{
	char *to = buf_reserve(&l->in, CHUNK);
	ssize_t n;

	if (!to)
		link_leave(1);
	do
		n = recv(l->fd, to, CHUNK, flags);
	while (n < 0 && errno == EINTR);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	if (n <= 0)
		link_leave(0);

	l->in.len += (size_t)n;
	return true;
}

static bool cut(struct link *l, struct span *ret)
{
	int got;

	forget(l);
	got = frame_next(buf_as_span(&l->in), ret, &l->lent);
	if (got < 0)
		link_leave(1);
	return got > 0;
}

struct span link_next(struct link *l)
{
	struct span frame;

	while (!cut(l, &frame))
		(void)receive(l, 0);
	return frame;
}

bool link_cancelled(struct link *l)
{
	struct span frame;

	while (!l->cancelled) {
		if (cut(l, &frame))
			l->cancelled = link_is(frame, "cancel");
		else if (!receive(l, MSG_DONTWAIT))
			break;
	}
	return l->cancelled;
}

size_t link_begin(struct link *l, const char *t)
{
	buf_clear(&l->out);
	return frame_begin(&l->out, t);
}

bool link_send(struct link *l, size_t start)
{
	size_t sent = 0;

	frame_end(&l->out, start);
	if (l->out.failed)
		return false;

	while (sent < l->out.len) {
		ssize_t n = send(l->fd, l->out.at + sent, l->out.len - sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			link_leave(0);
		sent += (size_t)n;
	}
	buf_clear(&l->out);
	shrink(&l->out);
	return true;
}

bool link_is(struct span frame, const char *t)
{
	return scan_text_is(scan_get(frame, "t"), t);
}
