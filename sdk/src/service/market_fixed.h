/* market_fixed - files of fixed places: lines, fields cut by bytes, texts in CP949. */
#ifndef SERVICE_MARKET_FIXED_H
#define SERVICE_MARKET_FIXED_H

#include <iconv.h>

#include "base/str.h"

struct fixed {
	iconv_t cp949;
};

void fixed_open(struct fixed *f); /* without a converter every text is empty */
void fixed_close(struct fixed *f);

/* Takes the next line off the front of *rest, without CR and LF; false at the end. A last LF begins
 * no line. */
bool fixed_line(struct span *rest, struct span *ret);
/* The field without the blanks around it; the line is long enough. */
struct span fixed_cut(struct span line, size_t at, size_t width);
/* A field of at most 40 bytes as clean UTF-8; empty when it is not CP949. The bytes are cut first
 * and converted then: places are bytes, not characters. */
void fixed_text(const struct fixed *f, struct span bytes, char *ret, size_t room);

#endif
