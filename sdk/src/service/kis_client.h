/* kis_client - one KIS call after another: shared, queued, limited, signed, retried, decoded.
 *
 * OpenDART and KRX, when their key is set, are asked the same way, without token and limit, four at
 * a time each.
 *
 * Equal calls in flight share one answer. The order inside: lanes, token, rate, wire, errors.
 * Everything runs on the upstream thread.
 */
#ifndef SERVICE_KIS_CLIENT_H
#define SERVICE_KIS_CLIENT_H

#include <mcp/kis.h>

#include "data/scan.h"
#include "service/kis_settings.h"
#include "service/service.h"
#include "service/source_settings.h"
#include "service/wire.h"

struct kis;

struct kis_options {
	const struct env *env;
	const struct kis_settings *settings;   /* outlive the client */
	const struct source_settings *sources; /* outlive the client; NULL: none but KIS */
	enum environment environment;
	struct wire *wire; /* taken: closed with the client */
};

/* NULL when memory is out. */
struct kis *kis_new(const struct kis_options *options);
void kis_free(struct kis *k); /* what is under way ends with MCP_E_CANCELLED */

struct kis_answer {
	struct fault fault; /* MCP_OK: rt_cd was "0", OpenDART's status 000 or 013 */
	struct span body;   /* the whole checked JSON body; of a file its plain bytes. Lent */
	int64_t at_ms;      /* wall clock when it arrived */
	uint32_t calls;     /* exchanges this answer cost, 0 when another call paid for it */
};

struct kis_call {
	const char *endpoint; /* a name of kis_endpoint.c: "volume-rank", "dart-list" */
	const mcp_kis_param *params;
	uint32_t param_count;
	enum lane lane;
	int64_t deadline_mono_ms; /* 0: the settings' deadline from now */
	void (*done)(void *self, const struct kis_answer *answer); /* exactly once unless cancelled;
	                                                              never from inside kis_send */
	void *self;
};

/* Copies what it needs. *ret_id serves kis_cancel. An endpoint that is not in the list is
 * MCP_E_ARGUMENT. */
mcp_status kis_send(struct kis *k, const struct kis_call *call, uint64_t *ret_id, struct fault *f);
void kis_cancel(struct kis *k, uint64_t id); /* `done` is not called any more */

/* Does what can be done now and waits at most `timeout_ms` for more. */
void kis_step(struct kis *k, int timeout_ms);
void kis_wakeup(struct kis *k); /* [any] */

enum environment kis_environment(const struct kis *k);
/* Calls a second KIS may be asked at this moment; 0: there is no limit. */
int64_t kis_calls_per_second(const struct kis *k);

struct kis_limits {
	bool has_key;
	bool limited;       /* false: the rest is 0 */
	int64_t per_second; /* calls KIS may be asked at this moment ... */
	int64_t set;        /* ... and by the settings: more, after it has complained */
	int64_t in_use;     /* of them, by all processes with the key */
};
void kis_limits(const struct kis *k, struct kis_limits *ret);

/* ---- Reading bodies. ---- */

/* Rows of `output` ("output", "output1") in a checked body: an array's items, or one object.
 * Each item is a JSON object. False when the member is missing or neither. */
struct kis_rows {
	struct span rest;
	bool single;
};
bool kis_rows(struct span body, const char *output, struct kis_rows *ret);
/* One of them: each member is looked at once, in whatever order they are asked for. Lent by the
 * body. */
#define KIS_ROW_KEPT 96 /* those behind are found anew each time */
struct kis_row {
	struct span text;      /* the object */
	struct scan_iter rest; /* members not kept yet */
	uint32_t count;
	struct kis_member {
		struct span name; /* without its quotes */
		struct span value;
		bool escaped;
	} members[KIS_ROW_KEPT];
};
/* Of any object of a checked body; what is no object has no fields. */
void kis_row_init(struct kis_row *ret, struct span object);
bool kis_rows_next(struct kis_rows *rows, struct kis_row *ret);

/* A field's JSON value; absent when there is none. */
struct span kis_value(struct kis_row *row, const char *field);
/* A field's text without blanks around it; false when absent, null or empty. `ret` is NUL-ended. */
bool kis_text(struct kis_row *row, const char *field, char *ret, size_t room);
/* A whole number as KIS writes it ("00000123", "-5", " 12"); false: absent, empty or not one. */
bool kis_int(struct kis_row *row, const char *field, int64_t *ret);
/* A decimal such as "-0.46" as hundredths (-46), rounded half away from zero; false as above. */
bool kis_hundredths(struct kis_row *row, const char *field, int64_t *ret);

#endif
