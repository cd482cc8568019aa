/* market_sectors - what the files of "sectors" share: the rows of a job, in job->own. */
#ifndef SERVICE_MARKET_SECTORS_H
#define SERVICE_MARKET_SECTORS_H

#include "service/market_part.h"
#include "service/market_sector_list.h"
#include "service/rank_group.h"

struct sector_row {
	int32_t code; /* 0: of no row of the list */
	char name[64];
	bool nameless; /* its code stands for the name */
	struct group group;
	mcp_int index_change;
	mcp_int foreign;     /* won */
	mcp_int institution; /* won */
};

struct sectors {
	uint32_t count; /* sectors there are */
	struct group groups[SECTORS_MAX];
	struct sector_row rows[MARKET_ROWS_MAX];
	uint32_t shown;
	struct sector_list list;
	bool has_list;
	/* Why the list, or who buys, is not there. */
	struct fault list_fault;
	struct fault buyers_fault;
};

void sectors_write_row(const struct job *j, uint32_t row, struct buf *b); /* as JSON */

#endif
