/* line_out - lines that leave through a descriptor, never blocking, in as few calls as possible. */
#include "host/transport/line_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define SMALL_LINE (32 * 1024) /* bytes: from here on a line leaves on its own */
#define GATHERED_MAX (256 * 1024)
#define QUEUE_MAX (64 * 1024 * 1024)
#define PIPE_BYTES (1024 * 1024)
#define PARTS_MAX 16

/* The same pipe or terminal under a description of our own, so that O_NONBLOCK is ours alone. */
static int own_description(int fd)
{
	char path[32];
	int own;

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	own = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (own < 0)
		return fd;
	(void)close(fd);
	return own;
}

void line_out_init(struct line_out *o, int fd)
{
	struct stat st;

	*o = (struct line_out){ .fd = fd };
	buf_init(&o->small, GATHERED_MAX + SMALL_LINE);
	buf_init(&o->queue, QUEUE_MAX);
	if (fstat(fd, &st) < 0)
		return;
	o->is_socket = S_ISSOCK(st.st_mode);
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		o->fd = own_description(fd);
	if (S_ISFIFO(st.st_mode))
		(void)fcntl(o->fd, F_SETPIPE_SZ, PIPE_BYTES);
	if (S_ISFIFO(st.st_mode) && o->fd == fd)
		(void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void line_out_done(struct line_out *o)
{
	buf_done(&o->small);
	buf_done(&o->queue);
	if (o->fd >= 0)
		(void)close(o->fd);
	o->fd = -1;
}

size_t line_out_waiting(const struct line_out *o)
{
	return o->queue.len - o->queue_start;
}

static void give_up(struct line_out *o, int error)
{
	o->broken = true;
	o->error = error;
}

/* Writes what is taken now; returns the number of bytes, 0 when the reader is not ready. */
static size_t write_now(struct line_out *o, struct iovec *iov, int count)
{
	struct msghdr message = { .msg_iov = iov, .msg_iovlen = (size_t)count };
	ssize_t n;

	do {
		n = o->is_socket ? sendmsg(o->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL)
		                 : writev(o->fd, iov, count);
	} while (n < 0 && errno == EINTR);
	if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
		give_up(o, errno);
	return n < 0 ? 0 : (size_t)n;
}

static void keep(struct line_out *o, const struct iovec *iov, int count, size_t written)
{
	for (int i = 0; i < count; i++) {
		size_t skip = written < iov[i].iov_len ? written : iov[i].iov_len;

		written -= skip;
		buf_put(&o->queue, (const char *)iov[i].iov_base + skip, iov[i].iov_len - skip);
	}
	if (o->queue.failed)
		give_up(o, ENOBUFS);
}

/* Everything in order: behind a queue nothing may overtake. */
static void write_or_keep(struct line_out *o, struct iovec *iov, int count, size_t total)
{
	size_t written = line_out_waiting(o) == 0 ? write_now(o, iov, count) : 0;

	if (written < total && !o->broken)
		keep(o, iov, count, written);
}

void line_out_flush(struct line_out *o)
{
	struct iovec iov = { o->small.at, o->small.len };

	if (o->small.len > 0 && !o->broken)
		write_or_keep(o, &iov, 1, o->small.len);
	buf_clear(&o->small);
	o->gathering = false;
}

static void gather(struct line_out *o, const struct span *parts, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_span(&o->small, parts[i]);
	buf_char(&o->small, '\n');
}

void line_out_send(struct line_out *o, const struct span *parts, uint32_t count)
{
	struct iovec iov[PARTS_MAX + 2];
	size_t total = o->small.len + 1;
	int used = 0;

	if (o->broken || count > PARTS_MAX)
		return;
	for (uint32_t i = 0; i < count; i++)
		total += parts[i].len;
	if (o->gathering && total - o->small.len < SMALL_LINE && total < GATHERED_MAX) {
		gather(o, parts, count);
		return;
	}

	if (o->small.len > 0)
		iov[used++] = (struct iovec){ o->small.at, o->small.len };
	for (uint32_t i = 0; i < count; i++)
		iov[used++] = (struct iovec){ (void *)(uintptr_t)parts[i].at, parts[i].len };
	iov[used++] = (struct iovec){ (void *)(uintptr_t) "\n", 1 };
	write_or_keep(o, iov, used, total);
	buf_clear(&o->small);
}

void line_out_drain(struct line_out *o)
{
	struct iovec iov = { o->queue.at + o->queue_start, line_out_waiting(o) };

	if (iov.iov_len == 0 || o->broken)
		return;
	o->queue_start += write_now(o, &iov, 1);
	if (line_out_waiting(o) == 0) {
		buf_done(&o->queue);
		buf_init(&o->queue, QUEUE_MAX);
		o->queue_start = 0;
	}
}
