/* kis_token - look into the file, else ask KIS: under a lock, once a minute, by one at a time. */
#include "service/kis_token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "data/scan.h"
#include "service/kis_error.h"
#include "service/kis_hash.h"
#include "service/kis_login.h"

#define MINUTE_MS 60000
#define EARLY_MS (10 * MINUTE_MS)
/* The request never left: try again after that. */
#define SOON_MS 1000
/* Another process is at it: look again after that. */
#define LOCKED_MS 50
/* When KIS takes no call at all just now. */
#define TRIES_MAX 3

enum phase { IDLE, LOCKING, SENDING, SENT, ANSWERED };

struct kis_token {
	struct kis_token_options o;
	const struct clock *clock;
	char *path; /* NULL: nothing is kept */
	char *lock_path;
	char key[KIS_HASH_ROOM];

	bool have;
	struct token_value value;
	uint64_t number;
	uint64_t refused; /* hash of the token that KIS refused last */

	enum phase phase;
	int lock_fd;
	int64_t wake_ms;
	int64_t tried_ms; /* last issue; 0: none */
	int tries;
	struct kis_rate_ticket ticket;
	uint64_t wire_id;

	struct fault answer; /* of the exchange */
	long http_status;
	struct buf body;

	struct fault held; /* why there is none, until held_until_ms */
	int64_t held_until_ms;
};

static void stop_keeping(struct kis_token *t, const char *why)
{
	if (t->path)
		log_warn("token cannot be kept, each process logs in by itself: %s", why);
	free(t->path);
	free(t->lock_path);
	t->path = NULL;
	t->lock_path = NULL;
}

struct kis_token *kis_token_new(const struct kis_token_options *o)
{
	struct kis_token *t = calloc(1, sizeof *t);
	uint64_t hash = kis_hash(KIS_HASH_START, span_of(o->settings->app_key));

	if (!t)
		return NULL;
	t->o = *o;
	t->clock = &o->env->clock;
	t->lock_fd = -1;
	buf_init(&t->body, KIS_LOGIN_ANSWER_MAX);
	/* A token is never shown to another host. */
	kis_hash_hex(kis_hash(hash, span_of(o->settings->base_url)), t->key);
	if (o->folder && asprintf(&t->path, "%s/token", o->folder) < 0)
		t->path = NULL;
	if (t->path && asprintf(&t->lock_path, "%s/token.lock", o->folder) < 0) {
		t->lock_path = NULL;
		stop_keeping(t, "memory ran out");
	}
	return t;
}

static void drop_value(struct kis_token *t)
{
	explicit_bzero(&t->value, sizeof t->value);
	t->have = false;
}

static void unlock(struct kis_token *t)
{
	fd_closep(&t->lock_fd);
	t->lock_fd = -1;
}

static void wipe_body(struct kis_token *t)
{
	if (t->body.at)
		explicit_bzero(t->body.at, t->body.room);
	buf_clear(&t->body);
}

void kis_token_free(struct kis_token *t)
{
	if (!t)
		return;
	if (t->phase == SENT)
		t->o.wire->ops->cancel(t->o.wire, t->wire_id);
	kis_rate_give(t->o.rate, &t->ticket);
	unlock(t);
	drop_value(t);
	wipe_body(t);
	buf_done(&t->body);
	free(t->path);
	free(t->lock_path);
	free(t);
}

/* ---- What there is. ---- */

static uint64_t hash_of(const char *text)
{
	return kis_hash(KIS_HASH_START, span_of(text));
}

static void adopt(struct kis_token *t, const struct token_value *v)
{
	t->value = *v;
	t->have = true;
	t->number++;
	t->held_until_ms = 0;
	log_secret(t->value.text);
}

/* Takes the file's token when it is another one than ours and not one that KIS refused. */
static bool load_other(struct kis_token *t)
{
	struct token_value v;
	bool taken = false;

	if (!t->path || !token_load(t->path, t->key, t->clock, &v))
		return false;
	if (hash_of(v.text) != t->refused && !(t->have && str_same(v.text, t->value.text))) {
		adopt(t, &v);
		taken = true;
	}
	explicit_bzero(&v, sizeof v);
	return taken;
}

static bool is_old(const struct kis_token *t)
{
	int64_t margin = t->value.life_ms / 10 < EARLY_MS ? t->value.life_ms / 10 : EARLY_MS;

	return token_left_ms(&t->value, t->clock) < margin;
}

/* ---- An issue, step by step. ---- */

static void finish(struct kis_token *t)
{
	unlock(t);
	wipe_body(t);
	t->phase = IDLE;
}

static void hold(struct kis_token *t, const struct fault *f, int64_t ms)
{
	t->held = *f;
	t->held_until_ms = clock_mono(t->clock) + ms;
	finish(t);
}

static void look_and_lock(struct kis_token *t)
{
	int64_t now = clock_mono(t->clock);
	struct fault f = { 0 };
	mcp_status s = MCP_OK;

	if (t->path)
		s = file_lock(t->lock_path, 0, &t->lock_fd, &f);
	if (s < 0 && s != MCP_E_BUSY)
		stop_keeping(t, f.text);
	if (load_other(t)) {
		finish(t);
		return;
	}
	if (s == MCP_E_BUSY) {
		t->wake_ms = now + LOCKED_MS;
		return;
	}
	if (t->lock_fd >= 0 && token_tried_ms(t->lock_fd, now) > t->tried_ms)
		t->tried_ms = token_tried_ms(t->lock_fd, now);
	if (t->tried_ms > 0 && now - t->tried_ms < MINUTE_MS) {
		(void)fault_set(&f, MCP_E_BUSY,
			"KIS gives a login token once a minute at most; try again in a minute");
		hold(t, &f, t->tried_ms + MINUTE_MS - now);
		return;
	}
	t->tries = 0;
	t->phase = SENDING;
}

