/* market_find - "find": shares by name, part of it, initial consonants or code. */
#include "service/market_find.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "service/market_look.h"
#include "service/market_stock.h"

struct found {
	const struct master_row *row;
	enum exchange exchange;
	enum look_fit fit;
	int64_t cap; /* won at the base price, in thousands of shares */
};

struct finding {
	struct look look;
	uint32_t matched;               /* shares */
	uint32_t others;                /* issues that fit but are none: ETF, ETN, SPAC … */
	const struct master_row *other; /* one of them whose code or name it is; NULL: none */
	uint32_t count;
	struct found rows[MARKET_ROWS_MAX]; /* the best, best first */
};

/* ---- Tables. ---- */

bool find_in_scope(const struct job *j, enum exchange x)
{
	return j->query.scope == SCOPE_ALL ||
	       (j->query.scope == SCOPE_KOSDAQ) == (x == EXCHANGE_KOSDAQ);
}

void find_need(struct job *j, bool with_names, void (*then)(struct job *j))
{
	if (j->offline)
		master_recall(j->market->master);
	job_need(j, with_names ? NEED_MASTER | NEED_NAMES : NEED_MASTER, then);
}

static void refuse_tables(struct job *j, enum exchange x)
{
	struct fault f = *master_fault(j->market->master, x);

	if (j->offline)
		job_say_not_kept(&f);
	else if (f.status == MCP_OK)
		(void)fault_set(&f, MCP_E_UPSTREAM,
			"the master file of %s is not there yet; try again later",
			exchange_name(x));
	job_refuse(j, &f);
}

static void stamp(struct job *j, int32_t day)
{
	const struct market *m = j->market;
	const int64_t now_ms = clock_wall(&m->env->clock);
	const int32_t next = kst_date_add(kst_from_ms(now_ms).date, 1);
	const int64_t today_ms = master_renewed_ms(kst_from_ms(now_ms).date);
	struct provenance p;

	provenance_init(&p);
	p.used = true;
	p.environment = kis_environment(m->kis);
	p.basis = j->query.basis;
	p.session = market_now(m, j->query.basis).name;
	p.as_of_ms = master_renewed_ms(day);
	if (p.environment != ENVIRONMENT_REPLAY)
		p.fresh_until_ms = now_ms < today_ms ? today_ms : master_renewed_ms(next);
	p.upstream_calls = master_take_calls(m->master);
	provenance_merge(&j->from, &p);
}

bool find_take_tables(struct job *j)
{
	const struct master *master = j->market->master;
	int missing = -1;
	uint32_t there = 0;

	for (int x = 0; x < EXCHANGES; x++) {
		if (!find_in_scope(j, (enum exchange)x))
			continue;
		if (!master_has(master, (enum exchange)x)) {
			missing = x;
			continue;
		}
		there++;
		stamp(j, master_day(master, (enum exchange)x));
		market_note_master(j->market, (enum exchange)x, &j->from);
	}
	if (there == 0) {
		refuse_tables(j, (enum exchange)missing);
		return false;
	}
	if (missing >= 0) {
		j->from.complete = false;
		provenance_note(&j->from, "shares of %s are missing: its master file is not there",
			exchange_name((enum exchange)missing));
	}
	return true;
}

void find_note_names(struct job *j)
{
	if (!master_has_names(j->market->master))
		provenance_note(
			&j->from, "the names of sectors are not there yet: see their codes");
}

/* ---- Looking. ---- */

/* By code among equals. */
static int compare(const struct found *a, const struct found *b)
{
	if (a->fit != b->fit)
		return a->fit < b->fit ? -1 : 1;
	if (a->cap != b->cap)
		return a->cap > b->cap ? -1 : 1;
	return strcmp(a->row->code, b->row->code);
}

static void keep(struct finding *all, uint32_t room, const struct found *one)
{
	uint32_t at = all->count;

	while (at > 0 && compare(one, &all->rows[at - 1]) < 0)
		at--;
	if (at == room)
		return;
	if (all->count < room)
		all->count++;
	memmove(&all->rows[at + 1], &all->rows[at], (all->count - 1 - at) * sizeof all->rows[0]);
	all->rows[at] = *one;
}

static int64_t cap_of(const struct master_row *row)
{
	int64_t cap;

	return __builtin_mul_overflow(row->base_price, row->listed_thousand, &cap) ? INT64_MAX
	                                                                           : cap;
}

