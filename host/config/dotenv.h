/* dotenv - the variables of a `.env` file.
 *
 * One NAME=value a line, `export ` before it allowed, # comments. A value is plain, in 'single'
 * quotes (as it is) or in "double" quotes (\\ \" \$ \n \t). Nothing is expanded. No error ever
 * shows a value.
 */
#ifndef HOST_CONFIG_DOTENV_H
#define HOST_CONFIG_DOTENV_H

#include "base/fault.h"
#include "base/str.h"

#define DOTENV_FILE_MAX ((size_t)64 * 1024) /* bytes */
#define DOTENV_MAX 128                      /* variables */

struct dotenv_entry {
	const char *name;
	const char *value;
	int line;
};

struct dotenv {
	struct dotenv_entry entries[DOTENV_MAX];
	uint32_t count;
};

/* Reads `text` of `len` bytes with a NUL behind them. Names and values point into it, so it is
 * changed, stays with the caller, and wiping it wipes the values. `file` is its name in errors. */
mcp_status dotenv_parse(
	char *text, size_t len, const char *file, struct dotenv *ret, struct fault *f);

/* A variable's value, or NULL. */
const char *dotenv_get(const struct dotenv *d, struct span name);

/* How many bytes at the start of `text` are a variable's name: letters, digits, _; no digit
 * first. */
size_t dotenv_name_length(struct span text);

#endif
