/* market_reason - what may explain a share's volume: hints, each with what it saw. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "service/market_sector_list.h"
#include "service/market_top.h"
#include "service/rank_figure.h"

#define NEWS_MANY 3       /* titles of the day that make coverage */
#define SECTOR_MOVE 200   /* hundredths of a percent of its index */
#define PROGRAM_PART 1000 /* hundredths of a percent of the volume */
#define NEW_DAYS 90       /* calendar days since the listing */
#define BREAKOUT_DAYS VIEW_DAYS

enum asked { ASKED_VI, ASKED_KOSPI, ASKED_KOSDAQ, ASKED_SHARE };

struct looking {
	void (*then)(struct job *j);
	struct sector_list sectors[EXCHANGES];
	uint32_t vi_count[MARKET_ROWS_MAX]; /* interruptions of each row */
	mcp_int program[MARKET_ROWS_MAX];   /* net shares */
	uint32_t failed;
};

#define SAY(reasons, which, ...) \
	((void)snprintf((reasons)->seen[which], sizeof(reasons)->seen[which], __VA_ARGS__))

/* ---- From what is known already. ---- */

static void look_at_news(const struct stock *s, struct reasons *r)
{
	const mcp_int disclosures = s->fig[TOP_DISCLOSURES];
	const mcp_int news = s->fig[TOP_NEWS];

	if (disclosures.known && disclosures.value > 0)
		SAY(r, REASON_DISCLOSURE, phrase("%lld disclosures in the period"),
			(long long)disclosures.value);
	if (news.known && news.value >= NEWS_MANY)
		SAY(r, REASON_NEWS, phrase("%lld news titles in the period"),
			(long long)news.value);
}

static void look_at_price(
	const struct job *j, uint32_t row, const struct view *v, struct reasons *r)
{
	const struct snapshot *s = j->snapshot;
	const int64_t high = view_close_high(v, row);

	if (s->known[row] & SNAPSHOT_SIGN) {
		if (s->sign[row] == 1)
			SAY(r, REASON_LIMIT, "%s", phrase("at the upper price limit"));
		if (s->sign[row] == 4)
			SAY(r, REASON_LIMIT, "%s", phrase("at the lower price limit"));
	}
	if (high > 0 && (s->known[row] & SNAPSHOT_PRICE) && s->price[row] > high)
		SAY(r, REASON_BREAKOUT, phrase("above every close of the %d days before"),
			BREAKOUT_DAYS);
}

static void look_at_actions(
	const struct job *j, const struct master_row *row, bool base_differs, struct reasons *r)
{
	char date[16];

	if (row->par_change)
		SAY(r, REASON_ACTION, "%s", phrase("a change of par value"));
	else if (row->capital_increase)
		SAY(r, REASON_ACTION, "%s", phrase("a capital increase"));
	else if (row->rights)
		SAY(r, REASON_ACTION, "%s", phrase("ex-rights or ex-dividend"));
	else if (base_differs)
		SAY(r, REASON_ACTION, "%s", phrase("the base price is not the close before it"));
	if (row->listed_on && row->listed_on >= kst_date_add(j->snapshot->date, -NEW_DAYS)) {
		market_date_text(row->listed_on, date);
		SAY(r, REASON_NEW, phrase("listed on %s"), date);
	}
}

static void look_at_marks(uint32_t flags, struct reasons *r)
{
	const struct {
		uint32_t flag;
		const char *text;
	} marks[] = {
		{ MASTER_DANGER, "investment danger" },
		{ MASTER_WARNING, "investment warning" },
		{ MASTER_CAUTION, "investment caution" },
		{ MASTER_OVERHEATED, "short-term overheated" },
		{ MASTER_LIQUIDATION, "liquidation trading" },
		{ MASTER_ADMIN, "administrative issue" },
	};

	for (size_t i = 0; i < COUNT_OF(marks) && !r->seen[REASON_WARNING][0]; i++)
		if (flags & marks[i].flag)
			SAY(r, REASON_WARNING, "%s", phrase(marks[i].text));
}

static void look_around(struct job *j, uint32_t i, struct reasons *r)
{
	const struct looking *l = j->own;
	const struct stock *s = &j->result->stocks[i];
	const struct sector_entry *sector = sector_list_find(&l->sectors[s->exchange], s->sector);
	int64_t part;

	if (l->vi_count[i])
		SAY(r, REASON_VI, phrase("%u volatility interruptions today, at least"),
			l->vi_count[i]);
	if (sector && sector_is_real(sector->code) && sector->index_change.known &&
		llabs(sector->index_change.value) >= SECTOR_MOVE)
		SAY(r, REASON_SECTOR, phrase("its sector %s moved %+.2f %%"), sector->name,
			(double)sector->index_change.value / 100);
	if (l->program[i].known && s->fig[TOP_VOLUME].known &&
		rank_impact(l->program[i].value, s->fig[TOP_VOLUME].value, &part) &&
		part >= PROGRAM_PART)
		SAY(r, REASON_PROGRAM, phrase("programs net %+lld shares, %.2f %% of the volume"),
			(long long)l->program[i].value, (double)part / 100);
}

