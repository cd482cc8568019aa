/* kis_rate - how often KIS may be called: one limit for all processes that use one key.
 *
 * A call holds a slot from the moment it is granted until one second after its answer came, so
 * however long the way took, KIS never sees more calls in any sliding second than there are slots.
 * Never more than five start within 100 ms. When KIS says that it is too much, everyone pauses;
 * when it says so again, everyone slows down, for a minute, and recovers step by step.
 */
#ifndef SERVICE_KIS_RATE_H
#define SERVICE_KIS_RATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* No call may be under way longer than this: a slot that nobody gives back is free again then. */
#define KIS_RATE_HOLD_MS 90000

struct kis_rate;

struct kis_rate_ticket {
	uint64_t number; /* 0: none */
	int64_t granted_ms;
	uint32_t slot;
};

/* `folder` of the key, or NULL: this process alone. NULL when memory is out. */
struct kis_rate *kis_rate_new(const struct clock *clock, int64_t per_second, const char *folder);
void kis_rate_free(struct kis_rate *r); /* accepts NULL; give tickets back before */

/* True: the call may start now. False: ask again in *ret_wait_ms. `slow` calls start one a
 * second. */
bool kis_rate_take(
	struct kis_rate *r, bool slow, struct kis_rate_ticket *ret, int64_t *ret_wait_ms);
/* The answer came, or nobody waits for it any more. Clears the ticket. */
void kis_rate_give(struct kis_rate *r, struct kis_rate_ticket *ticket);
/* KIS refused this call as one too many. The ticket stays to be given back. */
void kis_rate_exceeded(struct kis_rate *r, const struct kis_rate_ticket *ticket);
/* Calls a second at this moment: the setting, or less after KIS complained. */
int64_t kis_rate_now(struct kis_rate *r);
int64_t kis_rate_set(const struct kis_rate *r); /* the setting */
/* Slots that are held at this moment, by all processes. */
int64_t kis_rate_in_use(struct kis_rate *r);

#endif
