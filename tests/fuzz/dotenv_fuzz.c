/* dotenv_fuzz - any bytes as a .env file: read or refused in one sentence, never worse. */
#include <stdint.h>
#include <stdlib.h>

#include "host/config/dotenv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names and values end inside the text. */
static void look_at(const struct dotenv *d, const char *text, size_t size)
{
	for (uint32_t i = 0; i < d->count; i++) {
		const struct dotenv_entry *e = &d->entries[i];

		if (e->name < text || e->value + strlen(e->value) > text + size)
			abort();
		if (dotenv_get(d, span_of(e->name)) != e->value)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct dotenv dotenv;
	struct fault f = { 0 };

	if (!text)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (dotenv_parse(text, size, ".env", &dotenv, &f) == MCP_OK)
		look_at(&dotenv, text, size);
	else if (f.text[0] == '\0')
		abort();
	free(text);
	return 0;
}
