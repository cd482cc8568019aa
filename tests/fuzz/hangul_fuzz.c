/* hangul_fuzz - any bytes as a name and what is looked for in it, parted by a line's end. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/hangul.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_place(const struct hangul_key *whole, const struct hangul_key *part)
{
	struct hangul_place place;

	if (!hangul_find(whole, part, &place))
		return;
	assert(place.at + part->count <= whole->count);
	for (uint32_t i = 0; i < part->count; i++) {
		const uint32_t seen = whole->at[place.at + i];

		assert(seen == part->at[i] ||
			(place.by_initials && hangul_initial(seen) == part->at[i]));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = { (const char *)data, size };
	struct span line = { 0 };
	struct hangul_key whole;
	struct hangul_key part;
	struct hangul_place itself;
	bool is_whole;

	if (size == 0)
		return 0;
	(void)span_split(&rest, '\n', &line);
	is_whole = hangul_fold(line, &whole);
	assert(whole.count <= HANGUL_KEY_MAX);
	assert(!is_whole || utf8_valid(line));
	(void)hangul_fold(rest, &part);
	look_at_place(&whole, &part);
	/* What is folded stands in itself, at its beginning. */
	assert(hangul_find(&whole, &whole, &itself) == (whole.count > 0));
	assert(whole.count == 0 || (itself.at == 0 && !itself.by_initials));
	return 0;
}
