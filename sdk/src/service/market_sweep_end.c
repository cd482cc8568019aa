/* market_sweep_end - what a sweep amounts to: what is missing, doubted, and where it stands. */
#include "service/market_stamp.h"
#include "service/market_sweep_part.h"

/* ---- Rows of another market. ---- */

static enum multprice_market market_of(const struct snapshot_share *share)
{
	return share->exchange == EXCHANGE_KOSPI ? MULTPRICE_KOSPI : MULTPRICE_KOSDAQ;
}

static bool contradicts(const struct sweep *w, uint32_t at)
{
	const uint8_t said = w->marks[at].market;

	if (!(w->known[at] & SNAPSHOT_ANSWERED) || said == MULTPRICE_UNSAID)
		return false;
	return said != market_of(&w->made->shares[at]);
}

static bool contradicts_any(const struct sweep *w)
{
	for (uint32_t i = 0; i < w->made->count; i++)
		if (contradicts(w, i))
			return true;
	return false;
}

/* The words for a market are known from few bodies only. Where most rows of a market seem to
 * contradict the master file, it is the words that say something else. */
static bool words_tell(const struct sweep *w, enum exchange x)
{
	uint32_t said = 0;
	uint32_t against = 0;

	for (uint32_t i = 0; i < w->made->count; i++) {
		if (w->made->shares[i].exchange != x || !(w->known[i] & SNAPSHOT_ANSWERED))
			continue;
		said += w->marks[i].market != MULTPRICE_UNSAID;
		against += contradicts(w, i);
	}
	return against <= said / 2;
}

/* Returns how many rows it has left out. */
static uint32_t leave_out_others(struct sweep *w)
{
	struct provenance *p = &w->made->from;
	const bool tells[EXCHANGES] = {
		words_tell(w, EXCHANGE_KOSPI),
		words_tell(w, EXCHANGE_KOSDAQ),
	};
	uint32_t out = 0;

	for (int x = 0; x < EXCHANGES; x++)
		if (!tells[x])
			provenance_note(p,
				"upstream's word for the market %s is not understood: the master "
				"file tells who belongs to it",
				exchange_name((enum exchange)x));
	for (uint32_t i = 0; i < w->made->count; i++) {
		if (!contradicts(w, i))
			continue;
		if (!tells[w->made->shares[i].exchange] && w->marks[i].market != MULTPRICE_NO_SHARE)
			continue;
		w->known[i] = 0;
		w->marks[i] = (struct sweep_mark){ 0 };
		out++;
	}
	return out;
}

/* ---- Counting. ---- */

static void count_rows(struct sweep *w, uint32_t doubted[DOUBTS])
{
	struct snapshot *s = w->made;

	for (uint32_t i = 0; i < s->count; i++) {
		s->missing += w->known[i] & SNAPSHOT_ANSWERED ? 0 : 1;
		s->doubted += w->marks[i].doubts != 0;
		for (uint32_t d = 0; d < DOUBTS; d++)
			doubted[d] += w->marks[i].doubts >> d & 1;
	}
}

/* A share that was answered, but not so that it could be ranked. */
static bool lacks_keys(const struct sweep *w)
{
	const uint32_t keys = SNAPSHOT_PRICE | SNAPSHOT_VOLUME | SNAPSHOT_VALUE;

	for (uint32_t i = 0; i < w->made->count; i++)
		if ((w->marks[i].doubts >> DOUBT_FIGURE & 1) && (w->known[i] & keys) != keys)
			return true;
	return false;
}

/* Also NXT, which answers most shares with zeros, knows some of them. */
static bool has_prices(const struct sweep *w)
{
	for (uint32_t i = 0; i < w->made->count; i++)
		if (w->known[i] & (SNAPSHOT_PRICE | SNAPSHOT_BEFORE | SNAPSHOT_BASE))
			return true;
	return false;
}

