/* format - figures as a Korean investor reads them: service format/1.
 *
 * Texts live as long as ctx and follow its locale. Widths count columns of a terminal: a Hangul
 * syllable is two wide.
 *
 * How a field's .unit is written, here and in the text made from a result:
 *
 *	KRW        조, 억, 만 (ko) or T, B, M (en): "1조 2,346억", "1.23T"
 *	KRW/share  a price, grouped: "73,400원" (ko), "73,400" (en)
 *	%          two decimals: "3.21%"
 *	x          two decimals: "13.30배" (ko), "13.30x" (en)
 *	others     integers grouped, reals as they are
 *
 * MCP_F_SIGNED adds the plus sign. A null is "-"; a column in which nothing is known is left out,
 * as is what is MCP_F_QUIET. Words of a list of texts are said in the reader's language (mcp_say).
 * A list of rows inside a row shows its first two: "삼성전자 31.20%, SK하이닉스 12.05%".
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
	const char *(*json)(mcp_ctx *, const mcp_table *, const void *); /* since 0.2 */
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

/* Rows as lines with aligned columns, the heading (.title, else .name) first; units and signs by
 * the table. [call] */
static inline const char *mcp_format_table(mcp_ctx *ctx, const mcp_table *row, mcp_rows rows)
{
	const mcp_format_v1 *format = mcp_service(ctx, "format/1");

	return format ? format->table(ctx, row, rows) : "";
}

/* The struct at `data` as a JSON object by its table, as mcp_reply would make it; NULL: it cannot
 * be (a broken table, text that is not UTF-8, too large), with the reason recorded. [call] */
static inline const char *mcp_format_json(mcp_ctx *ctx, const mcp_table *table, const void *data)
{
	const mcp_format_v1 *format = mcp_service(ctx, "format/1");

	if (!format)
		return NULL;
	if (format->size < sizeof *format) {
		(void)mcp_fail(ctx, MCP_E_UNSUPPORTED,
			"this host's format/1 has no json; use a newer host");
		return NULL;
	}
	return format->json(ctx, table, data);
}

#endif
