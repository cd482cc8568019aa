/* phrase - the host's own texts in Korean. English in the code is the key. */
#ifndef BASE_PHRASE_H
#define BASE_PHRASE_H

#include <stddef.h>

#include <mcp/abi.h>

/* Chosen once, before threads start: "ko" (ko_KR and the like too) or "en". English until then. */
void phrase_locale(const char *locale);
const char *phrase_locale_get(void);

/* `english` in the chosen language, or itself. */
const char *phrase(const char *english) __attribute__((format_arg(1)));

/* The same for a plugin's text: by its own list (may be NULL), else as above. */
const char *phrase_in(const mcp_list *phrases, const char *english) __attribute__((format_arg(2)));

/* All of the host's rows, for tests. */
const mcp_phrase *phrase_all(size_t *ret_count);

/* True when both texts take the same arguments in the same order (or by %1$s positions). */
int phrase_agrees(const char *en, const char *ko);

#endif
