/* lru - a map from bytes to bytes, bounded by bytes and entries. */
#include "base/lru.h"

#include <stdlib.h>

#define SLOTS_FIRST 16

struct node {
	struct lru_entry entry; /* its key points at `key` */
	struct node *older;
	struct node *newer;
	struct node *next; /* in the slot */
	uint64_t hash;
	char key[];
};

struct lru {
	struct node **slots; /* a power of two of them */
	size_t slot_count;
	struct node *oldest;
	struct node *newest;
	size_t bytes;
	size_t max_bytes;
	uint64_t evictions;
	uint32_t count;
	uint32_t max_entries;
	void (*drop)(void *value);
};

struct lru *lru_new(size_t max_bytes, uint32_t max_entries, void (*drop)(void *value))
{
	struct lru *l = calloc(1, sizeof *l);

	if (!l)
		return NULL;
	*l = (struct lru){
		.slots = calloc(SLOTS_FIRST, sizeof(struct node *)),
		.slot_count = SLOTS_FIRST,
		.max_bytes = max_bytes,
		.max_entries = max_entries,
		.drop = drop,
	};
	if (!l->slots) {
		free(l);
		return NULL;
	}
	return l;
}

static void drop_value(struct lru *l, void *value)
{
	if (l->drop && value)
		l->drop(value);
}

static struct node **slot_of(struct lru *l, uint64_t hash)
{
	return &l->slots[hash & (l->slot_count - 1)];
}

static struct node *find(struct lru *l, struct span key, uint64_t hash)
{
	struct node *node = *slot_of(l, hash);

	while (node && (node->hash != hash || !span_same(node->entry.key, key)))
		node = node->next;
	return node;
}

static void unlink_age(struct lru *l, struct node *node)
{
	*(node->older ? &node->older->newer : &l->oldest) = node->newer;
	*(node->newer ? &node->newer->older : &l->newest) = node->older;
}

static void link_newest(struct lru *l, struct node *node)
{
	node->older = l->newest;
	node->newer = NULL;
	*(l->newest ? &l->newest->newer : &l->oldest) = node;
	l->newest = node;
}

static void remove_node(struct lru *l, struct node *node)
{
	struct node **at = slot_of(l, node->hash);

	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
	unlink_age(l, node);
	l->count--;
	l->bytes -= node->entry.bytes;
	drop_value(l, node->entry.value);
	free(node);
}

void lru_free(struct lru *l)
{
	if (!l)
		return;
	while (l->oldest)
		remove_node(l, l->oldest);
	free(l->slots);
	free(l);
}

void *lru_get(struct lru *l, struct span key)
{
	struct node *node = find(l, key, span_hash(key));

	if (!node)
		return NULL;
	if (node != l->newest) {
		unlink_age(l, node);
		link_newest(l, node);
	}
	return node->entry.value;
}

/* Without memory for more slots the chains just get longer. */
static void grow_slots(struct lru *l)
{
	struct node **slots = calloc(l->slot_count * 2, sizeof(struct node *));
	struct node *node;

	if (!slots)
		return;
	free(l->slots);
	l->slots = slots;
	l->slot_count *= 2;
	for (node = l->oldest; node; node = node->newer) {
		struct node **slot = slot_of(l, node->hash);

		node->next = *slot;
		*slot = node;
	}
}

static struct node *add_node(struct lru *l, struct span key, uint64_t hash)
{
	struct node *node = calloc(1, sizeof *node + key.len);
	struct node **slot;

	if (!node)
		return NULL;
	if (l->count >= l->slot_count)
		grow_slots(l);
	slot = slot_of(l, hash);
	if (key.len > 0)
		memcpy(node->key, key.at, key.len);
	node->entry.key = (struct span){ node->key, key.len };
	node->hash = hash;
	node->next = *slot;
	*slot = node;
	link_newest(l, node);
	l->count++;
	return node;
}

/* The newest one always fits, so it is never reached. */
static void evict(struct lru *l)
{
	while (l->bytes > l->max_bytes || l->count > l->max_entries) {
		remove_node(l, l->oldest);
		l->evictions++;
	}
}

bool lru_put(struct lru *l, struct span key, void *value, size_t bytes)
{
	const uint64_t hash = span_hash(key);
	struct node *node = find(l, key, hash);
	const bool fits = bytes <= l->max_bytes && l->max_entries > 0;

	if (fits && !node)
		node = add_node(l, key, hash);
	if (!fits || !node) {
		drop_value(l, value);
		return false;
	}
	if (node->entry.value != value)
		drop_value(l, node->entry.value);
	unlink_age(l, node);
	link_newest(l, node);
	l->bytes = l->bytes - node->entry.bytes + bytes;
	node->entry.value = value;
	node->entry.bytes = bytes;
	evict(l);
	return true;
}

bool lru_remove(struct lru *l, struct span key)
{
	struct node *node = find(l, key, span_hash(key));

	if (node)
		remove_node(l, node);
	return node;
}

uint32_t lru_remove_if(
	struct lru *l, bool (*match)(const struct lru_entry *, void *self), void *self)
{
	const uint32_t before = l->count;
	struct node *node = l->oldest;

	while (node) {
		struct node *newer = node->newer;

		if (match(&node->entry, self))
			remove_node(l, node);
		node = newer;
	}
	return before - l->count;
}

uint32_t lru_count(const struct lru *l)
{
	return l->count;
}

size_t lru_bytes(const struct lru *l)
{
	return l->bytes;
}

uint64_t lru_evictions(const struct lru *l)
{
	return l->evictions;
}
