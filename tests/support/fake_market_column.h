/* fake_market_column - whether a tool asks a column as mcp/market.h describes it. */
#ifndef SUPPORT_FAKE_MARKET_COLUMN_H
#define SUPPORT_FAKE_MARKET_COLUMN_H

#include <mcp/abi.h>

/* Ends the test when the operation's section of mcp/market.h ("top", "summary", "sectors", "bars",
 * "session") has no such column, or has it with another type, or with another unit where it names
 * won, shares or percent. */
void fake_market_column(const char *op, const mcp_field *field);

#endif
