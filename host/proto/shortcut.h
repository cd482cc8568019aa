/* shortcut - questions that come again, known by their bytes.
 *
 * A message that is equal to an earlier one but for its id means the same. When that one was
 * answered from a kept answer, this one is too, without being taken apart again. Only exact bytes
 * count; anything else takes the long way.
 */
#ifndef HOST_PROTO_SHORTCUT_H
#define HOST_PROTO_SHORTCUT_H

#include "host/proto/message.h"
#include "host/proto/version.h"

struct incoming;
struct peer;
struct request;
struct tool;

#define SHORTCUTS 8

struct shortcut {
	char *text;    /* the message without its id, then the key of the answer */
	size_t before; /* bytes before the id */
	size_t behind; /* bytes behind it */
	size_t key;    /* bytes of the key */
	const struct tool *tool;
	enum version version; /* it was answered in */
	enum version legacy;  /* … while the peer's handshake stood so */
	uint32_t generation;
};

struct shortcuts {
	struct shortcut at[SHORTCUTS];
	uint32_t last; /* used last: tried first */
	uint32_t next; /* the one to be replaced */
};

/* Answers a message that is known when its answer is fresh. Allocates nothing. */
bool shortcut_answer(struct peer *p, const struct incoming *in);
/* Remembers how `r` was answered: by `tool`, from the answer kept under `key`. */
void shortcut_learn(const struct request *r, const struct tool *tool, struct span key);

#endif
