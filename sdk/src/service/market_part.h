/* market_part - what the files of the market service share: its state, its jobs, their answers. */
#ifndef SERVICE_MARKET_PART_H
#define SERVICE_MARKET_PART_H

#include "base/lru.h"
#include "service/market.h"
#include "service/market_band.h"
#include "service/market_batch.h"
#include "service/market_calendar.h"
#include "service/market_detail.h"
#include "service/market_fill.h"
#include "service/market_holidays.h"
#include "service/market_news.h"
#include "service/market_snapshot.h"
#include "service/market_stamp.h"
#include "service/market_sweep.h"
#include "service/market_view.h"

#define KEPT_RUNS 16

/* What a run's ranking found, for the summary it asks right after. */
struct kept {
	struct ranking_result *result;   /* owned; NULL: none */
	const struct snapshot *snapshot; /* held; NULL: it came without one */
	uint64_t run;
	struct market_query query; /* as it was asked */
	int64_t until_mono_ms;
};

struct job;

struct market {
	const struct env *env;
	struct kis *kis;
	const struct market_settings *settings;
	const struct market_hours_settings *hours;
	const struct source_settings *sources; /* NULL: none beside KIS */
	struct calendar *calendar;
	struct master *master;
	struct holidays *holidays;
	struct snapshots *snapshots;
	struct history *history;
	struct flows *flows;
	struct fill *fill;
	struct dart *dart;
	struct news *news;
	struct view *views[3]; /* by basis */
	struct lru *details;
	struct recall *recall;
	int32_t bands_refused_on; /* the day price bands were seen not to work; 0: never */
	bool bands_proven;        /* they worked at least once */
	struct kept kept[KEPT_RUNS];
	uint32_t kept_next;
	struct job *jobs;
};

/* One request under way. */
struct job {
	struct market *market;
	uint64_t id;
	uint64_t run;
	enum lane lane;
	int64_t deadline_mono_ms;
	int64_t wait_until_mono_ms; /* then it answers with what there is; INT64_MAX: never */
	struct market_query query;
	enum basis asked_basis; /* query.basis is what can be answered */
	struct provenance from;
	bool offline; /* nothing may be asked upstream: market_hours.closed is cache_only */

	/* Waiting (market_need.c). */
	struct master_waiter for_master;
	struct snapshot_waiter for_snapshot;
	struct fill_waiter for_fill;
	struct sweep *few; /* under way */
	struct news_waiter for_news;
	struct dart_waiter for_dart;
	bool swept_twice; /* the first sweep went over a session's end */
	bool swept;       /* it waited for a sweep: the sweep's calls are its own */
	uint32_t waits;   /* 0: it does not wait in market_need */
	void (*then)(struct job *j);
	double progress_base; /* of the phases before */
	double progress_total;

	/* What has been found. */
	const struct snapshot *snapshot; /* held */
	bool is_few;                     /* it holds the asked shares alone */
	struct view *few_view;           /* owned */
	struct ranking *ranking;
	struct details *details;
	struct ranking_result *result; /* owned */
	struct batch batch;            /* calls of the operation's own */
	uint32_t rows[BATCH_MAX];      /* what each of them is about */
	struct fault batch_fault;      /* of the last one that did not work */
	uint32_t parts;                /* what is still waited for */
	void *own;                     /* of the operation; freed with free() */
	struct job *next;
};

/* ---- Operations: each ends its job. ---- */

void top_start(struct job *j);     /* market_top.c */
void quotes_start(struct job *j);  /* market_quotes.c */
void summary_start(struct job *j); /* market_summary.c */
void sectors_start(struct job *j); /* market_sectors.c */
void bars_start(struct job *j);    /* market_bars.c */
void session_start(struct job *j); /* market_bars.c */
void sync_start(struct job *j);    /* market_sync.c */
void find_start(struct job *j);    /* market_find.c */
void names_start(struct job *j);   /* market_find_names.c */
void status_start(struct job *j);  /* market_status.c */

