/* abi_v0_2 - the contract as it was at 0.2, kept so that a tool built then still loads.
 *
 * A tool is a shared object that exports one constant, `mcp_plugin_v1`, and imports nothing of
 * ours. Everything that crosses is declared here. Rules that keep it stable:
 *
 * - A struct that crosses begins with `size` (or is an element of an array that carries its
 *   stride) and only ever grows at its end. What an older tool does not have reads as zero.
 * - Fixed widths only. No enum, bool, long, bit-field or fixed string crosses.
 * - The same major loads when every byte beyond what the host knows is zero and no type id, flag
 *   or need is unknown to it. Otherwise the tool is refused with one sentence.
 *
 * Memory: what the host hands a tool lives as long as the `ctx` it came with. What a tool gets
 * from `alloc` dies with that `ctx`; nobody frees it. What a tool passes is copied before the call
 * returns. Strings are UTF-8 and end with NUL.
 *
 * Threads: every function names the thread that may call it. [call]: only inside a handler (`run`,
 * `get`, `read`, `complete`), on the thread that entered it. [any]: from anywhere inside it.
 */
#ifndef MCP_ABI_H
#define MCP_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MCP_ABI_MAGIC UINT32_C(0x4d435031) /* "MCP1" */
#define MCP_ABI_MAJOR 0
#define MCP_ABI_MINOR 2

#define MCP_EXPORT __attribute__((visibility("default")))

/* ---- Status: zero is success, below zero says who can fix it. ---- */

typedef int32_t mcp_status;

#define MCP_OK 0
#define MCP_E_ARGUMENT (-1)     /* the caller: an argument is wrong */
#define MCP_E_CONFIG (-2)       /* the operator: a setting or a key is wrong or missing */
#define MCP_E_UPSTREAM (-3)     /* time: the data source answered wrongly or not at all */
#define MCP_E_BUSY (-4)         /* time: a limit is reached; try again later */
#define MCP_E_CLOSED (-5)       /* time: the market is closed and the setting says to refuse */
#define MCP_E_CANCELLED (-6)    /* the caller went away */
#define MCP_E_DEADLINE (-7)     /* time: not finished within the call's deadline */
#define MCP_E_MEMORY (-8)       /* the operator: out of memory, or a maximum is reached */
#define MCP_E_INTERNAL (-9)     /* us: a bug */
#define MCP_E_UNSUPPORTED (-10) /* the tool or the host: this cannot be done here */
#define MCP_E_NEEDS_INPUT (-11) /* the client: questions were asked; the handler runs again */
#define MCP_E_PROTOCOL (-12)    /* us: end as an error of the protocol, not of the tool */

/* ---- Values. `{0}` is null, so a forgotten field can't pose as 0. ---- */

typedef struct mcp_int {
	int64_t value;
	uint32_t known; /* 0: null */
	uint32_t pad;
} mcp_int;

typedef struct mcp_real {
	double value; /* never money */
	uint32_t known;
	uint32_t pad;
} mcp_real;

typedef struct mcp_bool {
	int32_t value; /* 0 or 1 */
	uint32_t known;
} mcp_bool;

/* Rows: `count` structs, `stride` bytes apart. `at` NULL is null; `count` 0 is empty. */
typedef struct mcp_rows {
	const void *at;
	uint32_t count;
	uint32_t stride;
} mcp_rows;

/* Texts: `count` pointers to text, `stride` bytes apart. */
typedef struct mcp_texts {
	const char *const *at;
	uint32_t count;
	uint32_t stride;
} mcp_texts;

/* A list of declarations (tools, phrases, needs). */
typedef struct mcp_list {
	const void *at;
	uint32_t count;
	uint32_t stride;
} mcp_list;

/* ---- Tables: how named values fill a struct. ---- */