/* A code that both markets have is KOSPI's. */
static bool is_doubled(const struct job *j, enum exchange x, const struct master_row *row)
{
	const struct master_row *first =
		x == EXCHANGE_KOSDAQ && find_in_scope(j, EXCHANGE_KOSPI)
			? master_table_find(
				  master_table(j->market->master, EXCHANGE_KOSPI), row->code)
			: NULL;

	return first && master_is_ranked(first);
}

static void look_at_row(struct job *j, enum exchange x, const struct master_row *row)
{
	struct finding *all = j->own;
	const struct found one = {
		.row = row,
		.exchange = x,
		.fit = look_at(&all->look, row),
		.cap = cap_of(row),
	};

	if (one.fit == LOOK_NONE || is_doubled(j, x, row))
		return;
	if (master_is_ranked(row)) {
		all->matched++;
		keep(all, j->query.count, &one);
		return;
	}
	all->others++;
	if (one.fit <= LOOK_CODE)
		all->other = row;
}

static void look(struct job *j)
{
	for (int x = 0; x < EXCHANGES; x++) {
		const struct master_table *t = master_table(j->market->master, (enum exchange)x);

		for (uint32_t i = 0; i < t->count && find_in_scope(j, (enum exchange)x); i++)
			look_at_row(j, (enum exchange)x, &t->rows[i]);
	}
}

/* ---- The answer. ---- */

static void note_none(struct job *j)
{
	const struct finding *all = j->own;

	if (strlen(all->look.code) == 6)
		provenance_note(
			&j->from, "%s is no listed share of KOSPI or KOSDAQ", all->look.code);
	else if (all->others == 0)
		provenance_note(&j->from,
			"no share has that name or code: names are Korean, as the exchange writes "
			"them; give a part of it");
}

static void note(struct job *j)
{
	const struct finding *all = j->own;

	if (all->other)
		provenance_note(&j->from,
			"%s (%s) is no share that is ranked: an ETF, ETN, SPAC or the like",
			all->other->code, all->other->name);
	else if (all->matched == 0)
		note_none(j);
	if (all->matched == 0 && !all->other && all->others > 0)
		provenance_note(&j->from,
			"%u ETF, ETN, SPAC or the like fit: those are never ranked", all->others);
	if (all->matched > all->count)
		provenance_note(
			&j->from, "%u shares fit: the %u best are shown", all->matched, all->count);
	if (all->count > 0 && market_query_wants(&j->query, FIND_SECTOR_NAME))
		find_note_names(j);
}

static struct stock stock_of(const struct found *f)
{
	struct stock s = {
		.exchange = f->exchange,
		.sector = f->row->sector,
		.flags = f->row->flags,
		.marked = true,
	};

	(void)utf8_clean(span_of(f->row->code), s.code, sizeof s.code - 1);
	(void)utf8_clean(span_of(f->row->name), s.name, sizeof s.name - 1);
	stock_make_name(&s);
	return s;
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	static const enum top_column columns[FIND_COLUMNS] = {
		[FIND_RANK] = TOP_RANK,
		[FIND_CODE] = TOP_CODE,
		[FIND_NAME] = TOP_NAME,
		[FIND_MARKET] = TOP_MARKET,
		[FIND_SECTOR_CODE] = TOP_SECTOR_CODE,
		[FIND_FLAGS] = TOP_FLAGS,
	};
	const struct finding *all = j->own;
	const struct found *f = &all->rows[row];
	const struct stock s = stock_of(f);

	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const uint8_t column = j->query.columns[i].column;

		json_next(b);
		if (column == FIND_SECTOR_NAME)
			json_cstr(b,
				s.sector ? master_sector_name(j->market->master, s.sector) : NULL);
		else if (column == FIND_MATCHED)
			json_int(b, all->matched);
		else if (column == FIND_MATCHED_BY)
			json_cstr(b, look_word(&all->look, f->row, f->fit));
		else
			stock_write(&s, row + 1, columns[column], b);
	}
}

static void on_master(struct job *j)
{
	struct finding *all = j->own;

	if (!find_take_tables(j))
		return;
	look(j);
	note(j);
	job_answer(j, write_row, all->count);
}

void find_start(struct job *j)
{
	struct finding *all = calloc(1, sizeof *all);
	struct fault f = { 0 };

	j->own = all;
	if (!all) {
		job_refuse_memory(j);
		return;
	}
	if (!look_read(span_of(j->query.text), &all->look)) {
		(void)fault_set(&f, MCP_E_ARGUMENT,
			"there is nothing to look for in \"%s\"; give a name, a part of it, initial "
			"consonants like ㅅㅅㅈㅈ, or a code",
			j->query.text);
		job_refuse(j, &f);
		return;
	}
	find_need(j, market_query_wants(&j->query, FIND_SECTOR_NAME), on_master);
}