/* Without a snapshot (a list of thirty) the master file still tells marks and listing. */
static void look(struct job *j, uint32_t i)
{
	const struct stock *s = &j->result->stocks[i];
	struct reasons *r = &j->result->reasons[i];
	struct view *v = j->snapshot ? j->market->views[j->snapshot->basis] : NULL;
	const uint32_t row = v ? snapshot_find(j->snapshot, s->code) : UINT32_MAX;

	r->known = true;
	look_at_news(s, r);
	look_at_marks(s->flags, r);
	look_around(j, i, r);
	if (row == UINT32_MAX)
		return;
	look_at_price(j, row, v, r);
	look_at_actions(j, &j->snapshot->shares[row].row, view_base_differs(v, row, 20), r);
}

/* ---- From upstream. ---- */

static bool is_of_today(const struct job *j, struct kis_row *row)
{
	int64_t date;

	return kis_int(row, "bsop_date", &date) && date == market_now(j->market, BASIS_KRX).date;
}

static bool take_vi(struct job *j, struct span body)
{
	struct looking *l = j->own;
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, "output", &rows))
		return false;
	while (kis_rows_next(&rows, &row)) {
		char code[16] = "";

		if (!is_of_today(j, &row))
			continue;
		(void)kis_text(&row, "mksc_shrn_iscd", code, sizeof code);
		for (uint32_t i = 0; i < top_rows_shown(j); i++)
			l->vi_count[i] += str_same(code, j->result->stocks[i].code);
	}
	return true;
}

/* False: the body is not about the share, or holds no figure. */
static bool take_share(struct job *j, uint32_t i, struct span body)
{
	struct looking *l = j->own;
	struct kis_rows rows;
	struct kis_row row;
	char code[16] = "";
	int64_t net;

	if (!kis_rows(body, "output", &rows) || !kis_rows_next(&rows, &row))
		return false;
	if (kis_text(&row, "stck_shrn_iscd", code, sizeof code) &&
		!str_same(code, j->result->stocks[i].code))
		return false;
	if (!kis_int(&row, "pgtr_ntby_qty", &net))
		return false;
	l->program[i] = MCP_KNOWN_INT(net);
	return true;
}

/* False: nothing was seen there. */
static bool take(struct job *j, uint32_t about, struct span body)
{
	struct looking *l = j->own;

	if (about == ASKED_VI)
		return take_vi(j, body);
	if (about < ASKED_SHARE)
		return sector_list_read(body, &l->sectors[about - ASKED_KOSPI]);
	return take_share(j, about - ASKED_SHARE, body);
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;
	struct looking *l = j->own;
	const uint32_t about = j->rows[index];

	j->from.upstream_calls += answer->calls;
	job_progress(j, ++j->parts, j->batch.count);
	if (answer->fault.status < 0) {
		l->failed++;
	} else if (!take(j, about, answer->body)) {
		l->failed++;
		batch_doubt(&j->batch);
	}
}

static void on_end(void *self)
{
	struct job *j = self;
	struct looking *l = j->own;
	void (*then)(struct job *) = l->then;

	/* Another job may have looked at a newer snapshot since. */
	if (j->snapshot && !job_view(j))
		return;
	job_end_phase(j);
	for (uint32_t i = 0; i < top_rows_shown(j); i++)
		look(j, i);
	if (l->failed)
		provenance_note(&j->from,
			"%u of the calls that look for reasons failed: some may be missing",
			l->failed);
	then(j);
}

static void ask_vi(struct job *j)
{
	char date[16];
	const mcp_kis_param params[] = {
		{ "FID_DIV_CLS_CODE", "0" },
		{ "FID_COND_SCR_DIV_CODE", "20139" },
		{ "FID_MRKT_CLS_CODE", "0" },
		{ "FID_INPUT_ISCD", "" },
		{ "FID_RANK_SORT_CLS_CODE", "0" },
		{ "FID_INPUT_DATE_1", date },
		{ "FID_TRGT_CLS_CODE", "" },
		{ "FID_TRGT_EXLS_CLS_CODE", "" },
	};

	(void)snprintf(date, sizeof date, "%08d", market_now(j->market, BASIS_KRX).date);
	j->rows[j->batch.count] = ASKED_VI;
	batch_call(&j->batch, "inquire-vi-status", params, COUNT_OF(params));
}

static void ask_sectors(struct job *j, enum exchange x)
{
	j->rows[j->batch.count] = x == EXCHANGE_KOSPI ? ASKED_KOSPI : ASKED_KOSDAQ;
	sector_list_ask(&j->batch, x);
}

static void ask_share(struct job *j, uint32_t i)
{
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_INPUT_ISCD", j->result->stocks[i].code },
	};

	j->rows[j->batch.count] = ASKED_SHARE + i;
	batch_call(&j->batch, "inquire-price", params, COUNT_OF(params));
}

void reasons_start(struct job *j, void (*then)(struct job *j))
{
	struct looking *l = calloc(1, sizeof *l);

	free(j->own);
	j->own = l;
	if (!l) {
		job_refuse_memory(j);
		return;
	}
	l->then = then;
	j->parts = 0;
	j->batch = (struct batch){
		.kis = j->market->kis,
		.recall = j->market->recall,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms - 1000,
		.answer = on_answer,
		.end = on_end,
		.self = j,
	};
	batch_begin(&j->batch);
	ask_vi(j);
	if (j->query.scope != SCOPE_KOSDAQ)
		ask_sectors(j, EXCHANGE_KOSPI);
	if (j->query.scope != SCOPE_KOSPI)
		ask_sectors(j, EXCHANGE_KOSDAQ);
	for (uint32_t i = 0; i < top_rows_shown(j); i++)
		ask_share(j, i);
	batch_commit(&j->batch);
}
