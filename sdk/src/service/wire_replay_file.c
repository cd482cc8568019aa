/* wire_replay_file - envelopes of wire_record and plain bodies, told apart and checked. */
#include "service/wire_replay_file.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/phrase.h"
#include "data/scan.h"

#define VALUE_ROOM 1024

static mcp_status wrong(const struct folder_call *call, const char *what, struct fault *f)
{
	return fault_set(f, MCP_E_UPSTREAM,
		"the recorded answer of %s cannot be used (%s); record it again",
		call->endpoint->name, phrase(what));
}

/* "2026-11-23T10:24:05…+09:00", as wire_record writes it. */
static bool read_time(struct span text, int64_t *ret)
{
	int part[6];
	char at[40];
	int end = 0;

	if (!scan_text_into(text, at, sizeof at))
		return false;
	if (sscanf(at, "%4d-%2d-%2dT%2d:%2d:%2d%n", &part[0], &part[1], &part[2], &part[3],
		    &part[4], &part[5], &end) != 6 ||
		end != 19)
		return false;
	if (part[0] < 1990 || part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31)
		return false;
	*ret = kst_to_ms(part[0] * 10000 + part[1] * 100 + part[2], part[3], part[4], part[5]);
	return *ret > 0;
}

static bool same_param(struct span params, const struct folder_param *p)
{
	char name[VALUE_ROOM];
	char value[VALUE_ROOM];

	return folder_decode(p->name, name, sizeof name) &&
	       folder_decode(p->value, value, sizeof value) &&
	       scan_text_is(scan_get(params, name), value);
}

/* Two calls of one hash, or a file that was moved: not ours. */
static bool is_for(struct span file, const struct folder_call *call)
{
	struct span params = scan_get(file, "params");
	struct scan_iter it;
	struct span name;
	struct span value;
	uint32_t count = 0;

	if (scan_kind(params) != SCAN_OBJECT ||
		!scan_text_is(scan_get(file, "endpoint"), call->endpoint->name))
		return false;
	it = scan_iter(params);
	while (scan_member(&it, &name, &value))
		count++;
	if (count != call->param_count)
		return false;
	for (uint32_t i = 0; i < call->param_count; i++) {
		if (!same_param(params, &call->params[i]))
			return false;
	}
	return true;
}

/* Published examples are cut sometimes: then the envelope is missing, and success is meant. */
static void put_body(struct span body, const struct folder_call *call, struct buf *ret)
{
	struct scan_iter it = scan_iter(body);
	struct span name;
	struct span value;
	bool empty = !scan_member(&it, &name, &value);

	if (call->endpoint->kind != KIS_QUOTE || scan_get(body, "rt_cd").at ||
		scan_get(body, "error_code").at) {
		buf_span(ret, body);
		return;
	}
	buf_puts(ret, empty ? "{\"rt_cd\":\"0\"" : "{\"rt_cd\":\"0\",");
	buf_put(ret, body.at + 1, body.len - 1);
}

mcp_status replay_parse(
	struct span file, const struct folder_call *call, struct replayed *ret, struct fault *f)
{
	struct span body = scan_value(file);
	struct span http;
	int64_t status = 0;

	if (!scan_check(file, NULL) || scan_kind(file) != SCAN_OBJECT)
		return wrong(call, "it is no JSON object", f);
	if (scan_get(file, "endpoint").at && scan_get(file, "body").at) {
		http = scan_get(file, "http");
		if (!is_for(file, call))
			return wrong(call, "it belongs to another call", f);
		if (!http.at || !scan_int(http, &status) || status != 200)
			return wrong(call, "it has no HTTP status 200", f);
		if (!read_time(scan_get(file, "at"), &ret->at_ms))
			return wrong(call, "it has no time", f);
		body = scan_value(scan_get(file, "body"));
	}
	if (scan_kind(body) != SCAN_OBJECT)
		return wrong(call, "it has no body", f);
	put_body(body, call, &ret->body);
	return ret->body.failed ? wrong(call, "it is too large", f) : MCP_OK;
}

static bool exists(const char *path, int64_t *ret_changed_ms)
{
	struct stat st;

	if (!path || stat(path, &st) < 0)
		return false;
	*ret_changed_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
	return true;
}

static char *any_path(const char *folder, const struct folder_call *call)
{
	const char *ending = call->endpoint->file ? call->endpoint->file : "json";
	char *path;

	return asprintf(&path, "%s/%s.%s", folder, call->endpoint->name, ending) < 0 ? NULL : path;
}

mcp_status replay_read(
	const char *folder, const struct folder_call *call, struct replayed *ret, struct fault *f)
{
	CLEANUP(freep) char *own = folder_path(folder, call);
	CLEANUP(freep) char *any = any_path(folder, call);
	CLEANUP(buf_done) struct buf file;
	const char *path = own;
	mcp_status s;

	buf_init(&file, ret->body.max);
	if (!exists(own, &ret->at_ms)) {
		path = any;
		if (!exists(any, &ret->at_ms))
			return wrong(call, "there is none with these parameters", f);
	}
	s = file_read(path, &file, f);
	/* The folder is a data source: what is wrong with it is not the caller's setting. */
	if (s < 0)
		return wrong(call, "it cannot be read", f);
	if (!call->endpoint->file)
		return replay_parse(buf_as_span(&file), call, ret, f);
	buf_span(&ret->body, buf_as_span(&file));
	return ret->body.failed ? wrong(call, "it is too large", f) : MCP_OK;
}
