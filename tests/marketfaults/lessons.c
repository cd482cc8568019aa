/* lessons - lies told while completed days are fetched, and edges of days. */
#include <stdio.h>

#include "base/cleanup.h"
#include "suite.h"

/* ---- Lies that are kept. ---- */

struct lesson {
	const char *endpoint;
	uint32_t question; /* whose answer stands on it */
};

static const struct lesson lessons[] = {
	{ "inquire-daily-itemchartprice", 4 },
	{ "inquire-investor", 7 },
	{ "program-trade-by-stock-daily", 9 },
	{ "inquire-daily-itemchartprice", 14 },
	{ "inquire-investor", 8 },
};

static const enum wrong_kind taught[] = { LIE_REVERSED, LIE_TORN, LIE_SHARE, LIE_LARGE, LIE_SMALL,
	LIE_DOUBLED, LIE_EMPTY, LIE_ZEROS, LIE_SIGNS, WRONG_OBJECTS, WRONG_WORDS, WRONG_TRUNCATED,
	WRONG_RESET };

/* Each third share's days are not true. */
static void add_lesson(struct suite *s, const struct lesson *l, enum wrong_kind kind)
{
	struct case_of c = {
		.question = l->question,
		.state = STATE_FRESH,
		.teaches = true,
		.wrong = { .kind = kind,
			.endpoint = kis_endpoint(l->endpoint),
			.pattern = PATTERN_THIRD },
	};

	(void)snprintf(c.group, sizeof c.group, "days of %s", l->endpoint);
	suite_add(s, &c);
}

void cases_lessons(struct suite *s, bool full)
{
	for (size_t i = 0; i < (full ? COUNT_OF(lessons) : 3); i++)
		for (size_t k = 0; k < COUNT_OF(taught); k++)
			if (full || k == i + 2)
				add_lesson(s, &lessons[i], taught[k]);
}

/* ---- Edges. ---- */

/* What a cold world answers from one moment's figures, whatever was known before. */
static bool stands_alone(const struct question *q)
{
	return q->tool == TOOL_VOLUME || q->tool == TOOL_SECTOR || q->tool == TOOL_MCAP;
}

void cases_edge(struct suite *s, const char *name, bool full)
{
	static const enum wrong_kind kinds[] = { WRONG_NOTHING, WRONG_SLOW };
	static const char *const slow[] = { "intstock-multprice", "volume-rank", "inquire-price",
		"inquire-index-price" };

	for (uint32_t q = 0; q < QUESTIONS; q++)
		for (int state = 0; state < STATES; state++)
			for (size_t e = 0; e < COUNT_OF(slow); e++) {
				struct case_of c = {
					.question = q,
					.state = (enum state)state,
					.wrong = { .kind = kinds[e > 0 || q % 2],
						.endpoint = kis_endpoint(slow[e]),
						.pattern = q % 3 ? PATTERN_THIRD : PATTERN_ALL },
				};

				if (state == STATE_COLD && !stands_alone(&questions[q]))
					continue;
				if (!full && (q + e) % 4 != (uint32_t)state)
					continue;
				(void)snprintf(c.group, sizeof c.group, "%s, %s", name,
					state_name(c.state));
				suite_add(s, &c);
			}
}
