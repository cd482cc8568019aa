/* frames_fuzz - bytes from a hostile worker: frames, and the declaration a hello carries. */
#include <stddef.h>
#include <stdint.h>

#include "data/declare.h"
#include "data/scan.h"
#include "host/plugin/frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_declaration(struct span frame)
{
	struct span declaration = scan_get(frame, "declaration");
	struct declared declared;
	struct fault f;
	struct arena a;

	arena_init(&a, 4 * 1024 * 1024);
	if (declaration.at)
		(void)declare_parse(declaration, &a, &declared, &f);
	arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span bytes = { (const char *)data, size };
	struct span frame;
	size_t used;

	while (frame_next(bytes, &frame, &used) == 1) {
		read_declaration(frame);
		bytes.at += used;
		bytes.len -= used;
	}
	return 0;
}
