/* kis_service_test - raw rows for tools. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "service/kis_service.h"
#include "support/mini_kis.h"

#define ROWS \
	"{\"output\":[{\"a\":\" 1 \",\"b\":\"x\"},{\"a\":\"\",\"c\":\"z\"}]," \
	"\"output1\":{\"a\":\"7\"},\"rt_cd\":\"0\"}"

static struct mini_kis kis;
static struct kis_service *service;
static struct service_reply reply;
static uint32_t replies;

static void complete(void *self, const struct service_reply *r)
{
	(void)self;
	free(reply.body);
	reply = *r;
	replies++;
}

static int begin_as(enum environment environment)
{
	mini_kis_init(&kis);
	kis.env.complete = complete;
	replies = 0;
	reply = (struct service_reply){ 0 };
	mini_kis_start_as(&kis, environment);
	service = kis_service_new(&kis.env, kis.kis);
	return service ? 0 : -1;
}

static int begin(void **state)
{
	(void)state;
	return begin_as(ENVIRONMENT_DEMO);
}

static int begin_replay(void **state)
{
	(void)state;
	return begin_as(ENVIRONMENT_REPLAY);
}

static int end(void **state)
{
	(void)state;
	kis_service_free(service);
	free(reply.body);
	mini_kis_end(&kis);
	return 0;
}

static void start(const char *op, const char *query)
{
	mini_wire_say(&kis.wire,
		(struct mini_rule){ .part = "volume-rank", .body = ROWS, .delay_ms = 5 });
	kis_service_start(service, &(struct service_request){
					   .id = 42,
					   .service = "kis/1",
					   .op = op,
					   .body = span_of(query),
					   .deadline_mono_ms = kis.wire.mono_ms + 5000,
				   });
}

static void ask(const char *query)
{
	start("rows", query);
	mini_kis_run(&kis, 2000);
}

static void gives_columns_as_texts_or_null(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"output\":\"output\","
	    "\"params\":[[\"FID_INPUT_ISCD\",\"0001\"]],\"columns\":[\"a\",\"b\"]}");

	assert_int_equal(reply.id, 42);
	assert_int_equal(reply.fault.status, MCP_OK);
	assert_string_equal(
		reply.body, "{\"columns\":[\"a\",\"b\"],\"rows\":[[\"1\",\"x\"],[null,null]]}");
	assert_int_equal(reply.body_len, strlen(reply.body));
}

static void says_where_the_rows_come_from(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"params\":[[\"FID_COND_MRKT_DIV_CODE\",\"NX\"]],"
	    "\"columns\":[\"a\"]}");

	assert_true(reply.from.used);
	assert_int_equal(reply.from.environment, ENVIRONMENT_DEMO);
	assert_int_equal(reply.from.basis, BASIS_NXT);
	assert_string_equal(reply.from.session, "regular");
	assert_true(reply.from.provisional);
	assert_int_equal(reply.from.upstream_calls, 1);
	assert_int_equal(reply.from.as_of_ms, kst_to_ms(20261123, 10, 24, 0) + 5);
}

static void rows_of_nxt_follow_its_hours(void **state)
{
	(void)state;
	kis.wire.wall_ms = kst_to_ms(20261123, 8, 10, 0);
	ask("{\"endpoint\":\"volume-rank\",\"params\":[[\"FID_COND_MRKT_DIV_CODE\",\"NX\"]],"
	    "\"columns\":[\"a\"]}");

	assert_string_equal(reply.from.session, "pre_market");
	assert_true(reply.from.provisional);
}

static void recorded_rows_do_not_expire(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"params\":[],\"columns\":[\"a\"]}");

	assert_int_equal(reply.from.fresh_until_ms, 0);
}

static void takes_an_object_for_one_row(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"output\":\"output1\",\"params\":[],"
	    "\"columns\":[\"a\"]}");

	assert_string_equal(reply.body, "{\"columns\":[\"a\"],\"rows\":[[\"7\"]]}");
}

static void names_an_output_that_is_missing(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"output\":\"output9\",\"params\":[],"
	    "\"columns\":[\"a\"]}");

	assert_int_equal(reply.fault.status, MCP_E_UPSTREAM);
	assert_string_equal(reply.fault.text,
		"the answer of volume-rank has no \"output9\"; name another output");
}

static void refuses_an_order(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"order-cash\",\"params\":[],\"columns\":[\"a\"]}");

	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
	assert_int_equal(kis.wire.sent_count, 0);
}

static void refuses_what_is_not_of_kis(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"dart-list\",\"params\":[],\"columns\":[\"a\"]}");
	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
	ask("{\"endpoint\":\"krx-kospi\",\"params\":[],\"columns\":[\"a\"]}");
	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
}

static void refuses_a_query_without_columns(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"params\":[]}");

	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
}

static void refuses_parameters_of_another_shape(void **state)
{
	(void)state;
	ask("{\"endpoint\":\"volume-rank\",\"params\":[[\"A\"]],\"columns\":[\"a\"]}");
	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
	ask("{\"endpoint\":\"volume-rank\",\"params\":[[\"A&B\",\"1\"]],\"columns\":[\"a\"]}");
	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
	ask("{\"endpoint\":\"volume-rank\",\"params\":[[\"A\",\"x\\r\\ny\"]],\"columns\":[\"a\"]}");
	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
	assert_int_equal(kis.wire.sent_count, 0);
}

static void refuses_another_operation(void **state)
{
	(void)state;
	start("order", "{}");

	assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
}

static void a_cancelled_request_ends_so(void **state)
{
	(void)state;
	start("rows", "{\"endpoint\":\"volume-rank\",\"params\":[],\"columns\":[\"a\"]}");

	kis_service_cancel(service, 42);
	mini_kis_run(&kis, 1000);

	assert_int_equal(replies, 1);
	assert_int_equal(reply.fault.status, MCP_E_CANCELLED);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(gives_columns_as_texts_or_null),
		T(says_where_the_rows_come_from),
		T(rows_of_nxt_follow_its_hours),
		cmocka_unit_test_setup_teardown(recorded_rows_do_not_expire, begin_replay, end),
		T(takes_an_object_for_one_row),
		T(names_an_output_that_is_missing),
		T(refuses_an_order),
		T(refuses_what_is_not_of_kis),
		T(refuses_a_query_without_columns),
		T(refuses_parameters_of_another_shape),
		T(refuses_another_operation),
		T(a_cancelled_request_ends_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
