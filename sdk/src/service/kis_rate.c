/* kis_rate - granting, giving back, pausing, slowing down and recovering. */
#include "service/kis_rate.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "service/kis_bucket.h"

/* A second, and what clocks in whole milliseconds may hide. */
#define SECOND_MS 1010
/* At most BUCKET_BURST grants in that. */
#define BURST_MS 100
/* Another process has the bucket: ask again in. */
#define LOCKED_MS 1
/* A slot under way may come free at any time. */
#define LOOK_MS 20
/* What a dead process had sent may still arrive in that. */
#define LOST_MS 2000
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 1000
/* Two complaints within that: slow down. */
#define REPEATED_MS 10000
#define SLOW_MIN_MS 60000
#define SLOW_MAX_MS 600000
#define RAISE_STEP_MS 10000

struct kis_rate {
	const struct clock *clock;
	int64_t per_second;
	int64_t unsaid_ms; /* a complaint about a call then, not yet written down; 0: none */
	int32_t pid;
	struct bucket_file file;
};

struct kis_rate *kis_rate_new(const struct clock *clock, int64_t per_second, const char *folder)
{
	struct kis_rate *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->clock = clock;
	r->pid = getpid();
	r->per_second = per_second < 1 ? 1 : per_second;
	if (r->per_second > BUCKET_SLOTS)
		r->per_second = BUCKET_SLOTS;
	if (!bucket_open(&r->file, folder) && folder)
		log_warn("rate limit not shared: the bucket in the state folder cannot be used");
	return r;
}

void kis_rate_free(struct kis_rate *r)
{
	if (!r)
		return;
	bucket_close(&r->file);
	free(r);
}

/* ---- Complaints. ---- */

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
	return value < low ? low : value > high ? high : value;
}

/* A cap that just rose was one too many: back, and longer. Else: half. */
static void lower(struct bucket *b, int64_t now, int64_t rate)
{
	int32_t before = b->cap;

	if (b->cap == 0)
		b->base = (int32_t)rate;
	if (b->raised) {
		b->cap = (int32_t)clamp(rate - 1, 1, BUCKET_SLOTS);
		b->raise_wait_ms = clamp(2 * b->raise_wait_ms, SLOW_MIN_MS, SLOW_MAX_MS);
	} else {
		b->cap = (int32_t)clamp(rate / 2, 1, BUCKET_SLOTS);
		b->raise_wait_ms = clamp(b->raise_wait_ms, SLOW_MIN_MS, SLOW_MAX_MS);
	}
	b->raised = 0;
	b->raise_at_ms = now + b->raise_wait_ms;
	if (b->cap != before)
		log_warn("KIS calls slowed down calls_per_second=%d", (int)b->cap);
}

static void strike(struct bucket *b, int64_t granted_ms, int64_t now, int64_t rate)
{
	bool repeated = b->struck_ms > 0 && now - b->struck_ms < REPEATED_MS;

	/* Calls of one burst complain together: once is enough. */
	if (b->struck_ms > 0 && granted_ms <= b->struck_ms && b->struck_ms <= now)
		return;
	b->pause_ms = repeated ? clamp(2 * b->pause_ms, PAUSE_MIN_MS, PAUSE_MAX_MS) : PAUSE_MIN_MS;
	b->paused_until_ms = now + b->pause_ms;
	b->struck_ms = now;
	if (repeated || b->raised)
		lower(b, now, rate);
}

/* One step at a time and only while calls are made: idling proves nothing. */
static void recover(struct bucket *b, int64_t now)
{
	if (b->cap == 0)
		return;
	if (b->raise_at_ms > now + SLOW_MAX_MS)
		b->raise_at_ms = now + SLOW_MIN_MS;
	if (now < b->raise_at_ms)
		return;
	b->cap++;
	b->raised = 1;
	b->raise_at_ms = now + RAISE_STEP_MS;
	if (b->cap >= b->base) {
		b->cap = 0;
		b->raised = 0;
		b->raise_wait_ms = 0;
	}
}

static int64_t rate_of(const struct kis_rate *r)
{
	int32_t cap = r->file.at->cap;

	return cap >= 1 && cap < r->per_second ? cap : r->per_second;
}

int64_t kis_rate_now(struct kis_rate *r)
{
	return bucket_is_whole(&r->file) ? rate_of(r) : r->per_second;
}

/* ---- Slots. ---- */

/* What is busy now, and when that may change. */
struct load {
	int64_t busy;
	int64_t free_at_ms;
	int64_t slow_until_ms;
	uint32_t free_slot;
};

static bool holder_died(const struct kis_rate *r, const struct bucket_slot *slot)
{
	if (slot->pid <= 0 || slot->pid == r->pid)
		return false;
	return kill(slot->pid, 0) < 0 && errno == ESRCH;
}

static bool is_held(const struct bucket_slot *slot, int64_t now)
{
	return slot->busy_until_ms > now && slot->busy_until_ms <= now + KIS_RATE_HOLD_MS;
}

