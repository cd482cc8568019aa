/* names - the member names of one open object, to notice the second of two equal ones.
 *
 * 64-bit keyed hashes stand for the names: two different names of one object meet with a chance of
 * one in 2^33 even at NAMES_MAX members, and an outsider cannot make them meet.
 */
#include "data/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#define ROOM_FIRST 512

void names_init(struct names *n)
{
	n->count = 0;
	n->room = 0;
	n->filter = 0;
	n->many = NULL;
}

void names_done(struct names *n)
{
	free(n->many);
	n->many = NULL;
}

/* False when it is there already. */
static bool put_many(uint64_t *many, uint32_t room, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & (room - 1);

	while (many[i] != 0) {
		if (many[i] == hash)
			return false;
		i = (i + 1) & (room - 1);
	}
	many[i] = hash;
	return true;
}

/* Moves everything into a set of `room` slots. */
static bool grow(struct names *n, uint32_t room)
{
	uint64_t *many = calloc(room, sizeof *many);
	const uint64_t *old = n->many ? n->many : n->few;
	uint32_t old_room = n->many ? n->room : n->count;

	if (!many)
		return false;
	for (uint32_t i = 0; i < old_room; i++)
		if (old[i] != 0)
			(void)put_many(many, room, old[i]);
	free(n->many);
	n->many = many;
	n->room = room;
	return true;
}

static bool is_among_few(const struct names *n, uint64_t hash)
{
	for (uint32_t i = 0; i < n->count; i++)
		if (n->few[i] == hash)
			return true;
	return false;
}

static const char *add_to_many(struct names *n, uint64_t hash)
{
	uint32_t room = n->many ? n->room : ROOM_FIRST / 2;

	if (n->count == NAMES_MAX)
		return "too many members";
	if ((!n->many || n->count * 2 >= n->room) && !grow(n, room * 2))
		return "out of memory";
	if (!put_many(n->many, n->room, hash))
		return "duplicate member";
	n->count++;
	return NULL;
}

const char *names_add(struct names *n, uint64_t hash)
{
	uint64_t bit = UINT64_C(1) << (hash >> 58);

	if (hash == 0)
		hash = 1;
	if (n->many || n->count == NAMES_FEW)
		return add_to_many(n, hash);
	if ((n->filter & bit) && is_among_few(n, hash))
		return "duplicate member";
	n->filter |= bit;
	n->few[n->count++] = hash;
	return NULL;
}
