/* services_v0_2 - content/1 and ask/1 as they were at 0.2. */
#ifndef SERVICES_V0_2_H
#define SERVICES_V0_2_H

#include "abi_v0_2.h"

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

#define MCP_ANSWER_ACCEPT 1
#define MCP_ANSWER_DECLINE 2 /* the person said no */
#define MCP_ANSWER_CANCEL 3  /* the person closed it without an answer */

#define MCP_ASK_REMEMBER 4096 /* bytes of all that is remembered */

typedef struct mcp_answer {
	uint32_t size;    /* set by the asker: sizeof(mcp_answer) */
	uint32_t action;  /* MCP_ANSWER_… */
	const char *json; /* form: its fields; sample, roots: the result; else NULL */
} mcp_answer;

typedef struct mcp_ask {
	uint32_t size;
	uint32_t pad;
	/* Asks by a form of flat fields (numbers, texts, flags, choices, and texts with choices for
	 * many of them), and fills `ret_fields` on MCP_ANSWER_ACCEPT. Fields that are not
	 * MCP_F_REQUIRED may come back null, or as their preset. Never ask for secrets. */
	mcp_status (*form)(mcp_ctx *ctx, const char *key, const char *message,
		const mcp_table *fields, void *ret_fields, mcp_answer *ret);
	/* The same with a requestedSchema of one's own; the answer is a JSON object nobody checked
	 * against it. */
	mcp_status (*form_json)(mcp_ctx *ctx, const char *key, const char *message,
		const char *schema, mcp_answer *ret);
	/* Asks to open an address: for whatever is secret. MCP_ANSWER_ACCEPT says only that the
	 * person agreed to open it. */
	mcp_status (*url)(mcp_ctx *ctx, const char *key, const char *message, const char *url,
		mcp_answer *ret);
	/* Asks the client's model: `params` is the JSON object of sampling/createMessage. */
	mcp_status (*sample)(mcp_ctx *ctx, const char *key, const char *params, mcp_answer *ret);
	/* Asks which folders the client works in. */
	mcp_status (*roots)(mcp_ctx *ctx, const char *key, mcp_answer *ret);
	/* Keeps bytes for the next round (they travel through the client, sealed); at most
	 * MCP_ASK_REMEMBER in all. The same name again replaces them. */
	mcp_status (*remember)(mcp_ctx *ctx, const char *name, const void *bytes, uint64_t len);
	/* What was remembered, also in this round. MCP_E_ARGUMENT: nothing of that name;
	 * MCP_E_MEMORY: longer than `room`. No reason is recorded. */
	mcp_status (*recall)(
		mcp_ctx *ctx, const char *name, void *ret, uint64_t room, uint64_t *ret_len);
} mcp_ask;

#endif
