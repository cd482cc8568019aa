/* market_find_names - "sector_names": the sectors that shares are in, by code, with their names. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "service/market_about.h"
#include "service/market_find.h"
#include "service/market_sector_list.h"

struct sector {
	enum exchange exchange;
	int32_t code;
	uint32_t shares;
};

struct sectors_found {
	uint32_t count;
	struct sector rows[EXCHANGES * SECTORS_MAX]; /* KOSPI's first, ascending by code */
};

static bool is_before(const struct sector *s, enum exchange x, int32_t code)
{
	return s->exchange < x || (s->exchange == x && s->code < code);
}

static void count_share(struct sectors_found *all, enum exchange x, int32_t code)
{
	uint32_t at = 0;

	while (at < all->count && is_before(&all->rows[at], x, code))
		at++;
	if (at < all->count && all->rows[at].exchange == x && all->rows[at].code == code) {
		all->rows[at].shares++;
		return;
	}
	if (all->count == COUNT_OF(all->rows))
		return;
	memmove(&all->rows[at + 1], &all->rows[at], (all->count - at) * sizeof all->rows[0]);
	all->rows[at] = (struct sector){ .exchange = x, .code = code, .shares = 1 };
	all->count++;
}

static void count_shares(struct job *j, enum exchange x)
{
	const struct master_table *t = master_table(j->market->master, x);

	for (uint32_t i = 0; i < t->count; i++)
		if (master_is_ranked(&t->rows[i]) && t->rows[i].sector > 0)
			count_share(j->own, x, t->rows[i].sector);
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	const struct sectors_found *all = j->own;
	const struct sector *s = &all->rows[row];

	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const uint8_t column = j->query.columns[i].column;

		json_next(b);
		if (column == NAME_MARKET)
			json_cstr(b, exchange_name(s->exchange));
		else if (column == NAME_CODE)
			buf_printf(b, "\"%04d\"", s->code);
		else if (column == NAME_NAME)
			json_cstr(b, master_sector_name(j->market->master, s->code));
		else if (column == NAME_STOCKS)
			json_int(b, s->shares);
		else if (column == NAME_AS_OF)
			about_write(j, ABOUT_AS_OF, b);
		else
			about_write(j, column == NAME_NOTES ? ABOUT_NOTES : ABOUT_ENVIRONMENT, b);
	}
}

static void on_master(struct job *j)
{
	const struct sectors_found *all = j->own;

	if (!find_take_tables(j))
		return;
	for (int x = 0; x < EXCHANGES; x++)
		if (find_in_scope(j, (enum exchange)x))
			count_shares(j, (enum exchange)x);
	find_note_names(j);
	job_answer(j, write_row, all->count);
}

void names_start(struct job *j)
{
	j->own = calloc(1, sizeof(struct sectors_found));
	if (j->own)
		find_need(j, true, on_master);
	else
		job_refuse_memory(j);
}
