/* service - where an answer's figures come from, kept and merged. */
#include "service/service.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/phrase.h"

void provenance_init(struct provenance *p)
{
	*p = (struct provenance){ .complete = true };
}

static int64_t earlier(int64_t a, int64_t b)
{
	if (a == 0 || b == 0)
		return a ? a : b;
	return a < b ? a : b;
}

static void merge_notes(struct provenance *into, const struct provenance *from)
{
	for (uint32_t i = 0; i < from->note_count && i < PROVENANCE_NOTES; i++)
		provenance_note_text(into, span_of(from->notes[i]));
}

void provenance_merge(struct provenance *into, const struct provenance *from)
{
	into->complete = into->complete && from->complete;
	into->upstream_calls += from->upstream_calls;
	merge_notes(into, from);
	if (!from->used)
		return;

	if (!into->used) {
		into->environment = from->environment;
		into->basis = from->basis;
	}
	/* The least real of two inputs names the answer. */
	if (from->environment > into->environment)
		into->environment = from->environment;
	if (from->session && (!into->session || from->as_of_ms < into->as_of_ms))
		into->session = from->session;
	into->used = true;
	into->as_of_ms = earlier(into->as_of_ms, from->as_of_ms);
	into->fresh_until_ms = earlier(into->fresh_until_ms, from->fresh_until_ms);
	into->provisional = into->provisional || from->provisional;
}

void provenance_note_text(struct provenance *p, struct span text)
{
	char note[sizeof p->notes[0]];

	(void)utf8_clean(text, note, sizeof note - 1);
	if (note[0] == '\0' || p->note_count >= PROVENANCE_NOTES)
		return;
	for (uint32_t i = 0; i < p->note_count; i++) {
		if (str_same(p->notes[i], note))
			return;
	}
	memcpy(p->notes[p->note_count++], note, sizeof note);
}

void provenance_note(struct provenance *p, const char *fmt, ...)
{
	char text[4 * sizeof p->notes[0]];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof text, phrase(fmt), args);
	va_end(args);
	provenance_note_text(p, span_of(text));
}
