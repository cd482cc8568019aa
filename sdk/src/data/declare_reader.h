/* declare_reader - structs of a plugin as they lie in its file, older or newer than this host;
 * private to data. */
#ifndef DATA_DECLARE_READER_H
#define DATA_DECLARE_READER_H

#include "data/declare.h"
#include "data/declare_rules.h"

#define READER_SIZE_MOST 4096u /* larger is no struct of any contract */

struct reader {
	const mcp_plugin *plugin;
	const char *subject; /* `tool "x"`: of what is being read */
	char room[DECLARE_SUBJECT];
	struct arena *a;
	struct fault *f;
};

/* Copies what both sides know. False when a byte beyond is set. */
bool reader_copy(void *ret, size_t known, const void *from, size_t size);
/* "… uses members this host does not know", "… uses hints 0x100": MCP_E_CONFIG. `fmt` is one of
 * ours and takes an unsigned number. */
mcp_status reader_unknown_bytes(const struct reader *r);
mcp_status reader_unknown_number(const struct reader *r, const char *fmt, uint32_t number);

const void *reader_element(const mcp_list *list, uint32_t i);
/* That the list can be walked, and holds nothing beyond `known` bytes (64 at most) an element. */
mcp_status reader_check_list(
	const struct reader *r, const mcp_list *list, size_t known, uint32_t max);
/* What tells a table's age; field_check_table looks at the rest. `depth` 0 outermost. */
mcp_status reader_check_age(const struct reader *r, const mcp_table *table, uint32_t depth);

#endif
