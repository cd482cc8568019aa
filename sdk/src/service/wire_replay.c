/* wire_replay - answers from a folder of recorded ones (wire_record.c: how it is laid out).
 *
 * A folder of plain bodies named after their endpoints (volume-rank.json) serves too: each answers
 * its endpoint whatever the parameters. The time of an answer is that of its recording, or the
 * file's own. What lies in the folder is hostile input.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "service/wire_local.h"
#include "service/wire_replay_file.h"
#include "service/wires.h"

static void answer(void *self, struct local_question *q, struct local_answer *ret)
{
	const char *folder = self;
	struct replayed got = { .body = ret->body };
	struct folder_call call;

	if (folder_call(q->url, q->tr_id, &call))
		(void)replay_read(folder, &call, &got, &ret->fault);
	else
		(void)fault_set(
			&ret->fault, MCP_E_UPSTREAM, "this call is never recorded; ask another");
	ret->body = got.body;
	ret->at_ms = got.at_ms;
	/* Asking again would find the same: an HTTP status says that the exchange took place. */
	ret->http_status = ret->fault.status < 0 ? 404 : 200;
}

mcp_status wire_replay_open(const char *folder, struct wire **ret, struct fault *f)
{
	struct stat st;
	char *copy;
	mcp_status s;

	if (!folder || !folder[0])
		return fault_set(f, MCP_E_CONFIG,
			"kis.environment is replay without a folder; set kis.replay");
	if (stat(folder, &st) < 0 || !S_ISDIR(st.st_mode))
		return fault_set(f, MCP_E_CONFIG,
			"kis.replay is %s, which is no folder; give a folder of recorded answers",
			folder);
	copy = strdup(folder);
	if (!copy)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	s = wire_local_open(
		&(struct local_source){ .answer = answer, .close = free, .self = copy }, ret, f);
	if (s < 0)
		free(copy);
	return s;
}
