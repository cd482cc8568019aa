/* http_inside - what the files of the HTTP transport share. */
#ifndef HOST_TRANSPORT_HTTP_INSIDE_H
#define HOST_TRANSPORT_HTTP_INSIDE_H

#include <uv.h>

#include "base/buf.h"
#include "host/transport/http_names.h"
#include "host/transport/http_parse.h"
#include "host/transport/http_reply.h"
#include "host/transport/http_server.h"
#include "host/transport/sse.h"

#define HTTP_ROOM (64 * 1024)     /* bytes read at once, into memory all connections share */
#define HTTP_PARTS_MAX 16         /* of a message */
#define HTTP_KEPT_ROOM (4 * 1024) /* least room for bytes that are kept */
#define SESSION_ID_LEN 32
#define TOO_MANY_STREAMS "too many event streams are open; try again later"

/* Events kept for clients that come back, of all sessions: beyond, none is kept any more. */
#define HTTP_KEPT_MAX ((size_t)64 * 1024 * 1024)

struct http_server {
	struct server *server;
	struct http_settings settings; /* as they were at the start, and texts of our own */
	const struct http_settings *set;
	char *hosts;
	char *origins;
	struct http_limits limits;
	struct http_names names;
	struct shortcuts *shortcuts;
	uv_tcp_t listener;
	uv_prepare_t tend; /* before the loop waits: connections that are due */
	uv_timer_t tick;   /* deadlines, signs of life; runs while there is a connection */
	uint64_t tick_ms;
	struct conn *conns;       /* linked by next, prev */
	struct conn *due;         /* linked by next_due */
	struct session *sessions; /* latest used first */
	uint32_t conn_count;
	uint32_t conn_max;
	uint32_t stream_count; /* connections that carry an event stream, or may have to */
	uint32_t session_count;
	size_t kept_bytes;  /* of events, all sessions together */
	uint64_t grace_end; /* of a drain, by uv_now */
	int port;
	bool ticking;
	bool owes; /* a connection waits to be accepted: memory was out */
	bool draining;
	bool told; /* `closed` was called */
	bool closing;
	void (*closed)(void *self);
	void *self;
	char room[HTTP_ROOM];
};

enum conn_state {
	CONN_HEAD,      /* a request is awaited or its head read */
	CONN_BODY,      /* its body is read */
	CONN_ANSWERING, /* it is being answered */
	CONN_LINGERING, /* the last answer is out; what still comes is thrown away */
	CONN_CLOSED,    /* its handle is closing */
};

/* One connection. While idle it holds no memory but this. */
struct conn {
	struct outlet outlet; /* first: of modern requests */
	struct http_server *hs;
	struct conn *next;
	struct conn *prev;
	struct conn *next_due;
	enum conn_state state;
	bool is_due;
	bool reading; /* libuv reads */
	bool hungry;  /* what is kept was not looked at yet */
	bool eating;  /* inside conn_eat */
	bool broken;  /* nothing can be written any more: it closes when it is due */
	bool ended;   /* the client sends nothing more */
	bool last;    /* the connection ends with this answer */
	bool old;     /* HTTP/1.0: no chunks */
	bool is_head; /* HEAD: no body is sent */
	bool modern;  /* a request of `peer` is under way */
	bool holds;   /* it counts among the event streams */
	bool streams; /* the answer is an event stream */
	bool no_json; /* what the client said it takes */
	bool no_stream;
	uint64_t deadline;     /* by uv_now; 0: none */
	uint64_t sent;         /* when the stream last showed life */
	struct span origin;    /* of `origins`: whose page asks; else absent */
	struct peer *peer;     /* modern, made by the first such request */
	struct stream *stream; /* whose messages it carries: a legacy request's, or a session's */
	char *in;              /* bytes not yet eaten, or NULL */
	size_t in_len;
	size_t in_room;
	size_t raw;      /* bytes of the request that were looked at */
	size_t body_len; /* decoded, behind the head */
	struct buf out;  /* waits behind what is being written */
	char *writing;   /* is being written, or NULL */
	struct http_parse parse;
	uv_write_t write;
	uv_shutdown_t shutdown;
	uv_tcp_t tcp;
};

/* An event kept for a client that comes back. */
struct event {
	struct event *next;
	uint32_t number;
	size_t len; /* of the message */
	char at[];
};

/* The messages of one legacy request, or those of a session that belong to none (number 0). */
struct stream {
	struct outlet outlet; /* first */
	struct session *session;
	struct stream *next;
	struct conn *conn; /* who reads it, or NULL */
	uint32_t number;
	uint32_t last;        /* number of its last event */
	struct event *events; /* oldest first */
	struct event *newest;
	size_t bytes; /* of its events */
	bool begun;   /* it is an event stream by now */
	bool resumed; /* its reader came back by GET */
	bool ended;   /* its last message was sent */
	uint64_t begun_at;
};

struct session {
	struct http_server *hs;
	struct session *next;
	struct session *prev;
	struct peer *peer;
	struct stream common;
	struct stream *streams; /* of requests, newest first */
	uint32_t numbers;       /* of streams so far */
	uint64_t used;          /* when a request last came */
	bool kept;              /* linked: its handshake was answered */
	char id[SESSION_ID_LEN + 1];
};

