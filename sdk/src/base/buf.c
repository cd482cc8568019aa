/* buf - bytes that grow up to a maximum. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST ((size_t)64)

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max < SIZE_MAX ? max : SIZE_MAX - 1 };
}

void buf_done(struct buf *b)
{
	free(b->at);
	buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

/* Doubles the room until `need` fits; one byte beyond `max` is for the NUL. */
static size_t next_room(const struct buf *b, size_t need)
{
	const size_t most = b->max + 1;
	size_t room = b->room ? b->room : ROOM_FIRST;

	while (room < need)
		room = room > most / 2 ? most : room * 2;
	return room < most ? room : most;
}

char *buf_reserve(struct buf *b, size_t len)
{
	size_t room;
	char *at;

	if (b->failed || len > b->max - b->len) {
		b->failed = true;
		return NULL;
	}
	if (b->len + len < b->room)
		return b->at + b->len;
	room = next_room(b, b->len + len + 1);
	at = realloc(b->at, room);
	if (!at) {
		b->failed = true;
		return NULL;
	}

	b->at = at;
	b->room = room;
	return b->at + b->len;
}

void buf_put(struct buf *b, const void *at, size_t len)
{
	char *to = buf_reserve(b, len);

	if (!to || len == 0)
		return;
	memcpy(to, at, len);
	b->len += len;
}

void buf_puts(struct buf *b, const char *text)
{
	buf_span(b, span_of(text));
}

void buf_span(struct buf *b, struct span s)
{
	buf_put(b, s.at, s.len);
}

void buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_int(struct buf *b, int64_t n)
{
	char digits[20];
	size_t at = sizeof digits;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (n < 0)
		digits[--at] = '-';
	buf_put(b, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	buf_vprintf(b, fmt, args);
	va_end(args);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list args)
{
	va_list again;
	int len;
	char *to;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		b->failed = true;
	to = len < 0 ? NULL : buf_reserve(b, (size_t)len);
	if (!to)
		return;

	(void)vsnprintf(to, (size_t)len + 1, fmt, args);
	b->len += (size_t)len;
}

const char *buf_text(struct buf *b)
{
	char *end = buf_reserve(b, 0);

	if (!end)
		return NULL;
	*end = '\0';
	return b->at;
}

char *buf_take(struct buf *b, size_t *ret_len)
{
	char *ret = buf_text(b) ? b->at : NULL;

	if (ret) {
		if (ret_len)
			*ret_len = b->len;
		b->at = NULL;
	}
	buf_done(b);
	return ret;
}
