/* fake_market - market/1 for testing one tool, and whether the tool keeps to mcp/market.h.
 *
 * It answers from JSON objects by column ({"code": "005930", …}) through the tool's own tables. A
 * column that is not in mcp/market.h, or is asked with another type or unit than it has there, ends
 * the test.
 */
#ifndef SUPPORT_FAKE_MARKET_H
#define SUPPORT_FAKE_MARKET_H

#include "support/fake_host.h"

#include <mcp/market.h>

#define FAKE_FILTERS 8
#define FAKE_OPS 4

struct fake_market {
	/* What the tool asked. */
	mcp_market_query asked; /* of the last call for rows; lives as long as the call's args */
	mcp_market_filter filters[FAKE_FILTERS];
	mcp_market_query asked_summary;
	char op[16]; /* "top", "sectors", … */
	uint32_t calls;

	/* What the test sets. */
	const char *rows;    /* JSON array of objects by column */
	const char *summary; /* JSON object by column */
	mcp_status rows_status;
	mcp_status summary_status;
	/* Operations with rows of their own: those are not noted in `asked` and `op`. */
	struct fake_rows {
		const char *op;
		const char *rows;
		mcp_status status;
	} also[FAKE_OPS];
};

/* A fake host with this market, format/1 and the tool's result plugged in (NULL: there is no
 * tool); all of the fake market is reset. */
struct fake_host fake_market_start(void **state, struct fake_market *market, const mcp_tool *tool);
/* Frees what the last start made; for a teardown. */
int fake_market_stop(void **state);

/* `count` times the object, each a row of its own, as a JSON array that lives until the stop. */
const char *fake_market_repeat(const char *row, uint32_t count);
/* The arguments struct the host would hand the tool for this JSON; "{}" gives the presets, and
 * "$key" of a range is the key's preset. Fails the test when they are refused. */
const void *fake_market_args(const mcp_plugin *plugin, const mcp_tool *tool, const char *json);
/* The first text of the declaration that has no Korean, in the plugin's or the host's phrases; NULL
 * when all have. */
const char *fake_market_untranslated(const mcp_plugin *plugin);

#endif
