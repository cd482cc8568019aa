/* frames - what core and worker say to each other: a length, then one JSON object.
 *
 * Four bytes, little endian, then that many bytes of JSON (FRAME_MAX at most). Member "t" names
 * the frame. The core reads every frame as hostile input.
 *
 *	worker → core
 *	hello     {"t":"hello","declaration":{…}}                         once, first
 *	refused   {"t":"refused","text":"…"}                       instead of hello, then exit
 *	ready     {"t":"ready"} or {"t":"refused","text":"…"}             after config
 *	need      {"t":"need","seq":N,"service":"market/1","op":"top","q":{…,"columns":[…]}}
 *	progress  {"t":"progress","done":D,"total":D,"text":"…"|null}
 *	log       {"t":"log","level":N,"text":"…"}
 *	changed   {"t":"changed","what":N,"uri":"…"}                      the URI of a resource only
 *	done      {"t":"done","status":"ok","text":"…"|null,"result":{…}|null,"notes":["…"]}
 *	          {…,"content":[…],"structured":…,"is_error":B}           with content/1
 *	          {"t":"done","status":"ok","body":{…},"notes":["…"]}     not of a tool:
 *	           {"description":"…","messages":[…]}, {"contents":[…]}, {"values":[…],"total":N}
 *	          {"t":"done","status":"needs_input","requests":{"KEY":{"method":"…","params":{…}}},
 *	           "kept":{"NAME":"base64"},"notes":["…"]}
 *	          {"t":"done","status":"argument",…,"text":"the reason","retry_after_s":N}
 *
 *	core → worker
 *	config    {"t":"config","config":{…}}                             once, after hello
 *	call      {"t":"call","kind":K,"of":O,"name":"…","args":{…},"inputs":{…},"kept":{…},
 *	           "client":N,"now_ms":N}                                 one at a time
 *	          K is tool, prompt, resource or complete (then O is prompt or resource); inputs
 *	          and kept may be missing; client is MCP_CAN_… together; args as in call_order
 *	give      {"t":"give","seq":N,"status":"ok","body":{…}}
 *	          {"t":"give","seq":N,"status":"busy","text":"…","retry_after_s":N}
 *	cancel    {"t":"cancel"}                                          the call's reader is gone
 *
 * "now_ms" is the host's wall clock when the call began; the worker adds its own monotonic time.
 */
#ifndef HOST_PLUGIN_FRAMES_H
#define HOST_PLUGIN_FRAMES_H

#include "base/buf.h"

#define FRAME_MAX (4u * 1024 * 1024)
#define WORKER_FD 3 /* the inherited socket */

/* Begins a frame in `b` (its length comes first); frame_end fills the length in. */
size_t frame_begin(struct buf *b, const char *t);
void frame_end(struct buf *b, size_t start);

/* Cuts the next whole frame off `bytes`: 1 with *ret_body and *ret_used, 0 when more must come, -1
 * when it is too long or not strict JSON with a "t". */
int frame_next(struct span bytes, struct span *ret_body, size_t *ret_used);

#endif
