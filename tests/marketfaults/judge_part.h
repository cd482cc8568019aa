/* judge_part - what the files of the judge share: an answer being looked at. */
#ifndef MARKETFAULTS_JUDGE_PART_H
#define MARKETFAULTS_JUDGE_PART_H

#include "judge.h"

#include "base/cleanup.h"

struct looking {
	const struct question_at *at;
	const struct question *q;
	const struct reply *got;
	const struct reply *wanted;
	bool labelled; /* it says more doubts than the undisturbed answer */
	bool partial;  /* complete is false, and it did not have to be */
	struct judged *ret;
};

/* Always false: what is wrong. */
bool judge_wrong(const struct looking *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A note of the answer has that in it. */
bool judge_says(const struct looking *l, const char *part);
/* The answer may hold that moment's figures, by its own label. */
bool judge_may_be_of(const struct looking *l, uint32_t moment);
bool judge_state_is_of(enum state state, uint32_t moment);
/* Sorted, numbered, nobody twice; `name` is the column that tells rows apart. */
bool judge_order(const struct looking *l, const char *name);
/* Complete, or it says that it is not. */
bool judge_shares(const struct looking *l, const char *name);

struct span judge_cell(const struct looking *l, uint32_t row, const char *column);
bool judge_column_name(struct span column, char ret[64]);
bool judge_is_null(struct span cell);
bool judge_is_one_of(const char *word, const char *const *words, size_t count);
#define IS_ONE_OF(word, words) judge_is_one_of(word, words, COUNT_OF(words))

/* judge_rows: rows of shares. judge_totals: sectors, and the summary. False: wrong, and why. */
bool judge_rows(const struct looking *l);
bool judge_sectors(const struct looking *l);
bool judge_summary(const struct looking *l);

#endif
