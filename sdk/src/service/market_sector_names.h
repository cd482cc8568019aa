/* market_sector_names - names of sectors from idxcode.mst. */
#ifndef SERVICE_MARKET_SECTOR_NAMES_H
#define SERVICE_MARKET_SECTOR_NAMES_H

#include "base/fault.h"
#include "base/str.h"

struct sector_name {
	int32_t sector; /* four digits: 2, 1009 */
	char name[64];  /* UTF-8, never empty */
};

struct sector_names {
	struct sector_name *rows; /* by sector, each once */
	uint32_t count;
};

/* Reads a plain idxcode.mst: a market digit, four digits of the code, the name. Refused whole when
 * its first row is not of that form, more than one row in ten is not, or there are too few. `ret`
 * is freed with sector_names_done. */
mcp_status sector_names_parse(struct span bytes, struct sector_names *ret, struct fault *f);
void sector_names_done(struct sector_names *n); /* accepts a zeroed one */
const char *sector_names_find(const struct sector_names *n, int32_t sector); /* NULL: none */

#endif
