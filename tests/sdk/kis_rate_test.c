/* kis_rate_test - slots, pauses and slowing down on a fake clock; processes on the real one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <poll.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "service/kis_bucket.h"
#include "service/kis_rate.h"
#include "support/mini_kis.h"

#define PROCESSES 8
#define RUN_MS 3000
#define CALLS_MAX 4096

static struct mini_kis kis;
static struct kis_rate *rate;
static struct kis_rate_ticket tickets[64];

static int begin(void **state)
{
	(void)state;
	mini_kis_init(&kis);
	mini_kis_folder(&kis);
	memset(tickets, 0, sizeof tickets);
	rate = kis_rate_new(&kis.wire.clock, 5, kis.folder);
	return rate ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	kis_rate_free(rate);
	mini_kis_end(&kis);
	return 0;
}

static void pass(int64_t ms)
{
	kis.wire.mono_ms += ms;
}

/* Takes as many as are given; returns how many. */
static uint32_t take_all(bool slow)
{
	int64_t wait_ms;
	uint32_t n = 0;

	while (n < 64 && kis_rate_take(rate, slow, &tickets[n], &wait_ms))
		n++;
	return n;
}

static void give_all(uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		kis_rate_give(rate, &tickets[i]);
}

static int64_t wait_for_one(void)
{
	struct kis_rate_ticket ticket;
	int64_t wait_ms = -1;

	return kis_rate_take(rate, false, &ticket, &wait_ms) ? 0 : wait_ms;
}

static void complain(void)
{
	int64_t wait_ms;
	struct kis_rate_ticket ticket = { 0 };

	pass(1100);
	(void)kis_rate_take(rate, false, &ticket, &wait_ms);
	pass(1);
	kis_rate_exceeded(rate, &ticket);
	kis_rate_give(rate, &ticket);
}

static void gives_as_many_as_the_limit(void **state)
{
	(void)state;
	assert_int_equal(take_all(false), 5);
}

static void a_slot_is_busy_until_a_second_after_the_answer(void **state)
{
	(void)state;
	(void)take_all(false);
	pass(5000);
	assert_int_equal(take_all(false), 0);
	give_all(5);

	assert_in_range(wait_for_one(), 1000, 1020);
	pass(1020);
	assert_int_equal(wait_for_one(), 0);
}

static void tells_what_is_in_use_and_allowed(void **state)
{
	(void)state;
	assert_int_equal(kis_rate_in_use(rate), 0);
	assert_int_equal(take_all(false), 5);
	assert_int_equal(kis_rate_in_use(rate), 5);
	give_all(5);
	assert_int_equal(kis_rate_in_use(rate), 5);
	pass(1010);
	assert_int_equal(kis_rate_in_use(rate), 0);
	complain();
	complain();
	assert_int_equal(kis_rate_set(rate), 5);
	assert_true(kis_rate_now(rate) < 5);
}

static void starts_no_more_than_five_in_a_tenth_of_a_second(void **state)
{
	(void)state;
	kis_rate_free(rate);
	rate = kis_rate_new(&kis.wire.clock, 18, kis.folder);

	assert_int_equal(take_all(false), 5);
	assert_int_equal(wait_for_one(), 100);
	pass(100);
	assert_int_equal(take_all(false), 5);
}

static void slow_calls_go_one_a_second(void **state)
{
	(void)state;
	assert_int_equal(take_all(true), 1);
	give_all(1);
	assert_int_equal(take_all(true), 0);
	assert_int_equal(wait_for_one(), 0);
}

static void a_complaint_pauses_everyone(void **state)
{
	(void)state;
	complain();

	assert_int_equal(wait_for_one(), 100);
	assert_int_equal(kis_rate_now(rate), 5);
}

static void pauses_double_up_to_a_second(void **state)
{
	(void)state;
	complain();
	complain();
	assert_int_equal(wait_for_one(), 200);
	complain();
	complain();
	complain();
	assert_in_range(wait_for_one(), 1000, 1010);
}

static void complaints_of_one_burst_count_once(void **state)
{
	(void)state;
	(void)take_all(false);
	pass(10);
	kis_rate_exceeded(rate, &tickets[0]);
	pass(1);
	kis_rate_exceeded(rate, &tickets[1]);
	pass(1);
	kis_rate_exceeded(rate, &tickets[2]);

	assert_int_equal(kis_rate_now(rate), 5);
}

static void repeated_complaints_lower_the_rate(void **state)
{
	(void)state;
	complain();
	complain();

	assert_int_equal(kis_rate_now(rate), 2);
}

static void the_rate_recovers_step_by_step(void **state)
{
	(void)state;
	complain();
	complain();
	pass(59000);
	(void)wait_for_one();
	assert_int_equal(kis_rate_now(rate), 2);
	pass(2000);
	(void)wait_for_one();
	assert_int_equal(kis_rate_now(rate), 3);
	(void)wait_for_one();
	assert_int_equal(kis_rate_now(rate), 3);
	pass(11000);
	(void)wait_for_one();
	assert_int_equal(kis_rate_now(rate), 4);
}

