/* market_summary_caps - what the companies of a market are worth, and the part of the largest. */
#ifndef SERVICE_MARKET_SUMMARY_CAPS_H
#define SERVICE_MARKET_SUMMARY_CAPS_H

#include "service/market_part.h"
#include "service/market_view.h"

/* Won, over the query's scope. */
mcp_int summary_cap(const struct job *j, const struct view *v);
/* Hundredths of a percent: the ten largest of that sum. */
mcp_int summary_top10(const struct job *j, const struct view *v);

#endif
