/* tally - what was looked at, what was wrong, and the first things that were. */
#ifndef SOAK_TALLY_H
#define SOAK_TALLY_H

#include <stdbool.h>
#include <stdint.h>

struct tally {
	const char *name; /* a sentence: what is so when nothing is wrong */
	uint64_t looked;
	uint64_t wrong;
};

/* Counts, and prints what is wrong (the first few of each). Returns `good`. */
bool tally_look(struct tally *t, bool good, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Prints its line: "ok - …" or "not ok - …". False when something was wrong, or nothing was looked
 * at. */
bool tally_end(const struct tally *t);

#endif
