/* line_in - bytes in, lines out: whatever the cuts, with a longest line. */
#include "host/transport/line_in.h"

#include <stdlib.h>

#define FIRST_ROOM (64 * 1024)
#define READ_ROOM (16 * 1024) /* least room offered for a read */

void line_in_init(struct line_in *l, size_t line_max)
{
	*l = (struct line_in){ .line_max = line_max };
}

void line_in_done(struct line_in *l)
{
	free(l->at);
	*l = (struct line_in){ 0 };
}

static bool set_room(struct line_in *l, size_t room)
{
	char *at = realloc(l->at, room);

	if (!at)
		return false;
	l->at = at;
	l->room = room;
	return true;
}

char *line_in_room(struct line_in *l, size_t *ret_room)
{
	if (l->room > FIRST_ROOM && l->len < FIRST_ROOM / 4)
		(void)set_room(l, FIRST_ROOM);
	if (l->room - l->len < READ_ROOM && !set_room(l, l->room ? l->room * 2 : FIRST_ROOM) &&
		l->room == l->len)
		return NULL;
	*ret_room = l->room - l->len;
	return l->at + l->len;
}

void line_in_add(struct line_in *l, size_t len)
{
	l->len += len;
}

static struct span without_return(const char *at, size_t len)
{
	return (struct span){ at, len > 0 && at[len - 1] == '\r' ? len - 1 : len };
}

/* No end of line in what is there: wait for more, or drop a line that is too long already. */
static enum line_kind unfinished(struct line_in *l, size_t *pos)
{
	bool too_long = l->len - *pos > l->line_max;
	bool first = too_long && !l->discarding;

	if (too_long || l->discarding) {
		l->discarding = true;
		*pos = l->len;
	}
	l->seen = l->len;
	return first ? LINE_TOO_LONG : LINE_NONE;
}

enum line_kind line_in_next(struct line_in *l, size_t *pos, struct span *ret)
{
	for (;;) {
		size_t from = l->seen > *pos ? l->seen : *pos;
		const char *end = l->len > from ? memchr(l->at + from, '\n', l->len - from) : NULL;
		size_t start = *pos;
		size_t len;

		if (!end)
			return unfinished(l, pos);
		len = (size_t)(end - l->at) - start;
		*pos = start + len + 1;
		if (l->discarding) {
			l->discarding = false;
			continue;
		}
		*ret = without_return(l->at + start, len);
		return len > l->line_max ? LINE_TOO_LONG : LINE_WHOLE;
	}
}

bool line_in_more(struct line_in *l, size_t pos)
{
	size_t from = l->seen > pos ? l->seen : pos;
	const char *end = l->len > from ? memchr(l->at + from, '\n', l->len - from) : NULL;

	/* Up to there nothing needs to be searched again. */
	l->seen = end ? (size_t)(end - l->at) : l->len;
	return end != NULL;
}

struct span line_in_rest(const struct line_in *l)
{
	if (l->discarding || l->len == 0)
		return (struct span){ l->at, 0 };
	return without_return(l->at, l->len);
}

void line_in_consume(struct line_in *l, size_t pos)
{
	l->len -= pos;
	l->seen = l->seen > pos ? l->seen - pos : 0;
	if (l->len > 0 && pos > 0)
		memmove(l->at, l->at + pos, l->len);
}
