/* names - the member names of one open object, to notice the second of two equal ones. */
#ifndef DATA_NAMES_H
#define DATA_NAMES_H

#include <stdint.h>

#define NAMES_FEW 64         /* more than that go to the heap */
#define NAMES_MAX (1u << 16) /* members of one object */

struct names {
	uint32_t count;
	uint32_t room;   /* slots of `many`: a power of two */
	uint64_t filter; /* one bit per name: an unset bit proves a name new */
	uint64_t *many;  /* a hash set with open addressing, 0 is free; NULL while there are few */
	uint64_t few[NAMES_FEW];
};

/* Leaves `few` as it is: a names costs nothing until names come. */
void names_init(struct names *n);
void names_done(struct names *n);
/* Adds a keyed hash. NULL, or a short phrase: "duplicate member". */
const char *names_add(struct names *n, uint64_t hash);

#endif
