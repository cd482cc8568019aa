/* content - answers of more than a struct and a text: service content/1.
 *
 * A tool, prompt or resource that names "content/1" in `needs` gives its answer block by block.
 * Everything is copied before the call returns. A wrong argument (NULL, text that is not UTF-8,
 * JSON that is none) gives MCP_E_ARGUMENT, an answer that grows too large MCP_E_MEMORY, a function
 * of another kind of handler MCP_E_UNSUPPORTED, each with the reason recorded.
 *
 *	const mcp_content *content = mcp_service(ctx, "content/1");
 *
 *	if (!content)
 *		return MCP_E_UNSUPPORTED;
 *	return content->image(ctx, png, sizeof png, "image/png");
 *
 * A tool may use mcp_reply and mcp_reply_text too: blocks come first, then the readable text,
 * unless the tool gave a text block itself. Every function: [call].
 */
#ifndef MCP_CONTENT_H
#define MCP_CONTENT_H

#include <mcp/tool.h>

typedef struct mcp_content {
	uint32_t size;
	uint32_t pad;

	/* ---- Blocks, of tools and prompts. ---- */

	mcp_status (*text)(mcp_ctx *ctx, const char *text);
	/* The bytes as they are; the host encodes them. */
	mcp_status (*image)(mcp_ctx *ctx, const void *bytes, uint64_t len, const char *mime);
	mcp_status (*audio)(mcp_ctx *ctx, const void *bytes, uint64_t len, const char *mime);
	/* Something the client may read; `name` and `mime` may be NULL. */
	mcp_status (*link)(mcp_ctx *ctx, const char *uri, const char *name, const char *mime);
	/* Of tools and prompts: a resource inside the answer. Of resources: one of the contents.
	 * `mime` may be NULL. */
	mcp_status (*resource_text)(
		mcp_ctx *ctx, const char *uri, const char *mime, const char *text);
	mcp_status (*resource_bytes)(
		mcp_ctx *ctx, const char *uri, const char *mime, const void *bytes, uint64_t len);
	/* Annotations (a JSON object) of the block added last. */
	mcp_status (*annotate)(mcp_ctx *ctx, const char *json);

	/* ---- Tools. ---- */

	/* The structured result, any JSON value: of a tool that declares `result_schema`, or no
	 * result. */
	mcp_status (*structured)(mcp_ctx *ctx, const char *json);
	/* The answer says what went wrong: the model sees its blocks as a failure. */
	mcp_status (*failed)(mcp_ctx *ctx);

	/* ---- Prompts. ---- */

	/* Blocks from here on are said by "user" (so it begins) or "assistant". */
	mcp_status (*role)(mcp_ctx *ctx, const char *role);
	mcp_status (*describe)(mcp_ctx *ctx, const char *text);

	/* ---- Completion. ---- */

	/* One value, the best first; beyond 100 they are not sent. */
	mcp_status (*value)(mcp_ctx *ctx, const char *text);
	/* How many there are in all. */
	mcp_status (*total)(mcp_ctx *ctx, int64_t total);
} mcp_content;

#endif
