/* section - one part of the file made into its struct: YAML, variables and defaults by a table. */
#ifndef HOST_CONFIG_SECTION_H
#define HOST_CONFIG_SECTION_H

#include "base/buf.h"
#include "data/field.h"
#include "host/config/config.h"
#include "host/config/expand.h"
#include "host/config/origin.h"
#include "host/config/yaml.h"

/* A part of the file and of struct config. `name` "": the top level's own keys. */
struct section {
	const char *name;
	const mcp_table *table;
	size_t offset; /* in struct config */
};

/* All of them, the top level first. */
const struct section *section_all(uint32_t *ret_count);

/* What stays the same while one configuration is read. */
struct loader {
	struct config *config;
	const struct config_source *source;
	struct variables variables;
	const char *file;        /* as it was found, in errors; NULL: there is none */
	const char *folder;      /* of the file, absolute: what relative paths start from */
	const struct yaml *root; /* NULL: none */
	struct buf value;        /* one value; may hold a secret, so it is wiped */
	struct buf json;         /* one section; as above */
	struct buf digest;       /* what the hash is of */
	struct fault *fault;
};

struct origin origin_of(const struct loader *l, const struct yaml *node);

/* Some keys, their table, and the struct they fill. */
struct fill {
	const char *name; /* in errors: "kis", "tools.volume"; "": top level */
	const mcp_table *table;
	const struct yaml *map; /* NULL or empty: nothing is given */
	bool shapes_answers;    /* what is set goes into the digest */
	void *ret;
};

/* Texts go to the configuration's arena. Keys the table does not have are not looked at. */
mcp_status section_fill(struct loader *l, const struct fill *what);
/* Checks names of sections and keys, then fills every section. */
mcp_status section_fill_all(struct loader *l);

/* Expands a node's text into l->value. */
mcp_status section_expand(struct loader *l, const struct yaml *node, const char *what);
/* The environment's name for a setting of the plan, or NULL. */
const char *section_variable(const char *section, const char *key);
/* The value of the variable that wins over a key; NULL when there is none, or it is unset or
 * empty. */
const char *section_override(const struct loader *l, const char *section, const char *key);
/* The i-th key of a section that a variable can set; NULL at the end. */
const char *section_override_key(const char *section, uint32_t i);
/* Where a setting came from: its variable, its line, or nowhere. */
struct origin section_origin(const struct loader *l, const char *section, const char *key);
/* True for what must not be shown, kept or given to a tool. */
bool section_is_secret(const char *section, const char *key);

#endif