static bool is_enough(const struct sweep *w)
{
	const struct snapshot *s = w->made;

	if (w->spec.is_part)
		return s->missing < s->count;
	return s->count > 0 && s->missing <= s->count / 2 && has_prices(w);
}

static bool check_whole(const struct sweep *w, bool is_contradicted, struct fault *f)
{
	const struct snapshot *s = w->made;

	if (is_enough(w) && !is_contradicted)
		return true;
	if (w->fault.status < 0)
		*f = w->fault;
	else
		(void)fault_set(f, MCP_E_UPSTREAM,
			"intstock-multprice gave figures of only %u of the %u shares; try again "
			"later",
			has_prices(w) ? s->count - s->missing : 0, s->count);
	return false;
}

/* ---- Where it stands. ---- */

/* From the first call that was sent, for its answer may be of either side. */
static bool did_cross(const struct sweep *w)
{
	const struct snapshot *s = w->made;
	const int64_t from_ms =
		w->begun_ms && w->begun_ms < s->first_ms ? w->begun_ms : s->first_ms;

	return market_session(w->spec.calendar, s->basis, from_ms).next_change_ms <= s->last_ms;
}

/* When the next session begins, however many closed days lie between. */
static int64_t next_session_ms(const struct calendar *c, enum basis basis, int64_t wall_ms)
{
	struct market_session s = market_session(c, basis, wall_ms);

	while (!s.provisional) {
		wall_ms = s.next_change_ms;
		s = market_session(c, basis, wall_ms);
	}
	return wall_ms;
}

static void stamp(struct sweep *w)
{
	struct snapshot *s = w->made;

	s->crossed = did_cross(w);
	s->date = market_session(w->spec.calendar, s->basis, s->first_ms).date;
	s->from.upstream_calls = w->exchanges;
	stamp_add(w->spec.calendar, kis_environment(w->spec.kis), s->basis, s->first_ms, &s->from);
	/* What a closed market's figures say holds over midnight. */
	if (!s->from.provisional && s->from.environment != ENVIRONMENT_REPLAY)
		s->from.fresh_until_ms = next_session_ms(w->spec.calendar, s->basis, s->first_ms);
}

static void note_missing(const struct sweep *w, uint32_t elsewhere)
{
	const struct snapshot *s = w->made;
	struct provenance *p = &w->made->from;

	if (elsewhere)
		provenance_note(p,
			"%u rows are left out: the master file has them in the other market",
			elsewhere);
	if (s->missing == elsewhere)
		return;
	if (w->fault.status < 0)
		provenance_note(p, "figures of %u shares are not there: %s", s->missing - elsewhere,
			w->fault.text);
	else
		provenance_note(p, "figures of %u shares are not there: upstream gave none",
			s->missing - elsewhere);
}

static void note_rows(const struct sweep *w)
{
	struct provenance *p = &w->made->from;

	if (w->made->crossed)
		provenance_note(p, "a session ended while the figures of the market were taken: "
				   "two sessions stand in them");
	if (w->has_doubles)
		provenance_note(p, "a share came twice in one answer: counted once");
	if (w->strangers)
		provenance_note(p, "%u rows that were not asked for are left out", w->strangers);
}

bool sweep_conclude(struct sweep *w, struct fault *f)
{
	uint32_t doubted[DOUBTS] = { 0 };
	bool is_contradicted;
	uint32_t elsewhere;

	provenance_init(&w->made->from);
	is_contradicted = w->spec.is_part && contradicts_any(w);
	elsewhere = leave_out_others(w);
	count_rows(w, doubted);
	if (!check_whole(w, is_contradicted, f))
		return false;
	stamp(w);
	/* What a share lacks is missing in sums and ranks of all, too. */
	w->made->from.complete =
		w->made->missing == 0 && !w->has_doubles && !w->made->crossed && !lacks_keys(w);
	note_rows(w);
	note_missing(w, elsewhere);
	figure_note_doubts(doubted, &w->made->from);
	return true;
}
