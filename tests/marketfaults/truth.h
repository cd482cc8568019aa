/* truth - what an undisturbed exchange leads to: the answers of every question in every state, and
 * every share's figures at both moments. Made once, in memory that forked processes share.
 */
#ifndef MARKETFAULTS_TRUTH_H
#define MARKETFAULTS_TRUTH_H

#include "question.h"
#include "world.h"

#define RUN_ROOM ((size_t)256 * 1024 * 1024)

enum state {
	STATE_COLD,  /* nothing is there yet */
	STATE_FRESH, /* a snapshot of just now, and every completed day */
	STATE_STALE, /* as fresh, ten minutes later */
	STATES,
};

const char *state_name(enum state state);

/* A run of a tool: its rows, then its summary, as one answer. Bodies are shared. */
struct reply {
	struct fault fault;
	struct span rows;    /* {"columns":[…],"rows":[[…],…]} */
	struct span summary; /* the same with one row */
	struct provenance from;
	int64_t rows_as_of_ms; /* of the rows alone */
	int64_t took_ms;
	bool late;
	bool twice; /* completed more than once */
	uint32_t asked[ENDPOINTS_MAX];
};

/* Which columns are asked of every share. */
enum sheet { SHEET_1D, SHEET_5D, SHEET_20D, SHEET_ROUGH, SHEETS };

#define SHEET_SLOTS 8192

struct sheet_row {
	char code[8];
	struct span cells; /* [...] */
};

struct truth {
	struct reply plain[STATES][QUESTIONS]; /* as asked */
	struct reply wide[STATES][QUESTIONS];  /* with fifty rows */
	/* The same of the last completed day: what stands in for a live list that does not come. */
	struct reply day[STATES][QUESTIONS];
	struct reply wide_day[STATES][QUESTIONS];
	/* When every news title is counted; at each moment. */
	struct reply settled[MOMENTS][QUESTIONS];
	struct sheet_row sheets[MOMENTS][SHEETS][SHEET_SLOTS];
};

/* When a base's worlds stand where. */
struct times {
	int64_t fill_ms; /* completed days begin to be fetched */
	int64_t moments[MOMENTS];
	int64_t cold_ms; /* a cold world is asked */
};

struct base {
	struct bourse *bourse;
	struct times times;
	/* To be forked, never asked themselves. */
	struct world cold;
	struct world taught;   /* at the first moment */
	struct world untaught; /* at fill_ms */
};

/* True when time passes from the first moment to the second while cold worlds are asked. */
static inline bool base_is_edge(const struct base *b)
{
	return b->times.cold_ms > b->times.moments[0];
}

/* Forgets what was kept before. In shared memory; NULL: there is none. */
struct truth *truth_new(void);
void truth_free(struct truth *t); /* accepts NULL */
/* Keeps bytes in the shared memory; absent when it is full. */
struct span truth_keep(struct span bytes);
/* Fills it from the undisturbed worlds. False: something failed, and it has been said. */
bool truth_make(struct truth *t, struct base *b);

/* The worlds, ready to be asked. */
bool base_make(struct base *b, const struct times *times);
/* Every completed day that comes in, then the whole market at the first moment. */
bool base_teach(struct base *b, struct world *w);
void base_done(struct base *b);
/* The world of a state, for the process that asks it and ends. */
struct world *base_world(struct base *b, enum state state);

/* Asks as the tool does. `count` 0: as many rows as it asks for. */
void reply_ask(struct world *w, const struct question *q, uint32_t count, struct reply *ret);

/* Asks a world for every share. */
void sheet_fill(struct sheet_row *rows, struct world *w, enum sheet sheet);
/* The cell of a share, or absent. */
struct span truth_cell(const struct truth *t, uint32_t moment, enum sheet sheet, const char *code,
	const char *column);

/* ---- Cells of a body. ---- */

uint32_t body_rows(struct span body);
struct span body_row(struct span body, uint32_t row);
/* Place of a column by its name, or UINT32_MAX. */
uint32_t body_column(struct span body, const char *name);
struct span body_cell(struct span body, uint32_t row, const char *column);
/* The row whose `column` holds the text; UINT32_MAX: none. */
uint32_t body_find(struct span body, const char *column, struct span text);
struct span list_item(struct span list, uint32_t at);

/* Runs `work` in a process of its own; true when it ended well. */
bool in_child(void (*work)(void *self), void *self);

#endif
