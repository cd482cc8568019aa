/* seal - what a client carries between the rounds of a call and can neither read nor change.
 *
 * A state is good for one start of the host, one caller, one method and target with the same
 * arguments, and ten minutes. "v1.KEY.TEXT": the format, which key, and the sealed rest in
 * base64url. All on the loop's thread.
 */
#ifndef HOST_PROTO_SEAL_H
#define HOST_PROTO_SEAL_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/fault.h"

#define SEAL_TEXT_MAX ((size_t)512 * 1024) /* of a state on its way */
#define SEAL_LIFE_MS ((int64_t)10 * 60 * 1000)

struct seal;

/* What a state is about: plain texts, but for the arguments. */
struct seal_use {
	struct span principal; /* who asks; empty as long as there is no telling */
	struct span method;    /* "tools/call" */
	struct span target;    /* tool, prompt or URI */
	struct span args;      /* params.arguments, checked JSON as it came, or absent */
};

struct sealed {
	uint32_t round;
	struct span inputs; /* JSON object: answers so far; or absent */
	struct span kept;   /* JSON object: what the handler remembers; or absent */
};

/* `module` is the path of mcp-crypt.so, `clock` outlives the seal. Nothing is loaded yet. NULL:
 * memory is out. */
struct seal *seal_new(const char *module, const struct clock *clock);
void seal_free(struct seal *s); /* accepts NULL; wipes the key */

/* Appends a state's text to `ret`. */
mcp_status seal_make(struct seal *s, const struct seal_use *use, const struct sealed *what,
	struct buf *ret, struct fault *f);
/* Opens a state (plain text). *ret points into `room`, which is the caller's. False: it is not
 * ours, was changed, is about something else, or its time is over; nobody is told which. */
bool seal_open(struct seal *s, const struct seal_use *use, struct span text, struct buf *room,
	struct sealed *ret);

/* Bytes nobody can guess; false when the module cannot be used. */
mcp_status seal_random(struct seal *s, void *ret, size_t len, struct fault *f);

#endif
