/* market_fill_keep - figures go into memory at once, and into the batch the store gets next. */
#include <stdlib.h>

#include "service/market_fill_part.h"

#define ROOM_MIN 64
/* The whole market's bars, several times over: a store that takes nothing holds up no memory. */
#define ROOM_MAX (1u << 19)

/* `at` with room for one more of `size` bytes; NULL: there is none. */
static void *with_room(void *at, uint32_t count, uint32_t *room, size_t size)
{
	uint32_t wanted = *room ? *room * 2 : ROOM_MIN;
	void *more;

	if (count < *room)
		return at;
	more = wanted <= ROOM_MAX ? realloc(at, (size_t)wanted * size) : NULL;
	if (more)
		*room = wanted;
	return more;
}

/* True when it will outlive the process, as far as we are concerned. */
static bool is_kept(struct fill *f)
{
	struct fill_store *s = &f->store;

	/* Who writes is known once it is loaded; days may be learnt before that. */
	if (!s->ops || (s->loaded && !s->ops->is_writer(s->store)))
		return false;
	if (fill_batch_is_empty(&s->next))
		s->since_ms = fill_now(f);
	return true;
}

static bool copy_code(char ret[8], const char *code)
{
	size_t len = strlen(code);

	if (len >= 8)
		return false;
	memset(ret, 0, 8);
	memcpy(ret, code, len);
	return true;
}

bool fill_keep_bar(struct fill *f, const char *code, int32_t date, const struct bar *bar)
{
	struct store_bar kept = { .date = date, .bar = *bar };
	struct fill_batch *b = &f->store.next;
	struct store_bar *at;

	if (!copy_code(kept.code, code) || !history_put(f->parts.history, code, date, bar))
		return false;
	if (!is_kept(f))
		return true;
	at = with_room(b->bars, b->bar_count, &b->bar_room, sizeof *at);
	if (!at)
		return false;
	b->bars = at;
	b->bars[b->bar_count++] = kept;
	return true;
}

bool fill_keep_flow(
	struct fill *f, const char *code, int32_t date, enum investor who, const struct flow *flow)
{
	struct store_flow kept = { .date = date, .who = who, .flow = *flow };
	struct fill_batch *b = &f->store.next;
	struct store_flow *at;

	if (!copy_code(kept.code, code) || !flows_put(f->parts.flows, code, date, who, flow))
		return false;
	if (!is_kept(f))
		return true;
	at = with_room(b->flows, b->flow_count, &b->flow_room, sizeof *at);
	if (!at)
		return false;
	b->flows = at;
	b->flows[b->flow_count++] = kept;
	return true;
}

bool fill_keep_mark(struct fill *f, struct fill_share *s, enum fill_kind kind, int32_t until)
{
	struct store_mark kept = { .kind = kind, .until = until };
	struct fill_batch *b = &f->store.next;
	struct store_mark *at;

	if (s->of[kind].until >= until)
		return true;
	if (is_kept(f)) {
		at = with_room(b->marks, b->mark_count, &b->mark_room, sizeof *at);
		if (!at || !copy_code(kept.code, s->code))
			return false;
		b->marks = at;
		b->marks[b->mark_count++] = kept;
	}
	s->of[kind].until = until;
	return true;
}

void fill_keep_days(struct fill *f, const struct store_day *days, uint32_t count)
{
	struct fill_batch *b = &f->store.next;

	for (uint32_t i = 0; i < count && is_kept(f); i++) {
		struct store_day *at = with_room(b->days, b->day_count, &b->day_room, sizeof *at);

		/* Without memory they are asked for again at the next start. */
		if (!at)
			return;
		b->days = at;
		b->days[b->day_count++] = days[i];
	}
}

bool fill_batch_is_empty(const struct fill_batch *b)
{
	return b->bar_count + b->flow_count + b->mark_count + b->day_count == 0;
}
