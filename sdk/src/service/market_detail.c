/* market_detail - foreign ratio, PER and PBR: one call a share, remembered for the session. */
#include "service/market_detail.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_part.h"
#include "service/rank.h"
#include "service/rank_figure.h"

#define CACHE_ENTRIES 4096
#define FULL_PERCENT 10000 /* hundredths */
#define MARGIN_MS 1000
#define LIMIT_LEAST 20
/* What may have moved since, and cannot be followed, is asked again after that. */
#define UNFOLLOWED_MS 60000

/* Price over a figure per share. */
struct multiple {
	mcp_int ratio;     /* hundredths, as answered */
	mcp_int per_share; /* hundredths of a won */
};

struct detail {
	int32_t date; /* of the session */
	int64_t at_mono_ms;
	mcp_int price; /* the multiples are of */
	mcp_int foreign;
	struct multiple per;
	struct multiple pbr;
	mcp_int listed; /* shares, exactly */
};

struct details {
	struct market *market;
	struct details_spec spec;
	struct batch batch;
	uint32_t asked[STOCKS_MAX]; /* row of each call */
	uint32_t asked_count;
	uint32_t ended;
	uint32_t failed;
	struct fault fault;
};

struct lru *detail_cache_new(void)
{
	return lru_new(CACHE_ENTRIES * 256, CACHE_ENTRIES, free);
}

struct details *details_new(struct market *m, const struct details_spec *spec)
{
	struct details *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->market = m;
	d->spec = *spec;
	return d;
}

void details_free(struct details *d)
{
	if (!d)
		return;
	batch_cancel(&d->batch);
	free(d);
}

/* Share counts change before an open: what was asked in the night is of the day before. */
static int32_t session_of(const struct details *d)
{
	return market_now(d->market, BASIS_KRX).date;
}

/* The share's price on KRX as far as it is known now: nothing else is asked for it. */
static mcp_int price_now(const struct details *d, const struct stock *s)
{
	const struct snapshot *krx;
	uint32_t row;

	if (d->spec.basis == BASIS_KRX)
		return s->fig[TOP_PRICE];
	krx = snapshots_fresh(d->market->snapshots, BASIS_KRX);
	row = krx ? snapshot_find(krx, s->code) : UINT32_MAX;
	if (row == UINT32_MAX || !(krx->known[row] & SNAPSHOT_PRICE))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(krx->price[row]);
}

/* Half a day later the price is another one, what the company earns is not. */
static mcp_int multiple_at(const struct multiple *m, mcp_int then, mcp_int now)
{
	int64_t ratio;

	if (!m->ratio.known || !now.known || (then.known && then.value == now.value))
		return m->ratio;
	if (!then.known || !m->per_share.known ||
		!rank_percent(now.value, m->per_share.value, &ratio))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(ratio);
}

/* An exact count makes exact what is made of it; one there already is that of the price's own
 * body. */
static void apply(const struct detail *known, mcp_int price, struct stock *s)
{
	s->fig[TOP_FOREIGN] = known->foreign;
	s->fig[TOP_PER] = multiple_at(&known->per, known->price, price);
	s->fig[TOP_PBR] = multiple_at(&known->pbr, known->price, price);
	if (!known->listed.known || (s->exact && s->fig[TOP_LISTED].known))
		return;
	s->fig[TOP_LISTED] = known->listed;
	s->exact = true;
	stock_make_cap(s);
	stock_make_turnover(s);
}

static bool is_remembered(struct details *d, struct stock *s)
{
	const struct detail *known = lru_get(d->market->details, span_of(s->code));
	const mcp_int price = price_now(d, s);
	bool holds = known && known->date == session_of(d);

	/* Nothing newer can be had of a market that is not asked. */
	if (holds && !price.known && !d->spec.offline)
		holds = clock_mono(&d->market->env->clock) - known->at_mono_ms < UNFOLLOWED_MS;
	if (!holds) {
		COUNT(d->market->env->counters, detail_misses);
		return false;
	}
	COUNT(d->market->env->counters, detail_hits);
	apply(known, price, s);
	return true;
}

static void remember(struct details *d, const struct stock *s, const struct detail *seen)
{
	struct detail *known = malloc(sizeof *known);

	if (!known)
		return;
	*known = *seen;
	(void)lru_put(d->market->details, span_of(s->code), known, sizeof *known);
}

/* Ownership, not the use of the foreign limit (hts_frgn_ehrt). */
static mcp_int read_foreign(struct kis_row *row)
{
	int64_t held;
	int64_t listed;
	int64_t ratio;
	int64_t used;

	if (!kis_int(row, "frgn_hldn_qty", &held) || !kis_int(row, "lstn_stcn", &listed))
		return (mcp_int){ 0 };
	if (!rank_percent(held, listed, &ratio) || ratio > FULL_PERCENT)
		return (mcp_int){ 0 };
	/* What is used of the foreign limit is no less than what is held; no limit is a
	 * twentieth. */
	if (kis_hundredths(row, "hts_frgn_ehrt", &used) && used > FULL_PERCENT / 100 &&
		ratio < used / LIMIT_LEAST)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(ratio);
}

