/* soak - the market service over simulated days: `soak DAYS FIRST_DATE [EVERY]`.
 *
 * The real service over the real client over the demo exchange, on a clock that is moved minute by
 * minute. Each minute asks for the session of each venue, and each EVERY minutes (more often while
 * the market is closed, each minute near boundaries) the tools' questions in turn; boundaries are
 * met to the second.
 * What it looks at, it compares with the table of hours (hours.c), with the exchange's own bodies
 * (days.c), and with a service that has just begun (drift.c).
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/phrase.h"
#include "service/market_part.h"
#include "soak/days.h"
#include "soak/drift.h"
#include "soak/label.h"
#include "soak/question.h"
#include "soak/world.h"
#include "support/proc.h"

#define MINUTE_MS 60000
#define PACE_MS 2      /* of one call, but where figures are compared */
#define NEAR_MS 180000 /* so near to a boundary all tools are asked */
#define WARM_DAYS 5    /* from then on memory stays */
/* What is remembered of a share (details, titles, treasury) is bounded by 2,705 of them, of which
 * new ones are met each week: so much at most. A leak of 100 bytes a question is more. */
#define GROWTH_MAX (3 * 1024 * 1024)
#define GROWTH_RSS_KIB 8192

struct soak {
	struct world world;
	struct days *days;
	uint64_t run;
	uint64_t asked[QUESTION_TOOLS];
	uint32_t next_tool;
	uint32_t every;
	struct tally answered;
	struct tally sessions;
	struct tally labels;
	struct tally complete;
	struct drift drift;
	size_t warm_bytes;
	double warm_rss;
};

/* ---- Asking. ---- */

/* Nothing has been traded yet, or has just begun to be. */
static bool begins(enum venue v, int64_t wall_ms)
{
	const struct standing before = hours_at(v, wall_ms - MINUTE_MS);
	const char *name = hours_at(v, wall_ms).name;

	return strcmp(name, "pre_open") == 0 || strcmp(name, "pre_market") == 0 ||
	       (strcmp(name, "regular") == 0 && strcmp(before.name, "pre_open") == 0);
}

static void look_at(struct soak *s, const struct question *q, const char *op, int64_t asked_ms,
	const struct world_answer *a)
{
	const struct label label = {
		.what = q->tool,
		.venue = q->venue,
		.has_flows = q->has_flows,
		.asked_ms = asked_ms,
		.answered_ms = s->world.wall_ms,
	};
	/* Live lists have thirty rows at most; before the first trades there is no order. */
	const bool may_lack =
		(q->has_flows && a->from.provisional) || begins(q->venue, a->from.as_of_ms);
	char at[32];

	if (!tally_look(&s->answered, a->ends == 1 && a->fault.status == MCP_OK && a->body,
		    "%s %s asked %s ended %u times: %s", q->tool, op, label_time(asked_ms, at),
		    a->ends, a->fault.text))
		return;
	label_check(&s->labels, &label, &a->from);
	(void)tally_look(&s->complete, a->from.complete || may_lack, "%s %s asked %s: %s; %s; %s",
		q->body, op, label_time(asked_ms, at), a->from.notes[0], a->from.notes[1],
		a->from.notes[2]);
}

static void ask_tool(struct soak *s, uint32_t tool)
{
	const struct question q = question_make(tool, s->asked[tool]++, false);
	const int64_t asked_ms = s->world.wall_ms;
	const uint64_t run = ++s->run;

	look_at(s, &q, q.op, asked_ms, world_ask(&s->world, run, q.op, q.body));
	look_at(s, &q, "summary", asked_ms, world_ask(&s->world, run, "summary", q.summary));
}

static void ask_sessions(struct soak *s)
{
	static const char *const names[VENUES] = { "KRX", "NXT", "UNIFIED" };
	char body[128];

	for (int v = 0; v < VENUES; v++) {
		const int64_t at = s->world.wall_ms;
		const struct world_answer *a;

		(void)snprintf(body, sizeof body,
			"{\"basis\":\"%s\",\"columns\":[\"date\",\"name\",\"next_change\","
			"\"is_open_day\"]}",
			names[v]);
		a = world_ask(&s->world, ++s->run, "session", body);
		label_check_session(&s->sessions, (enum venue)v, at, a->body);
	}
}

static void ask_all(struct soak *s)
{
	for (uint32_t tool = 0; tool < QUESTION_TOOLS; tool++)
		ask_tool(s, tool);
}

/* ---- A minute. ---- */

static void at(struct soak *s, int64_t wall_ms, int64_t pace_ms)
{
	world_run(&s->world, wall_ms);
	s->world.pace_ms = pace_ms;
	ask_sessions(s);
}

/* The three venues' rankings: whatever came before, each boundary meets each of them. */
static void ask_venues(struct soak *s)
{
	for (uint64_t v = 0; v < VENUES; v++) {
		const struct question q = question_make(0, v * 6, false);
		const int64_t asked_ms = s->world.wall_ms;

		look_at(s, &q, q.op, asked_ms, world_ask(&s->world, ++s->run, q.op, q.body));
	}
}

/* The second before, the boundary, the second after; and a sweep that it cuts in two. */
static void cross(struct soak *s, int64_t boundary_ms)
{
	at(s, boundary_ms - 1000, 0);
	ask_venues(s);
	ask_tool(s, s->next_tool++ % QUESTION_TOOLS);
	at(s, boundary_ms - 100, PACE_MS);
	ask_venues(s);
	at(s, boundary_ms > s->world.wall_ms ? boundary_ms : s->world.wall_ms, 0);
	ask_venues(s);
	ask_all(s);
	at(s, boundary_ms + 1000, 0);
	ask_venues(s);
	ask_all(s);
}

