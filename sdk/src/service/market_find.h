/* market_find - what "find" and "sector_names" share: how answers from the master file stand. */
#ifndef SERVICE_MARKET_FIND_H
#define SERVICE_MARKET_FIND_H

#include "service/market_part.h"

/* Nothing but the master file is needed; goes on with `then` when it is there or cannot be had. */
void find_need(struct job *j, bool with_names, void (*then)(struct job *j));
/* Stamps the answer with the time of the tables the query's market needs, and notes what is missing
 * of them. False when none of them is there: refused. */
bool find_take_tables(struct job *j);
/* Says when the sectors' names are not there. */
void find_note_names(struct job *j);
bool find_in_scope(const struct job *j, enum exchange x);

#endif
