/* scan_text - the inside of JSON strings, piece by piece. */
#include "data/scan_text.h"

#include "data/scan.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int32_t scan_hex_unit(const char *at, const char *end)
{
	int32_t unit = 0;

	if (end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = hex_value(at[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

bool scan_pieces(struct span text, struct scan_pieces *ret)
{
	if (!text.at || text.len < 2 || text.at[0] != '"' || text.at[text.len - 1] != '"')
		return false;
	*ret = (struct scan_pieces){ .at = text.at + 1, .end = text.at + text.len - 1 };
	return true;
}

static size_t put_utf8(char *ret, uint32_t code)
{
	if (code < 0x80) {
		ret[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		ret[0] = (char)(0xc0 | code >> 6);
		ret[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		ret[0] = (char)(0xe0 | code >> 12);
		ret[1] = (char)(0x80 | (code >> 6 & 0x3f));
		ret[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	ret[0] = (char)(0xf0 | code >> 18);
	ret[1] = (char)(0x80 | (code >> 12 & 0x3f));
	ret[2] = (char)(0x80 | (code >> 6 & 0x3f));
	ret[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* Decodes \uXXXX, both halves of a pair; `at` is behind the u. */
static size_t read_unit(struct scan_pieces *it)
{
	int32_t unit = scan_hex_unit(it->at, it->end);
	uint32_t code;
	int32_t low;

	if (unit < 0) {
		it->at = it->end;
		return 0;
	}
	it->at += 4;
	code = (uint32_t)unit;
	if (scan_is_high(unit) && it->end - it->at >= 6) {
		low = scan_hex_unit(it->at + 2, it->end);
		it->at += 6;
		code = 0x10000 + ((code & 0x3ff) << 10) + ((uint32_t)low & 0x3ff);
	}
	return put_utf8(it->small, code);
}

static size_t read_escape(struct scan_pieces *it)
{
	static const char letters[] = "bfnrt";
	static const char meant[] = "\b\f\n\r\t";
	const char *found;
	char c;

	it->at++;
	if (it->at == it->end)
		return 0;
	c = *it->at++;
	if (c == 'u')
		return read_unit(it);
	found = memchr(letters, c, sizeof letters - 1);
	it->small[0] = found ? meant[found - letters] : c;
	return 1;
}

bool scan_piece(struct scan_pieces *it, struct span *ret)
{
	const char *slash;

	if (it->at >= it->end)
		return false;
	if (*it->at == '\\') {
		ret->at = it->small;
		ret->len = read_escape(it);
		return true;
	}
	slash = memchr(it->at, '\\', (size_t)(it->end - it->at));
	ret->at = it->at;
	ret->len = (size_t)((slash ? slash : it->end) - it->at);
	it->at += ret->len;
	return true;
}

#define CHUNK 120

/* Hashes names of any length and spelling in bounded room: chunks of decoded text, each hashed
 * together with the hash so far. */
struct name_hash {
	uint64_t so_far;
	char text[CHUNK];
	size_t len;
};

static void fold(struct name_hash *h)
{
	char all[sizeof h->so_far + CHUNK];

	memcpy(all, &h->so_far, sizeof h->so_far);
	memcpy(all + sizeof h->so_far, h->text, h->len);
	h->so_far = span_hash((struct span){ all, sizeof h->so_far + h->len });
	h->len = 0;
}

static void add_piece(struct name_hash *h, struct span piece)
{
	while (piece.len > 0) {
		size_t n = piece.len < CHUNK - h->len ? piece.len : CHUNK - h->len;

		memcpy(h->text + h->len, piece.at, n);
		h->len += n;
		piece.at += n;
		piece.len -= n;
		if (h->len == CHUNK)
			fold(h);
	}
}

uint64_t scan_name_hash(struct span raw)
{
	struct span inside = { raw.at + 1, raw.len - 2 };
	struct name_hash h;
	struct scan_pieces it;
	struct span piece;

	if (inside.len < CHUNK && !memchr(inside.at, '\\', inside.len))
		return span_hash(inside);

	h.so_far = 0;
	h.len = 0;
	(void)scan_pieces(raw, &it);
	while (scan_piece(&it, &piece))
		add_piece(&h, piece);
	/* A short name hashes alike with escapes and without. */
	if (h.so_far == 0)
		return span_hash((struct span){ h.text, h.len });
	fold(&h);
	return h.so_far;
}

/* ---- What scan.h offers. ---- */

bool scan_text_is(struct span text, const char *plain)
{
	struct span rest = span_of(plain);
	struct scan_pieces it;
	struct span piece;

	if (!scan_pieces(text, &it))
		return false;
	while (scan_piece(&it, &piece)) {
		if (piece.len > rest.len || memcmp(piece.at, rest.at, piece.len) != 0)
			return false;
		rest.at += piece.len;
		rest.len -= piece.len;
	}
	return rest.len == 0;
}

bool scan_name_is(struct span raw, const char *plain)
{
	size_t length = strlen(plain);

	if (raw.len == length + 2 && memcmp(raw.at + 1, plain, length) == 0)
		return true;
	/* An escape makes a name longer, never shorter. */
	return raw.len > length + 2 && memchr(raw.at, '\\', raw.len) && scan_text_is(raw, plain);
}

bool scan_text(struct span text, struct buf *ret)
{
	struct scan_pieces it;
	struct span piece;

	if (!scan_pieces(text, &it))
		return false;
	while (scan_piece(&it, &piece))
		buf_span(ret, piece);
	return !ret->failed;
}

/* Copies into room for `room` bytes, NUL included. */
static bool copy_text(struct scan_pieces *it, char *ret, size_t room)
{
	struct span piece;
	size_t len = 0;

	while (scan_piece(it, &piece)) {
		if (piece.len >= room - len || memchr(piece.at, '\0', piece.len))
			return false;
		memcpy(ret + len, piece.at, piece.len);
		len += piece.len;
	}
	ret[len] = '\0';
	return true;
}

const char *scan_text_copy(struct span text, struct arena *a)
{
	struct scan_pieces it;
	char *copy;

	if (!scan_pieces(text, &it))
		return NULL;
	copy = arena_alloc(a, text.len);
	if (!copy || !copy_text(&it, copy, text.len))
		return NULL;
	return copy;
}

bool scan_text_into(struct span text, char *ret, size_t room)
{
	struct scan_pieces it;

	return room > 0 && scan_pieces(text, &it) && copy_text(&it, ret, room);
}
