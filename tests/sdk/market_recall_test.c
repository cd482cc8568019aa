/* market_recall_test - what KIS answered a moment ago is not asked again, and when it is. */
#include "support/scripted_kis.h"

#include "service/market_batch.h"

/* After it, so that only the part below runs out of memory. */
#include "support/scarce_memory.h"

#include "service/market_recall.c" // NOLINT

static struct calendar calendar;
static struct recall *recall;
static struct batch batch;

/* What the batch under test was told. */
static struct {
	uint32_t answers;
	uint32_t ends;
	uint32_t calls; /* paid for */
	int64_t at_ms;
	mcp_status status;
	char body[64]; /* the beginning */
	bool doubts;
} seen;

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	(void)self;
	(void)index;
	seen.answers++;
	seen.calls += answer->calls;
	seen.at_ms = answer->at_ms;
	seen.status = answer->fault.status;
	(void)snprintf(seen.body, sizeof seen.body, "%.*s", (int)answer->body.len,
		answer->body.len > 0 ? answer->body.at : "");
	if (seen.doubts)
		batch_doubt(&batch);
}

static void on_end(void *self)
{
	(void)self;
	seen.ends++;
}

static int start(void **state)
{
	(void)state;
	memset(&script, 0, sizeof script);
	memset(&calendar, 0, sizeof calendar);
	memset(&seen, 0, sizeof seen);
	memset(&batch, 0, sizeof batch);
	memory_left = -1;
	script.wall_ms = AT(10, 24);
	script.mono_ms = 1000000;
	recall = recall_new(&script_env, &calendar);
	return recall ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	recall_free(recall);
	return 0;
}

/* Sends the call; the script answers when it runs. */
static void send_index(const char *code)
{
	const mcp_kis_param params[] = { { "FID_INPUT_ISCD", code } };

	batch = (struct batch){ .recall = recall, .answer = on_answer, .end = on_end };
	batch_begin(&batch);
	batch_call(&batch, "inquire-index-price", params, 1);
	batch_commit(&batch);
}

static void ask_index(const char *code)
{
	send_index(code);
	script_run();
}

static void pass(int64_t ms)
{
	script.wall_ms += ms;
	script.mono_ms += ms;
}

/* ---- Remembered. ---- */

static void the_same_call_costs_nothing_the_second_time(void **state)
{
	char first[sizeof seen.body];

	(void)state;
	ask_index("0001");
	memcpy(first, seen.body, sizeof first);
	pass(29999);
	ask_index("0001");
	assert_int_equal(script.index_calls, 1);
	assert_int_equal(seen.calls, 1);
	assert_int_equal(seen.answers, 2);
	assert_int_equal(seen.ends, 2);
	assert_string_equal(seen.body, first);
}

static void its_time_stays_the_one_it_came_at(void **state)
{
	(void)state;
	ask_index("0001");
	pass(20000);
	ask_index("0001");
	assert_int_equal(seen.at_ms, AT(10, 24));
}

static void after_half_a_minute_it_is_asked_again(void **state)
{
	(void)state;
	ask_index("0001");
	pass(30000);
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
	assert_int_equal(seen.at_ms, AT(10, 24) + 30000);
}

static void another_parameter_is_another_call(void **state)
{
	(void)state;
	ask_index("0001");
	ask_index("1001");
	assert_int_equal(script.index_calls, 2);
}

/* ---- Not remembered. ---- */

static void nothing_is_kept_over_the_end_of_a_session(void **state)
{
	(void)state;
	script.wall_ms = AT(15, 20) - 1;
	ask_index("0001");
	pass(1);
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
}

static void nor_over_a_boundary_of_the_other_venue(void **state)
{
	(void)state;
	script.wall_ms = AT(15, 40) - 1;
	ask_index("0001");
	pass(1);
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
}

static void nor_over_midnight(void **state)
{
	(void)state;
	script.wall_ms = kst_to_ms(20261124, 0, 0, 0) - 1;
	ask_index("0001");
	pass(1);
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
}

static void a_clock_set_back_makes_no_old_body_new(void **state)
{
	(void)state;
	ask_index("0001");
	script.wall_ms -= 1;
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
}

