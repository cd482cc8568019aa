/* service - what the core asks of the services, and what comes back.
 *
 * A request is a JSON object as a worker framed it; an answer is JSON the worker decodes. Requests
 * run on the upstream thread; completions come back through env->complete on that thread.
 */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/counters.h"
#include "base/fault.h"
#include "base/str.h"

/* Where figures come from and how good they are: the answer's "source". A call that used several
 * services merges theirs (provenance_merge). */
enum environment { ENVIRONMENT_REAL, ENVIRONMENT_DEMO, ENVIRONMENT_REPLAY };
enum basis { BASIS_KRX, BASIS_NXT, BASIS_UNIFIED };

#define PROVENANCE_NOTES 12

struct provenance {
	bool used; /* false: nothing upstream was asked */
	enum environment environment;
	enum basis basis;
	const char *session;    /* static: pre_open regular closing_auction post_close
	                                 after_market closed */
	int64_t as_of_ms;       /* of the oldest input */
	int64_t fresh_until_ms; /* wall clock: a session boundary or midnight KST the answer
	                                 must not cross; 0: none */
	bool provisional;
	bool complete;
	uint32_t upstream_calls;
	uint32_t note_count;
	char notes[PROVENANCE_NOTES][200]; /* the reader's language */
};

void provenance_init(struct provenance *p); /* complete, nothing used */
void provenance_merge(struct provenance *into, const struct provenance *from);
/* Adds a sentence once; what does not fit is dropped. `fmt` goes through phrase(). */
void provenance_note(struct provenance *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Adds a finished sentence as it is. */
void provenance_note_text(struct provenance *p, struct span text);

/* Lanes: user-visible first, then sweeps somebody waits for, then news, about one a second;
 * background fills what is left. */
enum lane { LANE_USER, LANE_SWEEP, LANE_NEWS, LANE_BACKGROUND, LANE_COUNT };

struct service_request {
	uint64_t id;         /* the core's; unique among those under way */
	uint64_t run;        /* the tool's run it belongs to: one moment of the market serves it; 0:
	                        none */
	const char *plugin;  /* who asks: the plugin's name */
	const char *service; /* "market/1" */
	const char *op;      /* "top" */
	struct span body;    /* JSON object, scan_check'ed: the query; member "columns": what the
	                            table asks for */
	enum lane lane;
	int64_t deadline_mono_ms;
};

struct service_reply {
	uint64_t id;
	struct fault fault; /* status MCP_OK: answered */
	char *body;         /* {"columns":[…],"rows":[[…],…]}; freed by the receiver */
	size_t body_len;
	struct provenance from; /* `used` also on failure when calls were made */
	/* A progress report instead of the end: `more` true, body NULL. */
	bool more;
	double done;
	double total;
};

/* What the services get from the core. */
struct env {
	struct clock clock;
	struct counters *counters;
	const char *state_dir; /* NULL: nothing can be kept (read-only home) */
	/* Hands an answer back. Called on the upstream thread; `reply` is copied by value, its body
	 * given away. */
	void (*complete)(void *self, const struct service_reply *reply);
	void *self;
};

#endif
