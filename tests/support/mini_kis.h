/* mini_kis - a KIS client on a scripted wire. */
#ifndef TESTS_MINI_KIS_H
#define TESTS_MINI_KIS_H

#include "base/counters.h"
#include "service/kis_client.h"
#include "support/mini_wire.h"

#define MINI_TOKEN "{\"access_token\":\"tok-one\",\"token_type\":\"Bearer\",\"expires_in\":86400}"
#define MINI_TOKEN_TWO \
	"{\"access_token\":\"tok-two\",\"token_type\":\"Bearer\",\"expires_in\":86400}"
#define MINI_GOOD \
	"{\"output\":[{\"a\":\"1\"}],\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\",\"msg1\":\"ok\"}"
#define MINI_REFUSAL(code, text) "{\"rt_cd\":\"1\",\"msg_cd\":\"" code "\",\"msg1\":\"" text "\"}"
#define MINI_LOGIN_REFUSAL(code) "{\"error_description\":\"no\",\"error_code\":\"" code "\"}"

struct mini_kis {
	struct mini_wire wire;
	struct counters counters;
	struct env env;
	struct kis_settings settings;
	struct source_settings sources; /* without keys, unless a test gives them */
	struct kis *kis;
	int64_t deadline_ms; /* of what is asked, on the fake clock; 0: the settings' */
	char folder[64];     /* a state folder of its own, made by mini_kis_folder */
};

/* What came back. */
struct mini_got {
	uint32_t times;
	struct fault fault;
	char body[2048];
	uint32_t calls;
	int64_t at_ms;   /* wall clock in the answer */
	int64_t mono_ms; /* fake clock when it came */
	const struct mini_wire *wire;
	uint64_t id;
};

/* Settings and wire, without a client yet: environment real, 15 calls a second, no state folder. */
void mini_kis_init(struct mini_kis *m);
/* Makes a fresh state folder and uses it. */
void mini_kis_folder(struct mini_kis *m);
/* Path of a file in the key's folder. */
void mini_kis_path(const struct mini_kis *m, const char *name, char *ret, size_t room);
void mini_kis_start(struct mini_kis *m);
void mini_kis_start_as(struct mini_kis *m, enum environment environment);
/* Ends the client and removes the folder. */
void mini_kis_end(struct mini_kis *m);

/* Asks for an endpoint with one parameter N=`value` (NULL: none). */
mcp_status mini_kis_ask(
	struct mini_kis *m, const char *endpoint, const char *value, struct mini_got *ret);
mcp_status mini_kis_ask_in(struct mini_kis *m, enum lane lane, const char *endpoint,
	const char *value, struct mini_got *ret);
/* `count` calls that differ in their parameter. */
void mini_kis_ask_many(
	struct mini_kis *m, const char *endpoint, uint32_t count, struct mini_got *ret);
/* Lets `ms` of the fake clock pass. */
void mini_kis_run(struct mini_kis *m, int64_t ms);
/* How many of them came back with that status. */
uint32_t mini_got_count(const struct mini_got *all, uint32_t count, mcp_status status);

#endif