int64_t kis_rate_set(const struct kis_rate *r)
{
	return r->per_second;
}

/* Without the lock: a figure to look at. */
int64_t kis_rate_in_use(struct kis_rate *r)
{
	const int64_t now = clock_mono(r->clock);
	int64_t held = 0;

	for (uint32_t i = 0; i < BUCKET_SLOTS && bucket_is_whole(&r->file); i++)
		held += is_held(&r->file.at->slots[i], now);
	return held;
}

static bool is_busy(const struct kis_rate *r, struct bucket_slot *slot, int64_t now)
{
	if (!is_held(slot, now))
		return false;
	if (holder_died(r, slot)) {
		slot->pid = 0;
		if (slot->busy_until_ms > now + LOST_MS)
			slot->busy_until_ms = now + LOST_MS;
	}
	return true;
}

static struct load look(const struct kis_rate *r, int64_t now)
{
	struct load load = { .free_slot = BUCKET_SLOTS, .free_at_ms = INT64_MAX };

	for (uint32_t i = 0; i < BUCKET_SLOTS; i++) {
		struct bucket_slot *slot = &r->file.at->slots[i];
		int64_t until;

		if (!is_busy(r, slot, now)) {
			load.free_slot = i;
			continue;
		}
		load.busy++;
		until = slot->pid ? now + LOOK_MS : slot->busy_until_ms;
		if (until < load.free_at_ms)
			load.free_at_ms = until;
		if (slot->slow && until > load.slow_until_ms)
			load.slow_until_ms = until;
	}
	return load;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* When the next call may start: now, or later. */
static int64_t start_time(const struct kis_rate *r, const struct load *load, bool slow, int64_t now)
{
	const struct bucket *b = r->file.at;
	int64_t oldest = b->grants_ms[b->grant_next % BUCKET_BURST];
	int64_t at = now;

	if (b->paused_until_ms <= now + PAUSE_MAX_MS)
		at = later(at, b->paused_until_ms);
	if (oldest > 0 && oldest <= now)
		at = later(at, oldest + BURST_MS);
	if (load->busy >= rate_of(r) || load->free_slot == BUCKET_SLOTS)
		at = later(at, load->free_at_ms);
	if (slow)
		at = later(at, load->slow_until_ms);
	return at;
}

static void grant(struct kis_rate *r, uint32_t i, bool slow, struct kis_rate_ticket *ret)
{
	struct bucket *b = r->file.at;
	int64_t now = clock_mono(r->clock);

	b->slots[i] = (struct bucket_slot){
		.number = ++b->last_number,
		.granted_ms = now,
		.busy_until_ms = now + KIS_RATE_HOLD_MS,
		.pid = r->pid,
		.slow = slow,
	};
	b->grant_next %= BUCKET_BURST;
	b->grants_ms[b->grant_next] = now;
	b->grant_next = (b->grant_next + 1) % BUCKET_BURST;
	*ret = (struct kis_rate_ticket){
		.number = b->last_number,
		.granted_ms = now,
		.slot = i,
	};
}

bool kis_rate_take(struct kis_rate *r, bool slow, struct kis_rate_ticket *ret, int64_t *ret_wait_ms)
{
	struct load load;
	int64_t now;
	int64_t at;

	if (!bucket_lock(&r->file)) {
		*ret_wait_ms = LOCKED_MS;
		return false;
	}
	/* Under the lock: what others wrote must never lie in our future, for then it would look
	 * insane, and its slot free. */
	now = clock_mono(r->clock);
	if (r->unsaid_ms > 0)
		strike(r->file.at, r->unsaid_ms, now, rate_of(r));
	r->unsaid_ms = 0;
	recover(r->file.at, now);
	load = look(r, now);
	at = start_time(r, &load, slow, now);
	if (at <= now)
		grant(r, load.free_slot, slow, ret);
	bucket_unlock(&r->file);

	*ret_wait_ms = at - now;
	return at <= now;
}

/* Without the lock: only the holder writes a slot that is under way. */
void kis_rate_give(struct kis_rate *r, struct kis_rate_ticket *ticket)
{
	struct bucket_slot *slot;

	if (ticket->number == 0 || !bucket_is_whole(&r->file))
		return;
	slot = &r->file.at->slots[ticket->slot];
	if (slot->number == ticket->number && slot->pid == r->pid) {
		slot->busy_until_ms = clock_mono(r->clock) + SECOND_MS;
		slot->pid = 0;
	}
	*ticket = (struct kis_rate_ticket){ 0 };
}

void kis_rate_exceeded(struct kis_rate *r, const struct kis_rate_ticket *ticket)
{
	if (ticket->granted_ms > 0)
		r->unsaid_ms = ticket->granted_ms;
	if (r->unsaid_ms == 0 || !bucket_lock(&r->file))
		return;
	strike(r->file.at, r->unsaid_ms, clock_mono(r->clock), rate_of(r));
	r->unsaid_ms = 0;
	bucket_unlock(&r->file);
}
