/* fault - why something did not work: on the call it belongs to, nowhere else. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdarg.h>
#include <stdint.h>

#include <mcp/abi.h>

struct fault {
	mcp_status status;
	int32_t retry_after_s; /* 0: not known */
	char text[512];        /* one line, for the reader, no secrets */
};

/* Fills *f (which may be NULL) and returns `status`. `fmt` is English; the text is in the reader's
 * language when phrase.c knows it. */
mcp_status fault_set(struct fault *f, mcp_status status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
mcp_status fault_vset(struct fault *f, mcp_status status, const char *fmt, va_list args)
	__attribute__((format(printf, 3, 0)));

/* "argument", "config", "upstream" …: the status in a word, for logs and JSON. */
const char *status_word(mcp_status status);
mcp_status status_from_word(const char *word); /* MCP_E_INTERNAL for an unknown one */

#endif
