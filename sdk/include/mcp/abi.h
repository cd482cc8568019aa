/* abi - the binary contract between the host and a tool: values, tables, tools, services.
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
 * Threads: every function names the thread that may call it. [call]: only inside `run`, on the
 * thread that entered it. [any]: from anywhere inside `run`.
 */
#ifndef MCP_ABI_H
#define MCP_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MCP_ABI_MAGIC UINT32_C(0x4d435031) /* "MCP1" */
#define MCP_ABI_MAJOR 0
#define MCP_ABI_MINOR 1

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
} mcp_tool;

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
} mcp_plugin;

/* The one symbol a tool exports. */
extern MCP_EXPORT const mcp_plugin mcp_plugin_v1;

#ifdef __cplusplus
}
#endif
#endif
