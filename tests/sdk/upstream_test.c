/* upstream_test - posted from one thread, answered from another, each exactly once. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <pthread.h>

#include "service/upstream.h"

#define QUERY \
	"{\"endpoint\":\"inquire-index-price\",\"output\":\"output\",\"params\":[" \
	"[\"FID_COND_MRKT_DIV_CODE\",\"U\"],[\"FID_INPUT_ISCD\",\"0001\"]]," \
	"\"columns\":[\"bstp_nmix_prpr\"]}"

static struct counters counters;
static struct env env;
static struct kis_settings kis;
static struct market_settings market;
static struct upstream *upstream;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t came = PTHREAD_COND_INITIALIZER;
static uint32_t replies;
static uint32_t by_status[16];
static struct fault last;

static void complete(void *self, const struct service_reply *r)
{
	(void)self;
	free(r->body);
	(void)pthread_mutex_lock(&lock);
	replies++;
	by_status[-r->fault.status]++;
	last = r->fault;
	(void)pthread_cond_signal(&came);
	(void)pthread_mutex_unlock(&lock);
}

static void wait_for(uint32_t count)
{
	(void)pthread_mutex_lock(&lock);
	while (replies < count)
		(void)pthread_cond_wait(&came, &lock);
	(void)pthread_mutex_unlock(&lock);
}

static void start_with(const char *module)
{
	upstream = upstream_new(&(struct upstream_options){
		.env = &env,
		.kis = &kis,
		.market = &market,
		.module = module,
	});
}

static int begin(void **state)
{
	(void)state;
	memset(by_status, 0, sizeof by_status);
	replies = 0;
	env = (struct env){
		.clock = clock_real,
		.counters = &counters,
		.complete = complete,
	};
	kis = (struct kis_settings){
		.environment = "demo",
		.requests_per_second = 15,
		.deadline = 10,
		.body_max = 4194304,
		.base_url = "https://127.0.0.1:1",
		.master_url = "https://127.0.0.1:1",
		.demo_seed = 1,
	};
	market = (struct market_settings){ .basis = "KRX" };
	return 0;
}

static int end(void **state)
{
	(void)state;
	upstream_free(upstream);
	upstream = NULL;
	return 0;
}

static void post(uint64_t id, const char *service)
{
	(void)upstream_post(upstream, &(struct service_request){
					      .id = id,
					      .service = service,
					      .op = "rows",
					      .body = SPAN(QUERY),
					      .deadline_mono_ms = clock_mono(&clock_real) + 20000,
				      });
}

static void post_many(uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		post(i + 1, "kis/1");
}

static void answers_from_the_demo_market(void **state)
{
	(void)state;
	start_with(NULL);

	post(1, "kis/1");
	wait_for(1);

	assert_string_equal(last.text, "");
	assert_int_equal(by_status[0], 1);
}

static void each_of_many_is_answered_once(void **state)
{
	(void)state;
	start_with(NULL);

	post_many(200);
	wait_for(200);
	upstream_free(upstream);
	upstream = NULL;

	assert_int_equal(replies, 200);
	assert_int_equal(by_status[0], 200);
}

static void an_unknown_service_is_refused(void **state)
{
	(void)state;
	start_with(NULL);

	post(1, "orders/1");
	wait_for(1);

	assert_int_equal(by_status[-MCP_E_UNSUPPORTED], 1);
}

static void a_missing_module_is_one_sentence(void **state)
{
	(void)state;
	kis.environment = "real";
	kis.app_key = "key-key-key";
	kis.app_secret = "secret-secret";
	start_with("/nowhere.so");

	post_many(3);
	wait_for(3);

	assert_int_equal(by_status[-MCP_E_CONFIG], 3);
	assert_string_equal(last.text,
		"the module mcp-upstream.so cannot be loaded; install this program again");
}

static void without_a_network_it_says_so(void **state)
{
	(void)state;
	kis.environment = "real";
	kis.app_key = "key-key-key";
	kis.app_secret = "secret-secret";
	start_with(TEST_UPSTREAM);

	post(1, "kis/1");
	wait_for(1);

	assert_int_equal(last.status, MCP_E_UPSTREAM);
	assert_string_equal(
		last.text, "no connection to 127.0.0.1:1; check the network or try again later");
}

static void a_cancelled_request_is_answered_once(void **state)
{
	(void)state;
	start_with(NULL);

	post(1, "kis/1");
	upstream_cancel(upstream, 1);
	upstream_cancel(upstream, 1);
	upstream_free(upstream);
	upstream = NULL;

	assert_int_equal(replies, 1);
}

static void the_end_answers_what_is_under_way(void **state)
{
	(void)state;
	start_with(NULL);

	post_many(50);
	upstream_free(upstream);
	upstream = NULL;

	assert_int_equal(replies, 50);
}

static void starts_nothing_before_the_first_request(void **state)
{
	(void)state;
	start_with("/nowhere.so");

	upstream_cancel(upstream, 7);
	upstream_free(upstream);
	upstream = NULL;

	assert_int_equal(replies, 0);
}

static void a_key_makes_auto_real(void **state)
{
	(void)state;
	kis.environment = "auto";
	assert_int_equal(upstream_environment(&kis), ENVIRONMENT_DEMO);
	kis.app_key = "";
	assert_int_equal(upstream_environment(&kis), ENVIRONMENT_DEMO);
	kis.app_key = "key";
	assert_int_equal(upstream_environment(&kis), ENVIRONMENT_REAL);
	kis.environment = "replay";
	assert_int_equal(upstream_environment(&kis), ENVIRONMENT_REPLAY);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(answers_from_the_demo_market),
		T(each_of_many_is_answered_once),
		T(an_unknown_service_is_refused),
		T(a_missing_module_is_one_sentence),
		T(without_a_network_it_says_so),
		T(a_cancelled_request_is_answered_once),
		T(the_end_answers_what_is_under_way),
		T(starts_nothing_before_the_first_request),
		T(a_key_makes_auto_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
