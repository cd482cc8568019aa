/* cli_pretty - JSON as people read it. */
#include "host/cli_pretty.h"

#include <json-c/json.h>
#include <string.h>

char *cli_pretty(const char *json)
{
	struct json_object *tree = json ? json_tokener_parse(json) : NULL;
	const char *text;
	char *copy;

	if (!tree)
		return NULL;
	text = json_object_to_json_string_ext(tree,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE);
	copy = text ? strdup(text) : NULL;
	(void)json_object_put(tree);
	return copy;
}
