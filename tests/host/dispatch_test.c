/* dispatch_test - kept answers, shared flights, refreshes behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "host/call/dispatch.h"
#include "support/fake_registry.h"

struct asker {
	struct waiter waiter; /* first: the waiter is the asker */
	struct dispatch *dispatch;
	int ended;
	int failed;
	int progressed;
	char seen[256];
};

static void remember(struct asker *a, const struct answer *answer)
{
	a->ended++;
	a->failed = answer->failed;
	(void)snprintf(a->seen, sizeof a->seen, "%.*s",
		(int)(answer->failed ? strlen(answer->fault.text) : answer->len),
		answer->failed ? answer->fault.text : answer->bytes);
}

static void on_done(struct waiter *w, const struct answer *answer, bool stale)
{
	(void)stale;
	remember((struct asker *)w, answer);
}

static void on_progress(struct waiter *w, double done, double total, struct span text)
{
	(void)done;
	(void)total;
	(void)text;
	((struct asker *)w)->progressed++;
}

static struct dispatch *dispatch;

static int set_up(void **state)
{
	(void)state;
	fake_registry_reset();
	dispatch = dispatch_new(&(struct dispatch_options){
		.registry = &fake_registry, .config = &fake_config, .env = &fake_env });
	return dispatch ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < fake_registry.call_count; i++)
		if (!fake_registry.calls[i].ended)
			fake_end_cancelled(i);
	dispatch_free(dispatch);
	return 0;
}

/* Asks tool `t` with `args`. True when the answer came at once. */
static bool ask(struct asker *a, int t, const char *args)
{
	struct at_once now = { 0 };

	*a = (struct asker){ .waiter = { .done = on_done, .progress = on_progress } };
	if (!dispatch_call(dispatch, &fake_tools[t], span_of(args), &a->waiter, &now))
		return false;
	remember(a, now.answer);
	return true;
}

static void make_incomplete(struct call_end *end)
{
	end->from.complete = false;
}

static void make_failed(struct call_end *end)
{
	(void)fault_set(&end->fault, MCP_E_UPSTREAM, "volume-rank answered nothing");
}

static void end_at_midnight(struct call_end *end)
{
	end->from.fresh_until_ms = fake_wall_ms + 5000;
}

static void runs_a_cold_question_once(void **state)
{
	static struct asker a;

	(void)state;
	assert_false(ask(&a, 0, "{\"count\":20}"));
	fake_end(0, 5, NULL);
	assert_int_equal(a.ended, 1);
	assert_non_null(strstr(a.seen, "n is 5"));
	assert_string_equal(fake_registry.calls[0].args, "{\"count\":20}");
	assert_int_equal(fake_registry.calls[0].lane, LANE_USER);
}

static void answers_a_fresh_question_at_once(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, NULL);
	fake_mono_ms += 59999;
	assert_true(ask(&a, 0, "{}"));
	assert_int_equal(fake_registry.call_count, 1);
	assert_int_equal(fake_counters.answer_hits, 1);
}

static void answers_stale_at_once_and_refreshes_behind(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, NULL);
	fake_mono_ms += 60000;
	assert_true(ask(&a, 0, "{}"));
	assert_true(ask(&a, 0, "{}"));
	assert_int_equal(fake_registry.call_count, 2);
	assert_int_equal(fake_registry.calls[1].lane, LANE_BACKGROUND);
	fake_end(1, 6, NULL);
	assert_true(ask(&a, 0, "{}"));
	assert_non_null(strstr(a.seen, "n is 6"));
	assert_int_equal(fake_counters.answer_stale_hits, 2);
}

static void runs_again_when_the_kept_answer_is_too_old(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, NULL);
	fake_mono_ms += 300000;
	assert_false(ask(&a, 0, "{}"));
}

static void keeps_different_arguments_apart(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{\"count\":1}");
	fake_end(0, 5, NULL);
	assert_false(ask(&a, 0, "{\"count\":2}"));
}

static void shares_one_run_among_equal_questions(void **state)
{
	static struct asker a[3];

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_false(ask(&a[i], 0, "{}"));
	assert_int_equal(fake_registry.call_count, 1);
	fake_registry.calls[0].events.progress(
		fake_registry.calls[0].events.self, 1, 2, (struct span){ NULL, 0 });
	fake_end(0, 5, NULL);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(a[i].ended, 1);
		assert_int_equal(a[i].progressed, 1);
	}
}

static void never_shares_a_private_tool(void **state)
{
	static struct asker a;
	static struct asker b;

	(void)state;
	assert_false(ask(&a, 1, "{}"));
	assert_false(ask(&b, 1, "{}"));
	assert_int_equal(fake_registry.call_count, 2);
	fake_end(0, 1, NULL);
	assert_int_equal(b.ended, 0);
	fake_end(1, 2, NULL);
	assert_false(ask(&a, 1, "{}"));
}

