/* elicit - questions of a handler to the client: what they need, how a revision words them. */
#include "host/proto/elicit.h"

#include "data/json.h"
#include "data/scan.h"
#include "host/proto/elicit_form.h"

/* ---- What a client lacks. ---- */

void elicit_required(uint32_t can, struct buf *ret)
{
	buf_char(ret, '{');
	if (can & (MCP_CAN_FORM | MCP_CAN_URL)) {
		json_name(ret, "elicitation");
		buf_puts(ret, can & MCP_CAN_URL ? "{\"url\":{}" : "{");
		buf_puts(ret, (can & MCP_CAN_URL) && (can & MCP_CAN_FORM) ? ",\"form\":{}}" : "}");
	}
	if (can & (MCP_CAN_SAMPLE | MCP_CAN_SAMPLE_TOOLS)) {
		json_name(ret, "sampling");
		buf_puts(ret, can & MCP_CAN_SAMPLE_TOOLS ? "{\"tools\":{}}" : "{}");
	}
	if (can & MCP_CAN_ROOTS) {
		json_name(ret, "roots");
		buf_puts(ret, "{}");
	}
	if (can & MCP_CAN_TASKS) {
		json_name(ret, "extensions");
		buf_puts(ret, "{\"" EXTENSION_TASKS "\":{}}");
	}
	buf_char(ret, '}');
}

/* ---- What is asked. ---- */

static mcp_status broken(struct fault *f, const char *what)
{
	return fault_set(f, MCP_E_INTERNAL, "the tool asks in a way nobody can answer: %s", what);
}

static mcp_status read_elicitation(struct span params, struct question *ret, struct fault *f)
{
	const char *problem;

	ret->message = scan_get(params, "message");
	ret->schema = scan_get(params, "requestedSchema");
	ret->url = scan_get(params, "url");
	if (scan_kind(ret->message) != SCAN_TEXT)
		return broken(f, "message");
	if (scan_text_is(scan_get(params, "mode"), "url")) {
		ret->kind = QUESTION_URL;
		ret->needs = MCP_CAN_URL;
		return scan_kind(ret->url) == SCAN_TEXT ? MCP_OK : broken(f, "url");
	}
	ret->kind = QUESTION_FORM;
	ret->needs = MCP_CAN_FORM;
	problem = form_problem(ret->schema);
	return problem ? broken(f, problem) : MCP_OK;
}

static mcp_status read_sampling(struct span params, struct question *ret, struct fault *f)
{
	int64_t most;

	if (scan_kind(scan_get(params, "messages")) != SCAN_ARRAY)
		return broken(f, "messages");
	if (!scan_int(scan_get(params, "maxTokens"), &most) || most <= 0)
		return broken(f, "maxTokens");
	ret->kind = QUESTION_SAMPLE;
	ret->needs = MCP_CAN_SAMPLE;
	ret->params = params;
	if (scan_get(params, "tools").at || scan_get(params, "toolChoice").at)
		ret->needs |= MCP_CAN_SAMPLE_TOOLS;
	return MCP_OK;
}

mcp_status elicit_read(struct span request, struct question *ret, struct fault *f)
{
	struct span method = scan_get(request, "method");
	struct span params = scan_get(request, "params");

	*ret = (struct question){ .kind = QUESTION_ROOTS, .needs = MCP_CAN_ROOTS };
	if (scan_text_is(method, "roots/list"))
		return MCP_OK;
	if (scan_text_is(method, "elicitation/create"))
		return read_elicitation(params, ret, f);
	if (scan_text_is(method, "sampling/createMessage"))
		return read_sampling(params, ret, f);
	return broken(f, "method");
}

const char *elicit_method(const struct question *q)
{
	return q->kind == QUESTION_ROOTS    ? "roots/list"
	       : q->kind == QUESTION_SAMPLE ? "sampling/createMessage"
	                                    : "elicitation/create";
}

static mcp_status write_form(
	const struct question *q, enum version v, struct buf *ret, struct fault *f)
{
	buf_puts(
		ret, v >= VERSION_2025_11_25 ? "{\"mode\":\"form\",\"message\":" : "{\"message\":");
	buf_span(ret, q->message);
	buf_puts(ret, ",\"requestedSchema\":");
	if (v >= VERSION_2025_11_25)
		buf_span(ret, q->schema);
	else if (!form_lower(q->schema, ret))
		return fault_set(f, MCP_E_UNSUPPORTED,
			"the tool asks to choose several of a list, which this client's protocol "
			"version cannot");
	buf_char(ret, '}');
	return MCP_OK;
}

static void write_url(const struct question *q, enum version v, const char *id, struct buf *ret)
{
	buf_puts(ret, "{\"mode\":\"url\",\"message\":");
	buf_span(ret, q->message);
	buf_puts(ret, ",\"url\":");
	buf_span(ret, q->url);
	if (!version_is_modern(v)) {
		buf_puts(ret, ",\"elicitationId\":");
		json_cstr(ret, id);
	}
	buf_char(ret, '}');
}

mcp_status elicit_params(
	const struct question *q, enum version v, const char *id, struct buf *ret, struct fault *f)
{
	if (q->kind == QUESTION_FORM)
		return write_form(q, v, ret, f);
	if (q->kind == QUESTION_URL)
		write_url(q, v, id, ret);
	else if (q->kind == QUESTION_SAMPLE)
		buf_span(ret, q->params);
	else
		buf_puts(ret, "{}");
	return MCP_OK;
}

/* ---- What is answered. ---- */

static bool fits_elicitation(enum question_kind kind, struct span answer)
{
	struct span action = scan_get(answer, "action");
	struct span content = scan_get(answer, "content");

	if (scan_text_is(action, "decline") || scan_text_is(action, "cancel"))
		return true;
	if (!scan_text_is(action, "accept"))
		return false;
	return kind == QUESTION_URL || scan_kind(content) == SCAN_OBJECT;
}

bool elicit_fits(enum question_kind kind, struct span answer)
{
	enum scan_kind content;

	if (kind == QUESTION_ROOTS)
		return scan_kind(scan_get(answer, "roots")) == SCAN_ARRAY;
	if (kind != QUESTION_SAMPLE)
		return fits_elicitation(kind, answer);
	content = scan_kind(scan_get(answer, "content"));
	return scan_kind(scan_get(answer, "role")) == SCAN_TEXT &&
	       (content == SCAN_OBJECT || content == SCAN_ARRAY);
}
