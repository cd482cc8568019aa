/* day_table - cells by share and day in memory, of the newest days alone. */
#include "service/day_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 256
#define CODE_MAX 7

/* A cell stands at slot x lanes + lane, whatever the order the days came in. */
struct day_row {
	uint64_t has;     /* a bit for each cell */
	uint64_t cells[]; /* whole words: aligned for what they hold */
};

struct entry {
	uint64_t code;
	struct day_row *row;
};

struct day {
	int32_t date;
	uint32_t slot;
};

struct day_table {
	struct day_shape shape;
	struct entry *entries; /* ascending by code */
	uint32_t count;
	uint32_t room;
	uint32_t day_count;
	struct day days[DAY_TABLE_CELLS]; /* ascending by date */
	uint32_t filled[DAY_TABLE_CELLS]; /* rows that have the cell */
};

struct day_table *day_table_new(struct day_shape shape)
{
	struct day_table *t = calloc(1, sizeof *t);

	assert(shape.days > 0 && shape.lanes > 0 && shape.cell % sizeof(uint64_t) == 0);
	assert(shape.days * shape.lanes <= DAY_TABLE_CELLS);
	if (t)
		t->shape = shape;
	return t;
}

void day_table_free(struct day_table *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->count; i++)
		free(t->entries[i].row);
	free(t->entries);
	free(t);
}

/* The code as a number: one comparison tells two apart. False for what is no code. */
static bool pack_code(const char *code, uint64_t *ret)
{
	uint64_t packed = 0;
	size_t i;

	for (i = 0; code && i <= CODE_MAX && code[i] != '\0'; i++)
		packed = packed << 8 | (unsigned char)code[i];
	if (i == 0 || i > CODE_MAX)
		return false;
	*ret = packed;
	return true;
}

/* Where the code stands, or would stand. */
static uint32_t place_of(const struct day_table *t, uint64_t code)
{
	uint32_t low = 0;
	uint32_t high = t->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (t->entries[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct day_row *row_at(const struct day_table *t, uint32_t place, uint64_t code)
{
	return place < t->count && t->entries[place].code == code ? t->entries[place].row : NULL;
}

/* Which of the days it is, or would be. */
static uint32_t day_of(const struct day_table *t, int32_t date)
{
	uint32_t low = 0;
	uint32_t high = t->day_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (t->days[middle].date < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_day(const struct day_table *t, uint32_t place, int32_t date)
{
	return place < t->day_count && t->days[place].date == date;
}

static bool grow(struct day_table *t)
{
	uint32_t room = t->room > 0 ? t->room * 2 : ROOM_FIRST;
	struct entry *entries;

	if (t->count < t->room)
		return true;
	if (room > DAY_TABLE_ROWS)
		return false;
	entries = realloc(t->entries, room * sizeof *entries);
	if (!entries)
		return false;
	t->entries = entries;
	t->room = room;
	return true;
}

static struct day_row *add_row(struct day_table *t, uint32_t place, uint64_t code)
{
	const size_t cells = (size_t)t->shape.days * t->shape.lanes * t->shape.cell;
	struct day_row *row;

	if (!grow(t))
		return NULL;
	row = malloc(sizeof *row + cells);
	if (!row)
		return NULL;
	row->has = 0;
	memmove(&t->entries[place + 1], &t->entries[place],
		(t->count - place) * sizeof *t->entries);
	t->entries[place] = (struct entry){ code, row };
	t->count++;
	return row;
}

/* The oldest day goes, and rows that had no other; `keep` is about to get one. */
static uint32_t forget_oldest(struct day_table *t, const struct day_row *keep)
{
	const uint32_t slot = t->days[0].slot;
	const uint64_t all = t->shape.lanes < 64 ? (UINT64_C(1) << t->shape.lanes) - 1 : UINT64_MAX;
	const uint64_t mask = all << slot * t->shape.lanes;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		struct day_row *row = t->entries[i].row;

		row->has &= ~mask;
		if (row->has != 0 || row == keep)
			t->entries[kept++] = t->entries[i];
		else
			free(row);
	}
	t->count = kept;
	memset(&t->filled[slot * t->shape.lanes], 0, t->shape.lanes * sizeof *t->filled);
	t->day_count--;
	memmove(t->days, t->days + 1, t->day_count * sizeof *t->days);
	return slot;
}

static uint32_t add_day(struct day_table *t, int32_t date, const struct day_row *keep)
{
	const uint32_t slot = t->day_count < t->shape.days ? t->day_count : forget_oldest(t, keep);
	const uint32_t place = day_of(t, date);

	memmove(&t->days[place + 1], &t->days[place], (t->day_count - place) * sizeof *t->days);
	t->days[place] = (struct day){ date, slot };
	t->day_count++;
	return slot;
}

static void *cell_at(const struct day_table *t, struct day_row *row, uint32_t at)
{
	return (unsigned char *)row->cells + at * t->shape.cell;
}

bool day_table_put(struct day_table *t, const struct day_key *key, const void *cell)
{
	const uint32_t day = day_of(t, key->date);
	const bool is_new = !is_day(t, day, key->date);
	struct day_row *row;
	uint64_t code;
	uint32_t place;
	uint32_t at;

	if (key->lane >= t->shape.lanes || !pack_code(key->code, &code))
		return false;
	if (is_new && day == 0 && t->day_count == t->shape.days)
		return true;
	place = place_of(t, code);
	row = row_at(t, place, code);
	if (!row)
		row = add_row(t, place, code);
	if (!row)
		return false;
	at = is_new ? add_day(t, key->date, row) : t->days[day].slot;
	at = at * t->shape.lanes + key->lane;
	if (!(row->has >> at & 1))
		t->filled[at]++;
	row->has |= UINT64_C(1) << at;
	memcpy(cell_at(t, row, at), cell, t->shape.cell);
	return true;
}

const struct day_row *day_table_row(const struct day_table *t, const char *code)
{
	uint64_t packed;

	return pack_code(code, &packed) ? row_at(t, place_of(t, packed), packed) : NULL;
}

uint32_t day_table_day(const struct day_table *t, int32_t date, uint32_t guess)
{
	uint32_t day;

	if (is_day(t, guess, date))
		return guess;
	day = day_of(t, date);
	return is_day(t, day, date) ? day : UINT32_MAX;
}

const void *day_table_at(
	const struct day_table *t, const struct day_row *row, uint32_t day, uint32_t lane)
{
	uint32_t at;

	if (!row || day >= t->day_count || lane >= t->shape.lanes)
		return NULL;
	at = t->days[day].slot * t->shape.lanes + lane;
	return row->has >> at & 1 ? (const unsigned char *)row->cells + at * t->shape.cell : NULL;
}

const void *day_table_cell(
	const struct day_table *t, const struct day_row *row, int32_t date, uint32_t lane)
{
	return day_table_at(t, row, day_table_day(t, date, UINT32_MAX), lane);
}

uint32_t day_table_rows(const struct day_table *t)
{
	return t->count;
}

uint32_t day_table_filled(const struct day_table *t, int32_t date, uint32_t lane)
{
	const uint32_t day = day_table_day(t, date, UINT32_MAX);

	if (lane >= t->shape.lanes || day == UINT32_MAX)
		return 0;
	return t->filled[t->days[day].slot * t->shape.lanes + lane];
}
