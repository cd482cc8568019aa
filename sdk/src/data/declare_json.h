/* declare_json - JSON that a plugin hands on as it is, held against what the protocol allows. */
#ifndef DATA_DECLARE_JSON_H
#define DATA_DECLARE_JSON_H

#include "base/fault.h"
#include "base/str.h"

#define DECLARE_HEADERS_MAX 32

/* Names of headers in one tool: each a token, unique ignoring case. */
struct header_names {
	struct span names[DECLARE_HEADERS_MAX];
	uint32_t count;
};

/* Adds a name as it stands in text or between JSON quotes; false when it may not. */
bool header_names_add(struct header_names *h, struct span name);

/* A schema of the tool: an object of a dialect we know; of arguments with "type":"object". Its
 * x-mcp-header stand where a client can find them: at text, integers and booleans, reached by
 * `properties` alone. `what` names it in the sentence. */
mcp_status declare_check_schema(
	struct span schema, bool is_args, const char *what, struct fault *f);
/* [{"src":"https:…","mimeType":…,"sizes":["48x48"],"theme":"light"}] */
mcp_status declare_check_icons(struct span icons, const char *what, struct fault *f);
/* {"audience":["user"],"priority":0.5,"lastModified":"…"} */
mcp_status declare_check_annotations(struct span annotations, const char *what, struct fault *f);
/* The same of a block in an answer, without a sentence. */
bool declare_are_annotations(struct span annotations);

#endif
