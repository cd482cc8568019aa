/* market_totals - sums over a market: what the indices traded, what a class of investors did. */
#ifndef SERVICE_MARKET_TOTALS_H
#define SERVICE_MARKET_TOTALS_H

#include "service/market_part.h"

/* Of a summary; lies in job->own. */
struct totals {
	mcp_int value[EXCHANGES]; /* won (inquire-index-price acml_tr_pbmn) */
	struct fault value_fault[EXCHANGES];
	mcp_int buy; /* won, of the query's investor in the asked market */
	mcp_int sell;
	mcp_int net;
	mcp_int flow_value; /* won traded that day in the asked market */
	struct fault flow_fault;
	bool with_flows;
	bool asks_flows;
	uint32_t flows_seen; /* markets whose flows came */
	void (*then)(struct job *j);
};

/* Asks what is to be asked, then goes on with `then`. `with_values`: index totals of both markets;
 * `with_flows`: sums of the query's investor, on the day of the run's ranking. */
void totals_start(struct job *j, bool with_values, bool with_flows, void (*then)(struct job *j));

/* Sums the flows' day over the shares of the query's scope. */
void totals_sum_day(struct job *j);
/* True when the market is of the query's scope. */
bool totals_cover(const struct job *j, enum exchange x);
/* a + b, both known. */
mcp_int sum_of(mcp_int a, mcp_int b);
struct investor_sums {
	mcp_int buy; /* won */
	mcp_int sell;
	mcp_int net;
};

/* What a class ("frgn") bought and sold by inquire-investor-time-by-market; false: nothing is known,
 * for it is not there, or the figures contradict each other. */
bool investor_read(struct kis_row *row, const char *prefix, struct investor_sums *ret);
/* A part of the body that answers a wrong pair with zeros in every field. */
bool investor_body_is_empty(struct kis_row *row);
/* 백만원 as won. */
mcp_int read_million(struct kis_row *row, const char *field);

#endif
