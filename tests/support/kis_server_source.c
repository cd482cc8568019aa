/* kis_server_source - whose keys OpenDART and KRX Open API know, and how they refuse another. */
#include "kis_server.h"

#include <stdio.h>
#include <string.h>

#include "data/json.h"

bool server_is_source(const char *path)
{
	return strncmp(path, "/api/", 5) == 0 || strncmp(path, "/svc/apis/", 10) == 0;
}

/* The value of a query key, as it was sent. */
static struct span find_value(struct span query, const char *name)
{
	struct span pair;

	while (query.at && span_split(&query, '&', &pair)) {
		struct span key;

		if (span_split(&pair, '=', &key) && span_is(key, name))
			return pair;
	}
	return SPAN("");
}

static bool is_known(const struct server *s, struct span key)
{
	return key.len > 0 && (!s->o.source_key || span_is(key, s->o.source_key));
}

static void refuse_dart(const struct server_request *r, struct server_answer *ret)
{
	static const char said[] = "등록되지 않은 키입니다.";

	ret->status = 200;
	if (strstr(r->path, ".xml")) {
		ret->type = "application/xml;charset=UTF-8";
		buf_printf(&ret->body,
			"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
			"<result><status>010</status><message>%s</message></result>",
			said);
		return;
	}
	buf_puts(&ret->body, "{\"status\":\"010\",\"message\":");
	json_cstr(&ret->body, said);
	buf_char(&ret->body, '}');
}

static void refuse_krx(struct server_answer *ret)
{
	ret->status = 401;
	buf_puts(&ret->body, "{\"respMsg\":\"Unauthorized Key\",\"respCode\":\"401\"}");
}

bool server_source_admits(
	const struct server *s, const struct server_request *r, struct server_answer *ret)
{
	char key[256];

	if (strncmp(r->path, "/api/", 5) == 0) {
		if (is_known(s, find_value(r->query, "crtfc_key")))
			return true;
		refuse_dart(r, ret);
		return false;
	}
	(void)server_header(r, "AUTH_KEY", key, sizeof key);
	if (is_known(s, span_of(key)))
		return true;
	refuse_krx(ret);
	return false;
}
