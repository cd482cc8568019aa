/* label - whether an answer says rightly where its figures stand. */
#include "soak/label.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define FRESH_MS 30000 /* figures of a trading market are never older */
/* A completed day's flows are there so long after its last trade. */
#define FLOWS_MS 420000
#define KOREA_S (9 * 3600)

const char *label_time(int64_t wall_ms, char *ret)
{
	const time_t local = (time_t)(wall_ms / 1000) + KOREA_S;
	char text[24];
	struct tm t;

	(void)gmtime_r(&local, &t);
	(void)strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &t);
	(void)snprintf(ret, 32, "%s.%03d", text, (int)(wall_ms % 1000));
	return ret;
}

/* What is wrong, or NULL. */
static const char *judge_open(
	const struct label *l, const struct standing *at, const struct provenance *p)
{
	const struct standing first = hours_at(l->venue, l->asked_ms);
	const struct standing last = hours_at(l->venue, l->answered_ms);

	if (p->as_of_ms < l->asked_ms - FRESH_MS || p->as_of_ms > l->answered_ms)
		return "its time is not about now";
	if (strcmp(p->session, at->name) != 0)
		return "its session is not that of its time";
	if (strcmp(p->session, first.name) != 0 && strcmp(p->session, last.name) != 0)
		return "its session is not that of the question";
	if (p->fresh_until_ms != at->next_ms)
		return "it does not hold until the next boundary";
	return NULL;
}

static const char *judge_closed(const struct label *l, const struct provenance *p)
{
	const struct standing first = hours_at(l->venue, l->asked_ms);
	const struct standing last = hours_at(l->venue, l->answered_ms);
	const struct standing *s = first.provisional ? &last : &first;

	if (strcmp(p->session, "closed") != 0)
		return "final figures name an open session";
	if (s->provisional)
		return "figures are called final while the market trades";
	if (p->as_of_ms != s->end_ms)
		return "its time is not the end of the session";
	if (p->fresh_until_ms != s->next_ms && p->fresh_until_ms != s->begin_ms)
		return "it does not hold until midnight or the next session";
	return NULL;
}

/* Of the last day that has ended, however long ago. */
static const char *judge_day(const struct label *l, const struct provenance *p)
{
	const struct standing s = hours_at(VENUE_KRX, l->asked_ms);
	const struct standing last = hours_at(VENUE_KRX, l->answered_ms);
	const int64_t before_ms =
		hours_at(VENUE_KRX, hours_ms(hours_before(s.date), 235900)).end_ms;
	const bool is_today = p->as_of_ms == s.end_ms && l->answered_ms >= s.end_ms;
	const bool must_be_today = l->asked_ms >= s.end_ms + FLOWS_MS;

	if (strcmp(p->session, "closed") != 0)
		return "a completed day's figures name an open session";
	if (!is_today && (must_be_today || p->as_of_ms != before_ms))
		return "they are not of the last completed day";
	if (p->fresh_until_ms != s.next_ms && p->fresh_until_ms != last.next_ms)
		return "they do not hold until the next boundary";
	return NULL;
}

static const char *judge(const struct label *l, const struct provenance *p)
{
	const struct standing at = hours_at(l->venue, p->as_of_ms);

	if (!p->used || p->environment != ENVIRONMENT_DEMO || !p->session)
		return "it does not say whose figures it has";
	if ((int)p->basis != (int)l->venue)
		return "it is of another venue";
	if (p->fresh_until_ms <= l->asked_ms)
		return "it is over before it was asked";
	if (p->provisional)
		return at.provisional ? judge_open(l, &at, p) : "figures of a closed market";
	return l->has_flows ? judge_day(l, p) : judge_closed(l, p);
}

void label_check(struct tally *t, const struct label *l, const struct provenance *p)
{
	const char *why = judge(l, p);
	char asked[32];
	char as_of[32];
	char until[32];

	(void)tally_look(t, !why,
		"%s asked %s: %s (session %s, as of %s, holds until %s, provisional %d)", l->what,
		label_time(l->asked_ms, asked), why ? why : "", p->session ? p->session : "none",
		label_time(p->as_of_ms, as_of), label_time(p->fresh_until_ms, until),
		p->provisional);
}

void label_check_session(struct tally *t, enum venue v, int64_t wall_ms, const char *body)
{
	const struct standing s = hours_at(v, wall_ms);
	const time_t next = (time_t)(s.next_ms / 1000) + KOREA_S;
	char text[32];
	char now[32];
	char wanted[256];
	struct tm day;

	(void)gmtime_r(&next, &day);
	(void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+09:00", &day);
	(void)snprintf(wanted, sizeof wanted,
		"{\"columns\":[\"date\",\"name\",\"next_change\",\"is_open_day\"],\"rows\":[["
		"\"%04d-%02d-%02d\",\"%s\",\"%s\",%s]]}",
		s.date / 10000, s.date / 100 % 100, s.date % 100, s.name, text,
		s.is_open_day ? "true" : "false");
	(void)tally_look(t, body && strcmp(body, wanted) == 0, "%s: wanted %s, got %s",
		label_time(wall_ms, now), wanted, body ? body : "nothing");
}
