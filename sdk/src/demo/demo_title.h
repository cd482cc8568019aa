/* demo_title - what is written about an issue on a day: news, and disclosures of the exchange. */
#ifndef DEMO_DEMO_TITLE_H
#define DEMO_DEMO_TITLE_H

#include "demo/demo_market.h"

#define DEMO_TITLES_MAX 80 /* of an issue on a day */
#define DEMO_FILINGS_MAX 6

/* A kind of disclosure. */
struct demo_filing {
	const char *name;
	char type; /* of OpenDART: A regular, B major, D holdings, I exchange */
};

struct demo_title {
	const struct demo_issue *issue;   /* NULL: about the market */
	const struct demo_filing *filing; /* NULL: news */
	int32_t date;
	int32_t second; /* after midnight */
	int32_t tail; /* last five digits of its serial number: with date and second it is unique */
	uint64_t h;   /* drawn for it */
};

/* Titles of an issue (NULL: of the market) on a day, the oldest first. Returns how many; `ret` has
 * room for DEMO_TITLES_MAX. */
int demo_titles_on(
	const struct demo *d, const struct demo_issue *i, int32_t date, struct demo_title *ret);

/* Only the disclosures of an issue, the oldest first; room for DEMO_FILINGS_MAX. */
int demo_filings_on(
	const struct demo *d, const struct demo_issue *i, int32_t date, struct demo_title *ret);

/* Code and name of who wrote it. */
struct demo_provider {
	const char *code;
	const char *name;
};
struct demo_provider demo_title_provider(const struct demo_title *t);
void demo_title_text(const struct demo_title *t, char *ret, size_t room);

#endif
