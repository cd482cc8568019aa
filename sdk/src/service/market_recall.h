/* market_recall - what KIS answered a moment ago: a call asked again within half a minute, and
 * within the same session, is answered by the same body and costs nothing. Its time stays the one
 * it came at.
 */
#ifndef SERVICE_MARKET_RECALL_H
#define SERVICE_MARKET_RECALL_H

#include "service/kis_client.h"
#include "service/market_calendar.h"

#define RECALL_MS 30000

struct recall;

/* NULL: out of memory. The parts outlive it. */
struct recall *recall_new(const struct env *env, const struct calendar *calendar);
void recall_free(struct recall *r); /* accepts NULL */

/* What names a call; the caller's. NULL: out of memory, or no call of that length is remembered. */
char *recall_key(const char *endpoint, const mcp_kis_param *params, uint32_t count);
/* False when it is not remembered. *ret has its body lent until the next put. */
bool recall_get(struct recall *r, const char *key, struct kis_answer *ret);
/* Copies a good answer; what failed is not remembered. */
void recall_put(struct recall *r, const char *key, const struct kis_answer *answer);

#endif
