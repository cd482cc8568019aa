/* list - pages of what is on offer, written once and kept. */
#include "host/proto/list.h"

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/cursor.h"
#include "host/proto/server.h"

#define LIST_MAX (4 * 1024 * 1024)

void lists_init(struct server *s)
{
	if (s->page_size == 0)
		s->page_size = PAGE_SIZE;
	buf_init(&s->page, LIST_MAX);
	for (size_t k = 0; k < COUNT_OF(s->lists); k++)
		for (size_t v = 0; v < COUNT_OF(s->lists[k].at); v++)
			buf_init(&s->lists[k].at[v], LIST_MAX);
}

void lists_done(struct server *s)
{
	buf_done(&s->page);
	for (size_t k = 0; k < COUNT_OF(s->lists); k++)
		for (size_t v = 0; v < COUNT_OF(s->lists[k].at); v++)
			buf_done(&s->lists[k].at[v]);
}

/* The whole list as the newest revision sees it. */
static uint64_t look_at(struct server *s, enum offer kind)
{
	buf_clear(&s->page);
	offer_write(s->registry, &(struct slice){ kind, VERSION_MODERN_NEWEST, 0, UINT32_MAX },
		&s->page);
	return span_hash(buf_as_span(&s->page));
}

uint32_t lists_forget(struct server *s)
{
	static const uint32_t bits[] = {
		[OFFER_TOOLS] = BUS_TOOLS,
		[OFFER_PROMPTS] = BUS_PROMPTS,
		[OFFER_RESOURCES] = BUS_RESOURCES,
		[OFFER_TEMPLATES] = BUS_RESOURCES,
	};
	uint32_t changed = 0;

	for (size_t k = 0; k < COUNT_OF(s->lists); k++)
		for (size_t v = 0; v < COUNT_OF(s->lists[k].at); v++)
			buf_clear(&s->lists[k].at[v]);
	for (size_t k = 0; s->settled && k < COUNT_OF(s->lists); k++) {
		uint64_t now = look_at(s, (enum offer)k);

		if (now != s->offered[k])
			changed |= bits[k];
		s->offered[k] = now;
	}
	return changed;
}

static void write_page(
	struct server *s, enum offer kind, enum version v, uint32_t first, struct buf *b)
{
	uint32_t count = offer_count(s->registry, kind);

	json_name(b, offer_word(kind));
	buf_char(b, '[');
	offer_write(s->registry, &(struct slice){ kind, v, first, s->page_size }, b);
	buf_char(b, ']');
	if (count - first > s->page_size) {
		json_name(b, "nextCursor");
		cursor_write(&(struct cursor){ kind, s->generation, first + s->page_size }, b);
	}
	if (version_is_modern(v))
		buf_puts(b, ",\"ttlMs\":60000,\"cacheScope\":\"public\"");
}

struct span lists_page(struct server *s, enum offer kind, enum version v, uint32_t first)
{
	struct buf *b = first == 0 ? &s->lists[kind].at[v] : &s->page;

	if (first > 0)
		buf_clear(b);
	if (b->len == 0)
		write_page(s, kind, v, first, b);
	if (!b->failed)
		return buf_as_span(b);
	buf_clear(b); /* the next one may find memory */
	return (struct span){ NULL, 0 };
}

bool lists_position(
	const struct server *s, enum offer kind, struct span cursor, uint32_t *ret_first)
{
	struct cursor c;

	if (scan_kind(cursor) <= SCAN_NULL) {
		*ret_first = 0;
		return true;
	}
	if (!cursor_read(cursor, &c) || c.list != (uint32_t)kind || c.generation != s->generation ||
		c.position >= offer_count(s->registry, kind))
		return false;
	*ret_first = c.position;
	return true;
}
