/* http_body - the body of a request: counted, or in chunks. */
#include "host/transport/http_parse.h"

#define SIZE_DIGITS_MAX 8
#define EXTENSIONS_MAX 1024 /* bytes, of all chunks of a body */

enum chunk_state {
	AT_SIZE,
	IN_SIZE, /* one state a digit: IN_SIZE + digits - 1 */
	IN_EXTENSION = IN_SIZE + SIZE_DIGITS_MAX,
	AT_SIZE_END, /* behind its CR */
	IN_DATA,
	AT_DATA_END,
	AT_DATA_FEED,
	AT_END, /* behind the last chunk: no trailer, so CR LF */
	AT_END_FEED,
	AFTER_ALL,
};

static enum http_event refuse(struct http_parse *p, int status, const char *why)
{
	p->status = status;
	p->why = why;
	return HTTP_BAD;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A digit of a size, or what may follow one. */
static enum http_event in_size(struct http_parse *p, char c)
{
	int digit = hex_value(c);

	if (digit >= 0) {
		if (p->chunk == IN_SIZE + SIZE_DIGITS_MAX - 1)
			return refuse(p, 413, "a chunk is too large");
		p->left = p->left * 16 + (uint64_t)digit;
		p->chunk = p->chunk == AT_SIZE ? IN_SIZE : p->chunk + 1;
		return HTTP_MORE;
	}
	if (p->chunk == AT_SIZE || (c != '\r' && c != ';'))
		return refuse(p, 400, "a chunk has no proper size");
	p->chunk = c == ';' ? IN_EXTENSION : AT_SIZE_END;
	return HTTP_MORE;
}

static enum http_event in_extension(struct http_parse *p, char c)
{
	if (c == '\r') {
		p->chunk = AT_SIZE_END;
		return HTTP_MORE;
	}
	if ((c < ' ' && c != '\t') || c == 0x7f)
		return refuse(p, 400, "a control character stands in a chunk's extension");
	if (++p->extensions > EXTENSIONS_MAX)
		return refuse(p, 400, "the extensions of chunks are too long");
	return HTTP_MORE;
}

static enum http_event expect(struct http_parse *p, char c, char wanted, enum chunk_state next)
{
	if (c != wanted)
		return refuse(p, 400,
			p->chunk == AT_END ? "a trailer follows the last chunk"
					   : "a chunk does not end in CR LF");
	p->chunk = (uint8_t)next;
	return HTTP_MORE;
}

static enum http_event end_of_size(struct http_parse *p, const struct http_limits *limits, char c)
{
	if (p->left > limits->body_max - p->body_len)
		return refuse(p, 413, "the body is too large");
	return expect(p, c, '\n', p->left > 0 ? IN_DATA : AT_END);
}

static enum http_event chunk_byte(struct http_parse *p, const struct http_limits *limits, char c)
{
	switch (p->chunk) {
	case IN_EXTENSION:
		return in_extension(p, c);
	case AT_SIZE_END:
		return end_of_size(p, limits, c);
	case AT_DATA_END:
		return expect(p, c, '\r', AT_DATA_FEED);
	case AT_DATA_FEED:
		return expect(p, c, '\n', AT_SIZE);
	case AT_END:
		return expect(p, c, '\r', AT_END_FEED);
	case AT_END_FEED:
		return expect(p, c, '\n', AFTER_ALL);
	default:
		return in_size(p, c);
	}
}

/* A piece of what is left of the body or of the chunk. */
static enum http_event take(struct http_parse *p, struct span bytes, size_t *used, struct span *ret)
{
	size_t len = bytes.len - *used;

	if (len > p->left)
		len = (size_t)p->left;
	*ret = (struct span){ bytes.at + *used, len };
	*used += len;
	p->left -= len;
	p->body_len += len;
	return len > 0 ? HTTP_PART : HTTP_MORE;
}

enum http_event http_body(struct http_parse *p, const struct http_limits *limits, struct span bytes,
	size_t *ret_used, struct span *ret)
{
	*ret_used = 0;
	if (!p->chunked)
		return p->left == 0 ? HTTP_DONE : take(p, bytes, ret_used, ret);
	while (p->chunk != AFTER_ALL) {
		enum http_event e;

		if (*ret_used == bytes.len)
			return HTTP_MORE;
		if (p->chunk == IN_DATA) {
			e = take(p, bytes, ret_used, ret);
			if (p->left == 0)
				p->chunk = AT_DATA_END;
			return e;
		}
		e = chunk_byte(p, limits, bytes.at[(*ret_used)++]);
		if (e == HTTP_BAD)
			return e;
	}
	return HTTP_DONE;
}
