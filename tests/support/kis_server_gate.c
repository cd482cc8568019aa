/* kis_server_gate - who may call, how often, and what was counted. */
#include "kis_server.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "demo/demo_draw.h"

#define SAME_TOKEN_MS (6 * 3600000LL)
#define VALID_S 86400

static int64_t now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void server_refuse(struct server_answer *a, long status, const char *code, const char *text)
{
	a->status = status;
	buf_clear(&a->body);
	buf_puts(&a->body, "{\"rt_cd\":\"1\",\"msg_cd\":");
	json_cstr(&a->body, code);
	buf_puts(&a->body, ",\"msg1\":");
	json_cstr(&a->body, text);
	buf_char(&a->body, '}');
}

/* The login has an envelope of its own. */
static void refuse_login(struct server_answer *a, const char *code, const char *text)
{
	a->status = 403;
	buf_clear(&a->body);
	buf_puts(&a->body, "{\"error_description\":");
	json_cstr(&a->body, text);
	buf_puts(&a->body, ",\"error_code\":");
	json_cstr(&a->body, code);
	buf_char(&a->body, '}');
}

static void count_endpoint(struct server *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	for (int i = 0; i < SERVER_ENDPOINTS; i++) {
		struct server_endpoint *e = &s->endpoints[i];

		if (e->calls == 0)
			(void)snprintf(e->name, sizeof e->name, "%s", name);
		if (strncmp(e->name, name, sizeof e->name - 1) == 0) {
			e->calls++;
			return;
		}
	}
}

/* Calls of the last second, this one included. */
static uint64_t within_second(const struct server *s, int64_t now)
{
	uint64_t n = 0;

	while (n < SERVER_ARRIVALS && n < s->calls &&
		now - s->arrivals[(s->calls - 1 - n) % SERVER_ARRIVALS] < 1000000)
		n++;
	return n;
}

bool server_gate_arrive(struct server *s, const char *path)
{
	uint64_t n = 0;
	bool over;
	int64_t now;

	(void)pthread_mutex_lock(&s->lock);
	count_endpoint(s, path);
	if (strncmp(path, "/uapi/", 6) == 0) {
		now = now_us();
		s->arrivals[s->calls++ % SERVER_ARRIVALS] = now;
		n = within_second(s, now);
	}
	if (n > s->most_per_second)
		s->most_per_second = n;
	over = s->o.rate > 0 && n > (uint64_t)s->o.rate;
	s->rate_errors += over;
	(void)pthread_mutex_unlock(&s->lock);
	return over;
}

/* The key's place; a new one when it was not seen before. NULL when there is no more room. */
static struct server_key *find_key(struct server *s, const char *appkey)
{
	for (int i = 0; i < SERVER_KEYS; i++) {
		if (s->keys[i].appkey[0] == '\0')
			(void)snprintf(s->keys[i].appkey, sizeof s->keys[i].appkey, "%s", appkey);
		if (str_same(s->keys[i].appkey, appkey))
			return &s->keys[i];
	}
	return NULL;
}

/* NULL: good. */
static const char *check_token(const struct server_key *k, const char *authorization)
{
	const char *token = strncmp(authorization, "Bearer ", 7) == 0 ? authorization + 7 : "";

	if (k && k->valid && str_same(token, k->token))
		return NULL;
	if (k && token[0] != '\0' && str_same(token, k->dropped))
		return "EGW00123";
	return "EGW00121";
}

bool server_gate_admits(struct server *s, const struct server_request *r, struct server_answer *ret)
{
	char appkey[64];
	char secret[256];
	char authorization[SERVER_TOKEN + 64];
	char tr_id[32];
	const char *code;

	(void)server_header(r, "appkey", appkey, sizeof appkey);
	(void)server_header(r, "appsecret", secret, sizeof secret);
	(void)server_header(r, "authorization", authorization, sizeof authorization);
	if (appkey[0] == '\0' || (s->o.key && !str_same(appkey, s->o.key))) {
		server_refuse(ret, 403, "EGW00103", "유효하지 않은 AppKey입니다.");
		return false;
	}
	if (secret[0] == '\0' || (s->o.secret && !str_same(secret, s->o.secret))) {
		server_refuse(ret, 403, "EGW00105", "유효하지 않은 AppSecret입니다.");
		return false;
	}
	(void)pthread_mutex_lock(&s->lock);
	code = check_token(find_key(s, appkey), authorization);
	(void)pthread_mutex_unlock(&s->lock);
	if (code) {
		server_refuse(ret, 500, code,
			str_same(code, "EGW00123") ? "기간이 만료된 token 입니다."
						   : "유효하지 않은 token 입니다.");
		return false;
	}
	if (!server_header(r, "tr_id", tr_id, sizeof tr_id)) {
		server_refuse(ret, 500, "OPSQ9999", "tr_id 가 없습니다.");
		return false;
	}
	return true;
}