/* ---- Ways to rows; each fills j->result and goes on with top_enrich, or refuses. ---- */

void investor_start(struct job *j);   /* market_investor.c */
void candidates_start(struct job *j); /* market_candidates.c: the most traded shares */
void live_start(struct job *j);       /* market_live.c: net figures of the day, provisional */
void surge_start(struct job *j);      /* market_surge.c */
/* The rows are chosen: details, counts, reasons, then the answer. */
void top_enrich(struct job *j);
/* Reasons of the rows (market_reason.c), then `then`. */
void reasons_start(struct job *j, void (*then)(struct job *j));

/* ---- Waiting. ---- */

enum need {
	NEED_MASTER = 1,
	NEED_SNAPSHOT = 2,
	NEED_BARS = 4,
	NEED_INVESTORS = 8,
	NEED_PROGRAMS = 16,
	NEED_NAMES = 32, /* of sectors; only with NEED_MASTER */
	NEED_FEW = 64,   /* figures of the query's codes alone; the master file is there */
};

/* Goes on with `then` when all are there or cannot be had: look what there is. At most one of bars,
 * investors and programs. */
void job_need(struct job *j, uint32_t needs, void (*then)(struct job *j));
/* Until when a job with that deadline waits. */
int64_t job_wait_until(const struct market *m, int64_t deadline_mono_ms);
/* Lets those go on whose time is nearly over, with what there is; returns how many ms until the
 * next one's is. */
int64_t jobs_step(struct market *m);
/* A phase of `total` steps; phases add up. */
void job_progress(struct job *j, double done, double total);
void job_end_phase(struct job *j);
/* Takes the snapshot of the query's basis for this job. False when there is none: refused. */
bool job_take_snapshot(struct job *j);
/* The ranked shares among the query's codes, ascending, each once, into ret[MARKET_CODES_MAX]; lent
 * by the master. Returns how many. */
uint32_t job_list_few(const struct job *j, struct master_entry *ret);
/* After NEED_FEW: the snapshot of those shares is the job's. False: there is none to trust. */
bool job_take_few(struct job *j);
/* The view of the snapshot the job took; NULL when memory is out: refused. */
struct view *job_view(struct job *j);
bool job_make_result(struct job *j); /* a zeroed j->result; false: refused */
/* How long filling takes still: by its own rate, or by what KIS allows before it has one; below 0:
 * not known. */
int64_t job_left_ms(const struct job *j, const struct fill_state *state);
/* When the question about completed days can be answered within the job's time. */
bool job_can_wait(const struct job *j, const struct fill_state *state);

/* ---- Where figures stand. ---- */

/* Where figures received at `at_ms` stand; adds to what `p` has. */
void market_stamp(const struct market *m, enum basis basis, int64_t at_ms, struct provenance *p);
/* Figures of a completed day, as of its end, final. What else the answer stands on only chose its
 * rows: of that, calls and gaps stay. A day that still trades is no completed one: nothing changes
 * then. */
void market_stamp_day(const struct market *m, int32_t date, struct provenance *p);
/* Flags, share counts and sectors of days ago are said to be that. */
void market_note_master(const struct market *m, enum exchange x, struct provenance *p);
struct market_session market_now(const struct market *m, enum basis basis);
/* What the run's last ranking found, when it is about the same rows, and the snapshot it came from
 * (lent; may be NULL). NULL also when its session has ended since: then the job's answer is stamped
 * with the time of those rows, and says so. */
const struct ranking_result *market_kept(
	struct market *m, struct job *j, const struct snapshot **ret_snapshot);
void market_keep(struct market *m, const struct job *j);

/* ---- Ends of a job: each completes it and frees it. ---- */

void job_free(struct job *j); /* only after its completion */
void job_refuse(struct job *j, const struct fault *f);
void job_refuse_memory(struct job *j);
/* Why a job that may ask nothing has no answer. */
void job_say_not_kept(struct fault *ret);
void job_answer(struct job *j, void (*write_row)(const struct job *j, uint32_t row, struct buf *b),
	uint32_t rows);

#endif
