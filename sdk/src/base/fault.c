/* fault - why something did not work. */
#include "base/fault.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "base/str.h"

static const char *const words[] = {
	"ok",
	"argument",
	"config",
	"upstream",
	"busy",
	"closed",
	"cancelled",
	"deadline",
	"memory",
	"internal",
	"unsupported",
	"needs_input",
	"protocol",
};

mcp_status fault_set(struct fault *f, mcp_status status, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)fault_vset(f, status, fmt, args);
	va_end(args);
	return status;
}

mcp_status fault_vset(struct fault *f, mcp_status status, const char *fmt, va_list args)
{
	/* Twice the room: the arguments may lie in *f, and cleaning shortens. */
	char raw[2 * sizeof f->text] = "";

	if (!f)
		return status;
	(void)vsnprintf(raw, sizeof raw, phrase(fmt), args);
	f->status = status;
	f->retry_after_s = 0;
	(void)utf8_clean(span_of(raw), f->text, sizeof f->text - 1);
	return status;
}

const char *status_word(mcp_status status)
{
	if (status > 0 || status <= -(mcp_status)COUNT_OF(words))
		return "internal";
	return words[-status];
}

mcp_status status_from_word(const char *word)
{
	size_t i;

	for (i = 0; i < COUNT_OF(words); i++)
		if (str_same(word, words[i]))
			return -(mcp_status)i;
	return MCP_E_INTERNAL;
}