static void make_token(struct server *s, struct server_key *k)
{
	uint64_t h = draw_at((uint64_t)s->tokens_issued + 1, DRAW_STREAM, now_us());

	for (int i = 0; i + 16 <= SERVER_TOKEN; i += 16) {
		(void)snprintf(k->token + i, 17, "%016llx", (unsigned long long)h);
		h = draw_mix(h + 1);
	}
}

static void put_token(struct server *s, const struct server_key *k, struct server_answer *ret)
{
	const int64_t age_ms = now_us() / 1000 - k->issued_ms;
	const int64_t left_s = VALID_S - age_ms / 1000;
	const struct kst end = kst_from_ms(clock_wall(&s->clock) + left_s * 1000);

	buf_printf(&ret->body, "{\"access_token\":\"%s\",", k->token);
	buf_printf(&ret->body, "\"access_token_token_expired\":\"%04d-%02d-%02d %02d:%02d:%02d\",",
		(int)end.year, (int)end.month, (int)end.day, (int)end.hour, (int)end.minute,
		(int)end.second);
	buf_printf(&ret->body, "\"token_type\":\"Bearer\",\"expires_in\":%lld}", (long long)left_s);
}

/* One issue a minute at most; beyond that, six hours long the same token. */
static void issue(struct server *s, const char *appkey, struct server_answer *ret)
{
	const int64_t now_ms = now_us() / 1000;
	struct server_key *k = find_key(s, appkey);

	if (!k) {
		refuse_login(ret, "EGW00001", "일시적 오류가 발생했습니다.");
		return;
	}
	if (k->issued_ms > 0 && now_ms - k->issued_ms < s->o.issue_gap_s * 1000) {
		refuse_login(ret, "EGW00133", "접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)");
		return;
	}
	if (!k->valid || now_ms - k->issued_ms >= SAME_TOKEN_MS) {
		make_token(s, k);
		k->valid = true;
		s->tokens_issued++;
	}
	k->issued_ms = now_ms;
	put_token(s, k, ret);
}

void server_gate_issue(struct server *s, const struct server_request *r, struct server_answer *ret)
{
	char appkey[64] = "";
	char secret[256] = "";

	(void)pthread_mutex_lock(&s->lock);
	s->token_requests++;
	(void)pthread_mutex_unlock(&s->lock);
	if (!scan_check(r->body, NULL) ||
		!scan_text_is(scan_get(r->body, "grant_type"), "client_credentials")) {
		refuse_login(ret, "EGW00112", "유효하지 않은 grant_type 입니다.");
		return;
	}
	(void)scan_text_into(scan_get(r->body, "appkey"), appkey, sizeof appkey);
	(void)scan_text_into(scan_get(r->body, "appsecret"), secret, sizeof secret);
	if (appkey[0] == '\0' || (s->o.key && !str_same(appkey, s->o.key))) {
		refuse_login(ret, "EGW00103", "유효하지 않은 AppKey입니다.");
		return;
	}
	if (secret[0] == '\0' || (s->o.secret && !str_same(secret, s->o.secret))) {
		refuse_login(ret, "EGW00105", "유효하지 않은 AppSecret입니다.");
		return;
	}
	(void)pthread_mutex_lock(&s->lock);
	issue(s, appkey, ret);
	(void)pthread_mutex_unlock(&s->lock);
}

void server_gate_drop_tokens(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	for (int i = 0; i < SERVER_KEYS; i++) {
		struct server_key *k = &s->keys[i];

		if (k->valid)
			memcpy(k->dropped, k->token, sizeof k->dropped);
		k->valid = false;
	}
	(void)pthread_mutex_unlock(&s->lock);
}

static void put_count(struct buf *b, const char *name, uint64_t n)
{
	json_name(b, name);
	json_int(b, (int64_t)n);
}

void server_gate_stats(struct server *s, struct buf *ret)
{
	(void)pthread_mutex_lock(&s->lock);
	buf_char(ret, '{');
	put_count(ret, "calls", s->calls);
	put_count(ret, "max_per_second", s->most_per_second);
	put_count(ret, "rate_errors", s->rate_errors);
	put_count(ret, "token_requests", s->token_requests);
	put_count(ret, "tokens_issued", s->tokens_issued);
	put_count(ret, "connections", s->connections);
	json_name(ret, "endpoints");
	buf_char(ret, '{');
	for (int i = 0; i < SERVER_ENDPOINTS && s->endpoints[i].calls > 0; i++)
		put_count(ret, s->endpoints[i].name, s->endpoints[i].calls);
	buf_puts(ret, "}}");
	(void)pthread_mutex_unlock(&s->lock);
}
