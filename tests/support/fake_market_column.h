/* fake_market_column - whether a tool asks a column as mcp/market.h describes it. */
#ifndef SUPPORT_FAKE_MARKET_COLUMN_H
#define SUPPORT_FAKE_MARKET_COLUMN_H

#include <mcp/abi.h>

/* NULL when the operation's part of mcp/market.h ("top", "quotes", "summary", "sectors", "bars",
 * "session") has the field's column with its type and, where it names won, shares or percent, its
 * unit. Else what is wrong, until the next call. */
const char *fake_market_column_fault(const char *op, const mcp_field *field);

#endif
