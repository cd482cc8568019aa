/* wire_record - keeps every good answer in a folder, so that it can be replayed.
 *
 *	volume-rank/0f3a….json    one file per endpoint and parameters; the name is a hash of the
 *	                          parameters sorted by name
 *	master-kospi/cbf2….mst    a master file, unzipped, as it came; dart-corps/….xml alike
 *
 * A .json file holds {"endpoint","params":{…},"http":200,"at":"2026-11-23T10:24:05+09:00",
 * "body":{…}}. No header and no secret parameter is kept, hence no key, secret or token; the login
 * is not kept at all.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "data/json.h"
#include "data/scan.h"
#include "service/kis_error.h"
#include "service/wire_folder.h"
#include "service/wires.h"

#define FILE_MAX ((size_t)128 * 1024 * 1024)
#define VALUE_ROOM 1024

struct record;

struct kept {
	struct kept *next;
	struct record *record;
	uint64_t id; /* the inner wire's */
	char *url;
	char *tr_id;
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

struct record {
	struct wire wire;
	struct wire *inner;
	const struct clock *clock;
	char *folder;
	struct kept *kept;
	bool complained;
};

static struct record *record_of(struct wire *w)
{
	return (struct record *)w;
}

static void kept_free(struct kept *k)
{
	free(k->url);
	free(k->tr_id);
	free(k);
}

static void take_off(struct record *r, struct kept *k)
{
	struct kept **at = &r->kept;

	while (*at && *at != k)
		at = &(*at)->next;
	if (*at)
		*at = k->next;
}

/* ---- Writing. ---- */

static bool is_good(const struct kis_endpoint *e, struct span body)
{
	const struct fault none = { 0 };
	struct fault why = { 0 };
	const struct kis_exchange x = {
		.endpoint = e,
		.fault = &none,
		.http_status = 200,
		.body = body,
	};

	return kis_judge(&x, &why) == KIS_GOOD;
}

static bool write_params(const struct folder_call *call, struct buf *ret)
{
	char value[VALUE_ROOM];

	for (uint32_t i = 0; i < call->param_count; i++) {
		if (!folder_decode(call->params[i].name, value, sizeof value))
			return false;
		json_next(ret);
		json_cstr(ret, value);
		buf_char(ret, ':');
		if (!folder_decode(call->params[i].value, value, sizeof value))
			return false;
		json_cstr(ret, value);
	}
	return true;
}

static bool write_envelope(
	const struct record *r, const struct folder_call *call, struct span body, struct buf *ret)
{
	char at[32];

	kst_text(clock_wall(r->clock), at);
	buf_puts(ret, "{\"endpoint\":");
	json_cstr(ret, call->endpoint->name);
	buf_puts(ret, ",\"params\":{");
	if (!write_params(call, ret))
		return false;
	buf_puts(ret, "},\"http\":200,\"at\":");
	json_cstr(ret, at);
	buf_puts(ret, ",\"body\":");
	buf_span(ret, scan_value(body));
	buf_puts(ret, "}\n");
	return !ret->failed;
}

static bool write_plain(struct record *r, struct span body, struct buf *ret)
{
	struct wire *inner = r->inner;
	bool zipped = body.len >= 4 && memcmp(body.at, "PK\003\004", 4) == 0;

	if (zipped)
		return inner->ops->unzip && inner->ops->unzip(inner, body, ret, NULL) == MCP_OK;
	buf_span(ret, body);
	return body.len > 0 && !ret->failed;
}

static mcp_status save(const char *path, const struct buf *file, struct fault *f)
{
	CLEANUP(freep) char *folder = strdup(path);
	mcp_status s;

	if (!folder)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	*strrchr(folder, '/') = '\0';
	s = file_make_folder(folder, f);
	if (s < 0)
		return s;
	return file_save(path, file->at, file->len, f);
}

/* A full disk costs the record, never the answer. */
static void complain(struct record *r, const char *why)
{
	if (!r->complained)
		log_warn("answers cannot be recorded: %s", why);
	r->complained = true;
}

