/* flow - what a class of investors bought and sold of a share on a day, in memory for the last few
 * days. Pure.
 */
#ifndef SERVICE_FLOW_H
#define SERVICE_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#define FLOW_DAYS 4 /* the newest that are kept */

enum investor {
	INVESTOR_FOREIGN,
	INVESTOR_INSTITUTION,
	INVESTOR_INDIVIDUAL,
	INVESTOR_PROGRAM,
	INVESTORS,
};

enum flow_known {
	FLOW_BUY_AMOUNT = 0x01,
	FLOW_SELL_AMOUNT = 0x02,
	FLOW_NET_AMOUNT = 0x04,
	FLOW_BUY_VOLUME = 0x08,
	FLOW_SELL_VOLUME = 0x10,
	FLOW_NET_VOLUME = 0x20,
	FLOW_ALL = 0x3f,
};

struct flow {
	int64_t buy_amount; /* won */
	int64_t sell_amount;
	int64_t net_amount; /* signed */
	int64_t buy_volume; /* shares */
	int64_t sell_volume;
	int64_t net_volume; /* signed */
	uint16_t known;     /* FLOW_… */
	uint16_t rounded;   /* 1: amounts are whole million won upstream */
	uint32_t pad;
};

struct flows;

struct flows *flows_new(void);
void flows_free(struct flows *f); /* accepts NULL */
/* Keeps a flow; a second one of the same day and class replaces it. Days come in any order; one
 * older than the newest FLOW_DAYS is left out (true). False when memory is out, `code` has not 1 to
 * 7 characters, or there is no such class; nothing has changed then. */
bool flows_put(struct flows *f, const char *code, int32_t date, enum investor who,
	const struct flow *flow);
/* NULL when there is none. Lent until the next put. */
const struct flow *flows_get(
	const struct flows *f, const char *code, int32_t date, enum investor who);
/* How many shares have a flow of that class and day. */
uint32_t flows_count(const struct flows *f, int32_t date, enum investor who);

/* won / shares, rounded half up; false when amount or volume is not known or not above 0, or the
 * amount's rounding to million won may shift it by more than 1 % (half a million of less than 50
 * million). */
bool flow_average_buy(const struct flow *f, int64_t *ret);
bool flow_average_sell(const struct flow *f, int64_t *ret);

#endif
