/* samples - real recorded bodies, read in place: $KIS_SAMPLES names their folder. */
#ifndef SUPPORT_SAMPLES_H
#define SUPPORT_SAMPLES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"

static inline const char *samples_folder(void)
{
	const char *folder = getenv("KIS_SAMPLES");

	return folder ? folder : TEST_SOURCE "/../shared/kis-samples";
}

/* The file's text, freed by the caller; the test is left out, loudly, when there is none. */
static inline void sample_read(const char *file, struct buf *ret)
{
	char path[4096];

	(void)snprintf(path, sizeof path, "%s/%s", samples_folder(), file);
	buf_init(ret, 1024 * 1024);
	if (file_read(path, ret, NULL) == MCP_OK)
		return;
	print_error("LEFT OUT: %s is not there; set KIS_SAMPLES to the folder of recorded bodies\n",
		path);
	buf_done(ret);
	skip();
}

#endif
