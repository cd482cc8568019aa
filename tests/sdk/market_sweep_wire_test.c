/* market_sweep_wire_test - sweeps through the real client: its limit, its token, its lanes, and a
 * source that does wrong. The exchange stands still, so that every sweep must see the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "demo/demo.h"
#include "service/market_snapshot.h"
#include "service/wire_local.h"
#include "service/wires.h"

#define STEP_MS 5
#define NOW kst_to_ms(20261123, 10, 24, 0)

/* What one call, or each, is answered with instead. */
struct wrong {
	const char *body;
	long http_status;
	bool is_cut;   /* the right body, cut in the middle */
	bool is_reset; /* no answer at all */
	uint32_t from; /* which calls of the sweep, from 1 on */
	uint32_t until;
};

static struct demo *exchange;
static int64_t mono_ms;
static struct wrong wrong;
static uint32_t asked; /* calls of the sweep */
static uint32_t logins;
static struct counters counters;
static struct calendar calendar;
static struct kis *kis;
static struct master *master;
static struct snapshots *snapshots;

/* ---- A world with its own time. ---- */

static int64_t fake_mono(void *self)
{
	(void)self;
	return mono_ms;
}

static int64_t fake_wall(void *self)
{
	(void)self;
	return NOW + mono_ms;
}

static const struct env fake_env = {
	.clock = { .wall_ms = fake_wall, .mono_ms = fake_mono },
	.counters = &counters,
};

static const struct kis_settings settings = {
	.environment = "real",
	.app_key = "key",
	.app_secret = "secret",
	.requests_per_second = 15,
	.deadline = 10,
	.body_max = 4194304,
	.base_url = "https://kis.test:9443",
	.master_url = "https://files.test",
	.demo_seed = 1,
};

static bool is_wrong_now(const char *path)
{
	return strstr(path, "multprice") && asked >= wrong.from && asked <= wrong.until;
}

static void answer_wrongly(struct local_answer *ret)
{
	if (wrong.is_reset)
		(void)fault_set(&ret->fault, MCP_E_UPSTREAM, "the line was cut");
	else if (wrong.is_cut)
		ret->body.len /= 2;
	else {
		buf_clear(&ret->body);
		buf_puts(&ret->body, wrong.body);
	}
	ret->http_status = wrong.is_reset ? 0 : wrong.http_status;
}

static void answer(void *self, struct local_question *q, struct local_answer *ret)
{
	struct demo_request r = {
		.method = q->method,
		.tr_id = q->tr_id,
		.body = q->body,
		.wall_ms = NOW,
	};
	char *path = strchr(strstr(q->url, "://") + 3, '/');
	char *query = strchr(path, '?');

	(void)self;
	r.query = SPAN("");
	if (query) {
		*query = '\0';
		r.query = span_of(query + 1);
	}
	r.path = path;
	asked += strstr(path, "multprice") ? 1 : 0;
	logins += strstr(path, "tokenP") ? 1 : 0;
	ret->at_ms = NOW + mono_ms;
	ret->http_status = demo_answer(exchange, &r, &ret->body);
	if (is_wrong_now(path))
		answer_wrongly(ret);
}

static void nothing(void *self)
{
	(void)self;
}

static int start(void **state)
{
	struct local_source source = { .answer = answer, .close = nothing };
	struct wire *wire = NULL;

	(void)state;
	mono_ms = 3600000;
	asked = logins = 0;
	wrong = (struct wrong){ 0 };
	memset(&calendar, 0, sizeof calendar);
	memset(&counters, 0, sizeof counters);
	phrase_locale("en");
	exchange = demo_new(1);
	if (!exchange || wire_local_open(&source, &wire, NULL) < 0)
		return -1;
	kis = kis_new(&(struct kis_options){
		.env = &fake_env,
		.settings = &settings,
		.environment = ENVIRONMENT_REAL,
		.wire = wire,
	});
	master = master_new(&fake_env, kis);
	snapshots = snapshots_new(&fake_env, kis, master, &calendar);
	return kis && master && snapshots ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	snapshots_free(snapshots);
	master_free(master);
	kis_free(kis);
	demo_free(exchange);
	return 0;
}

