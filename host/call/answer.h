/* answer - the bytes of one finished call, ready to be spliced into any client's reply.
 *
 * `bytes` are the members of a result object up to the end of `source`; age and staleness are
 * added when it is sent (answer_tail), so a kept answer is never rebuilt.
 */
#ifndef HOST_CALL_ANSWER_H
#define HOST_CALL_ANSWER_H

#include "host/plugin/registry.h"

/* What only newer clients understand. */
#define ANSWER_HAS_LINK 0x1u  /* a block that names a resource */
#define ANSWER_HAS_AUDIO 0x2u /* a block of sound */
#define ANSWER_HAS_VALUE 0x4u /* structuredContent that older clients get wrapped */

struct answer {
	uint32_t refs;
	uint32_t special; /* ANSWER_HAS_…: not every client may get the bytes as they are */
	bool failed;      /* `fault` instead of bytes */
	bool broken;      /* … and it is the host's or the tool's bug, not the caller's */
	bool has_source;  /* bytes end inside structuredContent.source */
	bool complete;
	struct fault fault;
	int64_t began_mono_ms;  /* age counts from here: no input is older */
	int64_t as_of_ms;       /* wall clock of the data; 0: no data was used */
	int64_t valid_until_ms; /* wall clock: not served from here on; 0: no bound */
	int64_t retry_mono_ms;  /* no background refresh before */
	size_t len;
	char bytes[];
};

#define ANSWER_TAIL_MAX 64

struct answer_options {
	const char *locale;
	size_t bytes_max; /* rows are cut until the answer fits */
	int64_t began_mono_ms;
	int64_t wall_ms; /* now */
	bool wraps;      /* of its tool: answer_wraps */
};

/* Is what the tool declares as its output no object, so that clients of the handshake revisions are
 * shown {"result":…} instead? */
bool answer_wraps(const struct declared_tool *d);

/* From a call's end; never NULL except when memory is out. */
struct answer *answer_new(const struct call_end *end, const struct answer_options *options);
struct answer *answer_ref(struct answer *a);
void answer_unref(void *answer); /* accepts NULL */

/* What closes the members: `,"age_s":12,"stale":false}}`, or nothing. Into ret[ANSWER_TAIL_MAX]. */
struct span answer_tail(const struct answer *a, int64_t wall_ms, bool stale, char *ret);

#endif
