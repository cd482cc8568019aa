/* market_top - what the ways to the rows of "top" share. */
#ifndef SERVICE_MARKET_TOP_H
#define SERVICE_MARKET_TOP_H

#include "service/market_part.h"
#include "service/market_pick.h"

/* The figures a job's rows are filled with, by its query and its result's flow_date. */
struct view_ask top_ask(const struct job *j);
/* Picks the job's rows from its snapshot (j->own: a bool for each row that takes part, or NULL),
 * and goes on to top_enrich. */
void top_pick(struct job *j);
/* Fills the result's rows from picked ones. */
void top_take_rows(struct job *j, struct view *v, const struct view_ask *ask, const struct pick *p);
/* Completed days and flows are kept of KRX alone: nothing of another venue is compared with
 * them. */
void top_settle_basis(struct job *j);
/* Rows of the result that are shown. */
uint32_t top_rows_shown(const struct job *j);
/* Foreign ratio, PER or PBR is wanted: one call a share and day. */
bool top_wants_details(const struct job *j);
/* Finds the sector the query names, if any, and goes on with `then`, or refuses. */
void top_find_sector(struct job *j, void (*then)(struct job *j));
void top_write_row(const struct job *j, uint32_t row, struct buf *b);

#endif