static bool is_near(const int64_t *boundaries, int count, int64_t wall_ms)
{
	for (int i = 0; i < count; i++)
		if (llabs(boundaries[i] - wall_ms) <= NEAR_MS)
			return true;
	return false;
}

static void pass_minute(struct soak *s, uint32_t minute, bool near)
{
	const bool trades = hours_at(VENUE_UNIFIED, s->world.wall_ms).provisional;

	if (near) {
		ask_all(s);
	} else if (minute % (trades ? s->every : 1 + s->every / 4) == 0) {
		ask_tool(s, s->next_tool++ % QUESTION_TOOLS);
		ask_tool(s, s->next_tool++ % QUESTION_TOOLS);
	}
}

/* ---- A day. ---- */

static void note_memory(struct soak *s)
{
	s->warm_bytes = mallinfo2().uordblks;
	s->warm_rss = proc_rss_kib(getpid());
}

static void pass_day(struct soak *s, int32_t date)
{
	const int64_t midnight = hours_ms(date, 0);
	const uint64_t questions = s->world.questions;
	const uint64_t calls = s->world.call_count;
	int64_t boundaries[16];
	const int count = hours_boundaries(date, boundaries);
	int next = 0;

	days_begin(s->days, &s->world);
	for (uint32_t minute = 1; minute <= 1440; minute++) {
		const int64_t end = midnight + (int64_t)minute * MINUTE_MS;

		while (next < count && boundaries[next] < end)
			cross(s, boundaries[next++]);
		if (s->world.wall_ms >= end)
			continue;
		at(s, end, PACE_MS);
		pass_minute(s, minute, is_near(boundaries, count, end));
		days_look(s->days, &s->world, date, minute);
		drift_look(&s->drift, &s->world, minute);
	}
	days_end(s->days, &s->world, date);
	(void)printf("# %d: %llu questions, %llu upstream calls, %zu KiB in use, %.0f "
		     "KiB resident\n",
		date, (unsigned long long)(s->world.questions - questions),
		(unsigned long long)(s->world.call_count - calls), mallinfo2().uordblks / 1024,
		proc_rss_kib(getpid()));
	(void)fflush(stdout);
}

/* ---- Beginning and end. ---- */

static bool memory_stays(const struct soak *s)
{
	struct tally t = { .name = "memory grows by no more than what is remembered of shares" };
	const size_t bytes = mallinfo2().uordblks;
	const double rss = proc_rss_kib(getpid());

	(void)printf("# memory: %zu KiB after %d days, %zu KiB at the end; resident %.0f and %.0f "
		     "KiB\n",
		s->warm_bytes / 1024, WARM_DAYS, bytes / 1024, s->warm_rss, rss);
	(void)tally_look(
		&t, bytes <= s->warm_bytes + GROWTH_MAX, "%zu bytes more", bytes - s->warm_bytes);
	(void)tally_look(&t, rss <= s->warm_rss + GROWTH_RSS_KIB, "%.0f KiB more resident",
		rss - s->warm_rss);
	return tally_end(&t);
}

/* Views, kept rows and jobs hold snapshots: at the end only who looks here does. */
static bool leaves_nothing(struct world *w)
{
	struct tally t = { .name = "nothing is left when the service ends" };
	const struct snapshot *held[VENUES];

	for (int v = 0; v < VENUES; v++)
		held[v] = snapshot_hold(snapshots_newest(w->market->snapshots, (enum basis)v));
	(void)tally_look(&t, !w->market->jobs, "a question is still under way");
	world_close(w);
	for (int v = 0; v < VENUES; v++) {
		(void)tally_look(&t, held[v] && held[v]->refs == 1,
			"the last snapshot of venue %d is held %u times", v,
			held[v] ? held[v]->refs : 0);
		snapshot_drop(held[v]);
	}
	return tally_end(&t);
}

static double seconds(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_calls(const struct world *w)
{
	for (int i = 0; i < WORLD_ENDPOINTS && w->calls[i].count; i++)
		(void)printf("# %s: %llu calls\n", w->calls[i].endpoint,
			(unsigned long long)w->calls[i].count);
}

int main(int argc, char **argv)
{
	static struct soak s = {
		.answered = { .name = "each question is answered once and without a fault" },
		.sessions = { .name = "the session of each venue is that of the table of hours" },
		.labels = { .name = "each answer says where its figures stand" },
		.complete = { .name = "each answer is complete" },
	};
	const int days = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3;
	int32_t date = argc > 2 ? (int32_t)strtol(argv[2], NULL, 10) : 20270103;
	const double began = seconds();
	bool good = true;

	s.every = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 1;
	log_level(MCP_LOG_ERROR);
	phrase_locale("en");
	s.days = days_new();
	if (!s.days || days < 1 || s.every < 1 || !world_open(&s.world, hours_ms(date, 0), true)) {
		(void)fputs("usage: soak DAYS FIRST_DATE [EVERY]\n", stderr);
		return 2;
	}
	drift_init(&s.drift);
	for (int i = 0; i < days; i++, date = hours_tomorrow(date)) {
		pass_day(&s, date);
		if (i + 1 == WARM_DAYS)
			note_memory(&s);
	}
	(void)printf("# %d days in %.0f s: %llu questions, %llu upstream calls\n", days,
		seconds() - began, (unsigned long long)s.world.questions,
		(unsigned long long)s.world.call_count);
	print_calls(&s.world);
	if (days > WARM_DAYS)
		good = memory_stays(&s) && good;
	good = tally_end(&s.answered) && good;
	good = tally_end(&s.sessions) && good;
	good = tally_end(&s.labels) && good;
	good = tally_end(&s.complete) && good;
	good = drift_end(&s.drift) && good;
	good = days_finish(s.days) && good;
	good = leaves_nothing(&s.world) && good;
	return good ? 0 : 1;
}
