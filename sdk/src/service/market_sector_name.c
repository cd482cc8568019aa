/* market_sector_name - the sector a query means, by its code or its Korean name. */
#include "service/market_sector_list.h"
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

static void refuse(struct job *j)
{
	struct fault f = { 0 };

	(void)fault_set(&f, MCP_E_ARGUMENT,
		"there is no sector \"%s\"; give a code like 0013 or a Korean name of "
		"get_sector_volume_ranking",
		j->query.sector);
	job_refuse(j, &f);
}

/* ---- By the names upstream gives, when the file of names is not there. ---- */

static void take_list(struct job *j, enum exchange x, struct span body)
{
	struct sector_list list;

	if (!sector_list_read(body, &list)) {
		batch_doubt(&j->batch);
		return;
	}
	for (uint32_t i = 0; i < list.count && !j->query.sector_codes[x]; i++)
		if (same_name(list.entries[i].name, j->query.sector))
			j->query.sector_codes[x] = list.entries[i].code;
}

static void on_list(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;

	j->from.upstream_calls += answer->calls;
	if (answer->fault.status < 0)
		j->batch_fault = answer->fault;
	else
		take_list(j, (enum exchange)j->rows[index], answer->body);
}

static void on_lists(void *self)
{
	struct job *j = self;

	if (j->query.sector_codes[0] || j->query.sector_codes[1])
		j->then(j);
	else if (j->batch_fault.status < 0)
		job_refuse(j, &j->batch_fault);
	else
		refuse(j);
}

static void ask_lists(struct job *j)
{
	j->batch = (struct batch){
		.kis = j->market->kis,
		.recall = j->market->recall,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.answer = on_list,
		.end = on_lists,
		.self = j,
	};
	batch_begin(&j->batch);
	for (int x = 0; x < EXCHANGES; x++) {
		j->rows[j->batch.count] = (uint32_t)x;
		sector_list_ask(&j->batch, (enum exchange)x);
	}
	batch_commit(&j->batch);
}

/* By its code or its Korean name; both exchanges have most names. */
void top_find_sector(struct job *j, void (*then)(struct job *j))
{
	int64_t code;

	j->then = then;
	if (!j->query.sector[0]) {
		then(j);
		return;
	}
	if (strlen(j->query.sector) == 4 && span_int(span_of(j->query.sector), &code) && code > 0)
		j->query.sector_codes[0] = (int32_t)code;
	else
		for (int x = 0; x < EXCHANGES; x++)
			j->query.sector_codes[x] =
				sector_by_name(j, (enum exchange)x, j->query.sector);
	if (j->query.sector_codes[0] || j->query.sector_codes[1])
		then(j);
	else if (j->offline)
		refuse(j);
	else
		ask_lists(j);
}