/* Type ids. The member's C type stands behind each. */
#define MCP_T_INT64 1   /* int64_t, never null */
#define MCP_T_INT 2     /* mcp_int */
#define MCP_T_REAL64 3  /* double, never null, finite */
#define MCP_T_REAL 4    /* mcp_real */
#define MCP_T_FLAG 5    /* int32_t, 0 or 1, never null */
#define MCP_T_BOOL 6    /* mcp_bool */
#define MCP_T_TEXT 7    /* const char *, NULL is null */
#define MCP_T_CHOICE 8  /* const char *, one of `choices`, NULL is null */
#define MCP_T_TEXTS 9   /* mcp_texts */
#define MCP_T_OBJECT 10 /* const void * to a struct of `table`, NULL is null */
#define MCP_T_ROWS 11   /* mcp_rows of structs of `table` */
#define MCP_T_LAST 11

/* Field flags. */
#define MCP_F_REQUIRED 0x1u /* an argument that must be given; a result that is never null */
#define MCP_F_SIGNED 0x2u   /* readable text shows a plus sign */
#define MCP_F_QUIET 0x4u    /* not in the readable text */
#define MCP_F_ALL 0x7u

typedef struct mcp_table mcp_table;

/* One named value. Only `name`, `type` and `offset` are always needed. Text members are NULL when
 * they do not apply. */
typedef struct mcp_field {
	const char *name;
	uint32_t type;   /* MCP_T_… */
	uint32_t offset; /* of the member in its struct */
	uint32_t flags;  /* MCP_F_… */
	uint32_t pad;
	const char *help;   /* one sentence, English */
	const char *title;  /* a column's heading in the readable text */
	const char *preset; /* what holds when nothing is given, as text: "20", "true", "ALL" */
	const char *range;  /* "1..50"; an end may be left out; "1..$key": the config key's value */
	const char *choices; /* "ALL|KOSPI|KOSDAQ" */
	const char *source;  /* a service's column; for a config key: the host setting it follows */
	const char *unit;    /* "KRW", "shares", "%", "x" */
	const mcp_table *table; /* of MCP_T_OBJECT and MCP_T_ROWS */
	/* Since 0.2. An argument of a tool that is text, choice, int64_t, mcp_int, flag or mcp_bool
	 * may be seen by whoever routes its calls, under this name ("Region": letters, digits, -;
	 * unique in the tool whatever the case). Never name a secret. */
	const char *header;
} mcp_field;

struct mcp_table {
	const mcp_field *at;
	uint32_t count;
	uint32_t stride;      /* of a row in `at` */
	uint32_t struct_size; /* of the struct the rows fill */
	uint32_t pad;
};

/* ---- What a tool may call. ---- */

typedef struct mcp_ctx mcp_ctx;

#if defined(__GNUC__)
#define MCP_FORMAT(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define MCP_FORMAT(fmt, args)
#endif

/* Log levels, as in syslog. */
#define MCP_LOG_ERROR 3
#define MCP_LOG_WARN 4
#define MCP_LOG_INFO 6
#define MCP_LOG_DEBUG 7

/* What changed, for `changed`. */
#define MCP_CHANGED_TOOLS 1
#define MCP_CHANGED_PROMPTS 2
#define MCP_CHANGED_RESOURCES 3
#define MCP_CHANGED_RESOURCE 4 /* the content of the resource named by its URI */

/* What the client of a call can do. */
#define MCP_CAN_FORM 0x1u         /* be asked by a form */
#define MCP_CAN_URL 0x2u          /* open an address */
#define MCP_CAN_SAMPLE 0x4u       /* ask its model */
#define MCP_CAN_SAMPLE_TOOLS 0x8u /* … which may use tools */
#define MCP_CAN_ROOTS 0x10u       /* name its folders */
#define MCP_CAN_TASKS 0x20u       /* come back later for the answer */

