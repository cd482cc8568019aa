/* wire_https_load - the wire of mcp-upstream.so, loaded when it is first needed. */
#include "base/phrase.h"
#include "service/kis_endpoint.h"
#include "service/wires.h"

mcp_status wire_https_open(
	const char *module, const struct https_options *o, struct wire **ret, struct fault *f)
{
	const struct upstream_module *upstream = NULL;
	struct https_options whole = *o;
	mcp_status s;

	s = upstream_module_load(module, &upstream, f);
	if (s < 0 || !upstream)
		return s;
	whole.locale = phrase_locale_get();
	whole.allows = kis_endpoint_allows;
	return upstream->https_open(&whole, ret, f);
}
