/* declare_members - the members of a declaration, each with its rule; private to data. */
#ifndef DATA_DECLARE_MEMBERS_H
#define DATA_DECLARE_MEMBERS_H

#include "data/declare.h"
#include "data/scan.h"

struct parse {
	struct arena *a;
	struct fault *f;
};

/* A text member and how long it may be. */
struct text_rule {
	const char *name;
	size_t max;
	const char **ret;
};

/* A whole number member. */
struct number_rule {
	const char *name;
	uint32_t *ret;
};

mcp_status members_no_memory(const struct parse *p);
mcp_status members_wrong(const struct parse *p, const char *name);

/* Every member of the object is one of `names` ("name|type|…"). */
mcp_status members_known(const struct parse *p, struct span object, const char *names);
mcp_status members_texts(
	const struct parse *p, struct span object, const struct text_rule *rules, size_t count);
mcp_status members_numbers(
	const struct parse *p, struct span object, const struct number_rule *rules, size_t count);
/* The length of a list, 0 when it is absent; false when it is something else or too long. */
bool members_count(struct span list, uint32_t max, uint32_t *ret);
/* The table of member `name`; an empty one when it is absent. */
mcp_status members_table(
	const struct parse *p, struct span object, const char *name, mcp_table *ret);
/* A copy of the member's JSON, byte for byte, when it is of that kind; NULL when it is absent. */
mcp_status members_json(const struct parse *p, struct span object, const char *name,
	enum scan_kind kind, const char **ret);

/* Icons, _meta and annotations of something offered; a NULL place: it has none of that. */
struct extras {
	const char **icons;
	const char **meta;
	const char **annotations;
};

/* declare_offers.c */
/* Reads and checks them; `what` names their owner in the sentence. */
mcp_status declare_read_extras(
	const struct parse *p, struct span object, const char *what, const struct extras *extras);
/* The lists of a declaration, into d. */
mcp_status declare_read_prompts(const struct parse *p, struct span list, struct declared *d);
mcp_status declare_read_resources(const struct parse *p, struct span list, struct declared *d);

#endif
