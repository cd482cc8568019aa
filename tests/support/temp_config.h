/* temp_config - a configuration of one test: its file, its variables, and what was said of it. */
#ifndef SUPPORT_TEMP_CONFIG_H
#define SUPPORT_TEMP_CONFIG_H

#include "host/config/config.h"

/* What was loaded last (NULL when it was refused), and why it was refused. */
extern struct config *config;
extern struct fault fault;

/* Setup and teardown: *state is a folder that is the home. No variable but HOME is set. */
int config_begin(void **state);
int config_end(void **state);

void set_variable(const char *variable); /* "NAME=value", lent until the test ends */
void set_keys(void);                     /* a key and a secret */
void unset_home(void);
const char *const *set_variables(void); /* all, for config_source */

mcp_status load_path(const char *path); /* NULL: search */
/* Loads the text as host.yaml of the folder. */
mcp_status load_text(void **state, const char *yaml);
/* The same, and it must be accepted. */
struct config *loaded(void **state, const char *yaml);
/* The same, and it must be refused in these words, the folder left out of them. */
void refuses(void **state, const char *yaml, const char *sentence);

/* `text` without its first "folder/". */
const char *without_folder(const char *folder, const char *text);
/* Writes the folder's .env. */
void write_dotenv(void **state, const char *text);

#define CONFIG_TEST(name) cmocka_unit_test_setup_teardown(name, config_begin, config_end)

#endif
