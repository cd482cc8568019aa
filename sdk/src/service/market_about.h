/* market_about - how an answer stands, as columns of its rows: for answers that are no tool's and
 * have no "source". */
#ifndef SERVICE_MARKET_ABOUT_H
#define SERVICE_MARKET_ABOUT_H

#include "service/market_part.h"

/* As JSON. */
void about_write(const struct job *j, enum about what, struct buf *b);

#endif
