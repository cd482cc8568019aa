/* upstream_module - brings in mcp-upstream.so (libcurl, SQLite …) when it is first needed. */
#include <dlfcn.h>

#include "base/log.h"
#include "service/wires.h"

static void log_its_line(int level, const char *text)
{
	log_line(level, "%s", text);
}

mcp_status upstream_module_load(
	const char *path, const struct upstream_module **ret, struct fault *f)
{
	/* Never closed: its threads' and libraries' ends stay where they are. */
	void *module = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) : NULL;
	const struct upstream_module *found = module ? dlsym(module, "mcp_upstream_v1") : NULL;

	if (!found)
		return fault_set(f, MCP_E_CONFIG,
			"the module mcp-upstream.so cannot be loaded; install this program again");
	if (found->size < sizeof *found || !str_same(found->version, HOST_VERSION))
		return fault_set(f, MCP_E_CONFIG,
			"mcp-upstream.so is of another version than this program (%s); install both "
			"again",
			HOST_VERSION);
	found->log_into(log_its_line);
	*ret = found;
	return MCP_OK;
}