static void a_rate_that_rose_too_far_goes_back_and_stays_longer(void **state)
{
	(void)state;
	complain();
	complain();
	pass(61000);
	complain();
	assert_int_equal(kis_rate_now(rate), 2);
	pass(61000);
	(void)wait_for_one();
	assert_int_equal(kis_rate_now(rate), 2);
	pass(61000);
	(void)wait_for_one();
	assert_int_equal(kis_rate_now(rate), 3);
}

static void a_new_process_knows_what_was_learnt(void **state)
{
	(void)state;
	complain();
	complain();

	kis_rate_free(rate);
	rate = kis_rate_new(&kis.wire.clock, 5, kis.folder);

	assert_int_equal(kis_rate_now(rate), 2);
}

static void two_in_one_folder_share_the_limit(void **state)
{
	struct kis_rate *other = kis_rate_new(&kis.wire.clock, 5, kis.folder);
	struct kis_rate_ticket ticket;
	int64_t wait_ms;

	(void)state;
	(void)take_all(false);

	assert_false(kis_rate_take(other, false, &ticket, &wait_ms));
	kis_rate_free(other);
}

/* Another process that is given a slot while we hold an older time in our hand. */
static struct kis_rate *interloper;
static uint32_t interloper_grants;

static int64_t read_clock_and_lose_the_processor(void *self)
{
	struct kis_rate *other = interloper;
	struct kis_rate_ticket ticket;
	int64_t now = kis.wire.mono_ms;
	int64_t wait_ms;

	(void)self;
	interloper = NULL;
	kis.wire.mono_ms += other ? 3 : 0;
	interloper_grants += other && kis_rate_take(other, false, &ticket, &wait_ms);
	return now;
}

static void a_slot_given_while_another_looks_at_the_clock_counts(void **state)
{
	struct clock slow = { .mono_ms = read_clock_and_lose_the_processor,
		.wall_ms = kis.wire.clock.wall_ms,
		.self = kis.wire.clock.self };
	struct kis_rate *late = kis_rate_new(&slow, 1, kis.folder);
	struct kis_rate *other = kis_rate_new(&kis.wire.clock, 1, kis.folder);
	struct kis_rate_ticket ticket;
	int64_t wait_ms;
	uint32_t grants;

	(void)state;
	interloper = other;
	interloper_grants = 0;

	grants = kis_rate_take(late, false, &ticket, &wait_ms);

	assert_int_equal(grants + interloper_grants, 1);
	kis_rate_free(late);
	kis_rate_free(other);
}

static void without_a_folder_each_has_its_own(void **state)
{
	struct kis_rate *other = kis_rate_new(&kis.wire.clock, 5, NULL);
	struct kis_rate_ticket ticket;
	int64_t wait_ms;

	(void)state;
	(void)take_all(false);

	assert_true(kis_rate_take(other, false, &ticket, &wait_ms));
	kis_rate_free(other);
}

static const char *bucket_path(void)
{
	static char path[128];

	(void)snprintf(path, sizeof path, "%s/bucket", kis.folder);
	return path;
}

static void a_hostile_bucket_is_started_anew(void **state)
{
	char rubbish[sizeof(struct bucket)];

	(void)state;
	memset(rubbish, 0x7f, sizeof rubbish);
	kis_rate_free(rate);
	assert_int_equal(file_save(bucket_path(), rubbish, sizeof rubbish, NULL), MCP_OK);

	rate = kis_rate_new(&kis.wire.clock, 5, kis.folder);

	assert_int_equal(take_all(false), 5);
}

/* A bucket that is ours by its head: what stands in it is taken as it is. */
static bool open_made(struct bucket_file *ret)
{
	if (!bucket_open(ret, kis.folder) || !bucket_lock(ret))
		return false;
	bucket_unlock(ret);
	return true;
}

static void insane_numbers_in_the_bucket_hold_nobody_up(void **state)
{
	struct bucket_file file;

	(void)state;
	assert_true(open_made(&file));
	file.at->paused_until_ms = INT64_MAX;
	file.at->grant_next = UINT32_MAX;
	file.at->cap = -7;
	file.at->grants_ms[0] = INT64_MAX;
	file.at->slots[3] = (struct bucket_slot){ .busy_until_ms = INT64_MAX, .pid = -1 };
	bucket_close(&file);

	assert_int_equal(take_all(false), 5);
}

static void the_largest_numbers_in_the_bucket_do_not_overflow(void **state)
{
	struct kis_rate_ticket ticket;
	struct bucket_file file;
	int64_t wait_ms;

	(void)state;
	assert_true(open_made(&file));
	file.at->cap = INT32_MAX;
	file.at->raise_at_ms = 1;
	file.at->pause_ms = INT64_MAX;
	file.at->raise_wait_ms = INT64_MAX;
	file.at->struck_ms = kis.wire.mono_ms - 1;
	assert_true(kis_rate_take(rate, false, &ticket, &wait_ms));
	file.at->cap = 3;
	file.at->raised = 1;
	kis_rate_exceeded(rate, &ticket);
	assert_in_range(file.at->paused_until_ms, kis.wire.mono_ms, kis.wire.mono_ms + 1000);
	assert_in_range(file.at->raise_wait_ms, 60000, 600000);
	bucket_close(&file);
}

