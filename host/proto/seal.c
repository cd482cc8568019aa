/* seal - what a client carries between the rounds of a call and can neither read nor change. */
#include "host/proto/seal.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/base64url.h"
#include "host/proto/canon.h"
#include "service/crypt.h"

#define KEY_ID 6 /* bytes; eight letters */
#define KEY_TEXT 8
#define HEAD (3 + KEY_TEXT + 1) /* "v1.", the key, "." */

struct seal {
	const char *module;
	const struct clock *clock;
	const struct crypt_module *crypt; /* NULL until first needed */
	unsigned char key[CRYPT_KEY];
	char head[HEAD + 1];
};

struct seal *seal_new(const char *module, const struct clock *clock)
{
	struct seal *s = calloc(1, sizeof *s);

	if (s) {
		s->module = module;
		s->clock = clock;
	}
	return s;
}

void seal_free(struct seal *s)
{
	if (!s)
		return;
	explicit_bzero(s->key, sizeof s->key);
	free(s);
}

static mcp_status need_key(struct seal *s, struct fault *f)
{
	CLEANUP(buf_done) struct buf text = { 0 };
	char id[KEY_ID];
	mcp_status status;

	if (s->crypt)
		return MCP_OK;
	status = crypt_load(s->module, &s->crypt, f);
	if (status < 0)
		return status;

	s->crypt->random(s->key, sizeof s->key);
	s->crypt->random(id, sizeof id);
	buf_init(&text, sizeof s->head);
	buf_puts(&text, "v1.");
	base64url_write(&text, (struct span){ id, sizeof id });
	buf_char(&text, '.');
	if (text.failed || text.len != HEAD) {
		s->crypt = NULL;
		return fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
	}
	memcpy(s->head, text.at, HEAD);
	return MCP_OK;
}

mcp_status seal_random(struct seal *s, void *ret, size_t len, struct fault *f)
{
	mcp_status status = need_key(s, f);

	if (status == MCP_OK)
		s->crypt->random(ret, len);
	return status;
}

/* What a state is bound to; false when the arguments are too long to be looked at. */
static bool digest(const struct seal *s, const struct seal_use *use, unsigned char *ret)
{
	CLEANUP(buf_done) struct buf args = { 0 };
	struct span parts[5];

	buf_init(&args, (size_t)16 * 1024 * 1024);
	canon_json(&args, scan_kind(use->args) == SCAN_OBJECT ? use->args : SPAN("{}"));
	parts[0] = (struct span){ s->head, HEAD };
	parts[1] = use->principal;
	parts[2] = use->method;
	parts[3] = use->target;
	parts[4] = buf_as_span(&args);
	s->crypt->digest(parts, COUNT_OF(parts), ret);
	return !args.failed;
}

static void write_plain(const struct seal *s, const struct sealed *what, struct buf *b)
{
	buf_puts(b, "{\"round\":");
	json_int(b, what->round);
	buf_puts(b, ",\"until\":");
	json_int(b, clock_mono(s->clock) + SEAL_LIFE_MS);
	if (what->inputs.at) {
		buf_puts(b, ",\"inputs\":");
		buf_span(b, what->inputs);
	}
	if (what->kept.at) {
		buf_puts(b, ",\"kept\":");
		buf_span(b, what->kept);
	}
	buf_char(b, '}');
}

mcp_status seal_make(struct seal *s, const struct seal_use *use, const struct sealed *what,
	struct buf *ret, struct fault *f)
{
	CLEANUP(buf_done) struct buf plain = { 0 };
	CLEANUP(buf_done) struct buf sealed = { 0 };
	unsigned char about[CRYPT_DIGEST];
	char *at;
	mcp_status status = need_key(s, f);

	if (status < 0)
		return status;
	buf_init(&plain, SEAL_TEXT_MAX);
	buf_init(&sealed, SEAL_TEXT_MAX);
	write_plain(s, what, &plain);
	at = plain.failed ? NULL : buf_reserve(&sealed, plain.len + CRYPT_EXTRA);
	if (!at || !digest(s, use, about))
		return fault_set(f, MCP_E_MEMORY, "the answers so far are too long to be kept");
	s->crypt->seal(s->key, buf_as_span(&plain),
		(struct span){ (const char *)about, sizeof about }, (unsigned char *)at);
	sealed.len += plain.len + CRYPT_EXTRA;
	buf_put(ret, s->head, HEAD);
	base64url_write(ret, buf_as_span(&sealed));
	return ret->failed
	               ? fault_set(f, MCP_E_MEMORY, "the answers so far are too long to be kept")
	               : MCP_OK;
}

/* Opens the letters behind the head into `room`. */
static bool open_text(
	const struct seal *s, const struct seal_use *use, struct span text, struct buf *room)
{
	CLEANUP(buf_done) struct buf sealed = { 0 };
	unsigned char about[CRYPT_DIGEST];
	char *at;

	buf_init(&sealed, SEAL_TEXT_MAX);
	if (!base64url_read(text, &sealed) || sealed.len < CRYPT_EXTRA || !digest(s, use, about))
		return false;
	at = buf_reserve(room, sealed.len);
	if (!at || !s->crypt->open(s->key, buf_as_span(&sealed),
			   (struct span){ (const char *)about, sizeof about }, (unsigned char *)at))
		return false;
	room->len += sealed.len - CRYPT_EXTRA;
	return true;
}

bool seal_open(struct seal *s, const struct seal_use *use, struct span text, struct buf *room,
	struct sealed *ret)
{
	struct span plain;
	size_t start = room->len;
	int64_t round;
	int64_t until;

	/* Nothing was sealed yet, or not with this key. The head is no secret. */
	if (!s->crypt || text.len <= HEAD || text.len > SEAL_TEXT_MAX * 2 ||
		memcmp(text.at, s->head, HEAD) != 0 ||
		!open_text(s, use, (struct span){ text.at + HEAD, text.len - HEAD }, room))
		return false;
	plain = (struct span){ room->at + start, room->len - start };
	if (!scan_check(plain, NULL) || !scan_int(scan_get(plain, "until"), &until) ||
		!scan_int(scan_get(plain, "round"), &round) || clock_mono(s->clock) >= until)
		return false;
	*ret = (struct sealed){
		.round = (uint32_t)round,
		.inputs = scan_get(plain, "inputs"),
		.kept = scan_get(plain, "kept"),
	};
	return true;
}
