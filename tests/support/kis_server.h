/* kis_server - the demo exchange behind TLS, as KIS's gateway stands before the real one.
 *
 *   kis_server --state DIR [--port N] [--seed N] [--clock ISO|+SECONDS] [--freeze]
 *              [--key K --secret S] [--rate N] [--issue-gap SECONDS] [--mock]
 *              [--source-key KEY] [--bodies DIR] [--fault JSON]… [--control FIFO]
 *   kis_server ask --ca FILE --port N [--method M] [--header "name: value"]… [--body TEXT] TARGET…
 *
 * OpenDART and KRX Open API are served beside it, by their paths. Without --source-key any key is
 * good there.
 *
 * Prints {"port":N,"ca":"DIR/ca.pem"} when it listens on 127.0.0.1. Ends with its parent. Without
 * --key any key is good. GET /_stats counts; POST /_fault takes what --fault and each line of the
 * FIFO take:
 *
 *   {"match":"volume-rank","kind":"delay","value":250,"times":2}
 *
 * match: part of the target, "" for every one; times: -1 for always, 1 when absent. Kinds and
 * what `value` is:
 *   status    that HTTP status with a KIS error       delay     milliseconds before the answer
 *   cut       the connection ends in mid-body         garbage   bytes that are no JSON
 *   html      a proxy's page, status (502)            hang      no answer at all
 *   reset     the connection is reset                 rate      EGW00201
 *   token     the token is dropped: EGW00121 for 121, else EGW00123
 *   truncate  a body of that many bytes               flood     a body of that many MiB (64)
 *   clear     forgets all faults
 */
#ifndef SUPPORT_KIS_SERVER_H
#define SUPPORT_KIS_SERVER_H

#include <openssl/ssl.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/clock.h"
#include "demo/demo.h"

#define SERVER_KEYS 16
#define SERVER_FAULTS 64
#define SERVER_ENDPOINTS 96
#define SERVER_TOKEN 352
#define SERVER_ARRIVALS 4096
#define SERVER_ANSWER_MAX (8u << 20)

struct server_options {
	const char *state;
	const char *bodies; /* NULL: none */
	const char *key;    /* NULL: any */
	const char *secret;
	const char *source_key; /* of OpenDART and KRX; NULL: any */
	const char *control;    /* NULL: none */
	int64_t seed;
	int64_t rate; /* 0: no limit */
	int64_t issue_gap_s;
	int port;
	bool mock_key; /* 모의투자: most calls do not exist */
};

enum fault_kind {
	FAULT_NONE,
	FAULT_STATUS,
	FAULT_DELAY,
	FAULT_CUT,
	FAULT_GARBAGE,
	FAULT_HTML,
	FAULT_HANG,
	FAULT_RESET,
	FAULT_RATE,
	FAULT_TOKEN,
	FAULT_TRUNCATE,
	FAULT_FLOOD,
	FAULT_CLEAR,
};

struct server_fault {
	enum fault_kind kind;
	char match[64];
	int64_t value;
	int64_t times; /* left; -1: always */
};

struct server_key {
	char appkey[64];
	char token[SERVER_TOKEN + 1];
	char dropped[SERVER_TOKEN + 1]; /* the one before: expired */
	int64_t issued_ms;
	bool valid;
};

struct server_endpoint {
	char name[64];
	uint64_t calls;
};

struct server {
	struct server_options o;
	struct clock clock;
	int64_t frozen_ms;
	struct demo *demo;
	SSL_CTX *tls;
	int listener;

	pthread_mutex_t lock; /* guards all below */
	struct server_key keys[SERVER_KEYS];
	struct server_fault faults[SERVER_FAULTS];
	struct server_endpoint endpoints[SERVER_ENDPOINTS];
	int64_t arrivals[SERVER_ARRIVALS]; /* of calls, microseconds; a ring */
	uint64_t calls;
	uint64_t most_per_second;
	uint64_t rate_errors;
	uint64_t token_requests;
	uint64_t tokens_issued;
	uint64_t connections;
};

struct server_request {
	char *head; /* NUL-ended lines */
	char method[8];
	char path[256];
	struct span query;
	struct span body;
	bool keep_alive;
};

struct server_answer {
	long status;
	const char *type;
	struct buf body;
};

/* kis_server_options: reads the command line. False when it is wrong. */
bool server_options(struct server *s, int argc, char **argv);

/* kis_server_tls: makes a CA and a certificate for 127.0.0.1 and localhost, writes ca.pem into the
 * state folder. NULL with a message on standard error. */
SSL_CTX *server_tls(const char *state);

/* kis_server_http */
struct server_connection {
	SSL *ssl;
	int fd;
	struct buf in;
	size_t used; /* of `in`, by the request being answered */
};
/* False at the end of the connection and for what is no HTTP. */
bool server_read(struct server_connection *c, struct server_request *ret);
/* The header's value in `ret`; false when there is none. */
bool server_header(const struct server_request *r, const char *name, char *ret, size_t room);
/* Writes the head and the first `len` bytes of the body. */
bool server_write(struct server_connection *c, const struct server_answer *a, size_t len);

/* kis_server_gate: keys, tokens, rate, statistics. */
/* Counts a call that has arrived as a whole. True: over the limit. */
bool server_gate_arrive(struct server *s, const char *path);
/* False: refused, and *ret says why. */
bool server_gate_admits(
	struct server *s, const struct server_request *r, struct server_answer *ret);
void server_gate_issue(struct server *s, const struct server_request *r, struct server_answer *ret);
void server_gate_drop_tokens(struct server *s);
void server_gate_stats(struct server *s, struct buf *ret);
/* {"rt_cd":"1",…} */
void server_refuse(struct server_answer *a, long status, const char *code, const char *text);

/* kis_server_fault */
/* False: not understood. */
bool server_fault_add(struct server *s, struct span json);
struct server_fault server_fault_take(struct server *s, const struct server_request *r);

/* kis_server_source: OpenDART and KRX Open API. */
bool server_is_source(const char *path);
/* False: refused in the source's own way, and *ret says why. */
bool server_source_admits(
	const struct server *s, const struct server_request *r, struct server_answer *ret);

/* kis_server_reply: the exchange's answer. */
void server_reply(struct server *s, const struct server_request *r, struct server_answer *ret);

/* kis_server_ask: the other program in here. */
int server_ask(int argc, char **argv);

#endif
