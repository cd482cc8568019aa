/* ask - questions to the person or the model behind the client: service ask/1.
 *
 * A handler that asks is run again when the answers are there, maybe in another process: it begins
 * at its top and asks the same questions by the same keys, and those answered give MCP_OK. So do
 * nothing that cannot be undone before the last question is answered, decide by answers and by
 * what was remembered alone, and let a key name the question, not the round.
 *
 *	struct who { const char *name; } who = { 0 };
 *	mcp_answer answer = { .size = sizeof answer };
 *	mcp_status s;
 *
 *	s = ask->form(ctx, "who", "Whom shall I greet?", &who_table, &who, &answer);
 *	if (s < 0)
 *		return s;
 *	if (answer.action != MCP_ANSWER_ACCEPT)
 *		return mcp_reply_text(ctx, "Nobody is greeted.");
 *	return mcp_reply_text(ctx, "Hello, %s!", who.name);
 *
 * Not answered yet: the question is recorded and MCP_E_NEEDS_INPUT comes back, which the handler
 * returns, at once or after it has asked more. When the client cannot be asked that way
 * (mcp_client), MCP_E_NEEDS_INPUT ends the call with a sentence. Of tools, prompts and resources,
 * not of completion. Every function: [call].
 */
#ifndef MCP_ASK_H
#define MCP_ASK_H

#include <mcp/tool.h>

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
