/* market_band - asks the bands of a ranking in rounds until the merged list is exact. */
#include "service/market_band.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "service/market_band_part.h"

#define TAKES_MAX 2 /* a ranking that prices moved under is taken once more */

static void add_scope(struct ranking *r, const char *iscd, enum exchange x)
{
	r->scopes[r->scope_count++] = (struct scope){ .iscd = iscd, .exchange = x };
}

struct ranking *ranking_new(struct market *m, const struct ranking_spec *spec,
	void (*done)(void *self, const struct fault *f, const struct ranking_result *result),
	void *self)
{
	struct ranking *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->market = m;
	r->spec = *spec;
	r->done = done;
	r->self = self;
	if (spec->scope != SCOPE_KOSDAQ)
		add_scope(r, "0001", EXCHANGE_KOSPI);
	if (spec->scope != SCOPE_KOSPI)
		add_scope(r, "1001", EXCHANGE_KOSDAQ);
	return r;
}

static void drop_bodies(struct ranking *r)
{
	for (uint32_t i = 0; i < RANK_CALLS_MAX; i++)
		body_done(&r->bodies[i]);
}

void ranking_free(struct ranking *r)
{
	if (!r)
		return;
	master_forget(r->market->master, &r->waiter);
	batch_cancel(&r->batch);
	drop_bodies(r);
	free(r);
}

/* ---- Asking. ---- */

static void send_band(struct ranking *r, const struct rank_band *b)
{
	char low[24];
	char high[24];
	bool whole = b < r->plan.bands + r->scope_count;
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", r->spec.basis == BASIS_NXT ? "NX" : "J" },
		{ "FID_COND_SCR_DIV_CODE", "20171" },
		{ "FID_INPUT_ISCD", r->scopes[b->scope].iscd },
		{ "FID_DIV_CLS_CODE", "0" },
		{ "FID_BLNG_CLS_CODE", r->spec.sort == SORT_VOLUME ? "0" : "3" },
		{ "FID_TRGT_CLS_CODE", "111111111" },
		/* Leaves out ETF, ETN and SPAC; the master looks again. */
		{ "FID_TRGT_EXLS_CLS_CODE", "0000001101" },
		{ "FID_INPUT_PRICE_1", low },
		{ "FID_INPUT_PRICE_2", high },
		{ "FID_VOL_CNT", "" },
		{ "FID_INPUT_DATE_1", "" },
	};

	(void)snprintf(low, sizeof low, "%lld", (long long)b->low);
	(void)snprintf(high, sizeof high, "%lld", (long long)b->high);
	if (whole)
		low[0] = high[0] = '\0';
	batch_call(&r->batch, "volume-rank", params, COUNT_OF(params));
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer);
static void on_round_end(void *self);

static void ask_round(struct ranking *r)
{
	struct rank_band *b;

	r->round_ended = false;
	r->asked_count = 0;
	while ((b = rank_plan_next(&r->plan)))
		r->asked[r->asked_count++] = b;
	r->bands_used += r->asked_count;
	r->batch = (struct batch){
		.kis = r->market->kis,
		.lane = r->spec.lane,
		.deadline_mono_ms = r->spec.deadline_mono_ms,
		.answer = on_answer,
		.end = on_round_end,
		.self = r,
	};
	batch_begin(&r->batch);
	for (uint32_t i = 0; i < r->asked_count; i++)
		send_band(r, r->asked[i]);
	batch_commit(&r->batch);
}

static void begin_take(struct ranking *r)
{
	uint32_t left = RANK_CALLS_MAX - r->bands_used;

	drop_bodies(r);
	r->takes++;
	r->first_ms = r->last_ms = 0;
	r->fault = (struct fault){ 0 };
	rank_plan_init(&r->plan, r->scope_count, r->spec.want,
		ranking_bands_refused(r) ? r->scope_count : left);
	ask_round(r);
}

static void consider(struct ranking *r);

static void on_master(void *self)
{
	struct ranking *r = self;

	r->master_ready = true;
	consider(r);
}

void ranking_start(struct ranking *r)
{
	r->waiter.ready = on_master;
	r->waiter.self = r;
	r->master_ready = master_want(r->market->master, r->spec.lane, &r->waiter);
	begin_take(r);
}

/* ---- Hearing. ---- */

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct ranking *r = self;
	struct rank_band *b = r->asked[index];
	struct body *body = &r->bodies[b - r->plan.bands];

	r->calls += answer->calls;
	if (answer->fault.status < 0) {
		r->fault = answer->fault;
		return;
	}
	if (body_read(answer->body, r->spec.sort, body, &r->fault) < 0)
		return;
	b->answered = true;
	b->received = body->received;
	b->last_key = body->last_key;
	if (r->first_ms == 0 || answer->at_ms < r->first_ms)
		r->first_ms = answer->at_ms;
	if (answer->at_ms > r->last_ms)
		r->last_ms = answer->at_ms;
}

static void on_round_end(void *self)
{
	struct ranking *r = self;

	r->round_ended = true;
	consider(r);
}

/* ---- Judging. ---- */

static void judge_row(struct ranking *r, struct rank_band *b, struct stock *s)
{
	const struct scope *scope = &r->scopes[b->scope];
	enum stock_verdict verdict = stock_judge(s, r->market->master, scope->exchange);
	struct rank_item *item = &b->items[b->item_count];

	if (verdict == STOCK_OUT)
		return;
	if (verdict == STOCK_ELSEWHERE) {
		r->elsewhere += scope->mixed ? 0 : 1;
		return;
	}
	if (verdict == STOCK_UNKNOWN && scope->mixed) {
		r->homeless++;
		return;
	}
	*item = (struct rank_item){
		.key = stock_key(s, r->spec.sort).value,
		.price = s->fig[TOP_PRICE].known ? s->fig[TOP_PRICE].value : -1,
		.of = s,
	};
	memcpy(item->code, s->code, sizeof item->code);
	b->item_count++;
}

