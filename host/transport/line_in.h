/* line_in - bytes in, lines out: whatever the cuts, with a longest line. */
#ifndef HOST_TRANSPORT_LINE_IN_H
#define HOST_TRANSPORT_LINE_IN_H

#include "base/str.h"

struct line_in {
	char *at;
	size_t len;
	size_t seen; /* bytes already searched for a line's end */
	size_t room;
	size_t line_max;
	bool discarding; /* inside a line that was too long */
};

enum line_kind { LINE_NONE, LINE_WHOLE, LINE_TOO_LONG };

void line_in_init(struct line_in *l, size_t line_max);
void line_in_done(struct line_in *l);

/* Where the next bytes go, at least one; NULL when memory is out. Add them by line_in_add. */
char *line_in_room(struct line_in *l, size_t *ret_room);
void line_in_add(struct line_in *l, size_t len);

/* The next line without its end ("\n", "\r\n"), lent until line_in_room. *pos is the reader's
 * place: 0 at first. LINE_TOO_LONG comes once for each such line. */
enum line_kind line_in_next(struct line_in *l, size_t *pos, struct span *ret);
/* True when another whole line stands behind `pos`. */
bool line_in_more(struct line_in *l, size_t pos);
/* What stands behind the last line's end; empty when nothing does. */
struct span line_in_rest(const struct line_in *l);
/* Forgets what was read up to `pos`. */
void line_in_consume(struct line_in *l, size_t pos);

#endif
