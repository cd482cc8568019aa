/* tasks - calls that are answered later: the table, its methods, the time they live. */
#include "host/proto/tasks.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/tasks_inside.h"

#define RESULT_MAX ((size_t)16 * 1024 * 1024)
#define TASK_MAX (RESULT_MAX + (size_t)1024 * 1024)
#define NAME_ROOM 80

/* ---- Their time. ---- */

static void drop(struct task *t)
{
	for (struct task **at = &t->server->tasks.first; *at; at = &(*at)->next) {
		if (*at == t) {
			*at = t->next;
			t->server->tasks.count--;
			break;
		}
	}
	dispatch_cancel(t->server->dispatch, &t->waiter);
	task_free_questions(t);
	round_free(t->round);
	buf_done(&t->result);
	free(t);
}

static void on_timer(uv_timer_t *timer)
{
	tasks_expire(timer->data);
}

static void wake_in(struct server *s, int64_t ms)
{
	(void)uv_timer_start(&s->tasks.timer, on_timer, ms > 0 ? (uint64_t)ms : 0, 0);
}

void tasks_expire(struct server *s)
{
	int64_t now = clock_mono(&s->env->clock);
	int64_t first = INT64_MAX;
	struct task *next;

	for (struct task *t = s->tasks.first; t; t = next) {
		next = t->next;
		if (t->ends_mono_ms <= now)
			drop(t);
		else if (t->ends_mono_ms < first)
			first = t->ends_mono_ms;
	}
	if (first != INT64_MAX)
		wake_in(s, first - now);
}

/* From now on: the time one run may take, and then that of what is kept. */
static void live_on(struct task *t)
{
	struct server *s = t->server;
	int64_t now = clock_mono(&s->env->clock);
	int64_t run_ms = t->status == TASK_WORKING ? t->deadline_ms : 0;

	t->updated_wall_ms = clock_wall(&s->env->clock);
	t->ends_mono_ms = now + run_ms + s->config->limits.task_ttl * 1000;
	if (!uv_is_active((uv_handle_t *)&s->tasks.timer) ||
		(int64_t)uv_timer_get_due_in(&s->tasks.timer) > t->ends_mono_ms - now)
		wake_in(s, t->ends_mono_ms - now);
}

void task_becomes(struct task *t, enum task_status status)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	t->status = status;
	if (status > TASK_INPUT_REQUIRED)
		task_free_questions(t);
	live_on(t);
	buf_init(&b, TASK_MAX);
	task_write(t, &b);
	if (!b.failed)
		bus_task(t->server, span_of(t->id), buf_as_span(&b));
}

void tasks_init(struct server *s)
{
	(void)uv_timer_init(s->loop, &s->tasks.timer);
	uv_unref((uv_handle_t *)&s->tasks.timer);
	s->tasks.timer.data = s;
}

void tasks_done(struct server *s)
{
	while (s->tasks.first)
		drop(s->tasks.first);
	if (!uv_is_closing((uv_handle_t *)&s->tasks.timer))
		uv_close((uv_handle_t *)&s->tasks.timer, NULL);
}

/* ---- A call that becomes one. ---- */

/* 128 bits nobody can guess. */
static bool make_id(char *ret)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[TASK_ID_MAX / 2];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return false;
	for (size_t i = 0; i < sizeof bytes; i++) {
		ret[2 * i] = digits[bytes[i] >> 4];
		ret[2 * i + 1] = digits[bytes[i] & 15];
	}
	ret[TASK_ID_MAX] = '\0';
	return true;
}

static struct task *make(const struct request *r, const struct call_order *order, struct span name)
{
	struct server *s = r->peer->server;
	struct task *t = calloc(1, sizeof *t);
	char plain[NAME_ROOM];

	if (!t)
		return NULL;
	t->server = s;
	t->version = r->version;
	t->deadline_ms = order->tool->deadline_ms;
	t->created_mono_ms = clock_mono(&s->env->clock);
	t->created_wall_ms = clock_wall(&s->env->clock);
	buf_init(&t->result, RESULT_MAX);
	t->next = s->tasks.first;
	s->tasks.first = t;
	s->tasks.count++;
	if (scan_text_into(name, plain, sizeof plain))
		t->round = round_new(order, span_of(plain), s->rounds.number);
	if (!t->round || !make_id(t->id)) {
		drop(t);
		return NULL;
	}
	live_on(t);
	return t;
}

