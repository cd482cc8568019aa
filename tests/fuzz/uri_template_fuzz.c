/* uri_template_fuzz - a template, a line end, a URI: what matches gives JSON, and the same again
 * once its variables are written into the template. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "data/scan.h"
#include "data/uri_template.h"

#define ROOM ((size_t)64 * 1024)

static void put_escaped(struct span text, struct buf *ret)
{
	struct buf plain;

	buf_init(&plain, ROOM);
	assert(scan_text(text, &plain) && plain.len > 0 && utf8_valid(buf_as_span(&plain)));
	for (size_t i = 0; i < plain.len; i++) {
		assert((unsigned char)plain.at[i] >= 0x20 && plain.at[i] != 0x7f);
		buf_printf(ret, "%%%02X", (unsigned)(unsigned char)plain.at[i]);
	}
	buf_done(&plain);
}

/* The template with the variables in it, every byte of theirs escaped. */
static void expand(const char *template, struct span variables, struct buf *ret)
{
	struct scan_iter it = scan_iter(variables);
	struct span rest = span_of(template);
	const char *at = rest.at;
	struct span expected;
	struct span name;
	struct span value;

	while (uri_template_variable(&rest, &expected)) {
		assert(scan_member(&it, &name, &value));
		assert(name.len == expected.len + 2 &&
			memcmp(name.at + 1, expected.at, expected.len) == 0);
		buf_put(ret, at, (size_t)(expected.at - 1 - at));
		put_escaped(value, ret);
		at = rest.at;
	}
	assert(!scan_member(&it, &name, &value));
	buf_span(ret, rest);
}

static void look_at_match(const char *template, struct span variables)
{
	struct buf uri;
	struct buf again;

	assert(scan_check(variables, NULL));
	buf_init(&uri, ROOM);
	buf_init(&again, ROOM);
	expand(template, variables, &uri);
	assert(!uri.failed);
	/* Escapes of the template's own may be taken for a variable's. */
	if (!strchr(template, '%') && uri.len <= URI_MAX) {
		assert(uri_template_match(template, buf_as_span(&uri), &again));
		assert(span_same(buf_as_span(&again), variables));
	}
	buf_done(&again);
	buf_done(&uri);
}

static void look_at(const char *template, struct span uri)
{
	struct span rest = span_of(template);
	struct span name;
	struct buf variables;

	buf_init(&variables, ROOM);
	assert(uri_template_literals(template) <= rest.len);
	if (uri_template_match(template, uri, &variables))
		look_at_match(template, buf_as_span(&variables));
	else
		assert(variables.len == 0);
	buf_clear(&variables);
	if (!uri_template_variable(&rest, &name)) {
		assert(uri_is_sound(span_of(template)));
		assert(uri_template_match(template, span_of(template), &variables));
		assert(span_is(buf_as_span(&variables), "{}"));
	}
	buf_done(&variables);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char template[URI_MAX * 2];
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t len = end ? (size_t)(end - data) : size;
	struct span uri = { end ? (const char *)end + 1 : "", end ? size - len - 1 : 0 };

	(void)uri_is_sound(uri);
	if (len >= sizeof template || (len > 0 && memchr(data, '\0', len)))
		return 0;
	if (len > 0)
		memcpy(template, data, len);
	template[len] = '\0';
	if (uri_template_is_sound(template))
		look_at(template, uri);
	return 0;
}
