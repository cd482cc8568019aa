/* unzip - the first file of an archive from the network: small, whole, hostile perhaps. */
#include <zip.h>

#include "base/cleanup.h"
#include "upstream/https.h"

#define CHUNK_BYTES ((size_t)64 * 1024)

static void discardp(zip_t **zip)
{
	if (*zip)
		zip_discard(*zip);
}

static void file_endp(zip_file_t **file)
{
	if (*file)
		(void)zip_fclose(*file);
}

static mcp_status broken(struct fault *f)
{
	return fault_set(f, MCP_E_UPSTREAM, "the zip file that came is broken; try again later");
}

static zip_t *open_archive(struct span bytes)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *zip;

	zip_error_init(&error);
	source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
	zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (source && !zip)
		zip_source_free(source);
	zip_error_fini(&error);
	return zip;
}

/* What the archive says about sizes is not believed: only what comes out counts. */
static mcp_status read_all(zip_file_t *file, struct buf *ret, struct fault *f)
{
	for (;;) {
		char chunk[CHUNK_BYTES];
		zip_int64_t n = zip_fread(file, chunk, sizeof chunk);

		if (n < 0)
			return broken(f);
		if (n == 0)
			return MCP_OK;
		buf_put(ret, chunk, (size_t)n);
		if (ret->failed)
			return fault_set(f, MCP_E_UPSTREAM,
				"the zip file that came holds more than %zu bytes; raise kis.body_max",
				ret->max);
	}
}

mcp_status unzip(struct span bytes, struct buf *ret, struct fault *f)
{
	CLEANUP(discardp) zip_t *zip = open_archive(bytes);
	CLEANUP(file_endp) zip_file_t *file = zip ? zip_fopen_index(zip, 0, 0) : NULL;

	return file ? read_all(file, ret, f) : broken(f);
}
