/* wire_demo_test - the demo exchange as a wire: order, caps, cancel, wakeup. */
#include "service/wires.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "demo_ask.h"

#define INDEX_URL \
	"https://openapi.koreainvestment.com:9443" QUOTATIONS \
	"inquire-index-price?FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=0001"

static int64_t set_wall_ms(void *self)
{
	(void)self;
	return ASK_AT;
}

static int64_t set_mono_ms(void *self)
{
	(void)self;
	return 1000;
}

static const struct clock set_clock = { .wall_ms = set_wall_ms, .mono_ms = set_mono_ms };

struct caller {
	struct wire *wire;
	int ends;
	int order[8];
	long http;
	struct fault fault;
	char body[2048];
	bool ask_again;
};

struct waiter {
	struct caller *caller;
	int number;
};

static int open_wire(void **state)
{
	struct caller *c = calloc(1, sizeof *c);

	assert_non_null(c);
	assert_int_equal(wire_demo_open(1, &set_clock, &c->wire, NULL), MCP_OK);
	*state = c;
	return 0;
}

static int close_wire(void **state)
{
	struct caller *c = *state;

	c->wire->ops->close(c->wire);
	free(c);
	return 0;
}

static uint64_t ask_wire(struct waiter *w, const char *url, const char *tr_id, size_t body_max);

static void done(void *self, const struct fault *fault, long http, struct span body)
{
	struct waiter *w = self;
	struct caller *c = w->caller;

	c->order[c->ends++] = w->number;
	c->fault = *fault;
	c->http = http;
	(void)snprintf(c->body, sizeof c->body, "%.*s", (int)body.len, body.len ? body.at : "");
	if (c->ask_again && c->ends == 1)
		(void)ask_wire(w, INDEX_URL, "FHPUP02100000", 65536);
}

static uint64_t ask_wire(struct waiter *w, const char *url, const char *tr_id, size_t body_max)
{
	const struct wire_request r = {
		.method = "GET",
		.url = url,
		.tr_id = tr_id,
		.body_max = body_max,
		.done = done,
		.self = w,
	};
	struct wire *wire = w->caller->wire;
	uint64_t id = 0;

	assert_int_equal(wire->ops->start(wire, &r, &id, NULL), MCP_OK);
	return id;
}

static void answers_from_a_later_poll(void **state)
{
	struct caller *c = *state;
	struct waiter w = { c, 1 };

	(void)ask_wire(&w, INDEX_URL, "FHPUP02100000", 65536);
	assert_int_equal(c->ends, 0);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->ends, 1);
	assert_int_equal(c->fault.status, MCP_OK);
	assert_int_equal(c->http, 200);
	assert_non_null(strstr(c->body, "\"acml_tr_pbmn\""));
}

static void answers_in_order(void **state)
{
	struct caller *c = *state;
	struct waiter w[3] = { { c, 1 }, { c, 2 }, { c, 3 } };

	(void)ask_wire(&w[0], INDEX_URL, "FHPUP02100000", 65536);
	(void)ask_wire(&w[1], INDEX_URL, "FHPUP02100000", 65536);
	(void)ask_wire(&w[2], INDEX_URL, "FHPUP02100000", 65536);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->ends, 3);
	assert_int_equal(c->order[0] * 100 + c->order[1] * 10 + c->order[2], 123);
}

static void forgets_what_was_cancelled(void **state)
{
	struct caller *c = *state;
	struct waiter w[2] = { { c, 1 }, { c, 2 } };
	const uint64_t id = ask_wire(&w[0], INDEX_URL, "FHPUP02100000", 65536);

	(void)ask_wire(&w[1], INDEX_URL, "FHPUP02100000", 65536);
	c->wire->ops->cancel(c->wire, id);
	c->wire->ops->cancel(c->wire, 12345);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->ends, 1);
	assert_int_equal(c->order[0], 2);
}

static void refuses_a_body_beyond_its_cap(void **state)
{
	struct caller *c = *state;
	struct waiter w = { c, 1 };

	(void)ask_wire(&w, INDEX_URL, "FHPUP02100000", 100);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->fault.status, MCP_E_UPSTREAM);
	assert_string_equal(c->fault.text,
		"the demo exchange's answer is larger than 100 bytes; raise kis.body_max");
	assert_string_equal(c->body, "");
}

static void leaves_a_question_from_inside_an_answer_to_the_next_poll(void **state)
{
	struct caller *c = *state;
	struct waiter w = { c, 1 };

	c->ask_again = true;
	(void)ask_wire(&w, INDEX_URL, "FHPUP02100000", 65536);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->ends, 1);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->ends, 2);
}

static void *wake(void *wire)
{
	struct wire *w = wire;

	w->ops->wakeup(w);
	return NULL;
}

static void stops_waiting_when_woken(void **state)
{
	struct caller *c = *state;
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, wake, c->wire), 0);
	c->wire->ops->poll(c->wire, 60000);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(c->ends, 0);
}

static void closes_with_questions_open(void **state)
{
	struct caller *c = *state;
	struct waiter w = { c, 1 };

	(void)ask_wire(&w, INDEX_URL, "FHPUP02100000", 65536);
	assert_int_equal(c->ends, 0);
}

static void tells_the_time_of_its_answer(void **state)
{
	struct caller *c = *state;
	struct waiter w = { c, 1 };

	(void)ask_wire(&w, INDEX_URL, "FHPUP02100000", 65536);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->wire->ops->at_ms(c->wire), ASK_AT);
}

static void answers_404_for_an_address_without_a_path(void **state)
{
	struct caller *c = *state;
	struct waiter w = { c, 1 };

	(void)ask_wire(&w, "https://openapi.koreainvestment.com:9443", NULL, 65536);
	c->wire->ops->poll(c->wire, 0);
	assert_int_equal(c->http, 404);
}

#define WIRE_TEST(test) cmocka_unit_test_setup_teardown(test, open_wire, close_wire)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WIRE_TEST(answers_from_a_later_poll),
		WIRE_TEST(answers_in_order),
		WIRE_TEST(forgets_what_was_cancelled),
		WIRE_TEST(refuses_a_body_beyond_its_cap),
		WIRE_TEST(leaves_a_question_from_inside_an_answer_to_the_next_poll),
		WIRE_TEST(stops_waiting_when_woken),
		WIRE_TEST(closes_with_questions_open),
		WIRE_TEST(tells_the_time_of_its_answer),
		WIRE_TEST(answers_404_for_an_address_without_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
