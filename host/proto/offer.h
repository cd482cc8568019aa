/* offer - what can be listed: tools, prompts, resources, templates, as each revision knows them. */
#ifndef HOST_PROTO_OFFER_H
#define HOST_PROTO_OFFER_H

#include "host/plugin/registry.h"
#include "host/proto/version.h"

enum offer {
	OFFER_TOOLS,
	OFFER_PROMPTS,
	OFFER_RESOURCES,
	OFFER_TEMPLATES,
};
#define OFFERS 4

/* The name of the list in its result: "resourceTemplates". */
const char *offer_word(enum offer kind);
/* How many are listed. */
uint32_t offer_count(const struct registry *r, enum offer kind);
/* A part of a list. */
struct slice {
	enum offer kind;
	enum version version; /* that it is written for */
	uint32_t first;
	uint32_t max; /* items */
};

/* Its items, separated by commas. */
void offer_write(const struct registry *r, const struct slice *slice, struct buf *ret);

#endif
