/* market_fill_store - what the store brings, and batches on their way to it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/phrase.h"
#include "service/market_fill_part.h"

#define BATCH_MARKS 60
#define BATCH_BARS 20000
#define BATCH_MS 5000
#define AGAIN_MS 60000  /* after a batch that could not be saved */
#define RELOAD_MS 5000  /* at most that often, when another process writes */
#define LOAD_MS 15000   /* a store that says nothing that long is done without */
#define REFUSED_MS 2000 /* ... or that long, when it has said that something is wrong */
#define TRY_MS 10000    /* for the lock, while another process has it */
#define DAYS_BACK 100   /* calendar days that are kept */
#define FLOWS_BACK 21

void fill_store_open(struct fill *f)
{
	const struct fill_parts *p = &f->parts;
	struct fill_store *s = &f->store;
	struct store_options o = {
		.locale = phrase_locale_get(),
		.may_write = true,
		.wake = p->wake,
		.self = p->wake_self,
	};
	char path[4096];
	mcp_status status;

	s->opened = true;
	s->loaded = true;
	if (f->environment != ENVIRONMENT_REAL || !p->env->state_dir || !p->module)
		return;
	s->ops = store_ops_load(p->module, &s->fault);
	if (s->ops) {
		(void)snprintf(path, sizeof path, "%s/market.db", p->env->state_dir);
		o.path = path;
		status = s->ops->open(&o, &s->store, &s->fault);
		if (status < 0)
			s->ops = NULL;
	}
	if (!s->ops) {
		log_warn("history is not kept reason=\"%s\"", s->fault.text);
		return;
	}
	s->loaded = false;
	s->is_due = true;
}

static void done_batch(struct fill_batch *b)
{
	free(b->bars);
	free(b->flows);
	free(b->marks);
	free(b->days);
	*b = (struct fill_batch){ 0 };
}

static void clear_batch(struct fill_batch *b)
{
	b->bar_count = 0;
	b->flow_count = 0;
	b->mark_count = 0;
	b->day_count = 0;
}

/* ---- Taking. ---- */

static void take_marks(struct fill *f, const struct store_event *e)
{
	for (uint32_t i = 0; i < e->mark_count; i++) {
		const struct store_mark *m = &e->marks[i];
		struct fill_share *s;

		if (m->kind >= FILL_KINDS || !memchr(m->code, '\0', sizeof m->code))
			continue;
		s = fill_share_add(f, m->code);
		if (s && s->of[m->kind].until < m->until)
			s->of[m->kind].until = m->until;
	}
}

static void take_figures(struct fill *f, const struct store_event *e)
{
	bool good = true;

	for (uint32_t i = 0; i < e->bar_count; i++)
		good = history_put(f->parts.history, e->bars[i].code, e->bars[i].date,
			       &e->bars[i].bar) &&
		       good;
	for (uint32_t i = 0; i < e->flow_count; i++)
		if (e->flows[i].who < INVESTORS)
			good = flows_put(f->parts.flows, e->flows[i].code, e->flows[i].date,
				       (enum investor)e->flows[i].who, &e->flows[i].flow) &&
			       good;
	for (uint32_t i = 0; i < e->day_count; i++)
		calendar_learn(f->parts.calendar, e->days[i].date, e->days[i].is_open != 0);
	/* Without the figures the marks would claim too much. */
	if (good)
		take_marks(f, e);
	else
		log_error("history is not loaded reason=\"out of memory\"");
}

/* An empty batch is refused as long as another process writes; when that one has ended, what it
 * committed last is read before we go on in its place. */
static void try_to_write(struct fill *f)
{
	static const struct store_batch nothing = { 0 };
	struct fill_store *s = &f->store;
	struct fault why = { 0 };
	uint64_t ticket;

	if (s->ops->is_writer(s->store)) {
		s->is_held = false;
		return;
	}
	s->tried_ms = fill_now(f);
	if (s->ops->save(s->store, &nothing, &ticket, &why) == MCP_E_CONFIG) {
		s->is_held = true;
		return;
	}
	s->is_due = s->is_due || s->is_held;
	s->is_held = false;
}

static void take_loaded(struct fill *f, const struct store_event *e)
{
	take_figures(f, e);
	if (!f->store.loaded) {
		f->store.changed_ms = fill_now(f);
		try_to_write(f);
	}
	f->store.loaded = true;
	f->planned_ms = 0;
	if (f->generation)
		fill_order(f);
	log_info("history loaded bars=%u flows=%u marks=%u", e->bar_count, e->flow_count,
		e->mark_count);
}

static void take_fault(struct fill *f, const struct store_event *e)
{
	struct fill_store *s = &f->store;

	if (e->ticket == 0 || e->ticket != s->ticket) {
		log_warn("history store reason=\"%s\"", e->fault.text);
		if (e->ticket != 0)
			return;
		/* Set aside, and what is asked comes; or refused, and nothing comes. */
		s->fault = e->fault;
		if (!s->loaded)
			s->asked_ms = fill_now(f) - LOAD_MS + REFUSED_MS;
		return;
	}
	if (s->fault.status == MCP_OK)
		log_warn("history not saved reason=\"%s\"", e->fault.text);
	s->fault = e->fault;
	s->ticket = 0;
	s->again_ms = fill_now(f) + AGAIN_MS;
}

static void take_event(struct fill *f, const struct store_event *e)
{
	struct fill_store *s = &f->store;

	switch (e->kind) {
	case STORE_LOADED:
		take_loaded(f, e);
		return;
	case STORE_SAVED:
		if (e->ticket != s->ticket)
			return;
		clear_batch(&s->sent);
		s->sending = false;
		s->ticket = 0;
		s->fault = (struct fault){ 0 };
		return;
	case STORE_FAULT:
		take_fault(f, e);
		return;
	default:
		s->is_due = true;
		s->changed_ms = fill_now(f);
	}
}

