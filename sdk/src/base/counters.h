/* counters - how often things happened. Thread-safe, no locks. */
#ifndef BASE_COUNTERS_H
#define BASE_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

/* One row per counter: member, name in the statistics. */
#define COUNTERS(X) \
	X(answer_hits, "answers.hits") \
	X(answer_stale_hits, "answers.stale_hits") \
	X(answer_misses, "answers.misses") \
	X(answer_shared, "answers.shared_flights") \
	X(answer_refreshes, "answers.refreshes") \
	X(answer_private, "answers.private") \
	X(detail_hits, "details.hits") \
	X(detail_misses, "details.misses") \
	X(cache_hits, "cache.hits") \
	X(cache_misses, "cache.misses") \
	X(kis_calls, "kis.calls") \
	X(kis_shared, "kis.shared_calls") \
	X(kis_retries, "kis.retries") \
	X(kis_rate_errors, "kis.rate_errors") \
	X(kis_failures, "kis.failures") \
	X(token_issues, "kis.token_issues") \
	X(token_renewals, "kis.token_renewals") \
	X(workers_started, "workers.started") \
	X(workers_lost, "workers.lost")

struct counters {
#define COUNTER_MEMBER(member, name) _Atomic uint64_t member;
	COUNTERS(COUNTER_MEMBER)
#undef COUNTER_MEMBER
};

#define COUNT(c, member) ((void)atomic_fetch_add_explicit(&(c)->member, 1, memory_order_relaxed))

#endif
