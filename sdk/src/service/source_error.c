/* source_error - the codes of OpenDART (kis-api: OpenDART), and KRX's HTTP statuses. */
#include "service/source_error.h"

#include "base/cleanup.h"
#include "data/scan.h"

#define STATUS_ROOM 8

enum meaning { FINAL, GOOD, BAD_KEY, LIMIT, MAINTENANCE, AGAIN };

static const struct {
	const char *status;
	enum meaning meaning;
} statuses[] = {
	{ "000", GOOD },
	{ "013", GOOD },
	{ "010", BAD_KEY }, /* not registered */
	{ "011", BAD_KEY }, /* out of use */
	{ "012", BAD_KEY }, /* not from this address */
	{ "901", BAD_KEY }, /* its owner's account has ended */
	{ "020", LIMIT },
	{ "800", MAINTENANCE },
	{ "900", AGAIN },
};

static enum meaning meaning_of(const char *status)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		if (str_same(statuses[i].status, status))
			return statuses[i].meaning;
	}
	return FINAL;
}

static enum kis_verdict judge_status(
	const struct kis_exchange *x, const char *status, struct fault *f)
{
	switch (meaning_of(status)) {
	case GOOD:
		return KIS_GOOD;
	case BAD_KEY:
		(void)fault_set(f, MCP_E_CONFIG,
			"OpenDART refuses the key (%s); check opendart.api_key and the key's state "
			"at OpenDART",
			status);
		return KIS_FINAL;
	case LIMIT:
		(void)fault_set(f, MCP_E_BUSY,
			"OpenDART takes no more calls of this key today (%s); try again tomorrow",
			status);
		return KIS_FINAL;
	case MAINTENANCE:
		(void)fault_set(f, MCP_E_UPSTREAM,
			"OpenDART is being maintained (%s); try again later", status);
		return KIS_FINAL;
	case AGAIN:
		(void)fault_set(f, MCP_E_UPSTREAM,
			"OpenDART could not answer %s just now (%s); try again later",
			x->endpoint->name, status);
		return KIS_AGAIN;
	default:
		(void)fault_set(f, MCP_E_UPSTREAM, "OpenDART refused %s (%s); try again later",
			x->endpoint->name, status);
		return KIS_FINAL;
	}
}

/* Anything a proxy in front may say: perhaps better in a moment. */
static enum kis_verdict not_understood(const struct kis_exchange *x, struct fault *f)
{
	(void)fault_set(f, MCP_E_UPSTREAM,
		"%s answered %s with HTTP %ld and something else than data; try again later",
		kis_endpoint_owner(x->endpoint->kind), x->endpoint->name, x->http_status);
	return x->http_status >= 400 && x->http_status < 500 ? KIS_FINAL : KIS_AGAIN;
}

static bool starts_with(struct span s, const char *text)
{
	size_t n = strlen(text);

	return s.len >= n && memcmp(s.at, text, n) == 0;
}

/* "010" out of <result><status>010</status>…, which comes in a file's place. */
static bool status_of_xml(struct span body, char ret[STATUS_ROOM])
{
	static const char head[] = "<status>";
	const char *at = memmem(body.at, body.len, head, sizeof head - 1);
	struct span rest;

	if (!at)
		return false;
	at += sizeof head - 1;
	rest = (struct span){ at, (size_t)(body.at + body.len - at) };
	if (rest.len < 3 || !starts_with((struct span){ at + 3, rest.len - 3 }, "</status>"))
		return false;
	(void)utf8_clean((struct span){ at, 3 }, ret, 3);
	return true;
}

static enum kis_verdict judge_file(const struct kis_exchange *x, struct fault *f)
{
	char status[STATUS_ROOM];

	if (x->http_status != 200)
		return not_understood(x, f);
	if (starts_with(x->body, "PK\003\004") || memmem(x->body.at, x->body.len, "<list>", 6))
		return KIS_GOOD;
	if (!status_of_xml(x->body, status) || meaning_of(status) == GOOD)
		return not_understood(x, f);
	return judge_status(x, status, f);
}

enum kis_verdict source_error_dart(const struct kis_exchange *x, struct fault *f)
{
	char status[STATUS_ROOM];
	char clean[STATUS_ROOM];

	if (x->body.len == 0)
		return not_understood(x, f);
	if (x->endpoint->file)
		return judge_file(x, f);
	if (x->http_status != 200 || !scan_check(x->body, NULL) ||
		!scan_text_into(scan_get(x->body, "status"), status, sizeof status))
		return not_understood(x, f);
	(void)utf8_clean(span_of(status), clean, sizeof clean - 1);
	return judge_status(x, clean, f);
}

enum kis_verdict source_error_krx(const struct kis_exchange *x, struct fault *f)
{
	if (x->http_status == 401 || x->http_status == 403) {
		(void)fault_set(f, MCP_E_CONFIG,
			"KRX does not allow %s with this key (HTTP %ld); check krx.api_key and that "
			"the service was applied for at KRX",
			x->endpoint->name, x->http_status);
		return KIS_FINAL;
	}
	if (x->http_status == 429) {
		(void)fault_set(f, MCP_E_BUSY,
			"KRX takes no more calls of this key today (%ld); try again tomorrow",
			x->http_status);
		return KIS_FINAL;
	}
	if (x->http_status != 200 || !scan_check(x->body, NULL) ||
		scan_kind(scan_get(x->body, "OutBlock_1")) != SCAN_ARRAY)
		return not_understood(x, f);
	return KIS_GOOD;
}
