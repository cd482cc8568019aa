/* talk - the few sentences a bench says to the host. */
#include "support/talk.h"

#include <stdio.h>

#define CALL_TIMEOUT_MS 60000

size_t talk_call(int64_t id, const char *tool, const char *args, char *ret, size_t room)
{
	int n = snprintf(ret, room,
		"{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"tools/call\",\"params\":{"
		"\"name\":\"%s\",\"arguments\":%s}}\n",
		(long long)id, tool, args);

	return n > 0 && (size_t)n < room ? (size_t)n : 0;
}

bool talk_is_result(struct span line, int64_t id)
{
	char want[64];
	int n = snprintf(want, sizeof want, "\"id\":%lld,", (long long)id);

	return n > 0 && memmem(line.at, line.len < 128 ? line.len : 128, want, (size_t)n) &&
	       memmem(line.at, line.len < 128 ? line.len : 128, "\"result\"", 8);
}

static bool wait_for(struct child *c, int64_t id, int timeout_ms, size_t *ret_len)
{
	struct span line;

	while (child_line(c, timeout_ms, &line)) {
		if (!talk_is_result(line, id))
			continue;
		*ret_len = line.len + 1;
		return true;
	}
	return false;
}

bool talk_open(struct child *c, int timeout_ms)
{
	size_t len;

	return child_send(c, SPAN(TALK_INITIALIZE)) && wait_for(c, 0, timeout_ms, &len) &&
	       child_send(c, SPAN(TALK_INITIALIZED TALK_LIST)) && wait_for(c, 1, timeout_ms, &len);
}

bool talk_once(struct child *c, const char *line, size_t len, int64_t id, size_t *ret_len)
{
	return child_send(c, (struct span){ line, len }) &&
	       wait_for(c, id, CALL_TIMEOUT_MS, ret_len);
}
