/* judge - whether an answer from a disturbed exchange is right, labelled, or a typed error. */
#ifndef MARKETFAULTS_JUDGE_H
#define MARKETFAULTS_JUDGE_H

#include "truth.h"

enum verdict {
	VERDICT_RIGHT,    /* every figure as undisturbed */
	VERDICT_LABELLED, /* older, or less, and said */
	VERDICT_ERROR,    /* a typed fault with a sentence */
	VERDICT_WRONG,
	VERDICTS,
};

#define WHY_ROOM 600

struct judged {
	enum verdict verdict;
	char why[WHY_ROOM]; /* of VERDICT_WRONG */
};

struct question_at {
	const struct truth *truth;
	struct base *base;
	uint32_t question;
	enum state state;
};

void judge(const struct question_at *at, const struct reply *got, struct judged *ret);

#endif