static void a_bucket_that_was_removed_is_made_again(void **state)
{
	(void)state;
	assert_int_equal(unlink(bucket_path()), 0);

	assert_int_equal(take_all(false), 5);
	assert_int_equal(access(bucket_path(), F_OK), 0);
}

static void a_bucket_that_was_cut_kills_nobody(void **state)
{
	(void)state;
	(void)take_all(false);
	assert_int_equal(truncate(bucket_path(), 0), 0);

	give_all(5);
	assert_int_equal(take_all(false), 5);
}

static pid_t die_holding(uint32_t n)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct kis_rate *own = kis_rate_new(&kis.wire.clock, 5, kis.folder);
		struct kis_rate_ticket ticket;
		int64_t wait_ms;

		for (uint32_t i = 0; i < n; i++)
			(void)kis_rate_take(own, false, &ticket, &wait_ms);
		_exit(0);
	}
	(void)waitpid(pid, NULL, 0);
	return pid;
}

static void slots_of_a_dead_process_come_free_after_two_seconds(void **state)
{
	(void)state;
	(void)die_holding(5);
	assert_int_equal(take_all(false), 0);
	pass(1999);
	assert_int_equal(take_all(false), 0);
	pass(101);
	assert_int_equal(take_all(false), 5);
}

/* ---- Many processes. ---- */

struct call {
	int64_t granted_us;
	int64_t ended_us;
};

static int64_t now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void wait_ms(int64_t ms)
{
	(void)poll(NULL, 0, (int)ms);
}

/* Calls as fast as it may until the time is over; each call takes 0 to 40 ms. */
static void call_away(unsigned seed, int fd)
{
	struct kis_rate *own = kis_rate_new(&clock_real, 15, kis.folder);
	int64_t until = now_us() + RUN_MS * 1000LL;

	while (now_us() < until) {
		struct kis_rate_ticket ticket = { 0 };
		struct call call;
		int64_t ms = 0;

		if (!kis_rate_take(own, false, &ticket, &ms)) {
			wait_ms(ms);
			continue;
		}
		call.granted_us = now_us();
		wait_ms(rand_r(&seed) % 40);
		call.ended_us = now_us();
		kis_rate_give(own, &ticket);
		if (write(fd, &call, sizeof call) != sizeof call)
			_exit(1);
	}
	_exit(0);
}

static size_t run_processes(struct call *calls)
{
	int ends[2];
	size_t n = 0;

	if (pipe(ends) < 0)
		return 0;
	for (unsigned i = 0; i < PROCESSES; i++) {
		if (fork() == 0)
			call_away(i, ends[1]);
	}
	(void)close(ends[1]);
	while (n < CALLS_MAX && read(ends[0], &calls[n], sizeof *calls) == sizeof *calls)
		n++;
	(void)close(ends[0]);
	while (wait(NULL) > 0)
		;
	return n;
}

/* The server may meet a call at any moment between its grant and its end. Earliest against latest:
 * calls that could lie within one second of call `i`'s end. */
static size_t most_in_a_second(const struct call *calls, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t within = 0;

		for (size_t j = 0; j < n; j++)
			within += calls[j].granted_us <= calls[i].granted_us &&
			          calls[j].ended_us + 1000000 > calls[i].granted_us;
		most = within > most ? within : most;
	}
	return most;
}

static void eight_processes_stay_below_the_limit_together(void **state)
{
	static struct call calls[CALLS_MAX];
	size_t n;

	(void)state;
	n = run_processes(calls);

	assert_in_range(n, 30, 60);
	assert_true(most_in_a_second(calls, n) <= 15);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(gives_as_many_as_the_limit),
		T(a_slot_is_busy_until_a_second_after_the_answer),
		T(tells_what_is_in_use_and_allowed),
		T(starts_no_more_than_five_in_a_tenth_of_a_second),
		T(slow_calls_go_one_a_second),
		T(a_complaint_pauses_everyone),
		T(pauses_double_up_to_a_second),
		T(complaints_of_one_burst_count_once),
		T(repeated_complaints_lower_the_rate),
		T(the_rate_recovers_step_by_step),
		T(a_rate_that_rose_too_far_goes_back_and_stays_longer),
		T(a_new_process_knows_what_was_learnt),
		T(two_in_one_folder_share_the_limit),
		T(a_slot_given_while_another_looks_at_the_clock_counts),
		T(without_a_folder_each_has_its_own),
		T(a_hostile_bucket_is_started_anew),
		T(insane_numbers_in_the_bucket_hold_nobody_up),
		T(the_largest_numbers_in_the_bucket_do_not_overflow),
		T(a_bucket_that_was_removed_is_made_again),
		T(a_bucket_that_was_cut_kills_nobody),
		T(slots_of_a_dead_process_come_free_after_two_seconds),
		T(eight_processes_stay_below_the_limit_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