static void step(void)
{
	kis_step(kis, 0);
	mono_ms += STEP_MS;
}

static void on_ready(void *self)
{
	*(bool *)self = true;
}

/* Time passes until the sweep has ended; how long it took. */
static int64_t sweep_to_the_end(void)
{
	const int64_t begun_ms = mono_ms;
	bool ready = false;
	struct snapshot_waiter w = { .ready = on_ready, .self = &ready };

	assert_false(snapshots_want(snapshots, BASIS_KRX, &w));
	while (!ready && mono_ms - begun_ms < 600000)
		step();
	assert_true(ready);
	return mono_ms - begun_ms;
}

static void let_it_grow_old(void)
{
	mono_ms += 60000;
}

static const struct snapshot *newest(void)
{
	return snapshots_newest(snapshots, BASIS_KRX);
}

static void assert_same(const struct snapshot *a, const struct snapshot *b)
{
	assert_int_equal(a->count, b->count);
	assert_memory_equal(a->known, b->known, a->count * sizeof *a->known);
	assert_memory_equal(a->price, b->price, a->count * sizeof *a->price);
	assert_memory_equal(a->change, b->change, a->count * sizeof *a->change);
	assert_memory_equal(a->rate, b->rate, a->count * sizeof *a->rate);
	assert_memory_equal(a->volume, b->volume, a->count * sizeof *a->volume);
	assert_memory_equal(a->value, b->value, a->count * sizeof *a->value);
	assert_memory_equal(a->before, b->before, a->count * sizeof *a->before);
	assert_memory_equal(a->sign, b->sign, a->count * sizeof *a->sign);
}

/* A good sweep, then one with what is wrong: the same figures. */
static void assert_unharmed_by(struct wrong how)
{
	const struct snapshot *good;

	(void)sweep_to_the_end();
	good = snapshot_hold(newest());
	assert_true(good->from.complete);
	let_it_grow_old();
	asked = 0;
	wrong = how;
	(void)sweep_to_the_end();
	assert_ptr_not_equal(newest(), good);
	assert_same(newest(), good);
	assert_true(newest()->from.complete);
	snapshot_drop(good);
}

/* ---- Time and turns. ---- */

static void a_market_takes_about_seven_seconds(void **state)
{
	int64_t took_ms = sweep_to_the_end();

	(void)state;
	print_message("cold, at 15 calls a second: %lld ms, %u calls, %u shares\n",
		(long long)took_ms, newest()->from.upstream_calls, newest()->count);
	assert_int_equal(newest()->from.upstream_calls, (newest()->count + 29) / 30);
	assert_true(took_ms < 10000);
}

static void on_answer(void *self, const struct kis_answer *a)
{
	assert_int_equal(a->fault.status, MCP_OK);
	*(bool *)self = true;
}

/* How long a question waits that comes when so many calls of the sweep were answered. */
static int64_t question_after(uint32_t calls)
{
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "U" },
		{ "FID_INPUT_ISCD", "0001" },
	};
	bool answered = false;
	int64_t sent_ms;
	uint64_t id;
	const struct kis_call call = {
		.endpoint = "inquire-index-price",
		.params = params,
		.param_count = COUNT_OF(params),
		.lane = LANE_USER,
		.done = on_answer,
		.self = &answered,
	};

	while (asked < calls)
		step();
	sent_ms = mono_ms;
	assert_int_equal(kis_send(kis, &call, &id, NULL), MCP_OK);
	while (!answered && mono_ms - sent_ms < 10000)
		step();
	assert_true(answered);
	return mono_ms - sent_ms;
}

static void a_question_waits_for_its_turn_not_for_the_sweep(void **state)
{
	int64_t longest_ms = 0;

	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	for (uint32_t calls = 10; calls < 60; calls++) {
		int64_t waited_ms = question_after(calls);

		longest_ms = waited_ms > longest_ms ? waited_ms : longest_ms;
	}
	print_message("a question amid a sweep waits at most %lld ms\n", (long long)longest_ms);
	/* A slot of the limit is taken for a second. */
	assert_true(longest_ms <= 1100);
	assert_null(newest());
}

