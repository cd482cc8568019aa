/* market_sweep - one walk over the market: what to ask, when, and once more. */
#include "service/market_sweep.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_sweep_part.h"

/* A call may wait for its turn behind users for so long. */
#define CALL_MS 60000
#define PARAM_ROOM 32

/* Snapshot, columns and shares are one piece of memory. */
static struct snapshot *make_snapshot(const struct sweep_spec *spec, struct sweep *w)
{
	const size_t n = spec->count;
	struct snapshot *s =
		calloc(1, sizeof *s + n * (MULTPRICE_FIGURES * sizeof(int64_t) + sizeof *s->shares +
						  sizeof *s->known));
	struct snapshot_share *shares;
	void *at;

	if (!s)
		return NULL;
	at = s + 1;
	for (int i = 0; i < MULTPRICE_FIGURES; i++) {
		w->figures[i] = at;
		at = w->figures[i] + n;
	}
	shares = at;
	w->known = at = shares + n;
	for (size_t i = 0; i < n; i++)
		shares[i] =
			(struct snapshot_share){ *spec->roster[i].row, spec->roster[i].exchange };
	*s = (struct snapshot){
		.refs = 1,
		.basis = spec->basis,
		.count = spec->count,
		.shares = shares,
		.known = w->known,
		.price = w->figures[MULTPRICE_PRICE],
		.change = w->figures[MULTPRICE_CHANGE],
		.rate = w->figures[MULTPRICE_RATE],
		.volume = w->figures[MULTPRICE_VOLUME],
		.value = w->figures[MULTPRICE_VALUE],
		.before = w->figures[MULTPRICE_BEFORE],
		.base = w->figures[MULTPRICE_BASE],
		.high = w->figures[MULTPRICE_HIGH],
		.low = w->figures[MULTPRICE_LOW],
		.sign = w->figures[MULTPRICE_SIGN],
	};
	return s;
}

struct sweep *sweep_new(const struct sweep_spec *spec)
{
	struct sweep *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->spec = *spec;
	w->made = make_snapshot(spec, w);
	w->marks = calloc(spec->count + 1, sizeof *w->marks);
	w->todo = calloc(spec->count + 1, sizeof *w->todo);
	if (!w->made || !w->marks || !w->todo) {
		sweep_free(w);
		return NULL;
	}
	w->spec.roster = NULL; /* it may change from here on */
	for (int i = 0; i < SWEEP_CALLS; i++)
		w->calls[i].sweep = w;
	return w;
}

static void cancel_calls(struct sweep *w)
{
	for (int i = 0; i < SWEEP_CALLS; i++) {
		if (w->calls[i].is_open)
			kis_cancel(w->spec.kis, w->calls[i].id);
		w->calls[i].is_open = false;
	}
	w->open = 0;
}

void sweep_free(struct sweep *w)
{
	if (!w)
		return;
	cancel_calls(w);
	free(w->made);
	free(w->marks);
	free(w->todo);
	free(w);
}

/* ---- Asking. ---- */

/* Rows without an answer, in their order. */
static void begin_pass(struct sweep *w)
{
	w->next = w->todo_count = 0;
	for (uint32_t i = 0; i < w->made->count; i++)
		if (!(w->known[i] & SNAPSHOT_ANSWERED))
			w->todo[w->todo_count++] = i;
	w->total += (w->todo_count + MULTPRICE_CODES - 1) / MULTPRICE_CODES;
}

static void end_call(struct sweep *w, struct sweep_call *c, const struct kis_answer *answer)
{
	struct snapshot *s = w->made;

	w->done++;
	w->exchanges += answer->calls;
	if (answer->fault.status < 0) {
		w->fault = answer->fault;
		return;
	}
	if (!sweep_match(w, c, answer->body))
		return;
	w->answered++;
	if (s->first_ms == 0 || answer->at_ms < s->first_ms)
		s->first_ms = answer->at_ms;
	if (answer->at_ms > s->last_ms)
		s->last_ms = answer->at_ms;
}

static void on_answer(void *self, const struct kis_answer *answer);

static void send_call(struct sweep *w, struct sweep_call *c)
{
	static const char *const venues[] = { "J", "NX", "UN" };
	char names[2 * MULTPRICE_CODES][PARAM_ROOM];
	mcp_kis_param params[2 * MULTPRICE_CODES];
	struct kis_answer refused = { 0 };
	const struct kis_call call = {
		.endpoint = "intstock-multprice",
		.params = params,
		.param_count = 2 * c->count,
		.lane = w->spec.lane,
		.deadline_mono_ms = w->spec.deadline_mono_ms
		                            ? w->spec.deadline_mono_ms
		                            : clock_mono(&w->spec.env->clock) + CALL_MS,
		.done = on_answer,
		.self = c,
	};

	for (uint32_t i = 0; i < c->count; i++) {
		(void)snprintf(names[2 * i], PARAM_ROOM, "FID_COND_MRKT_DIV_CODE_%u", i + 1);
		(void)snprintf(names[2 * i + 1], PARAM_ROOM, "FID_INPUT_ISCD_%u", i + 1);
		params[2 * i] = (mcp_kis_param){ names[2 * i], venues[w->spec.basis] };
		params[2 * i + 1] =
			(mcp_kis_param){ names[2 * i + 1], w->made->shares[c->rows[i]].row.code };
	}
	c->is_open = kis_send(w->spec.kis, &call, &c->id, &refused.fault) == MCP_OK;
	if (c->is_open)
		w->open++;
	else
		end_call(w, c, &refused);
}

/* Nothing came of the first calls: more of them would do no good. */
static bool is_hopeless(const struct sweep *w)
{
	return w->answered == 0 && w->done >= SWEEP_CALLS;
}

static void fill_calls(struct sweep *w)
{
	for (int i = 0; i < SWEEP_CALLS && w->next < w->todo_count && !is_hopeless(w); i++) {
		struct sweep_call *c = &w->calls[i];

		if (c->is_open)
			continue;
		for (c->count = 0; c->count < MULTPRICE_CODES && w->next < w->todo_count;)
			c->rows[c->count++] = w->todo[w->next++];
		send_call(w, c);
	}
}

static bool wants_more(const struct sweep *w)
{
	return w->next < w->todo_count && !is_hopeless(w);
}

/* Sends what may be sent; what was refused on the spot makes room again. */
static void go_on(struct sweep *w)
{
	do
		fill_calls(w);
	while (w->open == 0 && wants_more(w));
	if (w->open > 0 && !is_hopeless(w))
		return;
	if (!w->is_again && !is_hopeless(w)) {
		w->is_again = true;
		w->fault = (struct fault){ 0 };
		begin_pass(w);
		if (w->todo_count > 0) {
			go_on(w);
			return;
		}
	}
	cancel_calls(w);
	w->spec.end(w->spec.self);
}

static void on_answer(void *self, const struct kis_answer *answer)
{
	struct sweep_call *c = self;
	struct sweep *w = c->sweep;

	c->is_open = false;
	w->open--;
	end_call(w, c, answer);
	w->spec.progress(w->spec.self, w->done, w->total);
	go_on(w);
}

void sweep_start(struct sweep *w)
{
	/* Recorded answers have times of their own. */
	if (kis_environment(w->spec.kis) != ENVIRONMENT_REPLAY)
		w->begun_ms = clock_wall(&w->spec.env->clock);
	begin_pass(w);
	go_on(w);
}

struct snapshot *sweep_take(struct sweep *w, struct fault *f)
{
	return sweep_conclude(w, f) ? TAKE(w->made) : NULL;
}
