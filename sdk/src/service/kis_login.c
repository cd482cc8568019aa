/* kis_login - writing the login and reading its answer. */
#include "service/kis_login.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "service/kis_endpoint.h"

#define LOGIN_MAX (16 * 1024)
#define LIFE_MS (INT64_C(24) * 3600 * 1000)

static void wipe_buf(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->room);
	buf_done(b);
}

static void write_login(const struct kis_settings *settings, struct buf *ret)
{
	/* In one piece: growing would leave copies of the secret behind. */
	(void)buf_reserve(ret, LOGIN_MAX);
	buf_puts(ret, "{\"grant_type\":\"client_credentials\",\"appkey\":");
	json_cstr(ret, settings->app_key);
	buf_puts(ret, ",\"appsecret\":");
	json_cstr(ret, settings->app_secret);
	buf_puts(ret, "}");
}

mcp_status kis_login_start(const struct kis_token_options *o,
	void (*done)(void *self, const struct fault *, long http_status, struct span body),
	void *self, uint64_t *ret_id, struct fault *f)
{
	static const struct wire_header type = { "content-type",
		"application/json; charset=utf-8" };
	int64_t deadline_ms = clock_mono(&o->env->clock) + o->settings->deadline * 1000;
	CLEANUP(wipe_buf) struct buf login;
	CLEANUP(freep) char *url = NULL;

	buf_init(&login, LOGIN_MAX);
	write_login(o->settings, &login);
	if (asprintf(&url, "%s%s", o->settings->base_url, kis_endpoint("tokenP")->path) < 0)
		url = NULL;
	if (!url || login.failed)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	return o->wire->ops->start(o->wire,
		&(struct wire_request){
			.method = "POST",
			.url = url,
			.headers = &type,
			.header_count = 1,
			.body = buf_as_span(&login),
			.body_max = KIS_LOGIN_ANSWER_MAX,
			.deadline_mono_ms = deadline_ms,
			.done = done,
			.self = self,
		},
		ret_id, f);
}

static int64_t life_of(struct span answer)
{
	struct span value = scan_get(answer, "expires_in");
	char text[32];
	int64_t seconds = 0;

	if (value.at && !scan_int(value, &seconds) && scan_text_into(value, text, sizeof text))
		(void)span_int(span_of(text), &seconds);
	/* Without a promise: what KIS usually gives. Should it be less, it will say so. */
	return seconds > 0 && seconds < LIFE_MS / 1000 ? seconds * 1000 : LIFE_MS;
}

bool kis_login_read(struct span body, const struct clock *clock, struct token_value *ret)
{
	if (!scan_check(body, NULL))
		return false;
	if (!scan_text_into(scan_get(body, "access_token"), ret->text, sizeof ret->text) ||
		!token_is_sound(span_of(ret->text)))
		return false;
	ret->life_ms = life_of(body);
	ret->expires_wall_ms = clock_wall(clock) + ret->life_ms;
	ret->expires_mono_ms = clock_mono(clock) + ret->life_ms;
	return true;
}
