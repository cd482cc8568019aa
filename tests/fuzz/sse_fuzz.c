/* sse_fuzz - any Last-Event-ID, Host and Origin: an id that is read is written the same again. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "host/transport/http_names.h"
#include "host/transport/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct http_names names = { SPAN("a.lan, b.lan:81"), SPAN("https://a.example") };
	char room[SSE_HEAD_MAX];
	struct sse_id id;
	struct span head;

	if (sse_id_from(text, &id)) {
		head = sse_head(&id, room);
		assert(head.len == size + 11 && memcmp(head.at + 4, text.at, size) == 0);
	}
	if (http_host_allowed(&names, text))
		assert(size > 0);
	(void)http_origin_allowed(&names, text);
	return 0;
}
