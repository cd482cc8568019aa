/* temp_config - a configuration of one test. */
#include "support/temp_config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/log.h"
#include "support/temp_folder.h"

#define VARIABLES 8

struct config *config;
struct fault fault;
static const char *variables[VARIABLES + 1];
static char home[600];
static char said[1024]; /* the error without the folder's path */

int config_begin(void **state)
{
	if (temp_folder_open(state) != 0)
		return -1;
	(void)snprintf(home, sizeof home, "HOME=%s", (const char *)*state);
	memset(variables, 0, sizeof variables);
	variables[0] = home;
	config = NULL;
	log_level(MCP_LOG_ERROR);
	return 0;
}

int config_end(void **state)
{
	config_free(config);
	return temp_folder_close(state);
}

void set_variable(const char *variable)
{
	size_t i = 0;

	while (variables[i])
		i++;
	assert_true(i < VARIABLES);
	variables[i] = variable;
}

void set_keys(void)
{
	set_variable("KOREA_INVESTMENT_APP_KEY=PSabcdefghijklmnop");
	set_variable("KOREA_INVESTMENT_APP_SECRET=qrstuvwxyz012345");
}

void unset_home(void)
{
	variables[0] = NULL;
}

const char *const *set_variables(void)
{
	return variables;
}

mcp_status load_path(const char *path)
{
	struct config_source source = { .path = path, .exe_dir = "/opt/bin", .environ = variables };

	config_free(config);
	config = NULL;
	fault = (struct fault){ 0 };
	return config_load(&source, &config, &fault);
}

mcp_status load_text(void **state, const char *yaml)
{
	return load_path(temp_write(state, "host.yaml", yaml, strlen(yaml)));
}

struct config *loaded(void **state, const char *yaml)
{
	mcp_status s = load_text(state, yaml);

	assert_string_equal(fault.text, "");
	assert_int_equal(s, MCP_OK);
	return config;
}

const char *without_folder(const char *folder, const char *text)
{
	const char *at = strstr(text, folder);
	size_t len = strlen(folder);

	if (!at)
		return text;
	(void)snprintf(said, sizeof said, "%.*s%s", (int)(at - text), text, at + len + 1);
	return said;
}

void refuses(void **state, const char *yaml, const char *sentence)
{
	mcp_status s = load_text(state, yaml);

	assert_string_equal(without_folder(*state, fault.text), sentence);
	assert_int_equal(s, MCP_E_CONFIG);
	assert_null(config);
}

void write_dotenv(void **state, const char *text)
{
	(void)temp_write(state, ".env", text, strlen(text));
}
