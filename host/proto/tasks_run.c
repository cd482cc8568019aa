/* tasks_run - the run behind a task: how it asks, goes on and ends. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/tasks_inside.h"

#define REQUEST_MAX ((size_t)1024 * 1024)
#define STOPPING "the host is stopping; call again"

/* ---- How it ends. ---- */

static void end_failed(struct task *t, int code, const char *message, struct span data)
{
	struct buf *b = &t->result;

	buf_clear(b);
	buf_puts(b, "{\"code\":");
	json_int(b, code);
	json_name(b, "message");
	json_cstr(b, message);
	if (data.at) {
		json_name(b, "data");
		buf_span(b, data);
	}
	buf_char(b, '}');
	task_becomes(t, TASK_FAILED);
}

static void end_with_fault(struct task *t, const struct fault *f)
{
	if (f->status == MCP_E_INTERNAL || f->status == MCP_E_PROTOCOL) {
		end_failed(t, RPC_INTERNAL, f->text, NOTHING);
		return;
	}
	buf_clear(&t->result);
	write_tool_fault(&t->result, f);
	buf_char(&t->result, '}'); /* of _meta */
	task_becomes(t, TASK_COMPLETED);
}

static void end_with_answer(struct task *t, const struct answer *a)
{
	char room[ANSWER_TAIL_MAX];

	if (a->failed && a->broken) {
		end_failed(t, RPC_INTERNAL, a->fault.text, NOTHING);
		return;
	}
	if (a->failed) {
		end_with_fault(t, &a->fault);
		return;
	}
	buf_clear(&t->result);
	buf_put(&t->result, a->bytes, a->len);
	buf_span(&t->result, answer_tail(a, clock_wall(&t->server->env->clock), false, room));
	if (t->result.failed)
		end_failed(t, RPC_INTERNAL, "the answer is too large", NOTHING);
	else
		task_becomes(t, TASK_COMPLETED);
}

/* ---- How it asks. ---- */

static bool has_name(const struct task *t, struct span name)
{
	for (const struct task_question *q = t->questions; q; q = q->next)
		if (round_same_key(q->name, name))
			return true;
	return false;
}

/* The key, or the key with the number of the round, so that no name comes twice. */
static void write_name(const struct task *t, struct span key, struct buf *ret)
{
	buf_span(ret, key);
	while (!ret->failed && ret->len > 0 && has_name(t, buf_as_span(ret))) {
		ret->len--; /* the closing quote */
		buf_printf(ret, "#%u\"", t->round->number);
	}
}

static mcp_status add_question(
	struct task *t, struct span key, const struct question *asked, struct fault *f)
{
	CLEANUP(buf_done) struct buf name = { 0 };
	CLEANUP(buf_done) struct buf request = { 0 };
	struct task_question *q;
	char *at;

	buf_init(&name, REQUEST_MAX);
	buf_init(&request, REQUEST_MAX);
	write_name(t, key, &name);
	buf_printf(&request, "{\"method\":\"%s\",\"params\":", elicit_method(asked));
	(void)elicit_params(asked, t->version, NULL, &request, f);
	buf_char(&request, '}');
	q = name.failed || request.failed ? NULL
	                                  : calloc(1, sizeof *q + key.len + name.len + request.len);
	if (!q)
		return fault_set(f, MCP_E_MEMORY, "the tool asks too much at once");
	at = q->text;
	q->key = (struct span){ memcpy(at, key.at, key.len), key.len };
	at += key.len;
	q->name = (struct span){ memcpy(at, name.at, name.len), name.len };
	at += name.len;
	q->request = (struct span){ memcpy(at, request.at, request.len), request.len };
	q->kind = asked->kind;
	q->is_open = true;
	q->next = t->questions;
	t->questions = q;
	return MCP_OK;
}

