/* source - "where these figures come from": the block every answer carries. */
#include "host/call/source.h"

#include "base/clock.h"
#include "base/phrase.h"
#include "data/json.h"

static const char *environment_word(enum environment e)
{
	static const char *const words[] = { "real", "demo", "replay" };

	return words[e];
}

static const char *basis_word(enum basis b)
{
	static const char *const words[] = { "KRX", "NXT", "UNIFIED" };

	return words[b];
}

static void write_origin(const struct provenance *from, struct buf *ret)
{
	char as_of[32];

	if (!from->used) {
		buf_puts(ret,
			"\"provider\":null,\"environment\":null,\"basis\":null,\"session\":null,"
			"\"as_of\":null");
		return;
	}
	kst_text(from->as_of_ms, as_of);
	buf_puts(ret, "\"provider\":\"KIS\",\"environment\":");
	json_cstr(ret, environment_word(from->environment));
	buf_puts(ret, ",\"basis\":");
	json_cstr(ret, basis_word(from->basis));
	buf_puts(ret, ",\"session\":");
	json_cstr(ret, from->session);
	buf_puts(ret, ",\"as_of\":");
	json_cstr(ret, from->as_of_ms ? as_of : NULL);
}

void source_write(const struct provenance *from, struct buf *ret)
{
	buf_puts(ret, "\"source\":{");
	write_origin(from, ret);
	buf_puts(ret, ",\"provisional\":");
	json_bool(ret, from->provisional);
	buf_puts(ret, ",\"complete\":");
	json_bool(ret, from->complete);
	buf_puts(ret, ",\"upstream_calls\":");
	json_int(ret, from->upstream_calls);
	buf_puts(ret, ",\"notes\":[");
	for (uint32_t i = 0; i < from->note_count; i++) {
		if (i > 0)
			buf_char(ret, ',');
		json_cstr(ret, from->notes[i]);
	}
	buf_char(ret, ']');
}

void source_footer(const struct provenance *from, struct buf *ret)
{
	struct kst at = kst_from_ms(from->as_of_ms);

	if (!from->used)
		return;
	buf_char(ret, '\n');
	buf_printf(ret, phrase("%s, as of %04d-%02d-%02d %02d:%02d:%02d KST"),
		basis_word(from->basis), at.year, at.month, at.day, at.hour, at.minute, at.second);
	if (!from->complete && from->note_count == 0)
		buf_printf(ret, "\n※ %s", phrase("something may be missing"));
	for (uint32_t i = 0; i < from->note_count; i++)
		buf_printf(ret, "\n※ %s", from->notes[i]);
}

const char *source_banner(const struct provenance *from, const char *locale)
{
	bool english = str_same(locale, "en");

	if (!from->used || from->environment == ENVIRONMENT_REAL)
		return NULL;
	if (from->environment == ENVIRONMENT_REPLAY)
		return english ? "Recorded data (replay)" : "기록된 데이터 (재생)";
	return english ? "Fictional demo data" : "가상 데이터 (데모)";
}
