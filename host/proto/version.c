/* version - the protocol's revisions, and what each may be sent. */
#include "host/proto/version.h"

#include "base/cleanup.h"
#include "data/scan.h"

static const char *const texts[] = {
	[VERSION_NONE] = "",
	[VERSION_2024_11_05] = "2024-11-05",
	[VERSION_2025_03_26] = "2025-03-26",
	[VERSION_2025_06_18] = "2025-06-18",
	[VERSION_2025_11_25] = "2025-11-25",
	[VERSION_2026_07_28] = "2026-07-28",
};

const char *version_text(enum version v)
{
	return texts[v];
}

enum version version_from(struct span json)
{
	for (size_t i = VERSION_2024_11_05; i < COUNT_OF(texts); i++)
		if (scan_text_is(json, texts[i]))
			return (enum version)i;
	return VERSION_NONE;
}
