/* demo_flow - who bought and sold what was traded: classes of investors, and programs. */
#ifndef DEMO_DEMO_FLOW_H
#define DEMO_DEMO_FLOW_H

#include "demo/demo_quote.h"

enum demo_class {
	DEMO_FOREIGN,
	DEMO_PERSON,
	DEMO_SECURITIES, /* the first of the institutions */
	DEMO_TRUST,
	DEMO_PRIVATE_FUND,
	DEMO_BANK,
	DEMO_INSURER,
	DEMO_MERCHANT_BANK,
	DEMO_PENSION, /* the last of them */
	DEMO_OTHER_ORGS,
	DEMO_OTHER_CORPS,
	DEMO_CLASSES,
};

struct demo_trade {
	struct demo_amount buy;
	struct demo_amount sell;
};

struct demo_flow {
	struct demo_trade of[DEMO_CLASSES];
};

/* Shares out a quote: the buys of all classes together are its volume and value, so are the sells.
 * No class pays less than the day's low or more than its high on average. */
void demo_flow_get(
	const struct demo_issue *i, int64_t day, const struct demo_quote *q, struct demo_flow *ret);
/* All institutions together. */
struct demo_trade demo_flow_institutions(const struct demo_flow *f);
void demo_trade_add(struct demo_trade *sum, const struct demo_trade *t);
struct demo_amount demo_trade_net(const struct demo_trade *t);

struct demo_program {
	struct demo_trade all;
	struct demo_trade arbitrage; /* a part of it */
};

/* The part of a quote that programs traded. Only members of an index take part in arbitrage. */
void demo_program_get(const struct demo_issue *i, int64_t day, const struct demo_quote *q,
	struct demo_program *ret);

#endif
