/* http_parse - reads HTTP/1.1 requests strictly: what is doubtful is refused, never guessed.
 *
 * Incremental and without memory of its own: the caller keeps the bytes of a head in one piece
 * and calls again with more; a body is decoded as it comes. Beyond the grammar it refuses
 * duplicate, listed, signed or zero-led lengths, a length beside a transfer coding, any coding
 * but "chunked", a tab beside either, lines that do not end in CR LF, folded lines, trailers, a
 * missing or second Host, and an absolute target whose authority is not that of Host.
 */
#ifndef HOST_TRANSPORT_HTTP_PARSE_H
#define HOST_TRANSPORT_HTTP_PARSE_H

#include "base/str.h"

#define HTTP_FIELDS_MAX 100

enum http_event {
	HTTP_MORE, /* everything is taken in; more must come */
	HTTP_DONE, /* the head, or the body, is whole */
	HTTP_PART, /* of a body: a piece was found */
	HTTP_BAD,  /* refused: see `status` and `why`; nothing more can be read */
};

struct http_limits {
	uint32_t target_max; /* bytes; 414 beyond */
	uint32_t head_max;   /* bytes of request line and fields; 431 beyond */
	uint64_t body_max;   /* bytes of a chunked body; 413 beyond */
};

struct http_place {
	uint32_t at;
	uint32_t len;
};

/* One request. Zeroed before each. Places are offsets into the head's bytes. */
struct http_parse {
	uint32_t seen;       /* bytes looked at */
	uint32_t line;       /* where the line being read begins */
	uint32_t spaces;     /* of the first line */
	uint32_t target_len; /* so far */
	uint32_t field_count;
	uint32_t fields; /* where the fields begin; they end at `head_len` */
	uint32_t head_len;
	struct http_place method;
	struct http_place path;      /* of the target, as it came */
	struct http_place query;     /* behind '?'; empty when there is none */
	struct http_place authority; /* of an absolute target */
	struct http_place host;
	uint8_t minor; /* 1 or 0 of HTTP/1.x */
	bool blank_skipped;
	bool has_host;
	bool has_length;
	bool chunked;
	bool closes; /* the connection ends with the answer */
	bool expects_continue;
	uint8_t chunk;       /* state of the chunk reader */
	uint32_t extensions; /* bytes of chunk extensions so far */
	uint64_t length;     /* of the body; UINT64_MAX: more than can be counted */
	uint64_t left;       /* of the body, or of the chunk */
	uint64_t body_len;   /* bytes decoded */
	int status;          /* of HTTP_BAD: 400, 413, 414, 417, 431, 505 */
	const char *why;     /* one sentence without an end */
};

/* Looks at what of the head is there: `bytes` begins with its first byte and only grows from call
 * to call. HTTP_DONE: `head_len` bytes of it are the head. HTTP_MORE or HTTP_BAD otherwise. */
enum http_event http_head(
	struct http_parse *p, const struct http_limits *limits, struct span bytes);

/* Decodes the next bytes of the body, whose first byte comes with the first call. *ret_used of
 * them were looked at; with HTTP_PART *ret is a piece of the body inside `bytes`. HTTP_DONE when
 * the body has ended (at once when there is none). */
enum http_event http_body(struct http_parse *p, const struct http_limits *limits, struct span bytes,
	size_t *ret_used, struct span *ret);

/* True when the request has a body. */
static inline bool http_has_body(const struct http_parse *p)
{
	return p->chunked || p->length > 0;
}

static inline struct span http_text(const char *head, struct http_place place)
{
	return (struct span){ head + place.at, place.len };
}

/* Walks the fields of a whole head: *place is 0 at first. Values are trimmed. False at the end. */
bool http_field(const struct http_parse *p, const char *head, uint32_t *place,
	struct span *ret_name, struct span *ret_value);

/* ASCII letters of either case are the same. */
bool http_same(struct span a, const char *b);
/* Is it the name of a header that repeats an argument: "Mcp-Param-Region"? */
bool http_is_param(struct span name);
/* Is `token` one of the words of a comma-separated value? */
bool http_lists(struct span value, const char *token);

#endif