typedef struct mcp_host {
	uint32_t size;
	uint32_t pad;
	/* Zeroed memory that dies with ctx; NULL when the call's maximum is reached. [any] */
	void *(*alloc)(mcp_ctx *ctx, uint64_t bytes);
	/* Records why and returns `status`. The last reason before `run` returns counts. [call] */
	mcp_status (*refuse)(mcp_ctx *ctx, mcp_status status, const char *fmt, ...)
		MCP_FORMAT(3, 4);
	/* Answers with a struct of the tool's result table; copied before it returns. [call] */
	mcp_status (*reply)(mcp_ctx *ctx, const void *result);
	/* Adds the readable text, or replaces the one made from the result. [call] */
	mcp_status (*reply_text)(mcp_ctx *ctx, const char *fmt, ...) MCP_FORMAT(2, 3);
	/* Adds a sentence to the answer's source.notes. [call] */
	mcp_status (*note)(mcp_ctx *ctx, const char *fmt, ...) MCP_FORMAT(2, 3);
	/* Says how far the call is; `total` 0: not known; `what` may be NULL. [call] */
	void (*progress)(mcp_ctx *ctx, double done, double total, const char *what);
	/* Logs one line; never a secret. [any] */
	void (*log)(mcp_ctx *ctx, int32_t level, const char *fmt, ...) MCP_FORMAT(3, 4);
	/* 1 when nobody waits for the answer any more; long loops ask. [any] */
	int32_t (*cancelled)(mcp_ctx *ctx);
	/* A service's function table by "name/major", or NULL when the plugin did not name it in
	 * `needs` or this host does not have it. [call] */
	const void *(*service)(mcp_ctx *ctx, const char *id);
	/* Milliseconds since 1970 (UTC) on the host's clock. [any] */
	int64_t (*now_ms)(mcp_ctx *ctx);
	/* `text` in the reader's language, by the plugin's phrases, or `text` itself. [any] */
	const char *(*say)(mcp_ctx *ctx, const char *text);
	/* Since 0.2. Says that something of this plugin's changed (MCP_CHANGED_…); clients that
	 * listen are told. `uri` only with MCP_CHANGED_RESOURCE, else NULL. [call] */
	void (*changed)(mcp_ctx *ctx, uint32_t what, const char *uri);
	/* What the client of this call can do: MCP_CAN_… together. [any] */
	uint32_t (*client)(mcp_ctx *ctx);
	/* Inside `complete`: what was chosen already for another argument of the same prompt or
	 * template; NULL: nothing, or not inside `complete`. [call] */
	const char *(*chosen)(mcp_ctx *ctx, const char *argument);
} mcp_host;

struct mcp_ctx {
	uint32_t size;
	uint32_t pad;
	const mcp_host *host;
	const void *config; /* the plugin's config struct, or NULL when it declares none */
	const char *locale; /* "ko" or "en" */
};

/* ---- Declarations. ---- */

/* Hints. */
#define MCP_READ_ONLY 0x1u   /* changes nothing */
#define MCP_IDEMPOTENT 0x2u  /* the same call again changes nothing more */
#define MCP_DESTRUCTIVE 0x4u /* may destroy something */
#define MCP_OPEN_WORLD 0x8u  /* looks beyond this machine */
#define MCP_HINT_ALL 0xfu

/* A picture of a tool, prompt or resource. NULL: not said. */
typedef struct mcp_icon {
	const char *src; /* https: or data: */
	const char *mime;
	const char *sizes; /* "48x48 96x96", "any" */
	const char *theme; /* "light" or "dark" */
} mcp_icon;

/* What `run` gets of a tool with `args_schema`: the arguments as they came, one JSON object. */
typedef struct mcp_raw {
	uint32_t size;
	uint32_t pad;
	const char *json;
} mcp_raw;

/* Whether a call may be answered later, by a task the client asks for again. */
#define MCP_TASK_NEVER 0
#define MCP_TASK_OPTIONAL 1
#define MCP_TASK_REQUIRED 2
/* As required, but it asks first: a call that brings no answers runs at once, and becomes a task
 * when it is made again with the answers to what was asked. */
#define MCP_TASK_AFTER_ASKING 3