/* One request as its exchange sees it. */
struct asked {
	struct conn *conn;
	const struct http_parse *parse;
	const char *head;
	struct span body;
	struct claims claims;
	struct span session;    /* MCP-Session-Id; absent: not sent */
	struct span last_event; /* Last-Event-ID */
	bool doubled;           /* one of these came twice */
};

/* ---- http_eat.c: requests out of bytes. ---- */

/* Reads requests out of the bytes, which may be written to and may be what is kept already. */
void conn_eat(struct conn *c, char *at, size_t len);
/* Back-pressure: no further request is taken up while the client does not read. */
bool conn_may_eat(const struct conn *c);
/* Forgets the bytes that are kept. */
void conn_forget(struct conn *c);
/* The answer is complete: the next request may be read, or the connection ends. */
void conn_answered(struct conn *c);

/* ---- http_conn.c: a connection's coming and going. ---- */

void conn_accept(struct http_server *hs);
/* By uv_now. */
uint64_t conn_in_seconds(const struct conn *c, int64_t seconds);
/* To be looked at before the loop waits. */
void conn_due(struct conn *c);
/* The server ends: nothing new is begun on it. */
void conn_drain(struct conn *c);
/* Does what is due. */
void conn_tend(struct conn *c);
void conn_tick(struct conn *c, uint64_t now);
/* Ends it now; requests of the modern era are cancelled, legacy streams go on without it. */
void conn_close(struct conn *c);

/* ---- http_server.c ---- */

/* A connection or a session is there: deadlines are watched. */
void http_watch(struct http_server *hs);
/* A connection is gone. */
void http_unwatch(struct http_server *hs);

/* ---- http_out.c: what leaves on a connection. ---- */

/* Sends the parts in order; what is not taken now is kept. */
void conn_send(struct conn *c, const struct span *parts, uint32_t count);
/* Bytes not yet taken by the client's side. */
size_t conn_unsent(const struct conn *c);
/* A whole answer, whose body is the parts; `r` says all but the length. */
void conn_reply(struct conn *c, struct http_reply *r, const struct span *parts, uint32_t count);
/* A refusal in one sentence. */
void conn_refuse(struct conn *c, int status, const char *why);
/* An answer without a body. */
void conn_accepted(struct conn *c);
/* A place among the event streams until the answer is complete, so that beginning one cannot fail.
 * False when there are too many. */
bool conn_hold_stream(struct conn *c);
/* The head of an event stream. False when there are too many (to be refused then). */
bool conn_begin_stream(struct conn *c, const char *session);
/* One event; with `last` the stream ends behind it. `id` may be NULL. */
void conn_event(struct conn *c, const struct sse_id *id, const struct span *parts, uint32_t count);
/* Bytes of a stream as they are: comments, priming events. */
void conn_stream_text(struct conn *c, struct span text);
/* Ends the event stream and with it the answer. */
void conn_end_stream(struct conn *c);

/* ---- http_gate.c: who may ask. ---- */

/* The head is there: false when the request was refused. */
bool exchange_head(struct conn *c, const char *head);
/* The value of a field; *ret_count says how often it came. */
struct span exchange_find(const struct asked *a, const char *name, uint32_t *ret_count);
/* Is it a version of the era without sessions? Unknown ones are: that era says which it knows. */
bool exchange_names_modern(struct span version);

/* ---- http_exchange.c: what is asked, and by whom it is answered. ---- */

/* The request is whole. */
void exchange_run(struct conn *c, const char *head, struct span body);
/* The outlet of modern requests. */
void exchange_send(struct outlet *o, struct sending how, const struct span *parts, uint32_t count);

/* ---- http_session.c: legacy sessions. ---- */

struct session *session_find(struct http_server *hs, struct span id);
/* Room for one more: the one that is idle for longest may have to go. */
bool session_has_room(struct http_server *hs);
/* A session that is not yet found by its id; NULL when memory is out. */
struct session *session_new(struct http_server *hs);
/* From now on it is found. */
void session_keep(struct session *s);
void session_touch(struct session *s);
void session_free(struct session *s);
void session_tick(struct session *s, uint64_t now);
/* Hands in a message of the session. */
void session_receive(struct session *s, const struct asked *a);
/* GET: its messages of no request, or those of a stream that was cut. */
void session_listen(struct session *s, const struct asked *a);

/* ---- http_stream.c: messages of legacy requests. ---- */

void stream_init(struct stream *t, struct session *s, uint32_t number);
/* For a request that came on `c`; NULL when memory is out. */
struct stream *stream_new(struct session *s, struct conn *c);
void stream_free(struct stream *t);
/* Forgets its events and its reader, whose answer ends. */
void stream_done(struct stream *t);
/* From now on `c` reads it, from behind event `number` on. */
void stream_attach(struct stream *t, struct conn *c, uint32_t number);
/* Its reader is gone. */
void stream_detach(struct stream *t);
/* Ends the reader's answer; the stream itself goes on. */
void stream_cut(struct stream *t);
/* Cuts a running call when the client shall poll. */
void stream_tick(struct stream *t, uint64_t now);

#endif
