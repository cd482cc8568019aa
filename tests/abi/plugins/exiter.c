/* exiter - a plugin whose constructor ends the process. */
#include <stdlib.h>

#include <mcp/tool.h>

__attribute__((constructor)) static void leave(void)
{
	_Exit(3);
}

const mcp_plugin mcp_plugin_v1 = { MCP_PLUGIN_HEAD, .name = "exiter" };
