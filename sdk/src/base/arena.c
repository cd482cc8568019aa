/* arena - memory that ends all at once. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST ((size_t)4 * 1024)
#define BLOCK_LARGEST ((size_t)256 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	max_align_t memory[];
};

struct arena_end {
	struct arena_end *next;
	void (*drop)(void *);
	void *thing;
};

void arena_init(struct arena *a, size_t max)
{
	*a = (struct arena){ .max = max };
}

void arena_done(struct arena *a)
{
	/* What is dropped may defer once more, so the list is looked at anew each time. */
	while (a->ends) {
		struct arena_end *end = a->ends;

		a->ends = end->next;
		end->drop(end->thing);
	}
	while (a->blocks) {
		struct arena_block *block = a->blocks;

		a->blocks = block->next;
		free(block);
	}
	arena_init(a, a->max);
}

/* Twice the newest block, within what the arena may still take, and never less than `bytes`. */
static size_t next_size(const struct arena *a, size_t bytes)
{
	size_t size = a->blocks ? a->blocks->size * 2 : BLOCK_FIRST;

	if (size > BLOCK_LARGEST)
		size = BLOCK_LARGEST;
	if (size > a->max - a->used)
		size = a->max - a->used;
	return size > bytes ? size : bytes;
}

static struct arena_block *add_block(struct arena *a, size_t bytes)
{
	struct arena_block **place = &a->blocks;
	struct arena_block *block;
	size_t size;

	if (bytes > a->max - a->used || bytes > SIZE_MAX - sizeof *block)
		return NULL;
	size = next_size(a, bytes);
	block = calloc(1, sizeof *block + size);
	if (!block)
		return NULL;

	/* One made to measure is full at once: the newest before it goes on serving. */
	if (size == bytes && a->blocks)
		place = &a->blocks->next;
	block->size = size;
	block->next = *place;
	*place = block;
	a->used += size;
	return block;
}

/* Where the next thing starts in a block: aligned for anything. */
static size_t next_start(const struct arena_block *block)
{
	const size_t unit = _Alignof(max_align_t);

	return (block->used + unit - 1) / unit * unit;
}

static int has_room(const struct arena_block *block, size_t bytes)
{
	const size_t start = next_start(block);

	return start <= block->size && bytes <= block->size - start;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	struct arena_block *block = a->blocks;
	size_t start;

	if (bytes == 0)
		bytes = 1;
	if (!block || !has_room(block, bytes))
		block = add_block(a, bytes);
	if (!block)
		return NULL;

	start = next_start(block);
	block->used = start + bytes;
	return (char *)block->memory + start;
}

char *arena_copy(struct arena *a, const char *at, size_t len)
{
	char *ret = len < SIZE_MAX ? arena_alloc(a, len + 1) : NULL;

	if (ret && len > 0)
		memcpy(ret, at, len);
	return ret;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	char *ret;

	va_start(args, fmt);
	ret = arena_vprintf(a, fmt, args);
	va_end(args);
	return ret;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	int len;
	char *ret;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	ret = len < 0 ? NULL : arena_alloc(a, (size_t)len + 1);
	if (!ret)
		return NULL;

	(void)vsnprintf(ret, (size_t)len + 1, fmt, args);
	return ret;
}

int arena_defer(struct arena *a, void (*drop)(void *), void *thing)
{
	struct arena_end *end = arena_alloc(a, sizeof *end);

	if (!end) {
		drop(thing);
		return 0;
	}
	*end = (struct arena_end){ .next = a->ends, .drop = drop, .thing = thing };
	a->ends = end;
	return 1;
}
