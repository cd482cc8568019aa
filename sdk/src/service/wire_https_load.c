/* wire_https_load - brings in mcp-upstream.so (libcurl, OpenSSL) when it is first needed. */
#include <dlfcn.h>

#include "base/phrase.h"
#include "service/kis_endpoint.h"
#include "service/wires.h"

static mcp_status find(const char *path, const struct upstream_module **ret, struct fault *f)
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
	*ret = found;
	return MCP_OK;
}

mcp_status wire_https_open(const char *module, const struct kis_settings *settings,
	const struct clock *clock, struct wire **ret, struct fault *f)
{
	const struct upstream_module *upstream = NULL;
	mcp_status s;

	s = find(module, &upstream, f);
	if (s < 0 || !upstream)
		return s;
	return upstream->https_open(
		&(struct https_options){
			.settings = settings,
			.clock = clock,
			.locale = phrase_locale_get(),
			.allows = kis_endpoint_allows,
		},
		ret, f);
}