static void what_failed_is_asked_again(void **state)
{
	(void)state;
	script.refuse = "inquire-index-price";
	ask_index("0001");
	assert_int_equal(seen.status, MCP_E_UPSTREAM);
	script.refuse = NULL;
	ask_index("0001");
	assert_int_equal(seen.status, MCP_OK);
	assert_int_equal(script.index_calls, 1);
}

static void what_was_doubted_is_asked_again(void **state)
{
	(void)state;
	seen.doubts = true;
	ask_index("0001");
	seen.doubts = false;
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
	ask_index("0001");
	assert_int_equal(script.index_calls, 2);
}

static void a_client_that_refuses_ends_the_call(void **state)
{
	(void)state;
	script.full = true;
	ask_index("0001");
	assert_int_equal(seen.status, MCP_E_MEMORY);
	assert_int_equal(seen.ends, 1);
}

static void a_call_ended_in_the_middle_is_forgotten(void **state)
{
	(void)state;
	send_index("0001");
	batch_cancel(&batch);
	script_run();
	assert_int_equal(seen.answers, 0);
	ask_index("0001");
	assert_int_equal(script.index_calls, 1);
}

/* ---- Bounds. ---- */

static void put_body(const char *key, size_t len)
{
	struct kis_answer answer = { .at_ms = script.wall_ms };
	char *body = malloc(len);

	assert_non_null(body);
	memset(body, ' ', len);
	answer.body = (struct span){ body, len };
	recall_put(recall, key, &answer);
	free(body);
}

static void a_flood_of_bodies_lets_the_oldest_go(void **state)
{
	struct kis_answer answer;

	(void)state;
	put_body("one", 2u << 20);
	put_body("two", 1u << 20);
	put_body("three", (2u << 20) - 4096);
	assert_false(recall_get(recall, "one", &answer));
	assert_true(recall_get(recall, "two", &answer));
	assert_true(recall_get(recall, "three", &answer));
}

static void one_that_is_too_large_is_not_kept(void **state)
{
	struct kis_answer answer;

	(void)state;
	put_body("huge", 5u << 20);
	assert_false(recall_get(recall, "huge", &answer));
}

static void an_empty_body_is_one(void **state)
{
	const struct kis_answer empty = { .at_ms = script.wall_ms };
	struct kis_answer answer;

	(void)state;
	recall_put(recall, "empty", &empty);
	assert_true(recall_get(recall, "empty", &answer));
	assert_int_equal(answer.body.len, 0);
}

static void a_call_too_long_to_name_goes_out_each_time(void **state)
{
	static char code[2000];

	(void)state;
	memset(code, '1', sizeof code - 1);
	ask_index(code);
	ask_index(code);
	assert_int_equal(script.index_calls, 2);
}

static void without_memory_the_call_goes_out(void **state)
{
	(void)state;
	memory_left = 0; /* the call's name */
	ask_index("0001");
	assert_int_equal(seen.status, MCP_OK);
	memory_left = 1; /* the body */
	ask_index("0001");
	ask_index("0001");
	assert_int_equal(seen.status, MCP_OK);
	assert_int_equal(script.index_calls, 3);
}

static void without_memory_there_is_none(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(recall_new(&script_env, &calendar));
	recall_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_call_costs_nothing_the_second_time),
		TEST(its_time_stays_the_one_it_came_at),
		TEST(after_half_a_minute_it_is_asked_again),
		TEST(another_parameter_is_another_call),
		TEST(nothing_is_kept_over_the_end_of_a_session),
		TEST(nor_over_a_boundary_of_the_other_venue),
		TEST(nor_over_midnight),
		TEST(a_clock_set_back_makes_no_old_body_new),
		TEST(what_failed_is_asked_again),
		TEST(what_was_doubted_is_asked_again),
		TEST(a_client_that_refuses_ends_the_call),
		TEST(a_call_ended_in_the_middle_is_forgotten),
		TEST(a_flood_of_bodies_lets_the_oldest_go),
		TEST(one_that_is_too_large_is_not_kept),
		TEST(an_empty_body_is_one),
		TEST(a_call_too_long_to_name_goes_out_each_time),
		TEST(without_memory_the_call_goes_out),
		TEST(without_memory_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
