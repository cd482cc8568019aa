/* market_look - what somebody looks for, and how a share of the master file fits it. */
#include "service/market_look.h"

#define CODE_LENGTH 6
#define CODE_START 2 /* of fewer characters everything begins with it */

/* ---- Reading. ---- */

static bool is_code_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static char capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool begins(struct span text, const char *word)
{
	const struct span w = span_of(word);

	return text.len >= w.len && memcmp(text.at, word, w.len) == 0;
}

/* As others write it. */
static struct span bare(struct span text)
{
	static const char *const tails[] = { ".KS", ".KQ", ".KRX" };

	if (begins(text, "KRX:"))
		text = (struct span){ text.at + 4, text.len - 4 };
	if (text.len == CODE_LENGTH + 1 && text.at[0] == 'A')
		return (struct span){ text.at + 1, CODE_LENGTH };
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (text.len == CODE_LENGTH + strlen(tails[i]) &&
			span_is((struct span){ text.at + CODE_LENGTH, text.len - CODE_LENGTH },
				tails[i]))
			return (struct span){ text.at, CODE_LENGTH };
	return text;
}

/* Every code begins with a digit; words do not. */
static void read_code(struct span text, char ret[8])
{
	char capitals[16];
	struct span code = span_trim(text);

	ret[0] = '\0';
	if (code.len > sizeof capitals)
		return;
	for (size_t i = 0; i < code.len; i++)
		capitals[i] = capital(code.at[i]);
	code = bare((struct span){ capitals, code.len });
	if (code.len < CODE_START || code.len > CODE_LENGTH || code.at[0] < '0' || code.at[0] > '9')
		return;
	for (size_t i = 0; i < code.len; i++)
		if (!is_code_letter(code.at[i]))
			return;
	memcpy(ret, code.at, code.len);
	ret[code.len] = '\0';
}

bool look_read(struct span text, struct look *ret)
{
	read_code(text, ret->code);
	return hangul_fold(text, &ret->name) && ret->name.count > 0;
}

/* ---- Looking. ---- */

static bool code_begins(const struct look *l, const struct master_row *row)
{
	return l->code[0] && begins(span_of(row->code), l->code);
}

static enum look_fit fit_of(const struct hangul_place *p, uint32_t part, uint32_t whole)
{
	if (p->at > 0)
		return p->by_initials ? LOOK_INITIALS_PART : LOOK_PART;
	if (part < whole)
		return p->by_initials ? LOOK_INITIALS_START : LOOK_START;
	return p->by_initials ? LOOK_INITIALS : LOOK_NAME;
}

enum look_fit look_at(const struct look *l, const struct master_row *row)
{
	enum look_fit fit = LOOK_NONE;
	struct hangul_place place;
	struct hangul_key name;

	if (hangul_fold(span_of(row->name), &name) && hangul_find(&name, &l->name, &place))
		fit = fit_of(&place, l->name.count, name.count);
	if (fit > LOOK_CODE && code_begins(l, row))
		fit = str_same(l->code, row->code) ? LOOK_CODE : LOOK_START;
	return fit;
}

const char *look_word(const struct look *l, const struct master_row *row, enum look_fit fit)
{
	switch (fit) {
	case LOOK_NAME:
		return "name";
	case LOOK_CODE:
		return "code";
	case LOOK_START:
		return code_begins(l, row) ? "code_start" : "name_start";
	case LOOK_PART:
		return "name_part";
	default:
		return "initials";
	}
}
