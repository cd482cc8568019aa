/* market_fixed - files of fixed places: lines, fields cut by bytes, texts in CP949. */
#include "service/market_fixed.h"

#define TEXT_WIDTH 40

void fixed_open(struct fixed *f)
{
	f->cp949 = iconv_open("UTF-8", "CP949");
}

void fixed_close(struct fixed *f)
{
	if (f->cp949 != (iconv_t)-1)
		(void)iconv_close(f->cp949);
}

bool fixed_line(struct span *rest, struct span *ret)
{
	if (!span_split(rest, '\n', ret))
		return false;
	if (ret->len > 0 && ret->at[ret->len - 1] == '\r')
		ret->len--;
	return ret->len > 0 || rest->len > 0;
}

struct span fixed_cut(struct span line, size_t at, size_t width)
{
	return span_trim((struct span){ line.at + at, width });
}

void fixed_text(const struct fixed *f, struct span bytes, char *ret, size_t room)
{
	char utf8[TEXT_WIDTH * 3];
	char *in = (char *)bytes.at;
	char *out = utf8;
	size_t in_left = bytes.len;
	size_t out_left = sizeof utf8;

	ret[0] = '\0';
	if (f->cp949 == (iconv_t)-1)
		return;
	(void)iconv(f->cp949, NULL, NULL, NULL, NULL);
	if (iconv(f->cp949, &in, &in_left, &out, &out_left) == (size_t)-1)
		return;
	(void)utf8_clean(span_trim((struct span){ utf8, sizeof utf8 - out_left }), ret, room - 1);
}