static void mark(struct kis_token *t, int64_t tried_ms)
{
	t->tried_ms = tried_ms;
	if (t->lock_fd >= 0)
		token_mark_tried(t->lock_fd, tried_ms);
}

static void arrived(void *self, const struct fault *fault, long http_status, struct span body)
{
	struct kis_token *t = self;

	t->answer = *fault;
	t->http_status = http_status;
	buf_span(&t->body, body);
	t->phase = ANSWERED;
}

static void send_when_granted(struct kis_token *t)
{
	int64_t now = clock_mono(t->clock);
	struct fault f = { 0 };
	int64_t wait_ms;

	if (!kis_rate_take(t->o.rate, false, &t->ticket, &wait_ms)) {
		t->wake_ms = now + wait_ms;
		return;
	}
	if (kis_login_start(&t->o, arrived, t, &t->wire_id, &f) < 0) {
		kis_rate_give(t->o.rate, &t->ticket);
		hold(t, &f, SOON_MS);
		return;
	}
	mark(t, now);
	t->phase = SENT;
	COUNT(t->o.env->counters, token_issues);
	if (t->number > 0)
		COUNT(t->o.env->counters, token_renewals);
}

static void keep(struct kis_token *t)
{
	struct fault f = { 0 };

	if (t->path && token_save(t->path, t->key, &t->value, &f) < 0)
		stop_keeping(t, f.text);
}

/* Why there is no token, and for how long nobody asks again. */
static void settle_failure(struct kis_token *t)
{
	struct fault f = { 0 };
	enum kis_verdict verdict = kis_judge(
		&(struct kis_exchange){
			.endpoint = kis_endpoint("tokenP"),
			.fault = &t->answer,
			.http_status = t->http_status,
			.body = buf_as_span(&t->body),
		},
		&f);

	if (verdict == KIS_GOOD)
		(void)fault_set(&f, MCP_E_UPSTREAM,
			"KIS answered the login without a token; try again later");
	if (verdict == KIS_RATE && ++t->tries < TRIES_MAX) {
		wipe_body(t);
		t->phase = SENDING;
		return;
	}
	if (t->http_status == WIRE_UNSENT)
		mark(t, 0);
	hold(t, &f, t->http_status == WIRE_UNSENT ? SOON_MS : MINUTE_MS);
}

static void settle(struct kis_token *t)
{
	struct token_value v = { 0 };

	if (t->body.failed)
		(void)fault_set(
			&t->answer, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	if (t->answer.status == MCP_OK && t->http_status == 200 &&
		kis_login_read(buf_as_span(&t->body), t->clock, &v)) {
		t->refused = 0;
		adopt(t, &v);
		keep(t);
		finish(t);
		log_info("token issued expires_in=%lld", (long long)(v.life_ms / 1000));
	} else {
		settle_failure(t);
	}
	explicit_bzero(&v, sizeof v);
}

static void settle_answer(struct kis_token *t)
{
	char code[KIS_CODE_ROOM] = "";

	if (t->answer.status == MCP_OK && scan_check(buf_as_span(&t->body), NULL))
		kis_error_code(buf_as_span(&t->body), code);
	if (str_same(code, "EGW00201"))
		kis_rate_exceeded(t->o.rate, &t->ticket);
	kis_rate_give(t->o.rate, &t->ticket);
	settle(t);
}

void kis_token_step(struct kis_token *t)
{
	if (t->phase == ANSWERED)
		settle_answer(t);
	if (t->phase == LOCKING)
		look_and_lock(t);
	if (t->phase == SENDING)
		send_when_granted(t);
}

int64_t kis_token_wake(const struct kis_token *t)
{
	if (t->phase == ANSWERED)
		return 0;
	return t->phase == LOCKING || t->phase == SENDING ? t->wake_ms : INT64_MAX;
}

/* ---- Asking. ---- */

static void begin(struct kis_token *t)
{
	if (t->phase != IDLE)
		return;
	if (clock_mono(t->clock) < t->held_until_ms) {
		/* Another process may have had more luck. */
		if (!t->have)
			(void)load_other(t);
		return;
	}
	t->phase = LOCKING;
	kis_token_step(t);
}

static void tell_failure(const struct kis_token *t, struct fault *f)
{
	int64_t left_ms = t->held_until_ms - clock_mono(t->clock);

	*f = t->held;
	if (f->status != MCP_E_CONFIG && left_ms > 0)
		f->retry_after_s = (int32_t)((left_ms + 999) / 1000);
}

enum kis_token_state kis_token_get(struct kis_token *t, struct kis_pass *ret, struct fault *f)
{
	if (t->have && token_left_ms(&t->value, t->clock) <= 0)
		drop_value(t);
	if (!t->have || is_old(t))
		begin(t);
	if (t->have) {
		*ret = (struct kis_pass){ .text = t->value.text, .number = t->number };
		return KIS_TOKEN_READY;
	}
	if (t->phase != IDLE)
		return KIS_TOKEN_WAIT;
	tell_failure(t, f);
	return KIS_TOKEN_FAILED;
}

void kis_token_refuse(struct kis_token *t, uint64_t number)
{
	if (!t->have || number != t->number)
		return;
	t->refused = hash_of(t->value.text);
	drop_value(t);
	log_info("token refused by KIS, a new one is needed");
}
