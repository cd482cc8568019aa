/* talk - the few sentences a bench says to the host. */
#ifndef SUPPORT_TALK_H
#define SUPPORT_TALK_H

#include "support/child.h"

#define TALK_INITIALIZE \
	"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":" \
	"\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}\n"
#define TALK_INITIALIZED "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
#define TALK_LIST "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n"

/* The line of a tools/call into ret[room]; its length. */
size_t talk_call(int64_t id, const char *tool, const char *args, char *ret, size_t room);
/* True when the message answers `id`, with a result. */
bool talk_is_result(struct span line, int64_t id);
/* Handshake, then tools/list: the host's workers are up afterwards. False when it did not answer
 * within `timeout_ms`. */
bool talk_open(struct child *c, int timeout_ms);
/* Sends one call and waits for its result. *ret_len gets the answer's bytes, end included. */
bool talk_once(struct child *c, const char *line, size_t len, int64_t id, size_t *ret_len);

#endif
