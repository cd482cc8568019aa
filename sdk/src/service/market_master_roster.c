/* market_master_roster - the ranked shares of both markets in one list. */
#include <stdlib.h>
#include <string.h>

#include "service/market_master.h"

static void skip_others(const struct master_table *t, uint32_t *at)
{
	while (*at < t->count && !master_is_ranked(&t->rows[*at]))
		++*at;
}

/* The table whose next row comes first; a code that both have is the first one's. */
static enum exchange next_of(const struct master_table *t, const uint32_t at[EXCHANGES])
{
	const bool kospi = at[EXCHANGE_KOSPI] < t[EXCHANGE_KOSPI].count;
	const bool kosdaq = at[EXCHANGE_KOSDAQ] < t[EXCHANGE_KOSDAQ].count;

	if (!kospi || !kosdaq)
		return kospi ? EXCHANGE_KOSPI : EXCHANGE_KOSDAQ;
	return strcmp(t[EXCHANGE_KOSPI].rows[at[EXCHANGE_KOSPI]].code,
		       t[EXCHANGE_KOSDAQ].rows[at[EXCHANGE_KOSDAQ]].code) <= 0
	               ? EXCHANGE_KOSPI
	               : EXCHANGE_KOSDAQ;
}

bool master_roster_make(
	const struct master_table tables[EXCHANGES], struct master_entry **ret, uint32_t *ret_count)
{
	const size_t most = (size_t)tables[0].count + tables[1].count;
	struct master_entry *list = calloc(most + 1, sizeof *list);
	uint32_t at[EXCHANGES] = { 0 };
	uint32_t count = 0;

	if (!list)
		return false;
	for (;;) {
		enum exchange x;
		const struct master_row *row;

		skip_others(&tables[0], &at[0]);
		skip_others(&tables[1], &at[1]);
		x = next_of(tables, at);
		if (at[x] >= tables[x].count)
			break;
		row = &tables[x].rows[at[x]++];
		if (count > 0 && strcmp(list[count - 1].row->code, row->code) == 0)
			continue;
		list[count++] = (struct master_entry){ row, x };
	}
	*ret = list;
	*ret_count = count;
	return true;
}
