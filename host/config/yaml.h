/* yaml - the part of YAML a configuration needs, as a small tree that knows its lines.
 *
 * Refused: anchors, aliases, tags, a second document, keys that are not words, duplicate keys,
 * more depth or items than allowed. Nothing is typed here: a value is the text that stands there.
 */
#ifndef HOST_CONFIG_YAML_H
#define HOST_CONFIG_YAML_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/str.h"

#define YAML_FILE_MAX ((size_t)256 * 1024) /* bytes */
#define YAML_DEPTH_MAX 8
#define YAML_ITEMS_MAX 256 /* of one map or list */

enum yaml_kind {
	YAML_EMPTY, /* nothing, ~ or null */
	YAML_TEXT,
	YAML_MAP,
	YAML_LIST,
};

struct yaml {
	enum yaml_kind kind;
	int line;                 /* of the key when there is one, else of the value */
	const char *name;         /* the key in the map around it; NULL in a list and at the top */
	const char *text;         /* of YAML_TEXT */
	const struct yaml *first; /* of what a map or list holds */
	const struct yaml *next;
};

/* Reads the whole text. `file` is its name in errors: "FILE:LINE: …". The tree lives in the
 * arena. */
mcp_status yaml_parse(struct span text, const char *file, struct arena *a, const struct yaml **ret,
	struct fault *f);

/* The value of a key; NULL when there is none or `map` (which may be NULL) is no map. */
const struct yaml *yaml_get(const struct yaml *map, const char *name);

#endif
