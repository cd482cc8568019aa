/* market_part - what the files of the market service share: its state, its jobs, their answers. */
#ifndef SERVICE_MARKET_PART_H
#define SERVICE_MARKET_PART_H

#include "base/lru.h"
#include "service/market.h"
#include "service/market_band.h"
#include "service/market_batch.h"
#include "service/market_calendar.h"
#include "service/market_detail.h"
#include "service/market_stamp.h"

/* A merged ranking, kept a few seconds for the summary asked right after it. */
struct kept {
	struct ranking_result *result; /* owned; NULL: none */
	int64_t until_mono_ms;
};

struct job;

struct market {
	const struct env *env;
	struct kis *kis;
	const struct market_settings *settings;
	struct calendar *calendar;
	struct master *master;
	struct lru *details;
	struct fill *fill;        /* NULL: none */
	int32_t bands_refused_on; /* the day price bands were seen not to work; 0: never */
	bool bands_proven;        /* they worked at least once */
	struct kept kept[2][SCOPES][SORTS];
	struct job *jobs;
};

/* One request under way. */
struct job {
	struct market *market;
	uint64_t id;
	enum lane lane;
	int64_t deadline_mono_ms;
	struct market_query query;
	struct provenance from;
	struct ranking *ranking;
	struct details *details;
	struct ranking_result *result; /* owned */
	struct batch totals;           /* summary: index calls */
	int64_t totals_at_ms;
	struct fault totals_fault[EXCHANGES];
	mcp_int total[EXCHANGES];
	uint32_t parts;    /* summary: what is still waited for */
	struct sync *sync; /* owned */
	struct job *next;
};

void top_start(struct job *j);     /* market_top.c */
void summary_start(struct job *j); /* market_summary.c */
/* market_sync.c: body {"bars":bool,"investors":bool}, neither or both: everything. The answer has a
 * row {kind, done, total, skipped} a kind. */
void sync_start(struct job *j, struct span body);
void sync_free(struct sync *s); /* accepts NULL */

/* Where figures received at `at_ms` stand; adds to what `p` has. */
void market_stamp(const struct market *m, enum basis basis, int64_t at_ms, struct provenance *p);

/* The ranking kept for the query's basis and scope; NULL when none is fresh. */
const struct ranking_result *market_kept(
	struct market *m, enum basis basis, enum market_scope scope, enum market_sort sort);
void market_keep(struct market *m, const struct market_query *q, const struct ranking_result *r);

/* ---- Ends of a job: each completes it and frees it. ---- */

void job_refuse(struct job *j, const struct fault *f);
void job_answer(struct job *j, void (*write_row)(const struct job *j, uint32_t row, struct buf *b),
	uint32_t rows);
/* Hands over a reply that is made already; its id and `from` are filled in. */
void job_complete(struct job *j, struct service_reply *reply);
void job_progress(struct job *j, double done, double total);

#endif
