/* yaml_fuzz - any bytes as a configuration: read or refused in one sentence, never worse. */
#include <stdint.h>
#include <stdlib.h>

#include "host/config/expand.h"
#include "host/config/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const environment[] = { "NAME=value", "EMPTY=", NULL };

static void expand_all(const struct yaml *node, struct buf *value)
{
	struct variables v = { .environ = environment };
	struct fault f = { 0 };

	if (node->text) {
		buf_clear(value);
		if (expand(span_of(node->text), &v, value, &f) < 0 && f.text[0] == '\0')
			abort();
	}
	for (const struct yaml *child = node->first; child; child = child->next)
		expand_all(child, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	const struct yaml *root = NULL;
	struct fault f = { 0 };
	struct arena arena;
	struct buf value;
	mcp_status s;

	arena_init(&arena, 4 * 1024 * 1024);
	buf_init(&value, 64 * 1024);
	s = yaml_parse(text, "fuzz.yaml", &arena, &root, &f);
	if (s < 0 && f.text[0] == '\0')
		abort();
	if (s == MCP_OK)
		expand_all(root, &value);
	buf_done(&value);
	arena_done(&arena);
	return 0;
}
