/* market_sector_name - the sector a query means, by its code or its Korean name. */
#include "service/market_top.h"

/* Spellings differ in their dots and blanks: 전기·전자, 전기.전자. */
static bool next_letter(struct span *rest, uint32_t *ret)
{
	while (rest->len > 0) {
		size_t length;

		*ret = utf8_decode(rest->at, rest->len, &length);
		if (length == 0)
			return false;
		rest->at += length;
		rest->len -= length;
		if (*ret != ' ' && *ret != '.' && *ret != 0xb7 && *ret != '&' && *ret != ',')
			return true;
	}
	return false;
}

static bool same_name(const char *a, const char *b)
{
	struct span left = span_of(a);
	struct span right = span_of(b);
	uint32_t x = 0;
	uint32_t y = 0;
	bool more;

	do {
		more = next_letter(&left, &x);
		if (next_letter(&right, &y) != more || (more && x != y))
			return false;
	} while (more);
	return true;
}

/* The code of the exchange's sector of that name among the shares there are; 0: none. */
static int32_t sector_by_name(const struct job *j, enum exchange x, const char *name)
{
	const struct snapshot *s = j->snapshot;

	for (uint32_t i = 0; i < s->count; i++) {
		const struct master_row *row = &s->shares[i].row;
		const char *own = master_sector_name(j->market->master, row->sector);
		const char *large = master_sector_name(j->market->master, row->sector_large);

		if (s->shares[i].exchange != x)
			continue;
		if (own && same_name(own, name))
			return row->sector;
		if (large && same_name(large, name))
			return row->sector_large;
	}
	return 0;
}

/* By its code or its Korean name; both exchanges have most names. */
bool top_find_sector(struct job *j)
{
	struct fault f = { 0 };
	int64_t code;

	if (!j->query.sector[0])
		return true;
	if (strlen(j->query.sector) == 4 && span_int(span_of(j->query.sector), &code) && code > 0)
		j->query.sector_codes[0] = (int32_t)code;
	else
		for (int x = 0; x < EXCHANGES; x++)
			j->query.sector_codes[x] =
				sector_by_name(j, (enum exchange)x, j->query.sector);
	if (j->query.sector_codes[0] || j->query.sector_codes[1])
		return true;
	(void)fault_set(&f, MCP_E_ARGUMENT,
		"there is no sector \"%s\"; give a code like 0013 or a Korean name of "
		"get_sector_volume_ranking",
		j->query.sector);
	job_refuse(j, &f);
	return false;
}