typedef struct mcp_tool {
	uint32_t size;
	uint32_t hints;
	const char *name;  /* 1–64 of [A-Za-z0-9_.-], unique */
	const char *title; /* for people */
	const char *help;  /* for the model: when to use it, and which other tool when not */
	mcp_table args;
	mcp_table result;
	/* `args` points to a struct of the args table, checked and defaulted. It may run
	 * concurrently with itself: keep no mutable statics. [call] */
	mcp_status (*run)(mcp_ctx *ctx, const void *args);
	/* How long an answer may be shared, and served stale while it is refreshed behind, at most:
	 * the host's settings may shorten both. 0: never. They need MCP_READ_ONLY. */
	uint32_t fresh_s;
	uint32_t keep_s;
	uint32_t deadline_s; /* 0: the host's default */
	uint32_t pad;
	/* Since 0.2. A JSON Schema of its own, sent as it is: `args` is empty then, and `run` gets
	 * an mcp_raw, which it validates itself. NULL: made from `args`. */
	const char *args_schema;
	/* The same for the result, which is given by content/1 `structured`. `result` is empty. */
	const char *result_schema;
	mcp_list icons;   /* of mcp_icon */
	const char *meta; /* JSON object for clients that know what it means; NULL: none */
	uint32_t task;    /* MCP_TASK_… */
	uint32_t pad2;
} mcp_tool;

/* Since 0.2. Words for the model that a person chooses. */
typedef struct mcp_prompt {
	uint32_t size;
	uint32_t flags;   /* 0 */
	const char *name; /* 1–64 of [A-Za-z0-9_.-], unique */
	const char *title;
	const char *help;
	mcp_table args; /* MCP_T_TEXT fields only */
	/* Gives the messages by content/1. `args` as in mcp_tool.run. [call] */
	mcp_status (*get)(mcp_ctx *ctx, const void *args);
	/* Gives values (by content/1) for `argument` that begin as `value` does; mcp_host.chosen
	 * tells of other arguments. NULL: there are none to offer. [call] */
	mcp_status (*complete)(mcp_ctx *ctx, const char *argument, const char *value);
	mcp_list icons;
	const char *meta;
	uint32_t deadline_s;
	uint32_t pad2;
} mcp_prompt;

#define MCP_RESOURCE_PUBLIC 0x1u   /* the same for everybody: may be kept by what is shared */
#define MCP_RESOURCE_UNLISTED 0x2u /* can be read, is not listed */
#define MCP_RESOURCE_ALL 0x3u

/* Since 0.2. Something to read by its URI. */
typedef struct mcp_resource {
	uint32_t size;
	uint32_t flags;  /* MCP_RESOURCE_… */
	const char *uri; /* "kis://status", or with variables: "kis://stocks/{code}" */
	const char *name;
	const char *title;
	const char *help;
	const char *mime;
	mcp_table args; /* the variables of `uri`: MCP_T_TEXT fields only */
	/* Gives the contents by content/1. `uri` is what was asked for, `args` its variables,
	 * decoded. Not there: MCP_E_ARGUMENT. [call] */
	mcp_status (*read)(mcp_ctx *ctx, const char *uri, const void *args);
	/* As of a prompt, for a variable. [call] */
	mcp_status (*complete)(mcp_ctx *ctx, const char *argument, const char *value);
	mcp_list icons;
	const char *meta;
	const char *annotations; /* JSON object; NULL: none */
	int64_t bytes;           /* of the contents; 0: not known */
	uint32_t ttl_s;          /* how long a client may keep what it read */
	uint32_t deadline_s;
} mcp_resource;

/* English and Korean of one text: help, titles, column headings, messages. Format specifiers must
 * agree. */
typedef struct mcp_phrase {
	const char *en;
	const char *ko;
} mcp_phrase;

typedef struct mcp_plugin {
	uint32_t magic; /* MCP_ABI_MAGIC */
	uint32_t size;
	uint32_t major;
	uint32_t minor;
	const char *name;    /* the key under `tools:`; 1–32 of [a-z0-9_-] */
	const char *version; /* may be NULL */
	const char *license; /* SPDX, may be NULL */
	mcp_list tools;      /* of const mcp_tool * */
	mcp_table config;    /* keys of its line in YAML; may be empty */
	mcp_list needs;      /* of const char *: "market/1"; a trailing '?': optional */
	mcp_list phrases;    /* of mcp_phrase */
	/* Since 0.2. With one of them `tools` may be empty. */
	mcp_list prompts;   /* of const mcp_prompt * */
	mcp_list resources; /* of const mcp_resource * */
} mcp_plugin;

/* The one symbol a tool exports. */
extern MCP_EXPORT const mcp_plugin mcp_plugin_v1;

#ifdef __cplusplus
}
#endif
#endif
