/* wire_replay - answers from a folder of recorded ones (wire_record.c: how it is laid out).
 *
 * A folder of plain bodies named after their endpoints (volume-rank.json) serves too: each answers
 * its endpoint whatever the parameters. The time of an answer is that of its recording, or the
 * file's own. What lies in the folder is hostile input.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "service/wire_replay_file.h"
#include "service/wires.h"

struct asked {
	struct asked *next;
	uint64_t id;
	char *url;
	char *tr_id;
	size_t body_max;
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

struct replay {
	struct wire wire;
	char *folder;
	int event_fd;
	struct asked *asked;
	uint64_t last_id;
	int64_t at_ms;
};

static struct replay *replay_of(struct wire *w)
{
	return (struct replay *)w;
}

static void asked_free(struct asked *a)
{
	free(a->url);
	free(a->tr_id);
	free(a);
}

static mcp_status start(
	struct wire *w, const struct wire_request *r, uint64_t *ret_id, struct fault *f)
{
	struct replay *replay = replay_of(w);
	struct asked **end = &replay->asked;
	struct asked *a = calloc(1, sizeof *a);

	if (a) {
		a->url = strdup(r->url);
		a->tr_id = r->tr_id ? strdup(r->tr_id) : NULL;
	}
	if (!a || !a->url || (r->tr_id && !a->tr_id)) {
		if (a)
			asked_free(a);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	a->id = ++replay->last_id;
	a->body_max = r->body_max;
	a->done = r->done;
	a->self = r->self;
	while (*end)
		end = &(*end)->next;
	*end = a;
	*ret_id = a->id;
	return MCP_OK;
}

static void cancel(struct wire *w, uint64_t id)
{
	struct asked **at = &replay_of(w)->asked;
	struct asked *a;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	a = *at;
	if (!a)
		return;
	*at = a->next;
	asked_free(a);
}

static void answer(struct replay *replay, const struct asked *a)
{
	struct replayed got = { .at_ms = 0 };
	struct folder_call call;
	struct fault f = { 0 };

	buf_init(&got.body, a->body_max);
	if (folder_call(a->url, a->tr_id, &call))
		(void)replay_read(replay->folder, &call, &got, &f);
	else
		(void)fault_set(&f, MCP_E_UPSTREAM, "this call is never recorded; ask another");
	replay->at_ms = got.at_ms;
	/* Asking again would find the same: an HTTP status says that the exchange took place. */
	a->done(a->self, &f, f.status < 0 ? 404 : 200,
		f.status < 0 ? (struct span){ 0 } : buf_as_span(&got.body));
	buf_done(&got.body);
}

static void poll_wire(struct wire *w, int timeout_ms)
{
	struct replay *replay = replay_of(w);
	struct pollfd wait = { .fd = replay->event_fd, .events = POLLIN };
	struct asked *a = replay->asked;
	uint64_t woken;

	if (!a) {
		if (poll(&wait, 1, timeout_ms) > 0)
			(void)!read(replay->event_fd, &woken, sizeof woken);
		return;
	}
	while ((a = replay->asked)) {
		replay->asked = a->next;
		answer(replay, a);
		asked_free(a);
	}
}

static void wakeup(struct wire *w)
{
	const uint64_t one = 1;

	(void)!write(replay_of(w)->event_fd, &one, sizeof one);
}

static void close_wire(struct wire *w)
{
	struct replay *replay = replay_of(w);

	while (replay->asked)
		cancel(w, replay->asked->id);
	if (replay->event_fd >= 0)
		(void)close(replay->event_fd);
	free(replay->folder);
	free(replay);
}

static int64_t at_ms(struct wire *w)
{
	return replay_of(w)->at_ms;
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
	.at_ms = at_ms,
};

mcp_status wire_replay_open(const char *folder, struct wire **ret, struct fault *f)
{
	struct replay *replay;
	struct stat st;

	if (!folder || !folder[0])
		return fault_set(f, MCP_E_CONFIG,
			"kis.environment is replay without a folder; set kis.replay");
	if (stat(folder, &st) < 0 || !S_ISDIR(st.st_mode))
		return fault_set(f, MCP_E_CONFIG,
			"kis.replay is %s, which is no folder; give a folder of recorded answers",
			folder);
	replay = calloc(1, sizeof *replay);
	if (!replay)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	replay->wire.ops = &ops;
	replay->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	replay->folder = strdup(folder);
	if (replay->event_fd < 0 || !replay->folder) {
		close_wire(&replay->wire);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	*ret = &replay->wire;
	return MCP_OK;
}
