/* fake_content - content/1 for testing one prompt, resource or completion: keeps what it was given.
 */
#ifndef SUPPORT_FAKE_CONTENT_H
#define SUPPORT_FAKE_CONTENT_H

#include "support/fake_host.h"

#include <mcp/content.h>

#define FAKE_VALUES 128

struct fake_content {
	char text[32 * 1024]; /* of all text blocks, a line's end after each */
	uint32_t text_count;
	char description[512];
	char uri[256]; /* of the last resource_text */
	char mime[64];
	char body[32 * 1024];
	uint32_t body_count;
	char values[FAKE_VALUES][64];
	uint32_t value_count;
	int64_t total;     /* below 0: not said */
	mcp_status status; /* what the next calls give; below 0: nothing is kept */
};

/* Plugs it in and forgets what it was given before. */
void fake_content_start(struct fake_host *host, struct fake_content *content);

#endif
