/* cursor - where a list goes on: opaque to clients, checked when it comes back. */
#include "host/proto/cursor.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"

#define NUMBERS 3
#define TEXT_ROOM (NUMBERS * 8 + 16 + 1)

/* Numbers in hex, then a hash that only this process can make. */
static void spell(const struct cursor *c, char ret[TEXT_ROOM])
{
	(void)snprintf(ret, TEXT_ROOM, "%08x%08x%08x", c->list, c->generation, c->position);
	(void)snprintf(ret + NUMBERS * 8, 17, "%016llx",
		(unsigned long long)span_hash((struct span){ ret, NUMBERS * 8 }));
}

void cursor_write(const struct cursor *c, struct buf *ret)
{
	char text[TEXT_ROOM];

	spell(c, text);
	json_cstr(ret, text);
}

static bool read_hex(const char *at, uint32_t *ret)
{
	uint32_t n = 0;

	for (int i = 0; i < 8; i++) {
		char c = at[i];
		bool is_digit = c >= '0' && c <= '9';

		if (!is_digit && !(c >= 'a' && c <= 'f'))
			return false;
		n = n << 4 | (uint32_t)(is_digit ? c - '0' : c - 'a' + 10);
	}
	*ret = n;
	return true;
}

bool cursor_read(struct span json, struct cursor *ret)
{
	struct cursor c;
	char seen[TEXT_ROOM];
	char ours[TEXT_ROOM];

	if (!scan_text_into(json, seen, sizeof seen) || strlen(seen) != TEXT_ROOM - 1)
		return false;
	if (!read_hex(seen, &c.list) || !read_hex(seen + 8, &c.generation) ||
		!read_hex(seen + 16, &c.position))
		return false;
	spell(&c, ours);
	if (!str_same(seen, ours))
		return false;
	*ret = c;
	return true;
}
