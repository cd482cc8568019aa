/* market_stamp - where figures stand: the session that held when they were received. */
#include "service/market_stamp.h"

#include <stdio.h>

void market_date_text(int32_t date, char *ret)
{
	(void)snprintf(
		ret, 16, "%04d-%02d-%02d", date / 10000 % 10000, date / 100 % 100, date % 100);
}

void stamp_add(const struct calendar *c, enum environment environment, enum basis basis,
	int64_t at_ms, struct provenance *p)
{
	struct market_session session = market_session(c, basis, at_ms);
	struct provenance stamp;
	char date[16];

	provenance_init(&stamp);
	stamp.used = true;
	stamp.environment = environment;
	stamp.basis = basis;
	stamp.session = session.name;
	stamp.as_of_ms = at_ms < session.figures_end_ms ? at_ms : session.figures_end_ms;
	stamp.provisional = session.provisional;
	/* Recorded answers do not age with today's clock. */
	if (environment != ENVIRONMENT_REPLAY)
		stamp.fresh_until_ms = session.next_change_ms;
	if (session.provisional)
		provenance_note(&stamp, "trading goes on: the day's figures are provisional");
	if (str_same(session.name, "closed")) {
		market_date_text(session.date, date);
		provenance_note(&stamp, "the market is closed: figures of the session of %s", date);
	}
	provenance_merge(p, &stamp);
}
