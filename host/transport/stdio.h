/* stdio - one client on standard input and output: a message a line.
 *
 * The real standard output is moved away first, so that nothing but messages can reach it. Reading
 * stops while the client does not read what it is sent.
 */
#ifndef HOST_TRANSPORT_STDIO_H
#define HOST_TRANSPORT_STDIO_H

#include "host/proto/peer.h"

struct stdio;

/* Takes standard input and output; descriptor 1 is standard error from then on. `closed` is called
 * once, when the client went away and its requests have ended. NULL with the reason in *f. */
struct stdio *stdio_open(struct server *s, void (*closed)(void *self), void *self, struct fault *f);
/* Stops reading and calls `closed`, whatever is under way. */
void stdio_stop(struct stdio *t);
/* True when answers were lost because standard output could not be written, although somebody may
 * still read it: a full disk. */
bool stdio_failed(const struct stdio *t);
/* Gives up what is under way and closes the handles. */
void stdio_close(struct stdio *t);
/* After the loop has closed the handles. */
void stdio_free(struct stdio *t);

#endif
