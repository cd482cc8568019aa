/* kis_flight - a call under way and who waits for it: equal calls share one flight. */
#ifndef SERVICE_KIS_FLIGHT_H
#define SERVICE_KIS_FLIGHT_H

#include "base/buf.h"
#include "service/kis_client.h"
#include "service/kis_endpoint.h"
#include "service/kis_rate.h"

struct waiter {
	struct waiter *next;
	uint64_t id;
	int64_t deadline_ms;
	bool pays; /* it caused the exchanges; the others came later */
	void (*done)(void *self, const struct kis_answer *answer);
	void *self;
};

enum flight_phase { FLIGHT_QUEUED, FLIGHT_SENT, FLIGHT_ANSWERED };

struct flight {
	struct flight *next;
	struct kis *kis;
	const struct kis_endpoint *endpoint;
	char *url; /* equal calls have equal ones */
	enum lane lane;
	enum flight_phase phase;
	int64_t not_before_ms;
	int64_t deadline_ms; /* the last waiter's */
	int64_t patience_ms; /* kis.deadline after it was first sent; 0: not sent yet */
	uint32_t calls;
	uint32_t tries;
	uint32_t rate_tries;
	bool renewed;         /* the token was renewed for it */
	uint64_t pass_number; /* the token it was sent with */
	struct kis_rate_ticket ticket;
	uint64_t wire_id;
	struct fault last; /* why it is tried again; MCP_OK: it is not */

	struct fault answer; /* of the exchange */
	long http_status;
	struct buf body;
	int64_t at_ms;

	struct waiter *waiters;
};

/* Oldest first. */
struct flights {
	struct flight *first;
	uint32_t count;
	uint32_t waiting; /* waiters of all */
};

/* Takes `url`. NULL when memory is out (url is freed then too). */
struct flight *flight_new(
	struct kis *kis, const struct kis_endpoint *e, char *url, size_t body_max);
void flight_free(struct flight *f); /* with the waiters that are left */
/* False when memory is out. */
bool flight_join(struct flight *f, uint64_t id, const struct kis_call *call);
/* Takes the waiter off; the caller frees it. NULL when there is none. */
struct waiter *flight_take(struct flight *f, uint64_t id);
struct waiter *flight_take_expired(struct flight *f, int64_t now_ms);
struct waiter *flight_take_first(struct flight *f);

void flights_add(struct flights *all, struct flight *f);
void flights_remove(struct flights *all, struct flight *f);
struct flight *flights_find(const struct flights *all, const char *url);
struct flight *flights_answered(const struct flights *all);
/* How many of that kind are under way. */
uint32_t flights_sent(const struct flights *all, enum kis_kind kind);
/* The first that may start: lane by lane, oldest first. */
struct flight_skip {
	bool kinds[KIS_KINDS]; /* the limit, the token, or as many as may be say wait */
	bool slow;
};
struct flight *flights_ready(const struct flights *all, struct flight_skip skip, int64_t now_ms);

/* When trying ends: waiting for a turn counts for the waiters' deadline only. */
static inline int64_t flight_end(const struct flight *f)
{
	return f->patience_ms && f->patience_ms < f->deadline_ms ? f->patience_ms : f->deadline_ms;
}

/* One call a second, whatever the limit. */
static inline bool flight_is_slow(const struct flight *f)
{
	return f->endpoint->kind == KIS_QUOTE && (f->endpoint->slow || f->lane == LANE_NEWS);
}

#endif
