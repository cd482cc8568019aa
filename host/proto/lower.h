/* lower - results of today for clients of yesterday. */
#ifndef HOST_PROTO_LOWER_H
#define HOST_PROTO_LOWER_H

#include "base/buf.h"
#include "host/proto/version.h"

/* Does revision `v` not know something that ANSWER_HAS_… say is in an answer? */
bool lower_must(uint32_t special, enum version v);
/* The members, without braces, of the tool result `object`, which has what `special` says, as `v`
 * may see them. */
void lower_result(struct span object, uint32_t special, enum version v, struct buf *ret);
/* The same for a prompt's {"description":…,"messages":[…]}. */
void lower_prompt(struct span object, enum version v, struct buf *ret);

#endif
