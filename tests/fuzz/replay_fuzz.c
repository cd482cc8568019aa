/* replay_fuzz - any bytes as a recorded file: refused, or a body that is a JSON object. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "data/scan.h"
#include "service/wire_replay_file.h"

#define URL \
	"https://k.test/uapi/domestic-stock/v1/quotations/volume-rank?" \
	"FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=0001"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = { (const char *)data, size };
	struct replayed got = { .at_ms = 1 };
	struct folder_call call;
	struct fault why = { 0 };

	assert(folder_call(URL, "FHPST01710000", &call));
	buf_init(&got.body, (size_t)1024 * 1024);
	if (replay_parse(file, &call, &got, &why) == MCP_OK) {
		assert(scan_kind(buf_as_span(&got.body)) == SCAN_OBJECT);
		assert(scan_check(buf_as_span(&got.body), NULL));
		assert(got.at_ms > 0);
	} else {
		assert(why.status == MCP_E_UPSTREAM && why.text[0] != '\0');
	}
	buf_done(&got.body);
	return 0;
}
