/* market_cancel_test - a question that is cancelled, or whose market ends, in each of its phases:
 * one reply, nothing afterwards. */
#include "support/scripted_demo.h"

#include "base/log.h"

#define STEPS_MAX 4096
#define AFTER 200

/* What the tools ask. */
static const struct question {
	const char *op;
	const char *body;
	enum environment environment; /* DEMO waits for completed days */
} questions[] = {
	{ "top",
		"{\"count\":50,\"columns\":[\"code\",\"price\",\"foreign_ratio\",\"per\",\"flags\"]}",
		ENVIRONMENT_REAL },
	{ "top",
		"{\"sort_by\":\"value_change_rate\",\"period\":\"1D\",\"count\":5,\"columns\":["
		"\"code\",\"news_count\",\"disclosure_count\"]}",
		ENVIRONMENT_REAL },
	{ "top",
		"{\"sort_by\":\"volume_ratio\",\"count\":5,\"columns\":[\"code\",\"reasons\","
		"\"consecutive_days\"]}",
		ENVIRONMENT_REAL },
	{ "top",
		"{\"sort_by\":\"market_cap\",\"count\":5,\"columns\":[\"code\",\"market_cap\","
		"\"foreign_ratio\",\"pbr\",\"treasury_ratio\"]}",
		ENVIRONMENT_REAL },
	{ "top",
		"{\"sort_by\":\"net_amount\",\"investor\":\"FOREIGN\",\"count\":5,\"columns\":["
		"\"code\",\"net_amount\"]}",
		ENVIRONMENT_REAL },
	{ "top",
		"{\"sort_by\":\"buy_amount\",\"investor\":\"INDIVIDUAL\",\"count\":5,\"columns\":["
		"\"code\",\"buy_amount\",\"impact_ratio\"]}",
		ENVIRONMENT_REAL },
	{ "sectors",
		"{\"market\":\"KOSPI\",\"count\":20,\"columns\":[\"sector_name\","
		"\"foreign_net_buy\"]}",
		ENVIRONMENT_REAL },
	{ "summary",
		"{\"investor\":\"FOREIGN\",\"columns\":[\"total_trading_value\","
		"\"top5_concentration\",\"total_market_cap\",\"total_buy_amount\"]}",
		ENVIRONMENT_REAL },
	{ "bars", "{\"codes\":\"644090\",\"count\":5,\"columns\":[\"date\"]}", ENVIRONMENT_REAL },
	{ "quotes", "{\"codes\":\"644090|618800\",\"columns\":[\"code\",\"price\",\"per\"]}",
		ENVIRONMENT_REAL },
	{ "quotes", "{\"codes\":\"644090\",\"columns\":[\"code\",\"sector_name\",\"notes\"]}",
		ENVIRONMENT_REAL },
	{ "find", "{\"text\":\"중공업\",\"count\":5,\"columns\":[\"code\",\"sector_name\"]}",
		ENVIRONMENT_REAL },
	{ "sector_names", "{\"columns\":[\"sector_name\"]}", ENVIRONMENT_REAL },
};

static const struct question waiting = {
	"top",
	"{\"sort_by\":\"volume_ratio\",\"count\":5,\"columns\":[\"code\",\"reasons\"]}",
	ENVIRONMENT_DEMO,
};

/* ---- One trial: a market of its own, and a question. ---- */

/* What each answer was of, in their order. */
static char steps[STEPS_MAX][32];

static bool step(uint32_t at)
{
	/* Fifteen a second; the demo exchange knows no limit. */
	const int64_t took_ms = script.environment == ENVIRONMENT_REAL ? 66 : 1;
	const struct queued *oldest = NULL;

	(void)market_step(script_market);
	for (uint32_t i = 0; i < script.call_count; i++)
		if (script.calls[i].open && (!oldest || script.calls[i].id < oldest->id))
			oldest = &script.calls[i];
	if (oldest && at < STEPS_MAX)
		(void)snprintf(steps[at], sizeof steps[at], "%s", oldest->endpoint);
	script.mono_ms += took_ms;
	script.wall_ms += took_ms;
	return script_demo_answer();
}

