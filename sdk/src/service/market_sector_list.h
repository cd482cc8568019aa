/* market_sector_list - which codes are real sectors, what they are called, how their indices
 * moved. */
#ifndef SERVICE_MARKET_SECTOR_LIST_H
#define SERVICE_MARKET_SECTOR_LIST_H

#include "service/market_batch.h"
#include "service/market_master.h"

#define SECTORS_MAX 64

struct sector_entry {
	int32_t code;
	char name[48];
	mcp_int index_change; /* hundredths of a percent (bstp_nmix_prdy_ctrt) */
};

struct sector_list {
	uint32_t count;
	struct sector_entry entries[SECTORS_MAX];
};

/* Rows of output2 of inquire-index-category-price, those that are no sectors too, for their names.
 * False: no such rows. */
bool sector_list_read(struct span body, struct sector_list *ret);
const struct sector_entry *sector_list_find(const struct sector_list *l, int32_t code);
/* Adds the call that gives the list of a market. */
void sector_list_ask(struct batch *b, enum exchange x);
/* False for whole markets, sizes, index products and codes that contain other sectors. */
bool sector_is_real(int32_t code);

#endif
