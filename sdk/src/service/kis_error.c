/* kis_error - KIS's codes (kis-api: errors) and everything a proxy in front may say instead. */
#include "service/kis_error.h"

#include "base/cleanup.h"
#include "base/log.h"
#include "data/scan.h"
#include "service/source_error.h"

#define SAYS_MOCK \
	"this key is for the mock host (모의투자), which has no rankings; rankings need a real key"

enum meaning { FINAL, RATE, OLD_TOKEN, AGAIN, BAD_KEY, MOCK, NO_RIGHT, TOKEN_LIMIT };

struct code {
	const char *code;
	enum meaning meaning;
};

static const struct code codes[] = {
	{ "EGW00201", RATE },
	{ "EGW00121", OLD_TOKEN },
	{ "EGW00123", OLD_TOKEN },
	{ "EGW00133", TOKEN_LIMIT },
	{ "EGW00103", BAD_KEY },
	{ "EGW00105", BAD_KEY },
	{ "EGW02006", MOCK },
	{ "EGW00003", NO_RIGHT },
	{ "EGW00004", NO_RIGHT },
	{ "EGW00206", NO_RIGHT },
	{ "EGW00207", NO_RIGHT },
	{ "EGW00001", AGAIN },
	{ "EGW00002", AGAIN },
	{ "EGW00202", AGAIN },
	{ "EGW00203", AGAIN },
	{ "EGW00215", AGAIN },
	{ "EGW00300", AGAIN },
	{ "OPSQ0010", AGAIN },
	{ "OPSQ0011", AGAIN },
	{ "OPSQ2003", AGAIN },
	{ "OPSQ3001", AGAIN },
	{ "OPSQ3002", AGAIN },
	{ "OPSQ3004", AGAIN },
};

static enum meaning meaning_of(const char *code, const char *message)
{
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		if (str_same(codes[i].code, code))
			return codes[i].meaning;
	}
	return strstr(message, "모의투자") ? MOCK : FINAL;
}

void kis_error_code(struct span body, char ret[KIS_CODE_ROOM])
{
	char seen[KIS_CODE_ROOM];

	ret[0] = '\0';
	if (!scan_text_into(scan_get(body, "msg_cd"), seen, sizeof seen) &&
		!scan_text_into(scan_get(body, "error_code"), seen, sizeof seen))
		return;
	(void)utf8_clean(span_trim(span_of(seen)), ret, KIS_CODE_ROOM - 1);
}

void kis_error_message(struct span body, char ret[KIS_MESSAGE_ROOM])
{
	char seen[1024];

	ret[0] = '\0';
	if (!scan_text_into(scan_get(body, "msg1"), seen, sizeof seen) &&
		!scan_text_into(scan_get(body, "error_description"), seen, sizeof seen))
		return;
	log_mask(seen);
	(void)utf8_clean(span_trim(span_of(seen)), ret, KIS_MESSAGE_ROOM - 1);
}

static enum kis_verdict refused(const struct kis_exchange *x, struct fault *f)
{
	char code[KIS_CODE_ROOM];
	char message[KIS_MESSAGE_ROOM];
	const char *name = x->endpoint->name;

	kis_error_code(x->body, code);
	kis_error_message(x->body, message);
	switch (meaning_of(code, message)) {
	case RATE:
		(void)fault_set(f, MCP_E_BUSY,
			"KIS takes no more calls this second (%s); try again in a few seconds",
			code);
		return KIS_RATE;
	case OLD_TOKEN:
		(void)fault_set(f, MCP_E_UPSTREAM,
			"KIS refuses the login token also after a renewal (%s); try again later",
			code);
		return KIS_OLD_TOKEN;
	case TOKEN_LIMIT:
		(void)fault_set(f, MCP_E_BUSY,
			"KIS gives a login token once a minute at most; try again in a minute");
		f->retry_after_s = 60;
		return KIS_FINAL;
	case BAD_KEY:
		(void)fault_set(f, MCP_E_CONFIG,
			"KIS does not know this app key or secret (%s); check kis.app_key and "
			"kis.app_secret",
			code);
		return KIS_FINAL;
	case MOCK:
		(void)fault_set(f, MCP_E_CONFIG, SAYS_MOCK);
		return KIS_FINAL;
	case NO_RIGHT:
		(void)fault_set(f, MCP_E_CONFIG,
			"KIS does not allow %s for this key or address (%s: %s); check the key's "
			"rights at KIS",
			name, code, message);
		return KIS_FINAL;
	case AGAIN:
		break;
	default:
		(void)fault_set(f, MCP_E_UPSTREAM, "KIS refused %s (%s: %s); try again later", name,
			code, message);
		return x->http_status >= 500 && code[0] == '\0' ? KIS_AGAIN : KIS_FINAL;
	}
	(void)fault_set(f, MCP_E_UPSTREAM,
		"KIS could not answer %s just now (%s: %s); try again later", name, code, message);
	return KIS_AGAIN;
}

/* "0", and the number 0 as one report says. */
static bool is_success(struct span body)
{
	struct span rt_cd = scan_get(body, "rt_cd");
	int64_t n;

	if (scan_kind(rt_cd) == SCAN_NUMBER)
		return scan_int(rt_cd, &n) && n == 0;
	return scan_text_is(rt_cd, "0");
}

static bool has_envelope(struct span body)
{
	return scan_get(body, "rt_cd").at || scan_get(body, "error_code").at ||
	       scan_get(body, "msg_cd").at;
}

static enum kis_verdict judge_json(const struct kis_exchange *x, struct fault *f)
{
	const char *name = x->endpoint->name;
	struct scan_fault broken;

	if (!scan_check(x->body, &broken)) {
		if (x->http_status != 200)
			(void)fault_set(f, MCP_E_UPSTREAM,
				"KIS answered %s with HTTP %ld and no JSON; try again later", name,
				x->http_status);
		else
			(void)fault_set(f, MCP_E_UPSTREAM,
				"KIS answered %s with broken JSON (%s at byte %zu); try again later",
				name, broken.what, broken.at);
		return KIS_AGAIN;
	}
	if (scan_kind(x->body) != SCAN_OBJECT || !has_envelope(x->body)) {
		(void)fault_set(f, MCP_E_UPSTREAM,
			"KIS answered %s with HTTP %ld and JSON without rt_cd; try again later",
			name, x->http_status);
		return KIS_AGAIN;
	}
	return is_success(x->body) ? KIS_GOOD : refused(x, f);
}

static enum kis_verdict judge_master(const struct kis_exchange *x, struct fault *f)
{
	if (x->http_status == 200 && x->body.len > 0)
		return KIS_GOOD;
	(void)fault_set(f, MCP_E_UPSTREAM,
		"the master file %s came with HTTP %ld and %zu bytes; try again later",
		x->endpoint->name, x->http_status, x->body.len);
	return x->http_status >= 500 ? KIS_AGAIN : KIS_FINAL;
}

enum kis_verdict kis_judge(const struct kis_exchange *x, struct fault *f)
{
	if (x->fault->status < 0) {
		*f = *x->fault;
		/* An answer that is too large will be too large again. */
		return f->status == MCP_E_UPSTREAM && x->http_status <= 0 ? KIS_AGAIN : KIS_FINAL;
	}
	switch (x->endpoint->kind) {
	case KIS_MASTER:
		return judge_master(x, f);
	case KIS_DART:
		return source_error_dart(x, f);
	case KIS_KRX:
		return source_error_krx(x, f);
	default:
		return judge_json(x, f);
	}
}
