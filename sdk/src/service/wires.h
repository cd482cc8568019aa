/* wires - the ways to the data source. Each gives a wire (wire.h) or says why not. */
#ifndef SERVICE_WIRES_H
#define SERVICE_WIRES_H

#include "base/clock.h"
#include "service/kis_endpoint.h"
#include "service/kis_settings.h"
#include "service/source_settings.h"
#include "service/wire.h"

/* The embedded demo exchange: no network, no login. */
mcp_status wire_demo_open(
	int64_t seed, const struct clock *clock, struct wire **ret, struct fault *f);

/* Recorded answers of a folder (wire_replay.c says how it is laid out). An answer that was not
 * recorded is MCP_E_UPSTREAM and names the call. */
mcp_status wire_replay_open(const char *folder, struct wire **ret, struct fault *f);

/* Passes everything on to `inner` (taken, also on failure) and writes each good answer into
 * `folder`, without secrets. */
mcp_status wire_record_open(const char *folder, struct wire *inner, const struct clock *clock,
	struct wire **ret, struct fault *f);

struct store_ops;

struct https_options {
	const struct kis_settings *settings;   /* outlive the wire */
	const struct source_settings *sources; /* outlive the wire; NULL: none but KIS */
	const struct clock *clock;             /* outlives the wire */
	/* Set by wire_https_open. */
	const char *locale;
	/* The list of kis_endpoint.c: what it does not allow is never sent. */
	bool (*allows)(enum kis_kind kind, const char *method, struct span path, const char *tr_id);
};

/* HTTPS by libcurl, in the private module mcp-upstream.so, loaded here. `module` is its path. */
mcp_status wire_https_open(
	const char *module, const struct https_options *o, struct wire **ret, struct fault *f);

/* What mcp-upstream.so exports: its only symbol, `mcp_upstream_v1`. */
struct upstream_module {
	uint32_t size;
	const char *version; /* must equal the host's: the module is private */
	mcp_status (*https_open)(const struct https_options *o, struct wire **ret, struct fault *f);
	const struct store_ops *store; /* market_store.h */
	/* From now on its lines go to the program's log instead of its own. */
	void (*log_into)(void (*line)(int level, const char *text));
};

/* Loads the module once; it stays until the process ends. */
mcp_status upstream_module_load(
	const char *path, const struct upstream_module **ret, struct fault *f);

#endif