static void begin(void **state, const struct question *q)
{
	assert_int_equal(script_start(state), 0);
	script.environment = q->environment;
	post(1, q->op, q->body);
}

/* Answers `count` calls, or until the reply; returns how many it were. */
static uint32_t answer(uint32_t count)
{
	uint32_t n = 0;

	while (n < count && script.reply_count == 0) {
		(void)step(n);
		n++;
	}
	return n;
}

static void cancel_after(void **state, const struct question *q, uint32_t count)
{
	begin(state, q);
	(void)answer(count);
	market_cancel(script_market, 1);
	assert_int_equal(script.reply_count, 1);
	for (uint32_t i = 0; i < AFTER; i++)
		(void)step(STEPS_MAX);
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].id, 1);
	assert_int_equal(script_stop(state), 0);
}

static void end_after(void **state, const struct question *q, uint32_t count)
{
	begin(state, q);
	(void)answer(count);
	market_free(script_market);
	script_market = NULL;
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script_open(), 0);
	assert_int_equal(script_stop(state), 0);
}

/* ---- All of them. ---- */

static uint32_t count_steps(void **state, const struct question *q)
{
	uint32_t count;

	begin(state, q);
	count = answer(STEPS_MAX);
	assert_true(count < STEPS_MAX);
	assert_string_equal(script.replies[0].fault.text, "");
	assert_int_equal(script_stop(state), 0);
	return count;
}

static bool follows_as(uint32_t at, uint32_t earlier)
{
	return strcmp(steps[at - 1], steps[earlier - 1]) == 0 &&
	       strcmp(steps[at], steps[earlier]) == 0;
}

/* At the beginning, at the end, and where one kind of call follows another for the first time. */
static bool is_worth_it(uint32_t at, uint32_t count)
{
	if (at < 2 || at + 2 > count)
		return true;
	for (uint32_t i = 1; i < at; i++)
		if (follows_as(at, i))
			return false;
	return true;
}

static void each_phase_ends_with_a_cancel(void **state)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		const uint32_t count = count_steps(state, &questions[i]);

		for (uint32_t at = 0; at < count; at++)
			if (is_worth_it(at, count))
				cancel_after(state, &questions[i], at);
	}
}

static void each_phase_ends_with_its_market(void **state)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		const uint32_t count = count_steps(state, &questions[i]);

		for (uint32_t at = 0; at < count; at++)
			if (is_worth_it(at, count))
				end_after(state, &questions[i], at);
	}
}

static void waiting_for_days_ends_with_either(void **state)
{
	const uint32_t count = count_steps(state, &waiting);
	const uint32_t cuts[] = { 120, count / 2, count - 8 };

	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		cancel_after(state, &waiting, cuts[i]);
		end_after(state, &waiting, cuts[i]);
	}
}

/* Two wait for the same; one leaves. */
static void who_stays_is_answered(void **state)
{
	for (uint32_t at = 0; at < 110; at += 12) {
		begin(state, &questions[3]);
		post(2, questions[3].op, questions[3].body);
		(void)answer(at);
		market_cancel(script_market, 1);
		for (uint32_t i = 0; i < STEPS_MAX && script.reply_count < 2; i++)
			(void)step(STEPS_MAX);
		assert_int_equal(script.reply_count, 2);
		for (uint32_t i = 0; i < 2; i++)
			if (script.replies[i].id == 2)
				assert_string_equal(script.replies[i].fault.text, "");
		assert_int_equal(script_stop(state), 0);
	}
}

static int start(void **state)
{
	(void)state;
	log_level(MCP_LOG_ERROR);
	if (!script_demo_open())
		return -1;
	script_demo_thin();
	script_demo_keep();
	return demo_market_find(script_demo, "644090") && demo_market_find(script_demo, "618800")
	               ? 0
	               : -1;
}

static int stop(void **state)
{
	(void)state;
	script_demo_close();
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_phase_ends_with_a_cancel),
		TEST(each_phase_ends_with_its_market),
		TEST(waiting_for_days_ends_with_either),
		TEST(who_stays_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, script_demo_forget);
}
