/* demo_issue - the listed issues: fictional companies and products, made once from the seed. */
#ifndef DEMO_DEMO_ISSUE_H
#define DEMO_DEMO_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

enum demo_market { DEMO_KOSPI, DEMO_KOSDAQ, DEMO_KONEX };

enum demo_product { DEMO_SHARE, DEMO_SPAC, DEMO_ETF, DEMO_ETN };

/* A change of what a share is. */
enum demo_action { DEMO_NO_ACTION, DEMO_SPLIT, DEMO_MERGE, DEMO_RIGHTS };

enum demo_flag {
	DEMO_HALTED = 1 << 0,
	DEMO_MANAGED = 1 << 1,      /* 관리종목 */
	DEMO_LIQUIDATING = 1 << 2,  /* 정리매매 */
	DEMO_UNFAITHFUL = 1 << 3,   /* 불성실공시 */
	DEMO_OVERHEATED = 1 << 4,   /* 단기과열 */
	DEMO_CREDIT = 1 << 5,       /* 신용가능 */
	DEMO_INDEX_MEMBER = 1 << 6, /* KOSPI200 or KOSDAQ150 */
	DEMO_KRX100 = 1 << 7,
	DEMO_NXT = 1 << 8, /* traded on NXT, too */
};

struct demo_issue {
	char code[8];
	char name[56];
	uint64_t key;         /* of everything drawn for it */
	int64_t listed;       /* shares before any action: demo_issue_listed */
	double base_price;    /* won; prices wander around it */
	double base_volume;   /* shares on an ordinary day */
	float restless;       /* how far prices move, 1 is ordinary */
	int32_t listed_on;    /* date */
	int32_t first_day;    /* number of that day */
	int32_t action_day;   /* number of the day it takes effect */
	int32_t halt_day;     /* number of the first day without trade */
	uint16_t sector;      /* code, 0: none */
	uint16_t flags;       /* enum demo_flag */
	uint16_t margin_rate; /* percent */
	uint16_t cap_rank;    /* in its market when made, 0 largest */
	uint8_t market;
	uint8_t product;
	uint8_t preferred;    /* 0 common, 1 old kind, 2 new kind */
	uint8_t size;         /* 1 large, 2 middle, 3 small, 0 none */
	uint8_t action;       /* enum demo_action */
	uint8_t halt_days;    /* 0: never halted for a while */
	uint16_t action_part; /* 5 of 1:5 and 5:1; percent of new shares */
	uint8_t warning;      /* 0 none, 1 투자주의, 2 투자경고, 3 투자위험 */
	char group[3];        /* "ST", "EF" … */
};

/* What belongs to the market's share index: not ETF, ETN, SPAC. */
static inline bool demo_issue_in_index(const struct demo_issue *i)
{
	return i->product == DEMO_SHARE && i->market != DEMO_KONEX;
}

/* Drawn on demand, per share as it is on a day. */
int64_t demo_issue_foreign_held(const struct demo_issue *i, int64_t day); /* shares */
int32_t demo_issue_foreign_limit(const struct demo_issue *i); /* percent of the shares */
int64_t demo_issue_eps(
	const struct demo_issue *i, int64_t day); /* won; below 0: loss; 0: not known */
int64_t demo_issue_bps(const struct demo_issue *i, int64_t day);
int64_t demo_issue_par(const struct demo_issue *i, int64_t day);

#endif
