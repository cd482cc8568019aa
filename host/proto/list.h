/* list - pages of what is on offer, written once and kept. */
#ifndef HOST_PROTO_LIST_H
#define HOST_PROTO_LIST_H

#include "host/proto/offer.h"

struct server;

void lists_init(struct server *s);
void lists_done(struct server *s);
/* Forgets what was written; returns which lists (BUS_…) are not what they were last time: none
 * while plugins are still expected. */
uint32_t lists_forget(struct server *s);
/* The members of a list's result, without braces, from item `first` on. Lent until the next. */
struct span lists_page(struct server *s, enum offer kind, enum version v, uint32_t first);
/* Where the page begins that `cursor` (JSON, or absent) asks for; false when it is none of ours. */
bool lists_position(
	const struct server *s, enum offer kind, struct span cursor, uint32_t *ret_first);

#endif