static bool is_full(const struct server *s)
{
	size_t bytes = 0;

	for (const struct task *t = s->tasks.first; t; t = t->next)
		bytes += t->result.len;
	return s->tasks.count >= TASKS_MAX || bytes >= TASKS_BYTES;
}

static void begin(struct request *r, struct call_order *order, struct span name)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct server *s = r->peer->server;
	struct fault f = { 0 };
	struct task *t;

	if (is_full(s)) {
		(void)fault_set(&f, MCP_E_BUSY, "too many tasks are kept; try again later");
		send_tool_fault(r, &f);
		return;
	}
	t = make(r, order, name);
	if (!t) {
		send_no_memory(r);
		return;
	}
	if (!task_start(t, order, &f)) {
		drop(t);
		send_tool_fault(r, &f);
		return;
	}
	buf_init(&b, 4096);
	task_write_head(t, &b);
	if (b.failed) {
		drop(t);
		send_no_memory(r);
		return;
	}
	send_typed(r, "task", buf_as_span(&b));
}

/* The tool runs as a task only, and this client knows none. */
static void refuse_without(const struct request *r)
{
	CLEANUP(buf_done) struct buf required = { 0 };
	struct fault f = { 0 };

	if (version_is_modern(r->version)) {
		buf_init(&required, 1024);
		elicit_required(MCP_CAN_TASKS, &required);
		if (required.failed)
			send_no_memory(r);
		else
			send_incapable(r, buf_as_span(&required));
		return;
	}
	(void)fault_set(&f, MCP_E_UNSUPPORTED,
		"this takes long and needs a client of 2026-07-28 that knows tasks");
	send_tool_fault(r, &f);
}

static bool brings_answers(const struct request *r)
{
	return scan_get(r->params, "inputResponses").at || scan_get(r->params, "requestState").at;
}

bool tasks_take(struct request *r, struct call_order *order, struct span name)
{
	uint32_t task = order->tool->declared->task;
	bool can = r->client & MCP_CAN_TASKS;

	if (task == MCP_TASK_NEVER || (task == MCP_TASK_OPTIONAL && !can))
		return false;
	if (!can) {
		refuse_without(r);
		return true;
	}
	if (task == MCP_TASK_AFTER_ASKING && !brings_answers(r))
		return false;
	order->lane = LANE_USER;
	order->client = r->client;
	if (round_begin(r, order))
		begin(r, order, name);
	return true;
}

/* ---- Methods. ---- */

/* The task a request names; NULL: it was refused. */
static struct task *named(const struct request *r)
{
	struct span id = scan_get(r->params, "taskId");
	struct task *t = r->peer->server->tasks.first;

	if (!(r->client & MCP_CAN_TASKS)) {
		refuse_without(r);
		return NULL;
	}
	if (scan_kind(id) != SCAN_TEXT) {
		send_error(r, RPC_PARAMS, "params.taskId must be a string", NOTHING);
		return NULL;
	}
	while (t && !scan_text_is(id, t->id))
		t = t->next;
	if (t && t->ends_mono_ms <= clock_mono(&t->server->env->clock)) {
		drop(t);
		t = NULL;
	}
	if (!t)
		send_error(r, RPC_PARAMS, "there is no such task, or its time is over", NOTHING);
	return t;
}

void do_tasks_get(struct request *r)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct task *t = named(r);

	if (!t)
		return;
	buf_init(&b, TASK_MAX);
	task_write(t, &b);
	send_written(r, &b);
}

void do_tasks_update(struct request *r)
{
	struct span answers = scan_get(r->params, "inputResponses");
	struct task *t = named(r);

	if (!t)
		return;
	if (scan_kind(answers) != SCAN_OBJECT) {
		send_error(r, RPC_PARAMS, "params.inputResponses must be an object", NOTHING);
		return;
	}
	task_answer(t, answers);
	send_acknowledged(r);
}

void do_tasks_cancel(struct request *r)
{
	struct task *t = named(r);

	if (!t)
		return;
	if (t->status == TASK_WORKING || t->status == TASK_INPUT_REQUIRED) {
		dispatch_cancel(t->server->dispatch, &t->waiter);
		task_becomes(t, TASK_CANCELLED);
	}
	send_acknowledged(r);
}
