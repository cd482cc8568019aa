/* market_stamp - where figures stand: the session that held when they were received. */
#ifndef SERVICE_MARKET_STAMP_H
#define SERVICE_MARKET_STAMP_H

#include "service/market_calendar.h"

/* What figures received at `at_ms` add to the answer they stand in: environment, basis, session,
 * time, how long they hold, and the notes that go with it. */
void stamp_add(const struct calendar *c, enum environment environment, enum basis basis,
	int64_t at_ms, struct provenance *p);
/* "2026-11-23" into ret[16]. */
void market_date_text(int32_t date, char *ret);

#endif
