/* uri_template - URIs and RFC 6570 templates of level 1: "kis://stocks/{code}".
 *
 * A variable stands for one or more characters without '/', '?' and '#'; %XX in it is decoded.
 */
#ifndef DATA_URI_TEMPLATE_H
#define DATA_URI_TEMPLATE_H

#include "base/buf.h"

#define URI_MAX 2048 /* bytes of a URI or template */
#define URI_VARIABLES_MAX 8

/* True for "scheme:" and something, in visible ASCII or UTF-8, without braces. */
bool uri_is_sound(struct span uri);
/* The same, with or without variables: 1–64 of [a-z0-9_], each once, never side by side. */
bool uri_template_is_sound(const char *text);
/* Takes the next variable's name off the front of *rest; false at the end. For sound templates. */
bool uri_template_variable(struct span *rest, struct span *ret_name);
/* Characters that are no variable. */
size_t uri_template_literals(const char *text);
/* True when `uri` is one of the template's; adds {"code":"005930",…} to *ret. What a variable
 * stands for is UTF-8 without control characters. */
bool uri_template_match(const char *text, struct span uri, struct buf *ret);

#endif