static void judge_all(struct ranking *r)
{
	r->bands_failed = r->elsewhere = r->homeless = 0;
	for (uint32_t i = 0; i < r->plan.band_count; i++) {
		struct rank_band *b = &r->plan.bands[i];
		struct body *body = &r->bodies[i];

		b->item_count = 0;
		for (uint32_t k = 0; k < body->count; k++)
			judge_row(r, b, &body->stocks[k]);
		r->bands_failed += b->answered ? 0 : 1;
	}
}

/* KOSPI alone was once refused while all markets together were answered: then the master file
 * tells KOSPI's rows. True when that question is on its way. */
static bool ask_otherwise(struct ranking *r)
{
	struct scope *scope = &r->scopes[0];
	struct rank_band *b = &r->plan.bands[0];

	if (b->answered || scope->mixed || scope->exchange != EXCHANGE_KOSPI)
		return false;
	if (r->fault.status != MCP_E_UPSTREAM || !master_has(r->market->master, EXCHANGE_KOSPI))
		return false;
	scope->iscd = "0000";
	scope->mixed = true;
	b->asked = false;
	ask_round(r);
	return true;
}

static bool is_open(const char *session)
{
	return !str_same(session, "closed") && !str_same(session, "pre_open");
}

/* A market without rows is no ranking; while it is open it is a fault of the source. */
static mcp_status check_whole(struct ranking *r, struct fault *f)
{
	struct market_session session =
		market_session(r->market->calendar, r->spec.basis, r->last_ms);

	for (uint32_t i = 0; i < r->scope_count; i++) {
		const struct rank_band *b = &r->plan.bands[i];

		if (!b->answered) {
			*f = r->fault;
			return f->status;
		}
		if (b->received == 0 && is_open(session.name))
			return fault_set(f, MCP_E_UPSTREAM,
				"volume-rank has no rows for %s while the market is open; try "
				"again later",
				exchange_name(r->scopes[i].exchange));
	}
	return MCP_OK;
}

/* ---- The end. ---- */

static void begin_result(struct ranking *r)
{
	struct provenance *p = &r->result.from;
	int64_t at_ms = r->last_ms ? r->last_ms : clock_wall(&r->market->env->clock);

	provenance_init(p);
	p->upstream_calls = r->calls + master_take_calls(r->market->master);
	market_stamp(r->market, r->spec.basis, at_ms, p);
}

static void take_leaders(struct ranking_result *r)
{
	while (r->leader_count < MARKET_LEADERS && r->leader_count < r->count) {
		r->leaders[r->leader_count] = r->stocks[r->leader_count].fig[TOP_VALUE].value;
		r->leader_count++;
	}
}

static void finish(struct ranking *r, enum rank_verdict verdict)
{
	struct rank_item items[MARKET_ROWS_MAX];

	/* A leader that moved out of its band is better shown as it was first seen than missing. */
	r->result.count = rank_plan_merge(&r->plan, rank_plan_lost(&r->plan), items, r->spec.want);
	for (uint32_t i = 0; i < r->result.count; i++) {
		struct stock *s = &r->result.stocks[i];

		*s = *(const struct stock *)items[i].of;
		stock_make_name(s);
	}
	if (r->spec.sort == SORT_VALUE)
		take_leaders(&r->result);
	begin_result(r);
	ranking_note(r, verdict);
	r->done(r->self, NULL, &r->result);
}

static void refuse_bands(struct ranking *r)
{
	if (!ranking_bands_refused(r))
		log_warn("price bands are not honoured upstream; ranks beyond 30 are not proven");
	r->market->bands_refused_on = kst_from_ms(clock_wall(&r->market->env->clock)).date;
	rank_plan_unsplit(&r->plan);
}

static bool may_begin_again(const struct ranking *r)
{
	return r->takes < TAKES_MAX && r->bands_used + 3 * r->scope_count <= RANK_CALLS_MAX;
}

/* Bands that lack leaders twice, before they ever worked, do not work. */
static bool never_worked(const struct ranking *r)
{
	return rank_plan_lost(&r->plan) && r->bands_failed == 0 && !r->market->bands_proven;
}

static bool worked(const struct ranking *r)
{
	return r->plan.band_count > r->scope_count && r->bands_failed == 0 &&
	       !rank_plan_lost(&r->plan);
}

static void go_on(struct ranking *r)
{
	enum rank_verdict verdict;

	if (!rank_plan_honoured(&r->plan))
		refuse_bands(r);
	verdict = rank_plan_test(&r->plan);
	if (verdict == RANK_MORE) {
		ask_round(r);
		return;
	}
	if (may_begin_again(r) && (rank_plan_lost(&r->plan) || ranking_crossed(r))) {
		begin_take(r);
		return;
	}
	if (never_worked(r)) {
		refuse_bands(r);
		verdict = rank_plan_test(&r->plan);
	}
	if (worked(r))
		r->market->bands_proven = true;
	finish(r, verdict);
}

static void consider(struct ranking *r)
{
	struct fault f = { 0 };

	if (!r->round_ended || !r->master_ready)
		return;
	if (ask_otherwise(r))
		return;
	judge_all(r);
	if (check_whole(r, &f) < 0) {
		begin_result(r);
		r->done(r->self, &f, &r->result);
		return;
	}
	go_on(r);
}