static void holds_a_failure_for_a_second(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 0, make_failed);
	assert_true(a.failed);
	fake_mono_ms += 999;
	assert_true(ask(&a, 0, "{}"));
	assert_true(a.failed);
	fake_mono_ms += 1;
	assert_false(ask(&a, 0, "{}"));
}

static void keeps_the_old_answer_when_a_refresh_fails(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, NULL);
	fake_mono_ms += 60000;
	(void)ask(&a, 0, "{}");
	fake_end(1, 0, make_failed);
	assert_true(ask(&a, 0, "{}"));
	assert_non_null(strstr(a.seen, "n is 5"));
	assert_int_equal(fake_registry.call_count, 2); /* and waits before it tries again */
	fake_mono_ms += 5000;
	assert_true(ask(&a, 0, "{}"));
	assert_int_equal(fake_registry.call_count, 3);
}

static void never_replaces_a_complete_answer_by_an_incomplete_one(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, NULL);
	fake_mono_ms += 60000;
	(void)ask(&a, 0, "{}");
	fake_end(1, 6, make_incomplete);
	(void)ask(&a, 0, "{}");
	assert_non_null(strstr(a.seen, "n is 5"));
}

static void refreshes_an_incomplete_answer_soon(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, make_incomplete);
	fake_mono_ms += 5000;
	assert_true(ask(&a, 0, "{}"));
	assert_int_equal(fake_registry.call_count, 2);
}

static void lets_no_answer_cross_a_session_boundary(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{}");
	fake_end(0, 5, end_at_midnight);
	fake_wall_ms += 4999;
	assert_true(ask(&a, 0, "{}"));
	fake_wall_ms += 1;
	assert_false(ask(&a, 0, "{}"));
}

static void ends_the_run_when_its_last_waiter_leaves(void **state)
{
	static struct asker a;
	static struct asker b;

	(void)state;
	(void)ask(&a, 0, "{}");
	(void)ask(&b, 0, "{}");
	dispatch_cancel(dispatch, &a.waiter);
	assert_false(fake_registry.calls[0].cancelled);
	dispatch_cancel(dispatch, &b.waiter);
	assert_true(fake_registry.calls[0].cancelled);
	assert_false(ask(&a, 0, "{}")); /* a new run: nobody joins one that is ending */
	assert_int_equal(fake_registry.call_count, 2);
	fake_end_cancelled(0);
	assert_int_equal(a.ended + b.ended, 0);
}

static void answers_busy_at_once_when_no_call_can_start(void **state)
{
	static struct asker a;

	(void)state;
	fake_registry.full = true;
	assert_true(ask(&a, 0, "{}"));
	assert_true(a.failed);
	fake_registry.full = false;
	assert_false(ask(&a, 0, "{}"));
}

static void forgets_by_pattern(void **state)
{
	static struct asker a;

	(void)state;
	(void)ask(&a, 0, "{\"count\":1}");
	fake_end(0, 5, NULL);
	(void)ask(&a, 0, "{\"count\":2}");
	fake_end(1, 5, NULL);
	assert_int_equal(dispatch_clear(dispatch, "rank *\"count\":2*"), 1);
	assert_true(ask(&a, 0, "{\"count\":1}"));
	assert_int_equal(dispatch_clear(dispatch, "other*"), 0);
	assert_int_equal(dispatch_clear(dispatch, "*"), 1);
	assert_int_equal(dispatch_state(dispatch).kept, 0);
}

static void stays_within_its_memory(void **state)
{
	static struct asker a;
	char args[32];

	(void)state;
	dispatch_free(dispatch);
	fake_config.cache.memory = 4096;
	dispatch = dispatch_new(&(struct dispatch_options){
		.registry = &fake_registry, .config = &fake_config, .env = &fake_env });
	for (uint32_t i = 0; i < 40; i++) {
		(void)snprintf(args, sizeof args, "{\"count\":%u}", i);
		(void)ask(&a, 0, args);
		fake_end(i, 5, NULL);
	}
	assert_true(dispatch_state(dispatch).kept > 0);
	assert_true(dispatch_state(dispatch).kept_bytes <= 4096);
	assert_true(dispatch_state(dispatch).evictions > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(runs_a_cold_question_once),
		TEST(answers_a_fresh_question_at_once),
		TEST(answers_stale_at_once_and_refreshes_behind),
		TEST(runs_again_when_the_kept_answer_is_too_old),
		TEST(keeps_different_arguments_apart),
		TEST(shares_one_run_among_equal_questions),
		TEST(never_shares_a_private_tool),
		TEST(holds_a_failure_for_a_second),
		TEST(keeps_the_old_answer_when_a_refresh_fails),
		TEST(never_replaces_a_complete_answer_by_an_incomplete_one),
		TEST(refreshes_an_incomplete_answer_soon),
		TEST(lets_no_answer_cross_a_session_boundary),
		TEST(ends_the_run_when_its_last_waiter_leaves),
		TEST(answers_busy_at_once_when_no_call_can_start),
		TEST(forgets_by_pattern),
		TEST(stays_within_its_memory),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
