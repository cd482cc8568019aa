/* market_look - what somebody looks for, and how a share of the master file fits it. Pure. [any] */
#ifndef SERVICE_MARKET_LOOK_H
#define SERVICE_MARKET_LOOK_H

#include "base/hangul.h"
#include "service/market_master.h"

/* The best first. */
enum look_fit {
	LOOK_NAME,           /* the name is it */
	LOOK_CODE,           /* the code is it */
	LOOK_START,          /* name or code begins with it */
	LOOK_PART,           /* the name holds it */
	LOOK_INITIALS,       /* the name is it, consonants standing for syllables ... */
	LOOK_INITIALS_START, /* ... begins with it so ... */
	LOOK_INITIALS_PART,  /* ... or holds it so */
	LOOK_NONE,
};

struct look {
	struct hangul_key name;
	char code[8]; /* what of it may be a code or its beginning; empty: nothing */
};

/* False: there is nothing to look for in the text, or it is too long for a name. What stands around
 * a code elsewhere is set aside: A005930, KRX:005930, 005930.KS. */
bool look_read(struct span text, struct look *ret);
enum look_fit look_at(const struct look *l, const struct master_row *row);
/* "name", "code", "name_start", "code_start", "name_part", "initials". */
const char *look_word(const struct look *l, const struct master_row *row, enum look_fit fit);

#endif
