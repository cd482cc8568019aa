/* wire_https_load - the wire of mcp-upstream.so, loaded when it is first needed. */
#include "base/phrase.h"
#include "service/kis_endpoint.h"
#include "service/wires.h"

mcp_status wire_https_open(const char *module, const struct kis_settings *settings,
	const struct clock *clock, struct wire **ret, struct fault *f)
{
	const struct upstream_module *upstream = NULL;
	mcp_status s;

	s = upstream_module_load(module, &upstream, f);
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
