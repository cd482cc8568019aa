/* dart_corps_fuzz - any bytes as OpenDART's list of companies: refused whole, or a table whose
 * rows are found by their own codes. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "service/market_dart_corps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dart_corps corps = { 0 };
	struct fault why = { 0 };

	if (dart_corps_parse((struct span){ (const char *)data, size }, &corps, &why) < 0) {
		assert(why.status == MCP_E_UPSTREAM && why.text[0] != '\0');
		assert(!corps.rows);
		return 0;
	}
	for (uint32_t i = 0; i < corps.count; i++) {
		const struct dart_corp *c = &corps.rows[i];

		assert(strlen(c->stock) == 6 && strlen(c->corp) == 8);
		assert(dart_corps_find(&corps, c->stock) == c->corp);
	}
	dart_corps_done(&corps);
	return 0;
}
