/* phrase_agree - whether two formats take the same arguments. */
#include <string.h>

#include "base/phrase.h"
#include "base/str.h"

#define ARGS_MAX 16

/* What a format takes: one word per argument, such as "d", "lld", "s". */
struct takes {
	char args[ARGS_MAX][4];
	size_t count;     /* the highest argument taken */
	size_t stray;     /* percent signs that begin no conversion */
	bool is_numbered; /* %1$s forms were seen */
	bool is_counted;  /* %s forms were seen */
	bool broken;
};

static size_t digits_at(const char *at)
{
	return strspn(at, "0123456789");
}

/* Notes that argument `number` (0: the next) has the type `word`. */
static void take(struct takes *t, size_t number, const char *word)
{
	size_t i = number ? number - 1 : t->count;

	if (number)
		t->is_numbered = true;
	else
		t->is_counted = true;
	if (i >= ARGS_MAX || (t->args[i][0] && strcmp(t->args[i], word) != 0)) {
		t->broken = true;
		return;
	}
	memcpy(t->args[i], word, strlen(word) + 1);
	if (t->count < i + 1)
		t->count = i + 1;
}

/* "2$" after the percent sign or a star: 2, and *at moves behind it; 0 when there is none. */
static size_t read_number(const char **at)
{
	size_t digits = digits_at(*at);
	int64_t number;

	if (digits == 0 || (*at)[digits] != '$')
		return 0;
	if (!span_int((struct span){ *at, digits }, &number) || number < 1 || number > ARGS_MAX)
		number = ARGS_MAX + 1;
	*at += digits + 1;
	return (size_t)number;
}

/* A width or precision: digits, or a star that takes an int. */
static void read_width(struct takes *t, const char **at)
{
	if (**at != '*') {
		*at += digits_at(*at);
		return;
	}
	(*at)++;
	take(t, read_number(at), "d");
}

/* The type of a conversion, or 0: signs and bases share one, and so do notations of reals. */
static char type_of(char conversion)
{
	if (conversion == '\0')
		return '\0';
	if (strchr("di", conversion))
		return 'd';
	if (strchr("uoxX", conversion))
		return 'u';
	if (strchr("aAeEfFgG", conversion))
		return 'f';
	return strchr("csp", conversion) ? conversion : '\0';
}

/* One conversion behind a percent sign; returns where the text goes on. */
static const char *read_conversion(struct takes *t, const char *at)
{
	const char *start = at;
	const struct takes before = *t;
	const size_t number = read_number(&at);
	char word[4] = "";
	size_t len;

	at += strspn(at, "-+ #0'");
	read_width(t, &at);
	if (*at == '.') {
		at++;
		read_width(t, &at);
	}
	len = strspn(at, "hljztL");
	if (len > 2 || type_of(at[len]) == '\0') {
		*t = before;
		t->stray++;
		return start;
	}

	memcpy(word, at, len);
	word[len] = type_of(at[len]);
	take(t, number, word);
	return at + len + 1;
}

static struct takes read_format(const char *text)
{
	struct takes t = { 0 };
	size_t i;

	while ((text = strchr(text, '%'))) {
		text++;
		if (*text == '%')
			text++;
		else
			text = read_conversion(&t, text);
	}
	/* C leaves open what a mix or a gap means. */
	if (t.is_numbered && t.is_counted)
		t.broken = true;
	for (i = 0; i < t.count; i++)
		if (!t.args[i][0])
			t.broken = true;
	return t;
}

int phrase_agrees(const char *en, const char *ko)
{
	const struct takes a = read_format(en);
	const struct takes b = read_format(ko);

	return !a.broken && !b.broken && a.count == b.count && a.stray == b.stray &&
	       memcmp(a.args, b.args, sizeof a.args) == 0;
}
