/* http_server - Streamable HTTP for any number of clients, of both eras, on one address.
 *
 * /mcp takes messages; /health says how the server is. Only addresses of the loopback are served.
 * All on the loop's thread.
 */
#ifndef HOST_TRANSPORT_HTTP_SERVER_H
#define HOST_TRANSPORT_HTTP_SERVER_H

#include "host/proto/peer.h"

struct http_server;

/* Listens on HOST:PORT ("127.0.0.1:8080", "[::1]:0", "localhost:8080") and logs where. `closed` is
 * called once, when a drain has ended. NULL with the reason in *f. */
struct http_server *http_open(struct server *s, const char *address, void (*closed)(void *self),
	void *self, struct fault *f);
/* Stops listening; requests under way may end within the grace, then `closed` is called. A second
 * call ends them at once. */
void http_drain(struct http_server *hs);
/* Gives up what is under way and closes the handles. */
void http_close(struct http_server *hs);
/* After the loop has closed the handles; accepts NULL. */
void http_free(struct http_server *hs);

/* The port chosen. */
int http_port(const struct http_server *hs);

#endif
