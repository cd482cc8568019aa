/* cases - which faults and lies are tried on which call of which question. */
#include <stdio.h>

#include "base/cleanup.h"
#include "suite.h"

/* One kind of trouble for one question in one state. */
struct trouble {
	enum wrong_kind kind;
	enum state state;
	uint32_t question;
};

static const struct reply *undisturbed(const struct suite *s, const struct trouble *t)
{
	return &s->truth->plain[t->state][t->question];
}

/* What stands in a body can only be wrong where it is JSON. */
static bool makes_sense(const struct trouble *t, const struct kis_endpoint *e)
{
	if (t->kind == WRONG_TOKEN)
		return e->kind == KIS_QUOTE;
	if (e->kind == KIS_TOKEN)
		return t->kind < WRONG_OBJECTS;
	if (e->kind == KIS_MASTER)
		return (t->kind < WRONG_OBJECTS && t->kind != WRONG_RATE) || t->kind == LIE_MARKET;
	return true;
}

/* What nobody could tell from a true answer. */
static const struct {
	enum wrong_kind kind;
	const char *endpoint;
	bool all; /* of every call alone: some lies contradict each other, all of them do not */
} untold[] = {
	/* A share may well have no news, or one title fewer. */
	{ LIE_DROPPED, "news-title", false },
	{ LIE_EMPTY, "news-title", false },
	/* Few shares in foreign hands may be fewer still. */
	{ LIE_SMALL, "inquire-price", false },
	/* A ranking's row has no close to hold its change against; nor has a list of net buyers. */
	{ LIE_SIGNS, "volume-rank", false },
	/* An index's figures do not say whose they are. */
	{ LIE_MARKET, "inquire-index-price", true },
};

static bool can_be_told(const struct trouble *t, const struct wrong *w)
{
	for (size_t i = 0; i < COUNT_OF(untold); i++)
		if (t->kind == untold[i].kind && str_same(w->endpoint->name, untold[i].endpoint) &&
			(!untold[i].all || w->pattern == PATTERN_ALL))
			return false;
	return true;
}

/* The `n`th way to make it happen; false: there are not so many. */
static bool way_of(const struct suite *s, const struct trouble *t, uint32_t n, struct wrong *ret)
{
	uint32_t count;
	const struct kis_endpoint *all = kis_endpoint_all(&count);
	const uint32_t *asked = undisturbed(s, t)->asked;

	for (uint32_t e = 0; e < count; e++) {
		const uint32_t patterns = asked[e] > 1 ? PATTERNS : PATTERN_ONCE + 1;

		if (asked[e] == 0 || !makes_sense(t, &all[e]))
			continue;
		if (n >= patterns) {
			n -= patterns;
			continue;
		}
		*ret = (struct wrong){
			.kind = t->kind,
			.endpoint = &all[e],
			.pattern = (enum wrong_pattern)n,
			.half = asked[e] / 2,
		};
		return true;
	}
	return false;
}

static uint32_t ways(const struct suite *s, const struct trouble *t)
{
	struct wrong w;
	uint32_t n = 0;

	while (way_of(s, t, n, &w))
		n++;
	return n;
}

static void add(struct suite *s, const struct trouble *t, uint32_t way)
{
	struct case_of c = { .question = t->question, .state = t->state };

	(void)snprintf(
		c.group, sizeof c.group, "%s, %s", wrong_name(t->kind), state_name(t->state));
	if (way_of(s, t, way, &c.wrong) && can_be_told(t, &c.wrong))
		suite_add(s, &c);
}

/* One in ten, at least one; which, differs from trouble to trouble. */
static void add_ways(struct suite *s, const struct trouble *t, bool full)
{
	const uint32_t count = ways(s, t);
	const uint32_t step = full ? 1 : 10;
	const uint32_t salt = (uint32_t)t->kind * 7 + (uint32_t)t->state * 3 + t->question * 5;
	uint32_t i = full || count == 0 ? 0 : salt % (count < step ? count : step);

	for (; i < count; i += step)
		add(s, t, i);
}

/* The `n`th question of a tool. */
static uint32_t question_of(enum tool tool, uint32_t n)
{
	uint32_t of_tool = 0;

	for (uint32_t q = 0; q < QUESTIONS; q++)
		of_tool += questions[q].tool == tool;
	n %= of_tool;
	for (uint32_t q = 0; q < QUESTIONS; q++)
		if (questions[q].tool == tool && n-- == 0)
			return q;
	return 0;
}

/* All questions, or one of each tool, another one with each kind. */
static void add_questions(struct suite *s, enum wrong_kind kind, enum state state, bool full)
{
	for (uint32_t q = 0; q < QUESTIONS && full; q++)
		add_ways(s, &(struct trouble){ kind, state, q }, true);
	for (int tool = 0; tool < TOOLS && !full; tool++) {
		const uint32_t q = question_of((enum tool)tool, (uint32_t)kind + (uint32_t)state);

		add_ways(s, &(struct trouble){ kind, state, q }, false);
	}
}

static void add_kinds(struct suite *s, enum wrong_kind from, enum wrong_kind to, bool full)
{
	for (int k = (int)from; k < (int)to; k++)
		for (int state = 0; state < STATES; state++)
			add_questions(s, (enum wrong_kind)k, (enum state)state, full);
}

void cases_faults(struct suite *s, bool full)
{
	add_kinds(s, WRONG_REFUSED, WRONG_FAULTS, full);
}

void cases_lies(struct suite *s, bool full)
{
	add_kinds(s, WRONG_FAULTS, WRONG_KINDS, full);
}

/* ---- Cut at every byte. ---- */

static size_t length_of(const struct suite *s, const char *name, const char *query)
{
	const struct kis_endpoint *e = kis_endpoint(name);
	char url[512];
	long http_status;

	(void)snprintf(url, sizeof url, "https://kis%s?%s", e->path, query);
	return bourse_ask(s->base->bourse, url, e->tr_id, s->base->times.moments[0], &http_status)
	        .len;
}

void cases_bytes(struct suite *s, bool full)
{
	const struct {
		const char *endpoint;
		const char *query;
		uint32_t question;
		size_t step;
	} bodies[] = {
		{ "inquire-index-price", "FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=0001", 0, 7 },
		{ "foreign-institution-total",
			"FID_COND_MRKT_DIV_CODE=V&FID_COND_SCR_DIV_CODE=16449&FID_INPUT_ISCD=0000&"
			"FID_DIV_CLS_CODE=1&FID_RANK_SORT_CLS_CODE=0&FID_ETC_CLS_CODE=1",
			5, 41 },
	};

	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		const size_t len = length_of(s, bodies[i].endpoint, bodies[i].query);
		struct case_of c = {
			.question = bodies[i].question,
			.state = STATE_FRESH,
			.wrong = { .kind = WRONG_TRUNCATED,
				.endpoint = kis_endpoint(bodies[i].endpoint) },
		};

		(void)snprintf(c.group, sizeof c.group, "%s cut at every byte", bodies[i].endpoint);
		for (c.wrong.cut = 1; c.wrong.cut < len; c.wrong.cut += full ? 1 : bodies[i].step)
			suite_add(s, &c);
	}
}
