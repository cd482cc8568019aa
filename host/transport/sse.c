/* sse - server-sent events: their ids, and how they stand on the wire. */
#include "host/transport/sse.h"

#include <stdio.h>

static bool read_number(struct span s, uint32_t *ret)
{
	uint64_t n = 0;

	if (s.len == 0 || s.len > 10 || (s.len > 1 && s.at[0] == '0'))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(s.at[i] - '0');
	}
	*ret = (uint32_t)n;
	return n <= UINT32_MAX;
}

bool sse_id_from(struct span text, struct sse_id *ret)
{
	const char *dot = text.len > 0 ? memchr(text.at, '.', text.len) : NULL;
	struct sse_id id;
	size_t before;

	if (!dot)
		return false;
	before = (size_t)(dot - text.at);
	if (!read_number((struct span){ text.at, before }, &id.stream) ||
		!read_number((struct span){ dot + 1, text.len - before - 1 }, &id.number))
		return false;
	*ret = id;
	return true;
}

static struct span written(const char *at, int len)
{
	return (struct span){ at, len > 0 ? (size_t)len : 0 };
}

struct span sse_head(const struct sse_id *id, char *ret)
{
	if (!id)
		return SPAN("data: ");
	return written(
		ret, snprintf(ret, SSE_HEAD_MAX, "id: %u.%u\ndata: ", id->stream, id->number));
}

struct span sse_priming(const struct sse_id *id, uint32_t retry_ms, char *ret)
{
	return written(ret, snprintf(ret, SSE_HEAD_MAX, "id: %u.%u\nretry: %u\ndata: \n\n",
				    id->stream, id->number, retry_ms));
}