static void load(struct fill *f)
{
	struct fill_store *s = &f->store;
	int32_t today = kst_from_ms(clock_wall(&f->parts.env->clock)).date;
	int64_t now = fill_now(f);

	if (s->is_due && (s->asked_ms == 0 || now - s->asked_ms >= RELOAD_MS)) {
		s->is_due = s->ops->load(s->store, kst_date_add(today, -DAYS_BACK),
				    kst_date_add(today, -FLOWS_BACK)) < 0;
		s->asked_ms = now;
	}
	if (s->loaded || now - s->asked_ms < LOAD_MS)
		return;
	/* It was refused, or hangs: figures are not kept then. */
	log_warn("history is not kept reason=\"%s\"",
		s->fault.status < 0 ? s->fault.text : "the store does not answer");
	s->ops->close(s->store);
	s->store = NULL;
	s->ops = NULL;
	s->loaded = true;
}

/* ---- Giving. ---- */

static bool is_due(const struct fill *f)
{
	const struct fill_store *s = &f->store;

	if (fill_batch_is_empty(&s->next))
		return false;
	return s->next.mark_count >= BATCH_MARKS || s->next.bar_count >= BATCH_BARS ||
	       fill_now(f) - s->since_ms >= BATCH_MS;
}

/* Once a day what nobody looks at any more goes. */
static int32_t drop_before(struct fill *f)
{
	int32_t today = kst_from_ms(clock_wall(&f->parts.env->clock)).date;

	if (f->store.dropped_on == today)
		return 0;
	f->store.dropped_on = today;
	return kst_date_add(today, -DAYS_BACK);
}

static void send(struct fill *f)
{
	struct fill_store *s = &f->store;
	const struct store_batch batch = {
		.bars = s->sent.bars,
		.bar_count = s->sent.bar_count,
		.flows = s->sent.flows,
		.flow_count = s->sent.flow_count,
		.marks = s->sent.marks,
		.mark_count = s->sent.mark_count,
		.days = s->sent.days,
		.day_count = s->sent.day_count,
		.drop_before = drop_before(f),
	};
	struct fault why = { 0 };
	mcp_status status = s->ops->save(s->store, &batch, &s->ticket, &why);

	if (status == MCP_OK)
		return;
	s->ticket = 0;
	s->dropped_on = 0;
	s->again_ms = fill_now(f) + (status == MCP_E_BUSY ? FILL_AGAIN_MS : AGAIN_MS);
	if (status != MCP_E_BUSY)
		s->fault = why;
}

static void give(struct fill *f, bool now)
{
	struct fill_store *s = &f->store;

	if (s->sending && s->ticket == 0 && fill_now(f) >= s->again_ms)
		send(f);
	if (s->sending || (!is_due(f) && !now) || fill_batch_is_empty(&s->next))
		return;
	/* What was sent is empty: it takes the next one's place. */
	struct fill_batch empty = s->sent;

	s->sent = s->next;
	s->next = empty;
	s->sending = true;
	send(f);
}

void fill_store_step(struct fill *f, bool now)
{
	struct fill_store *s = &f->store;
	struct store_event e = { 0 };

	if (!s->ops)
		return;
	while (s->ops->take(s->store, &e)) {
		take_event(f, &e);
		store_event_done(&e);
	}
	load(f);
	if (s->ops && s->loaded && s->is_held && fill_now(f) - s->tried_ms >= TRY_MS)
		try_to_write(f);
	if (s->ops && s->loaded && s->ops->is_writer(s->store))
		give(f, now);
}

int64_t fill_store_next(const struct fill *f)
{
	const struct fill_store *s = &f->store;
	int64_t at = INT64_MAX;

	if (!s->ops)
		return INT64_MAX;
	if (!s->loaded)
		at = s->asked_ms + LOAD_MS;
	if (s->is_due && s->asked_ms + RELOAD_MS < at)
		at = s->asked_ms + RELOAD_MS;
	if (s->sending && s->ticket == 0 && s->again_ms < at)
		at = s->again_ms;
	if (!s->sending && !fill_batch_is_empty(&s->next) && s->since_ms + BATCH_MS < at)
		at = s->since_ms + BATCH_MS;
	return at == INT64_MAX ? at : at - fill_now(f);
}

void fill_store_close(struct fill *f)
{
	struct fill_store *s = &f->store;
	bool writes = s->ops && s->loaded && s->ops->is_writer(s->store);

	if (writes && s->sending && s->ticket == 0)
		send(f);
	if (writes && !fill_batch_is_empty(&s->next)) {
		done_batch(&s->sent);
		s->sent = s->next;
		s->next = (struct fill_batch){ 0 };
		send(f);
	}
	if (s->ops)
		s->ops->close(s->store);
	done_batch(&s->sent);
	done_batch(&s->next);
}

bool fill_is_saved(const struct fill *f)
{
	const struct fill_store *s = &f->store;

	if (!s->ops || (s->loaded && !s->ops->is_writer(s->store)))
		return true;
	if (s->sending && s->ticket == 0 && s->fault.status < 0)
		return true;
	return s->loaded && !s->sending && fill_batch_is_empty(&s->next);
}

struct fault fill_store_fault(const struct fill *f)
{
	return f->store.fault;
}

bool fill_keeps(const struct fill *f)
{
	return f->store.ops != NULL;
}

bool fill_is_reader(const struct fill *f)
{
	const struct fill_store *s = &f->store;

	return s->ops && s->loaded && s->is_held;
}
