/* market_dart_part - what the parts of market_dart share: market_dart.c waits and counts calls,
 * market_dart_treasury.c asks companies, market_dart_days.c lists days. */
#ifndef SERVICE_MARKET_DART_PART_H
#define SERVICE_MARKET_DART_PART_H

#include "base/lru.h"
#include "service/market_dart.h"
#include "service/market_dart_body.h"
#include "service/market_dart_corps.h"

/* A share's code, and that of its company's common share. */
#define DART_CODE 8

#define DART_TRY_AGAIN_MS 60000
#define DART_ASKINGS_MAX 512

/* ---- Who waits. ---- */

struct dart_wish {
	struct dart_wish *next;
	struct dart_waiter *waiter;
	int64_t until_ms;
	bool of_days;
	int32_t from; /* of days */
	int32_t to;
	uint32_t count; /* of shares */
	char stocks[][DART_CODE];
};

/* ---- Companies. ---- */

struct dart_asking {
	struct dart_asking *next;
	struct dart *dart;
	uint64_t call;
	char stock[DART_CODE];
	char corp[9];
	int32_t year;
	uint32_t report; /* place in the year */
	uint32_t steps;
};

struct dart_companies {
	struct dart_corps corps;
	int32_t day; /* the table is of; 0: no table */
	bool fetching;
	uint64_t call;
	int64_t tried_ms;   /* 0: never */
	struct lru *totals; /* by the common share's code */
	struct dart_asking *askings;
	uint32_t asking_count;
	char awaited[DART_ASKINGS_MAX][DART_CODE]; /* until the first list is there */
	uint32_t awaited_count;
};

bool dart_companies_init(struct dart *d);
void dart_companies_done(struct dart *d);
/* Starts what is missing for these. */
void dart_companies_ask(struct dart *d, const char (*stocks)[DART_CODE], uint32_t count);
/* True when nothing is under way for them. */
bool dart_companies_rest(const struct dart *d, const char (*stocks)[DART_CODE], uint32_t count);

/* ---- Days. ---- */

/* 20 trading days and the session's, with the longest holidays between them. */
#define DART_DAYS 45

struct dart_listing;

struct dart_count {
	char stock[DART_CODE];
	uint32_t filings;
};

struct dart_day {
	int32_t date; /* 0: free */
	bool known;
	bool whole;    /* listed after it had ended: nothing can come any more */
	bool wanted;   /* waits for its turn */
	bool hopeless; /* more pages than are read */
	int64_t at_ms;
	int64_t tried_ms;          /* of the last failure; 0: none */
	struct dart_count *counts; /* by stock code */
	uint32_t count;
	struct dart_listing *listing; /* NULL: not under way */
};

void dart_days_done(struct dart *d);
void dart_days_ask(struct dart *d, int32_t from, int32_t to);
bool dart_days_rest(const struct dart *d, int32_t from, int32_t to);

/* ---- All of it. ---- */

struct dart {
	const struct env *env;
	struct kis *kis;
	const struct source_settings *settings;
	struct dart_wish *wishes;
	uint32_t calls; /* since dart_take_calls */

	int32_t used_day; /* calls are counted by the day */
	uint32_t used;
	int64_t minute_ms; /* and by the minute that began then */
	uint32_t used_in_minute;
	struct fault trouble; /* why nothing is asked for a while */
	int64_t trouble_until_ms;

	struct dart_companies companies;
	struct dart_day days[DART_DAYS];
};

static inline int64_t dart_now(const struct dart *d)
{
	return clock_mono(&d->env->clock);
}

int32_t dart_today(const struct dart *d);
/* OpenDART knows companies by their common share: "005935" is of "005930". */
void dart_company_stock(const char *code, char ret[DART_CODE]);
/* False: the key is refused or the day's or the minute's calls are used up; *ret_why (may be NULL)
 * says so. */
bool dart_may_call(const struct dart *d, const char **ret_why);
/* Sends a call; its answer must be given to dart_count. */
mcp_status dart_send(struct dart *d, const struct kis_call *call, uint64_t *ret_id);
/* What an answer cost, and whether it forbids the next. */
void dart_count(struct dart *d, const struct kis_answer *answer);
/* Tells those who have what they waited for; it may call anything of market_dart. */
void dart_wake(struct dart *d);

#endif
