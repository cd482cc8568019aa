/* kis_server_reply - the answer when nothing goes wrong: a recorded body, else the exchange's. */
#include "kis_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "data/scan.h"

/* What a mock key (모의투자) can ask. */
static const char *const mock_endpoints[] = {
	"inquire-price",
	"inquire-ccnl",
	"inquire-daily-price",
	"inquire-asking-price-exp-ccn",
	"inquire-investor",
	"inquire-member",
	"inquire-daily-itemchartprice",
	"inquire-time-itemconclusion",
	"inquire-daily-overtimeprice",
	"inquire-time-itemchartprice",
	"inquire-daily-indexchartprice",
};

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool mock_serves(const char *path)
{
	for (size_t i = 0; i < COUNT_OF(mock_endpoints); i++) {
		if (str_same(mock_endpoints[i], last_part(path)))
			return true;
	}
	return false;
}

/* Some recorded bodies have lost their envelope: it is put back. */
static void add_envelope(struct buf *b)
{
	const struct span body = buf_as_span(b);

	if (!scan_check(body, NULL) || scan_get(body, "rt_cd").at || scan_kind(body) != SCAN_OBJECT)
		return;
	while (b->len > 0 && b->at[b->len - 1] != '}')
		b->len--;
	b->len--;
	buf_puts(b, ",\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\","
		    "\"msg1\":\"정상처리 되었습니다.\"}");
}

/* `file` without ".zip" for a master file, "<endpoint>.json" else. */
static bool read_recorded(
	const struct server *s, const struct server_request *r, bool master, struct buf *ret)
{
	const char *name = last_part(r->path);
	const int len = (int)strlen(name) - (master ? 4 : 0);
	char path[4096];

	if (!s->o.bodies || snprintf(path, sizeof path, "%s/%.*s%s", s->o.bodies, len, name,
				    master ? "" : ".json") >= (int)sizeof path)
		return false;
	if (file_read(path, ret, NULL) < 0) {
		buf_clear(ret);
		return false;
	}
	if (!master)
		add_envelope(ret);
	return true;
}

static bool ask_demo(
	const struct server *s, const struct server_request *r, struct server_answer *ret)
{
	char tr_id[32];
	const struct demo_request q = {
		.method = r->method,
		.path = r->path,
		.query = r->query,
		.tr_id = server_header(r, "tr_id", tr_id, sizeof tr_id) ? tr_id : NULL,
		.body = r->body,
		.wall_ms = clock_wall(&s->clock),
	};

	ret->status = demo_answer(s->demo, &q, &ret->body);
	return ret->status == 200;
}

static bool take_bytes(zip_source_t *source, struct buf *ret)
{
	zip_stat_t st;
	char *at;
	zip_int64_t n;

	if (zip_source_stat(source, &st) < 0 || zip_source_open(source) < 0)
		return false;
	buf_clear(ret);
	at = buf_reserve(ret, st.size);
	n = at ? zip_source_read(source, at, st.size) : -1;
	if (n > 0)
		ret->len += (size_t)n;
	(void)zip_source_close(source);
	return n == (zip_int64_t)st.size;
}

/* The plain bytes of `b` become an archive with one file of that name. */
static bool pack(struct buf *b, const char *name)
{
	zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_source_t *plain;
	zip_t *zip = archive ? zip_open_from_source(archive, ZIP_TRUNCATE, NULL) : NULL;
	bool packed;

	if (!zip) {
		zip_source_free(archive);
		return false;
	}
	zip_source_keep(archive);
	plain = zip_source_buffer(zip, b->at, b->len, 0);
	if (!plain || zip_file_add(zip, name, plain, ZIP_FL_ENC_UTF_8) < 0) {
		zip_source_free(plain);
		zip_discard(zip);
		zip_source_free(archive);
		return false;
	}
	packed = zip_close(zip) == 0;
	if (packed)
		packed = take_bytes(archive, b);
	else
		zip_discard(zip);
	zip_source_free(archive);
	return packed;
}

static void reply_master(
	const struct server *s, const struct server_request *r, struct server_answer *ret)
{
	const char *name = last_part(r->path);
	char file[64];

	ret->type = "application/octet-stream";
	ret->status = 200;
	if (!read_recorded(s, r, true, &ret->body) && !ask_demo(s, r, ret))
		return;
	(void)snprintf(file, sizeof file, "%.*s", (int)strlen(name) - 4, name);
	if (!pack(&ret->body, file))
		server_refuse(ret, 500, "EGW00001", "zip");
}

/* The list of companies comes zipped. */
static void reply_source(
	const struct server *s, const struct server_request *r, struct server_answer *ret)
{
	if (!server_source_admits(s, r, ret) || !ask_demo(s, r, ret) ||
		!str_same(last_part(r->path), "corpCode.xml"))
		return;
	ret->type = "application/x-msdownload";
	if (!pack(&ret->body, "CORPCODE.xml"))
		server_refuse(ret, 500, "EGW00001", "zip");
}

void server_reply(struct server *s, const struct server_request *r, struct server_answer *ret)
{
	const size_t len = strlen(r->path);

	ret->status = 200;
	ret->type = "application/json; charset=utf-8";
	if (str_same(r->path, "/oauth2/tokenP")) {
		server_gate_issue(s, r, ret);
		return;
	}
	if (len > 4 && strncmp(r->path, "/common/master/", 15) == 0 &&
		str_same(r->path + len - 4, ".zip")) {
		reply_master(s, r, ret);
		return;
	}
	if (server_is_source(r->path)) {
		reply_source(s, r, ret);
		return;
	}
	if (!server_gate_admits(s, r, ret))
		return;
	if (s->o.mock_key && !mock_serves(r->path)) {
		server_refuse(ret, 500, "EGW02006", "모의투자 TR 이 아닙니다.");
		return;
	}
	if (!read_recorded(s, r, false, &ret->body))
		(void)ask_demo(s, r, ret);
}
