/* dispatch - one question, one answer: kept answers, shared flights, refreshes behind.
 *
 * Answers of read-only tools with a fresh period are kept by (tool, settings, arguments). Fresh
 * ones are given at once; stale ones too, while a refresh runs behind. Equal calls in flight share
 * one run. A failure is held for a second. No answer crosses a session boundary or midnight KST. A
 * complete answer is never replaced by an incomplete one. All on the loop's thread.
 */
#ifndef HOST_CALL_DISPATCH_H
#define HOST_CALL_DISPATCH_H

#include "host/call/answer.h"

struct dispatch;

struct dispatch_options {
	struct registry *registry;
	const struct config *config;
	struct env *env;
};

struct dispatch *dispatch_new(const struct dispatch_options *options);
/* After registry_stop has ended all calls. */
void dispatch_free(struct dispatch *d);

/* Answers made from now on are as this configuration has it; it outlives its use here. */
void dispatch_reconfigure(struct dispatch *d, const struct config *config);

/* Somebody who waits: embedded in the caller's own struct. */
struct waiter {
	/* The end, once, unless cancelled; `answer` is lent. */
	void (*done)(struct waiter *w, const struct answer *answer, bool stale);
	void (*progress)(struct waiter *w, double done, double total, struct span text);
	void (*log)(struct waiter *w, int32_t level, struct span text);
	/* Instead of `done` for a private call; `answer` is that of a tool that answered, else
	 * NULL. Both are lent. */
	void (*ended)(struct waiter *w, const struct call_end *end, const struct answer *answer);
	struct waiter *next;
	struct flight *flight; /* NULL: not waiting */
};

/* What a call got at once. */
struct at_once {
	const struct answer *answer; /* lent until the next call */
	bool stale;
};

/* Answers at once when it can: fills *ret and returns true. Otherwise `w` waits; w->done comes
 * later. `args` are canonical. Allocates nothing when a kept answer serves. */
bool dispatch_call(struct dispatch *d, const struct tool *tool, struct span args, struct waiter *w,
	struct at_once *ret);
/* Runs what the order says for `w` alone: never shared, never kept; w->ended comes later. False:
 * too many wait, `f` says so. */
bool dispatch_private(
	struct dispatch *d, const struct call_order *order, struct waiter *w, struct fault *f);
/* The key under which the last dispatch_call looked; empty for a tool that is never shared. Lent
 * until the next call. */
struct span dispatch_key(const struct dispatch *d);
/* The fresh answer kept under such a key, counted as a hit, or NULL. */
const struct answer *dispatch_kept(struct dispatch *d, const struct tool *tool, struct span key);
/* `to` waits in the place of `from`. */
void dispatch_move(struct waiter *from, struct waiter *to);
/* `w` waits no more; the run ends when nobody else waits for it. */
void dispatch_cancel(struct dispatch *d, struct waiter *w);

/* Forgets kept answers whose "TOOL ARGUMENTS" matches the pattern (fnmatch: "*" for all); returns
 * how many. */
uint32_t dispatch_clear(struct dispatch *d, const char *pattern);

/* Flights under way; kept answers and their bytes. */
struct dispatch_state {
	uint32_t flights;
	uint32_t kept;
	size_t kept_bytes;
	uint64_t evictions; /* answers dropped for want of room */
};
struct dispatch_state dispatch_state(const struct dispatch *d);

#endif
