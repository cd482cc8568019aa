/* mini_worker - a worker met at its socket, without a registry, for tests. */
#include "support/mini_worker.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/scan.h"
#include "host/plugin/frames.h"
#include "host/plugin/spawn.h"

#define PATIENCE_MS 20000

bool mini_meet(struct mini_worker *m, const char *path, const char *locale)
{
	const struct spawn_options options = {
		.exe = "/proc/self/exe",
		.path = path,
		.locale = locale,
		.call_bytes = 1024 * 1024,
	};

	*m = (struct mini_worker){ .fd = -1 };
	if (spawn_worker(&options, &m->pid, &m->fd, NULL) < 0)
		return false;
	buf_init(&m->in, FRAME_MAX);
	return true;
}

void mini_part(struct mini_worker *m)
{
	(void)close(m->fd);
	if (m->pid > 0) {
		(void)kill(m->pid, SIGKILL);
		(void)waitpid(m->pid, NULL, 0);
	}
	buf_done(&m->in);
}

struct span mini_hear(struct mini_worker *m)
{
	struct pollfd wait = { .fd = m->fd, .events = POLLIN };
	struct span frame = { NULL, 0 };

	m->in.len -= m->used;
	if (m->used > 0)
		memmove(m->in.at, m->in.at + m->used, m->in.len);
	m->used = 0;
	while (frame_next(buf_as_span(&m->in), &frame, &m->used) == 0) {
		ssize_t n;

		assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
		assert_non_null(buf_reserve(&m->in, 4096));
		n = recv(m->fd, m->in.at + m->in.len, 4096, 0);
		if (n <= 0)
			break;
		m->in.len += (size_t)n;
	}
	return frame;
}

void mini_say(struct mini_worker *m, const char *t, const char *rest)
{
	struct buf b;
	size_t start;

	buf_init(&b, FRAME_MAX);
	start = frame_begin(&b, t);
	buf_puts(&b, rest);
	frame_end(&b, start);
	assert_int_equal(send(m->fd, b.at, b.len, MSG_NOSIGNAL), (ssize_t)b.len);
	buf_done(&b);
}

void mini_expect(struct mini_worker *m, const char *t)
{
	struct span frame = mini_hear(m);

	if (!scan_text_is(scan_get(frame, "t"), t))
		fail_msg("heard %.*s, not %s", (int)frame.len, frame.at ? frame.at : "", t);
}