static void real_time_over_the_demo_wire(void **state)
{
	struct wire *wire = NULL;
	struct kis *demo;
	int64_t begun_ms;

	(void)state;
	assert_int_equal(wire_demo_open(1, &fake_env.clock, &wire, NULL), MCP_OK);
	demo = kis_new(&(struct kis_options){
		.env = &fake_env,
		.settings = &settings,
		.environment = ENVIRONMENT_DEMO,
		.wire = wire,
	});
	snapshots_free(snapshots);
	master_free(master);
	kis_free(kis);
	kis = demo;
	master = master_new(&fake_env, kis);
	snapshots = snapshots_new(&fake_env, kis, master, &calendar);
	(void)sweep_to_the_end();
	let_it_grow_old();
	begun_ms = clock_mono(&clock_real);
	(void)sweep_to_the_end();
	print_message(
		"over the demo wire: %lld ms\n", (long long)(clock_mono(&clock_real) - begun_ms));
	assert_true(newest()->from.complete);
}

/* ---- A source that does wrong. ---- */

static void a_token_that_ends_in_the_middle_is_renewed(void **state)
{
	(void)state;
	assert_unharmed_by((struct wrong){
		.body = "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00123\",\"msg1\":\"기간이 만료된 token\"}",
		.http_status = 500,
		.from = 40,
		.until = 40,
	});
	assert_int_equal(logins, 2);
}

static void too_many_calls_are_sent_again(void **state)
{
	(void)state;
	assert_unharmed_by((struct wrong){
		.body = "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\",\"msg1\":\"초당 거래건수 초과\"}",
		.http_status = 500,
		.from = 40,
		.until = 42,
	});
}

static void a_server_error_is_tried_again(void **state)
{
	(void)state;
	assert_unharmed_by((struct wrong){
		.body = "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00002\",\"msg1\":\"서버 에러\"}",
		.http_status = 500,
		.from = 1,
		.until = 4,
	});
}

static void a_page_of_a_gateway_is_tried_again(void **state)
{
	(void)state;
	assert_unharmed_by((struct wrong){
		.body = "<html>503</html>", .http_status = 503, .from = 10, .until = 12 });
}

static void a_body_cut_in_the_middle_is_tried_again(void **state)
{
	(void)state;
	assert_unharmed_by(
		(struct wrong){ .is_cut = true, .http_status = 200, .from = 10, .until = 10 });
}

static void a_line_that_breaks_is_tried_again(void **state)
{
	(void)state;
	assert_unharmed_by((struct wrong){ .is_reset = true, .from = 10, .until = 12 });
}

static void rows_of_nobody_are_asked_once_more(void **state)
{
	(void)state;
	assert_unharmed_by((struct wrong){
		.body = "{\"output\":[],\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\",\"msg1\":\"ok\"}",
		.http_status = 200,
		.from = 10,
		.until = 20,
	});
}

static void a_refusal_that_stays_fails_and_the_old_one_stays(void **state)
{
	const struct snapshot *good;

	(void)state;
	(void)sweep_to_the_end();
	good = newest();
	let_it_grow_old();
	asked = 0;
	wrong = (struct wrong){
		.body = "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00103\",\"msg1\":\"유효하지 않은 AppKey\"}",
		.http_status = 403,
		.from = 1,
		.until = UINT32_MAX,
	};
	(void)sweep_to_the_end();
	assert_ptr_equal(newest(), good);
	assert_int_equal(snapshots_fault(snapshots, BASIS_KRX).status, MCP_E_CONFIG);
	assert_true(asked <= 31);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_market_takes_about_seven_seconds),
		TEST(a_question_waits_for_its_turn_not_for_the_sweep),
		TEST(real_time_over_the_demo_wire),
		TEST(a_token_that_ends_in_the_middle_is_renewed),
		TEST(too_many_calls_are_sent_again),
		TEST(a_server_error_is_tried_again),
		TEST(a_page_of_a_gateway_is_tried_again),
		TEST(a_body_cut_in_the_middle_is_tried_again),
		TEST(a_line_that_breaks_is_tried_again),
		TEST(rows_of_nobody_are_asked_once_more),
		TEST(a_refusal_that_stays_fails_and_the_old_one_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
