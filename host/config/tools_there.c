/* tools_there - is there a tool behind each line? Found before anything starts. */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "host/config/config.h"
#include "host/config/origin.h"

#define NAMES_MAX 256

struct names {
	char *at[NAMES_MAX];
	size_t count;
};

static void names_done(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->at[i]);
}

static void folder_closep(DIR **folder)
{
	if (*folder)
		(void)closedir(*folder);
}

/* The tools that lie in the folder: NAME of each NAME.so. */
static void read_names(const char *path, struct names *ret)
{
	CLEANUP(folder_closep) DIR *folder = opendir(path);
	const struct dirent *entry;

	while (folder && ret->count < NAMES_MAX && (entry = readdir(folder)) != NULL) {
		size_t len = strlen(entry->d_name);
		char *name;

		if (len <= 3 || strcmp(entry->d_name + len - 3, ".so") != 0)
			continue;
		name = strndup(entry->d_name, len - 3);
		if (name)
			ret->at[ret->count++] = name;
	}
}

static mcp_status refuse(const struct config *c, const struct tool_setting *tool, struct fault *f)
{
	struct origin here = { .file = c->file, .line = tool->line };
	CLEANUP(names_done) struct names names = { 0 };
	const char *nearest;

	read_names(c->host.plugin_dir, &names);
	nearest = str_nearest(tool->name, (const char *const *)names.at, names.count);
	if (nearest)
		return origin_fault(here, f, "there is no tool \"%s\"; did you mean \"%s\"?",
			tool->name, nearest);
	return origin_fault(here, f,
		"there is no tool \"%s\" in %s; build it there or give its path", tool->name,
		c->host.plugin_dir);
}

/* The line gives no path of its own: the tool is looked for in plugin_dir. */
static bool is_in_plugin_dir(const struct config *c, const struct tool_setting *tool)
{
	size_t len = strlen(c->host.plugin_dir);

	return strncmp(tool->path, c->host.plugin_dir, len) == 0 && tool->path[len] == '/';
}

mcp_status config_check_tools(const struct config *c, struct fault *f)
{
	for (uint32_t i = 0; i < c->tool_count; i++) {
		const struct tool_setting *tool = &c->tools[i];

		if (!tool->enabled || !tool->line || !is_in_plugin_dir(c, tool))
			continue;
		if (access(tool->path, F_OK) != 0)
			return refuse(c, tool, f);
	}
	return MCP_OK;
}
