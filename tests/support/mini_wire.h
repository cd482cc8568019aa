/* mini_wire - a scripted wire on a fake clock: says what it was told to say, remembers what it was
 * asked. Time passes only while it is polled. */
#ifndef TESTS_MINI_WIRE_H
#define TESTS_MINI_WIRE_H

#include "base/clock.h"
#include "service/wire.h"

#define MINI_SENT 2048
#define MINI_RULES 16

struct mini_sent {
	char method[8];
	char url[512];
	char tr_id[16];
	char body[1024];
	char authorization[128];
	char auth_key[64]; /* KRX's header */
	char secret[64];   /* "name=value" of the secret parameter */
	uint32_t header_count;
	size_t body_max;
	int64_t started_ms;
	int64_t ended_ms; /* 0: under way, or cancelled */
};

/* What it says to addresses that hold `part`. The first rule that matches and is not used up
 * answers. */
struct mini_rule {
	const char *part;
	const char *body;
	size_t body_len;  /* 0: of the text */
	long http_status; /* 0: 200 */
	int64_t delay_ms;
	uint32_t times;    /* 0: always */
	mcp_status broken; /* the exchange ends so, with http_status as it stands */
	bool hangs;
};

struct mini_pending;

struct mini_wire {
	struct wire wire;
	struct clock clock;
	int64_t wall_ms;
	int64_t mono_ms;
	struct mini_sent sent[MINI_SENT];
	uint32_t sent_count;
	struct mini_rule rules[MINI_RULES];
	uint32_t rule_count;
	struct mini_pending *pending;
	uint64_t last_id;
	uint32_t closed;
	uint32_t cancelled;
};

/* The machine has been on for an hour; it is 10:24 on 2026-11-23. */
void mini_wire_init(struct mini_wire *m);
void mini_wire_say(struct mini_wire *m, struct mini_rule rule);
/* How many exchanges had `part` in their address. */
uint32_t mini_wire_count(const struct mini_wire *m, const char *part);
/* The most exchanges that started within any `ms`. */
uint32_t mini_wire_most_within(const struct mini_wire *m, int64_t ms);

#endif
