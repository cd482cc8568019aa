/* stuck - a plugin whose constructor never returns. */
#include <unistd.h>

#include <mcp/tool.h>

__attribute__((constructor)) static void wait_forever(void)
{
	for (;;)
		(void)pause();
}

const mcp_plugin mcp_plugin_v1 = { MCP_PLUGIN_HEAD, .name = "stuck" };
