/* registry_call_test - calls to workers: queues, cancels, deadlines, deaths. */
#include <string.h>

#include "host/plugin/frames.h"
#include "host/plugin/worker.h"
#include "support/mini_trial.h"

/* ---- Deaths. ---- */

static void a_crash_costs_one_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct mini_call next;

	mini_run(m, "trial", "{\"what\":\"crash\",\"number\":1}", &lost);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(lost.fault.status, MCP_E_INTERNAL);
	assert_true(lost.crashed);
	assert_string_equal(lost.fault.text, "tool trial stopped unexpectedly; try again");
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_lost, 1);
}

static void broken_frames_end_the_worker(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct mini_call next;

	mini_run(m, "trial", "{\"what\":\"junk\",\"number\":1}", &lost);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_true(lost.crashed);
	assert_int_equal(next.fault.status, MCP_OK);
}

static void a_broken_promise_costs_no_waiting_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct mini_call next;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"statusless\",\"number\":1}", &lost);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);
	mini_wait(&lost);
	mini_wait(&next);

	assert_true(lost.crashed);
	assert_int_equal(next.fault.status, MCP_OK);
}

static void a_hang_ends_at_the_deadline(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	mini_run(m, "trial", "{\"what\":\"hang\",\"number\":1}", &call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_DEADLINE);
	assert_string_equal(call.fault.text,
		"tool trial did not finish within 2 s; ask for less, or try again later");
	assert_int_equal(next.fault.status, MCP_OK);
}

static void a_cancel_ends_the_call_and_keeps_the_worker(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &call);
	registry_cancel(m->registry, call.id);
	mini_wait(&call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_CANCELLED);
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_started, 1);
}

static void a_worker_deaf_to_cancel_is_replaced(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	m->config.limits.workers = 1;
	((struct tool *)(void *)trial(m))->deadline_ms = 20000;
	(void)mini_call(m, "trial", "{\"what\":\"hang\",\"number\":1}", &call);
	registry_cancel(m->registry, call.id);
	mini_wait(&call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_CANCELLED);
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_started, 2);
}

static void a_waiting_call_can_be_cancelled(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call running;
	struct mini_call waiting;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &running);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &waiting);
	registry_cancel(m->registry, waiting.id);
	mini_wait(&waiting);

	assert_int_equal(waiting.fault.status, MCP_E_CANCELLED);
	assert_int_equal(running.ends, 0);
	registry_cancel(m->registry, running.id);
	mini_wait(&running);
}

static void stopping_ends_every_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call running;
	struct mini_call waiting;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"hang\",\"number\":1}", &running);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &waiting);
	mini_stop(m);

	assert_int_equal(running.fault.status, MCP_E_CANCELLED);
	assert_int_equal(waiting.fault.status, MCP_E_CANCELLED);
	assert_int_equal(running.ends + waiting.ends, 2);
}

/* ---- Queues. ---- */

static void waiting_calls_get_another_worker(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call first;
	struct mini_call second;

	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &first);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &second);

	assert_int_equal(second.fault.status, MCP_OK);
	assert_int_equal(first.ends, 0);
	assert_int_equal(m->counters.workers_started, 2);
	registry_cancel(m->registry, first.id);
	mini_wait(&first);
}

static void too_many_calls_are_told_to_come_again(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call first;
	struct mini_call refused;

	m->config.limits.calls = 1;
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &first);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &refused);

	assert_int_equal(refused.id, 0);
	assert_int_equal(refused.fault.status, MCP_E_BUSY);
	mini_wait(&first);
	assert_int_equal(refused.ends, 0);
}

static void arguments_that_fit_no_frame_are_refused(void **state)
{
	struct mini_registry *m = *state;
	char *large = malloc(FRAME_MAX + 1);
	struct mini_call call;

	assert_non_null(large);
	memset(large, ' ', FRAME_MAX);
	large[FRAME_MAX] = '\0';
	(void)mini_call(m, "trial", large, &call);
	free(large);

	assert_int_equal(call.id, 0);
	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
}

/* Ends in the order they came. */
struct ends {
	uv_loop_t *loop;
	char order[8];
	uint32_t count;
};

static void end_background(void *self, const struct call_end *end)
{
	struct ends *e = self;

	(void)end;
	e->order[e->count++] = 'b';
	uv_stop(e->loop);
}

static void end_user(void *self, const struct call_end *end)
{
	struct ends *e = self;

	(void)end;
	e->order[e->count++] = 'u';
	uv_stop(e->loop);
}

static void users_go_before_the_background(void **state)
{
	struct mini_registry *m = *state;
	struct ends ends = { .loop = &m->loop };
	const struct call_events background = { .done = end_background, .self = &ends };
	const struct call_events user = { .done = end_user, .self = &ends };
	struct call_order order = {
		.kind = CALL_TOOL,
		.tool = trial(m),
		.args = SPAN("{\"what\":\"echo\",\"number\":1}"),
		.lane = LANE_BACKGROUND,
	};

	m->config.limits.workers = 1;
	(void)registry_call(m->registry, &order, &background, NULL);
	(void)registry_call(m->registry, &order, &background, NULL);
	order.lane = LANE_USER;
	(void)registry_call(m->registry, &order, &user, NULL);
	mini_until(m, &ends.count, 3);

	assert_string_equal(ends.order, "bub");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TRIAL(a_crash_costs_one_call),
		TRIAL(broken_frames_end_the_worker),
		TRIAL(a_broken_promise_costs_no_waiting_call),
		TRIAL(a_hang_ends_at_the_deadline),
		TRIAL(a_cancel_ends_the_call_and_keeps_the_worker),
		TRIAL(a_worker_deaf_to_cancel_is_replaced),
		TRIAL(a_waiting_call_can_be_cancelled),
		TRIAL(stopping_ends_every_call),
		TRIAL(waiting_calls_get_another_worker),
		TRIAL(too_many_calls_are_told_to_come_again),
		TRIAL(arguments_that_fit_no_frame_are_refused),
		TRIAL(users_go_before_the_background),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
