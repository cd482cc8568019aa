/* twin_resource - another plugin with a resource and a template: the template is one of offers. */
#include <mcp/tool.h>

static mcp_status read(mcp_ctx *ctx, const char *uri, const void *args)
{
	(void)ctx;
	(void)uri;
	(void)args;
	return MCP_E_UNSUPPORTED;
}

struct code {
	const char *code;
};

static const mcp_field code_fields[] = { MCP_TEXT(struct code, code, "Which.") };

static const mcp_resource own = { MCP_RESOURCE_HEAD, .uri = "demo://own", .read = read };
static const mcp_resource stock = {
	MCP_RESOURCE_HEAD,
	.uri = "demo://stocks/{code}",
	.args = MCP_TABLE(struct code, code_fields),
	.read = read,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "twin_resource",
	.resources = MCP_RESOURCES(&own, &stock),
};
