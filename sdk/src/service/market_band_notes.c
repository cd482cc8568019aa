/* market_band_notes - what speaks against a ranking, said in its notes. */
#include "base/phrase.h"
#include "service/market_band_part.h"

static void doubtful(struct ranking *r, const char *note)
{
	r->result.from.complete = false;
	provenance_note_text(&r->result.from, span_of(phrase(note)));
}

/* A whole market has more than thirty shares, of whose trades an answer has thirty. */
static bool is_scanty(const struct ranking *r, const struct body *b)
{
	return b->stocks && b->received > 0 && b->received < RANK_FULL &&
	       r->spec.basis == BASIS_KRX;
}

static void note_bodies(struct ranking *r)
{
	struct provenance *p = &r->result.from;
	uint32_t keyless = 0;
	bool unsorted = false;
	bool doubled = false;
	bool flooded = false;
	bool zeros = false;
	bool scanty = false;

	for (uint32_t i = 0; i < r->plan.band_count; i++) {
		const struct body *b = &r->bodies[i];

		keyless += b->keyless;
		unsorted = unsorted || (b->stocks && !b->sorted);
		doubled = doubled || b->doubled;
		flooded = flooded || b->received > RANK_FULL;
		scanty = scanty || (i < r->scope_count && is_scanty(r, b));
		zeros = zeros || (i < r->scope_count && (b->count == 0 || b->zeros));
	}
	if (unsorted)
		doubtful(r, "rows did not come in the asked order: sorted here");
	if (doubled)
		doubtful(r, "a share came twice in one answer: counted once");
	if (flooded)
		doubtful(r, "more rows came than the 30 an answer has: the order is not proven");
	if (scanty)
		doubtful(r, "fewer rows came than the 30 an answer has: shares may be missing");
	if (zeros)
		doubtful(r, "an answer holds no trades: the order says nothing");
	if (keyless) {
		p->complete = false;
		provenance_note(p, "%u rows without a usable code or figure are left out", keyless);
	}
}

static void note_rows(struct ranking *r)
{
	struct provenance *p = &r->result.from;

	/* A share that changed markets today has no rank in either then. */
	if (r->elsewhere) {
		p->complete = false;
		provenance_note(p,
			"%u rows are left out: the master file has them in the other market",
			r->elsewhere);
	}
	if (r->homeless) {
		p->complete = false;
		provenance_note(p, "%u rows are left out: their market is not known", r->homeless);
	}
	if (r->bands_failed) {
		p->complete = false;
		provenance_note(p, "%u of the calls for this ranking failed: shares may be missing",
			r->bands_failed);
	}
	if (r->scopes[0].mixed)
		provenance_note(p, "KOSPI alone was not answered: taken from all markets by the "
				   "master file");
}

static void note_master(struct ranking *r)
{
	struct provenance *p = &r->result.from;
	uint32_t unmarked = 0;

	for (uint32_t i = 0; i < r->scope_count; i++)
		if (!master_has(r->market->master, r->scopes[i].exchange)) {
			doubtful(r, "the master file is not there: flags are not known, and "
				    "only KIS left out ETF, ETN and SPAC");
			return;
		}
	for (uint32_t i = 0; i < r->scope_count; i++)
		market_note_master(r->market, r->scopes[i].exchange, &r->result.from);
	for (uint32_t i = 0; i < r->result.count; i++)
		unmarked += r->result.stocks[i].marked ? 0 : 1;
	if (unmarked)
		provenance_note(p,
			"%u shares are not in the master file yet: their flags are not known",
			unmarked);
}

static void note_verdict(struct ranking *r, enum rank_verdict verdict)
{
	struct provenance *p = &r->result.from;

	if (verdict != RANK_EXACT && ranking_bands_refused(r))
		doubtful(r, "price bands are not honoured upstream: ranks beyond 30 are not "
			    "proven");
	else if (verdict == RANK_ONE_PRICE)
		doubtful(r, "too many shares stand at one price: the last ranks are not "
			    "proven");
	else if (verdict == RANK_MANY_CALLS)
		doubtful(r, "the calls for one ranking are used up: the last ranks are not "
			    "proven");
	if (rank_plan_lost(&r->plan) && r->bands_failed == 0)
		doubtful(r, "prices moved while the ranking was taken: a share may be "
			    "missing");
	if (r->result.count < r->spec.want) {
		p->complete = false;
		provenance_note(p, "only %u of the %u wanted rows were found", r->result.count,
			r->spec.want);
	}
}

bool ranking_crossed(const struct ranking *r)
{
	return market_session(r->market->calendar, r->spec.basis, r->first_ms).date !=
	       market_session(r->market->calendar, r->spec.basis, r->last_ms).date;
}

bool ranking_bands_refused(const struct ranking *r)
{
	int32_t today = kst_from_ms(clock_wall(&r->market->env->clock)).date;

	return r->market->bands_refused_on == today;
}

void ranking_note(struct ranking *r, enum rank_verdict verdict)
{
	if (ranking_crossed(r))
		doubtful(r, "a session ended while the ranking was taken: figures of two "
			    "days stand in it");
	note_verdict(r, verdict);
	note_bodies(r);
	note_rows(r);
	note_master(r);
	stock_note_doubts(r->result.stocks, r->result.count, &r->result.from);
}
