/* market_dart_corps - which company of OpenDART a share belongs to: corpCode.xml, read as hostile
 * input. */
#ifndef SERVICE_MARKET_DART_CORPS_H
#define SERVICE_MARKET_DART_CORPS_H

#include <stdint.h>

#include "base/fault.h"
#include "base/str.h"

struct dart_corp {
	char stock[7]; /* six characters */
	char corp[9];  /* eight digits */
};

struct dart_corps {
	struct dart_corp *rows; /* by stock code; none twice */
	uint32_t count;
};

/* Refused whole when it is cut, of another shape, or holds no listed company. A stock code that two
 * companies claim is nobody's. `ret` is freed with dart_corps_done. */
mcp_status dart_corps_parse(struct span xml, struct dart_corps *ret, struct fault *f);
void dart_corps_done(struct dart_corps *c); /* accepts a zeroed one */
/* The company's code, lent; NULL when no company has the stock code. */
const char *dart_corps_find(const struct dart_corps *c, const char *stock);

#endif
