/* upstream_wire - which way to the data source the settings choose. */
#include "service/upstream_wire.h"

#include "service/wires.h"

enum environment upstream_environment(const struct kis_settings *kis)
{
	if (str_same(kis->environment, "real"))
		return ENVIRONMENT_REAL;
	if (str_same(kis->environment, "demo"))
		return ENVIRONMENT_DEMO;
	if (str_same(kis->environment, "replay"))
		return ENVIRONMENT_REPLAY;
	return kis->app_key && kis->app_key[0] ? ENVIRONMENT_REAL : ENVIRONMENT_DEMO;
}

mcp_status upstream_wire_open(const struct upstream_options *o, const struct clock *clock,
	struct wire **ret, struct fault *f)
{
	const struct kis_settings *kis = o->kis;
	const enum environment environment = upstream_environment(kis);
	const struct https_options https = {
		.settings = kis,
		.sources = o->sources,
		.clock = clock,
	};
	mcp_status s;

	if (environment == ENVIRONMENT_REPLAY)
		return wire_replay_open(kis->replay, ret, f);
	if (environment == ENVIRONMENT_DEMO)
		s = wire_demo_open(kis->demo_seed, clock, ret, f);
	else
		s = wire_https_open(o->module, &https, ret, f);
	if (s < 0 || !kis->record || !kis->record[0])
		return s;
	return wire_record_open(kis->record, *ret, clock, ret, f);
}