static void write_down(struct record *r, const struct kept *k, struct span body)
{
	CLEANUP(buf_done) struct buf file;
	CLEANUP(freep) char *path = NULL;
	struct folder_call call;
	struct fault f = { 0 };
	bool good;

	buf_init(&file, FILE_MAX);
	if (!folder_call(k->url, k->tr_id, &call) || call.endpoint->kind == KIS_TOKEN)
		return;
	path = folder_path(r->folder, &call);
	good = is_good(call.endpoint, body);
	if (good && call.endpoint->file)
		good = write_plain(r, body, &file);
	else if (good)
		good = write_envelope(r, &call, body, &file);
	if (path && good && save(path, &file, &f) < 0)
		complain(r, f.text);
}

/* ---- The wire. ---- */

static void arrived(void *self, const struct fault *fault, long http_status, struct span body)
{
	struct kept *k = self;

	take_off(k->record, k);
	if (fault->status == MCP_OK && http_status == 200)
		write_down(k->record, k, body);
	k->done(k->self, fault, http_status, body);
	kept_free(k);
}

static struct kept *keep(struct record *r, const struct wire_request *request)
{
	struct kept *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->record = r;
	k->done = request->done;
	k->self = request->self;
	k->url = strdup(request->url);
	k->tr_id = request->tr_id ? strdup(request->tr_id) : NULL;
	if (k->url && (k->tr_id || !request->tr_id))
		return k;
	kept_free(k);
	return NULL;
}

static mcp_status start(
	struct wire *w, const struct wire_request *request, uint64_t *ret_id, struct fault *f)
{
	struct record *r = record_of(w);
	struct wire_request copy = *request;
	struct kept *k = keep(r, request);
	mcp_status s;

	if (!k)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	copy.done = arrived;
	copy.self = k;
	s = r->inner->ops->start(r->inner, &copy, &k->id, f);
	if (s < 0) {
		kept_free(k);
		return s;
	}
	k->next = r->kept;
	r->kept = k;
	*ret_id = k->id;
	return MCP_OK;
}

static void cancel(struct wire *w, uint64_t id)
{
	struct record *r = record_of(w);
	struct kept *k = r->kept;

	while (k && k->id != id)
		k = k->next;
	if (!k)
		return;
	r->inner->ops->cancel(r->inner, id);
	take_off(r, k);
	kept_free(k);
}

static void poll_wire(struct wire *w, int timeout_ms)
{
	struct wire *inner = record_of(w)->inner;

	inner->ops->poll(inner, timeout_ms);
}

static void wakeup(struct wire *w)
{
	struct wire *inner = record_of(w)->inner;

	inner->ops->wakeup(inner);
}

static void close_wire(struct wire *w)
{
	struct record *r = record_of(w);

	while (r->kept)
		cancel(w, r->kept->id);
	r->inner->ops->close(r->inner);
	free(r->folder);
	free(r);
}

static mcp_status unzip(struct wire *w, struct span zip, struct buf *ret, struct fault *f)
{
	struct wire *inner = record_of(w)->inner;

	if (inner->ops->unzip)
		return inner->ops->unzip(inner, zip, ret, f);
	return fault_set(f, MCP_E_UPSTREAM, "a zip file is not expected here; give it unzipped");
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
	.unzip = unzip,
};

mcp_status wire_record_open(const char *folder, struct wire *inner, const struct clock *clock,
	struct wire **ret, struct fault *f)
{
	struct record *r;
	mcp_status s;

	s = file_make_folder(folder, f);
	if (s < 0) {
		inner->ops->close(inner);
		return s;
	}
	r = calloc(1, sizeof *r);
	if (!r || !(r->folder = strdup(folder))) {
		free(r);
		inner->ops->close(inner);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	r->wire.ops = &ops;
	r->inner = inner;
	r->clock = clock;
	*ret = &r->wire;
	return MCP_OK;
}
