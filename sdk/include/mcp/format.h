/* format - figures as a Korean investor reads them: service format/1.
 *
 * Texts live as long as ctx and follow its locale. Widths count columns of a terminal: a Hangul
 * syllable is two wide.
 */
#ifndef MCP_FORMAT_H
#define MCP_FORMAT_H

#include <mcp/tool.h>

typedef struct mcp_format_v1 {
	uint32_t size;
	uint32_t pad;
	const char *(*won)(mcp_ctx *, mcp_int won);
	const char *(*count)(mcp_ctx *, mcp_int n);
	const char *(*percent)(mcp_ctx *, mcp_real percent, int32_t is_signed);
	const char *(*table)(mcp_ctx *, const mcp_table *row, mcp_rows rows);
} mcp_format_v1;

/* 1,234,567,890,123 won as "1조 2,346억" (ko) or "1.23T" (en); null as "-". [call] */
static inline const char *mcp_format_won(mcp_ctx *ctx, mcp_int won)
{
	const mcp_format_v1 *format = mcp_service(ctx, "format/1");

	return format ? format->won(ctx, won) : "-";
}

/* Grouped by thousands: "1,234,567"; null as "-". [call] */
static inline const char *mcp_format_count(mcp_ctx *ctx, mcp_int n)
{
	const mcp_format_v1 *format = mcp_service(ctx, "format/1");

	return format ? format->count(ctx, n) : "-";
}

/* Two decimals and a percent sign: "3.21%", "+3.21%" when `is_signed`; null as "-". [call] */
static inline const char *mcp_format_percent(mcp_ctx *ctx, mcp_real percent, int32_t is_signed)
{
	const mcp_format_v1 *format = mcp_service(ctx, "format/1");

	return format ? format->percent(ctx, percent, is_signed) : "-";
}

/* Rows as lines with aligned columns, the heading first; units and signs by the table. [call] */
static inline const char *mcp_format_table(mcp_ctx *ctx, const mcp_table *row, mcp_rows rows)
{
	const mcp_format_v1 *format = mcp_service(ctx, "format/1");

	return format ? format->table(ctx, row, rows) : "";
}

#endif