/* 0.00 and below mean: no earnings, or no book value, to divide by. */
static mcp_int read_hundredths(struct kis_row *row, const char *field)
{
	int64_t n;

	if (!kis_hundredths(row, field, &n) || n <= 0)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(n);
}

static mcp_int read_whole(struct kis_row *row, const char *field)
{
	int64_t n;

	if (!kis_int(row, field, &n) || n <= 0)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(n);
}

/* An unknown code is answered with zeros; another share's answer is no answer either. */
static bool is_about(struct kis_row *row, const struct stock *s)
{
	char code[16];
	int64_t listed;

	if (kis_text(row, "stck_shrn_iscd", code, sizeof code) && !str_same(code, s->code))
		return false;
	return kis_int(row, "lstn_stcn", &listed) && listed > 0;
}

static bool read_detail(struct details *d, struct span body, struct stock *s)
{
	struct detail seen = {
		.date = session_of(d),
		.at_mono_ms = clock_mono(&d->market->env->clock),
	};
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, "output", &rows) || !kis_rows_next(&rows, &row) || !is_about(&row, s))
		return false;
	seen.foreign = read_foreign(&row);
	seen.price = read_whole(&row, "stck_prpr");
	seen.per.ratio = read_hundredths(&row, "per");
	seen.per.per_share = read_hundredths(&row, "eps");
	seen.pbr.ratio = read_hundredths(&row, "pbr");
	seen.pbr.per_share = read_hundredths(&row, "bps");
	seen.listed = read_whole(&row, "lstn_stcn");
	apply(&seen, seen.price, s);
	remember(d, s, &seen);
	return true;
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct details *d = self;
	struct stock *s = &d->spec.stocks[d->asked[index]];

	d->spec.from->upstream_calls += answer->calls;
	if (answer->fault.status < 0) {
		d->failed++;
		d->fault = answer->fault;
	} else if (!read_detail(d, answer->body, s)) {
		batch_doubt(&d->batch);
		d->failed++;
		(void)fault_set(&d->fault, MCP_E_UPSTREAM,
			"inquire-price of %s holds no figures; try again later", s->code);
	}
	d->ended++;
	d->spec.progress(d->spec.self, d->ended, d->asked_count);
}

/* Shares that were answered, now or earlier that day, without a ratio that can be. */
static uint32_t count_strange(const struct details *d)
{
	uint32_t unknown = 0;

	for (uint32_t i = 0; i < d->spec.count; i++)
		unknown += d->spec.stocks[i].fig[TOP_FOREIGN].known ? 0 : 1;
	return unknown > d->failed ? unknown - d->failed : 0;
}

static void on_end(void *self)
{
	struct details *d = self;
	uint32_t strange = count_strange(d);

	if (d->failed) {
		d->spec.from->complete = false;
		provenance_note(d->spec.from,
			"foreign ratio and PER of %u shares are not known: %s", d->failed,
			d->fault.text);
	}
	if (strange && d->spec.offline)
		provenance_note(d->spec.from,
			"foreign ratio and PER of %u shares are not kept: nothing is asked while the "
			"market is closed",
			strange);
	else if (strange)
		provenance_note(d->spec.from,
			"foreign ratio of %u shares is left out: what came from upstream cannot be",
			strange);
	d->spec.done(d->spec.self);
}

/* Ends a little before the caller's own deadline, so that what is known still leaves. */
static int64_t own_deadline(const struct details *d)
{
	int64_t end = d->spec.deadline_mono_ms;
	int64_t now = clock_mono(&d->market->env->clock);

	return end > now + 3 * MARGIN_MS ? end - MARGIN_MS : end;
}

void details_start(struct details *d)
{
	for (uint32_t i = 0; i < d->spec.count && i < STOCKS_MAX; i++)
		if (!is_remembered(d, &d->spec.stocks[i]) && !d->spec.offline)
			d->asked[d->asked_count++] = i;
	d->batch = (struct batch){
		.kis = d->market->kis,
		.recall = d->market->recall,
		.lane = d->spec.lane,
		.deadline_mono_ms = own_deadline(d),
		.answer = on_answer,
		.end = on_end,
		.self = d,
	};
	batch_begin(&d->batch);
	for (uint32_t i = 0; i < d->asked_count; i++) {
		const mcp_kis_param params[] = {
			{ "FID_COND_MRKT_DIV_CODE", "J" },
			{ "FID_INPUT_ISCD", d->spec.stocks[d->asked[i]].code },
		};

		batch_call(&d->batch, "inquire-price", params, COUNT_OF(params));
	}
	batch_commit(&d->batch);
}