static void end_incapable(struct task *t, uint32_t needs)
{
	CLEANUP(buf_done) struct buf data = { 0 };

	buf_init(&data, 4096);
	buf_puts(&data, "{\"requiredCapabilities\":");
	elicit_required(needs, &data);
	buf_char(&data, '}');
	end_failed(t, RPC_CAPABILITY, "this needs a capability the client did not declare",
		data.failed ? NOTHING : buf_as_span(&data));
}

/* Everything a handler asks, as far as this client can answer it; *ret_needs gets the rest. */
static mcp_status add_questions(struct task *t, const struct call_end *end, uint32_t *ret_needs,
	uint32_t *ret_count, struct fault *f)
{
	struct scan_iter it = scan_iter(end->requests);
	struct span key;
	struct span request;
	struct question q;
	mcp_status s;

	if (++t->round->number > ROUNDS_MODERN)
		return fault_set(f, MCP_E_INTERNAL, "the tool asked too often");
	if (!round_remember(t->round, end->kept))
		return fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
	while (scan_member(&it, &key, &request)) {
		s = elicit_read(request, &q, f);
		if (s < 0)
			return s;
		if (q.needs & ~t->round->client) {
			*ret_needs |= q.needs;
			continue;
		}
		s = add_question(t, key, &q, f);
		if (s < 0)
			return s;
		++*ret_count;
	}
	return MCP_OK;
}

static void ask(struct task *t, const struct call_end *end)
{
	struct fault f = { 0 };
	uint32_t needs = 0;
	uint32_t count = 0;
	mcp_status s = add_questions(t, end, &needs, &count, &f);

	if (s < 0)
		end_with_fault(t, &f);
	else if (count > 0)
		task_becomes(t, TASK_INPUT_REQUIRED);
	else if (needs)
		end_incapable(t, needs);
	else
		end_with_fault(t, &end->fault);
}

/* ---- How it runs. ---- */

static void on_ended(struct waiter *w, const struct call_end *end, const struct answer *answer)
{
	struct task *t = (struct task *)w;

	if (end->fault.status == MCP_E_NEEDS_INPUT)
		ask(t, end);
	else if (end->fault.status == MCP_E_CANCELLED || !answer)
		end_failed(t, RPC_INTERNAL, STOPPING, NOTHING);
	else
		end_with_answer(t, answer);
}

bool task_start(struct task *t, const struct call_order *order, struct fault *f)
{
	t->waiter = (struct waiter){ .ended = on_ended };
	return dispatch_private(t->server->dispatch, order, &t->waiter, f);
}

static void run_again(struct task *t)
{
	struct call_order order;
	struct fault f = { 0 };

	if (round_order(t->server, t->round, &order, &f) && task_start(t, &order, &f))
		task_becomes(t, TASK_WORKING);
	else
		end_with_fault(t, &f);
}

static struct task_question *open_question(struct task *t, struct span name)
{
	struct task_question *q = t->questions;

	while (q && (!q->is_open || !round_same_key(q->name, name)))
		q = q->next;
	return q;
}

static bool any_open(const struct task *t)
{
	const struct task_question *q = t->questions;

	while (q && !q->is_open)
		q = q->next;
	return q != NULL;
}

void task_answer(struct task *t, struct span answers)
{
	struct scan_iter it = scan_iter(answers);
	struct span name;
	struct span answer;
	struct fault f = { 0 };
	bool took_any = false;

	while (t->status == TASK_INPUT_REQUIRED && scan_member(&it, &name, &answer)) {
		struct task_question *q = open_question(t, name);

		if (!q || !elicit_fits(q->kind, answer))
			continue;
		if (!round_add(&t->round->inputs, q->key, answer)) {
			(void)fault_set(
				&f, MCP_E_MEMORY, "the answers so far are too long to be kept");
			end_with_fault(t, &f);
			return;
		}
		q->is_open = false;
		took_any = true;
	}
	if (!took_any)
		return;
	if (any_open(t))
		task_becomes(t, TASK_INPUT_REQUIRED);
	else
		run_again(t);
}

void task_free_questions(struct task *t)
{
	while (t->questions) {
		struct task_question *q = t->questions;

		t->questions = q->next;
		free(q);
	}
}
