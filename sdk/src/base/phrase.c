/* phrase - the host's own texts in Korean, and those that tools share. */
#include "base/phrase.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

static const mcp_phrase rows[] = {
#include "base/phrases/base.inc"
#include "base/phrases/config.inc"
#include "base/phrases/data.inc"
#include "base/phrases/fill.inc"
#include "base/phrases/find.inc"
#include "base/phrases/kis.inc"
#include "base/phrases/market.inc"
#include "base/phrases/plugin.inc"
#include "base/phrases/proto.inc"
#include "base/phrases/snapshot.inc"
#include "base/phrases/sources.inc"
#include "base/phrases/store.inc"
#include "base/phrases/tools.inc"
#include "base/phrases/views.inc"
};

#define SLOTS 2048
_Static_assert(2 * COUNT_OF(rows) <= SLOTS, "the index is too small for the rows: double SLOTS");

/* Row number + 1 by hash of the English text; 0 is free. Written once. */
static uint16_t slots[SLOTS];
static pthread_once_t slots_once = PTHREAD_ONCE_INIT;
static atomic_bool is_korean;

static size_t first_slot(const char *english)
{
	return (size_t)span_hash(span_of(english)) % SLOTS;
}

static void fill_slots(void)
{
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		size_t slot = first_slot(rows[i].en);

		while (slots[slot])
			slot = (slot + 1) % SLOTS;
		slots[slot] = (uint16_t)(i + 1);
	}
}

void phrase_locale(const char *locale)
{
	atomic_store(&is_korean, locale && strncmp(locale, "ko", 2) == 0);
}

const char *phrase_locale_get(void)
{
	return atomic_load(&is_korean) ? "ko" : "en";
}

const char *phrase(const char *english)
{
	size_t slot;

	if (!atomic_load(&is_korean) || !english)
		return english;
	(void)pthread_once(&slots_once, fill_slots);
	for (slot = first_slot(english); slots[slot]; slot = (slot + 1) % SLOTS) {
		const mcp_phrase *row = &rows[slots[slot] - 1];

		if (strcmp(row->en, english) == 0)
			return row->ko;
	}
	return english;
}

const char *phrase_in(const mcp_list *phrases, const char *english)
{
	uint32_t i;

	if (!atomic_load(&is_korean) || !english)
		return english;
	for (i = 0; phrases && i < phrases->count; i++) {
		const void *at = (const char *)phrases->at + (size_t)i * phrases->stride;
		const mcp_phrase *row = at;

		if (str_same(row->en, english))
			return row->ko ? row->ko : english;
	}
	return phrase(english);
}

const mcp_phrase *phrase_all(size_t *ret_count)
{
	*ret_count = COUNT_OF(rows);
	return rows;
}
