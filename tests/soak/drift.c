/* drift - a service that has run for days gives the figures of one that has just begun. */
#include "soak/drift.h"

#include <stdlib.h>
#include <string.h>

#include "soak/label.h"
#include "soak/question.h"

#define QUESTIONS 12 /* a moment */

/* Minutes of the day: before it begins, in its sessions, after its end. Each day takes the next. */
static const uint32_t moments[] = { 625, 1262, 928, 480, 545, 1000, 1199, 620, 931, 700, 1330 };

#define MOMENTS ((uint32_t)(sizeof moments / sizeof *moments))

void drift_init(struct drift *d)
{
	*d = (struct drift){
		.rows.name = "figures are those of a service that has just begun",
	};
}

/* The first place where they part, for the reader. */
static int first_difference(const char *a, const char *b)
{
	int at = 0;

	while (a[at] && a[at] == b[at])
		at++;
	return at > 40 ? at - 40 : 0;
}

static void compare(struct drift *d, struct world *w, struct world *fresh, uint32_t tool)
{
	const struct question q = question_make(tool, d->asked++, true);
	const struct world_answer *mine = world_ask(w, 0, q.op, q.body);
	const struct world_answer *other = world_ask(fresh, 0, q.op, q.body);
	const char *a = mine->body ? mine->body : mine->fault.text;
	const char *b = other->body ? other->body : other->fault.text;
	const int at = first_difference(a, b);
	char when[32];

	(void)tally_look(&d->rows,
		mine->body && other->body && strcmp(a, b) == 0 &&
			mine->from.as_of_ms == other->from.as_of_ms &&
			mine->from.complete == other->from.complete,
		"%s at %s [%s; %s; %s] %s: \"%.200s\", fresh \"%.200s\" (complete %d, %d)", q.tool,
		label_time(w->wall_ms, when), mine->from.notes[0], mine->from.notes[1],
		mine->from.notes[2], q.body, a + at, b + at, mine->from.complete,
		other->from.complete);
}

void drift_look(struct drift *d, struct world *w, uint32_t minute)
{
	struct world *fresh;

	if (minute != moments[d->moment % MOMENTS])
		return;
	d->moment++;
	fresh = calloc(1, sizeof *fresh);
	/* Half a minute later nothing is fresh any more: both look anew. */
	world_run(w, w->wall_ms + 30000);
	w->pace_ms = 0;
	if (!fresh || !world_open(fresh, w->wall_ms, false)) {
		(void)tally_look(&d->rows, false, "no memory for a fresh service");
		free(fresh);
		return;
	}
	for (uint32_t i = 0; i < QUESTIONS; i++)
		compare(d, w, fresh, i % QUESTION_TOOLS);
	world_close(fresh);
	free(fresh);
}

bool drift_end(struct drift *d)
{
	return tally_end(&d->rows);
}
