/* version - the protocol's revisions, and what each may be sent. */
#ifndef HOST_PROTO_VERSION_H
#define HOST_PROTO_VERSION_H

#include <stdbool.h>

#include "base/str.h"

enum version {
	VERSION_NONE,
	VERSION_2024_11_05,
	VERSION_2025_03_26,
	VERSION_2025_06_18,
	VERSION_2025_11_25, /* the last with a handshake */
	VERSION_2026_07_28, /* stateless */
};

#define VERSION_LEGACY_NEWEST VERSION_2025_11_25
#define VERSION_MODERN_NEWEST VERSION_2026_07_28

const char *version_text(enum version v);
/* From a JSON string; VERSION_NONE when it is none of ours. */
enum version version_from(struct span json);

static inline bool version_is_modern(enum version v)
{
	return v >= VERSION_2026_07_28;
}

#endif
