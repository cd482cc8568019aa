/* lru - a map from bytes to bytes, bounded by bytes and entries; the least used leaves first. */
#ifndef BASE_LRU_H
#define BASE_LRU_H

#include <stdint.h>

#include "base/str.h"

struct lru;

struct lru_entry {
	struct span key;
	void *value;  /* the owner's; freed by `drop` */
	size_t bytes; /* what the value counts for, given at lru_put */
};

/* `drop` frees a value; it may be NULL. NULL when memory is out. */
struct lru *lru_new(size_t max_bytes, uint32_t max_entries, void (*drop)(void *value));
void lru_free(struct lru *l); /* accepts NULL */

/* The value, now the most used; NULL when absent. Allocates nothing. */
void *lru_get(struct lru *l, struct span key);
/* Takes `value`; replaces (and drops) one of the same key; evicts as needed. False (value dropped)
 * when it is larger than the whole or memory is out. */
bool lru_put(struct lru *l, struct span key, void *value, size_t bytes);
bool lru_remove(struct lru *l, struct span key);
/* Removes entries for which `match` is true; returns how many. */
uint32_t lru_remove_if(
	struct lru *l, bool (*match)(const struct lru_entry *, void *self), void *self);
uint32_t lru_count(const struct lru *l);
size_t lru_bytes(const struct lru *l);
uint64_t lru_evictions(const struct lru *l);

#endif
