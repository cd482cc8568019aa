/* market_dart - who waits for what, and how many calls the day has left. */
#include "service/market_dart.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/phrase.h"
#include "service/market_dart_part.h"

/* OpenDART allows 20,000 a day; other programs may use the key too. */
#define CALLS_A_DAY 18000
/* It shuts out who asks a thousand times a minute. */
#define CALLS_A_MINUTE 800
#define MINUTE_MS 60000
#define TROUBLE_MS (INT64_C(10) * 60000)
#define IDLE_MS 60000

struct dart *dart_new(
	const struct env *env, struct kis *kis, const struct source_settings *settings)
{
	struct dart *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->env = env;
	d->kis = kis;
	d->settings = settings;
	if (dart_companies_init(d))
		return d;
	free(d);
	return NULL;
}

void dart_free(struct dart *d)
{
	if (!d)
		return;
	while (d->wishes)
		dart_forget(d, d->wishes->waiter);
	dart_companies_done(d);
	dart_days_done(d);
	free(d);
}

bool dart_is_set(const struct dart *d)
{
	const char *key = d->settings ? d->settings->opendart.api_key : NULL;

	return key && key[0];
}

int32_t dart_today(const struct dart *d)
{
	return kst_from_ms(clock_wall(&d->env->clock)).date;
}

void dart_company_stock(const char *code, char ret[DART_CODE])
{
	(void)snprintf(ret, DART_CODE, "%.6s", code);
	if (strlen(ret) == 6)
		ret[5] = '0';
}

/* ---- Calls. ---- */

bool dart_may_call(const struct dart *d, const char **ret_why)
{
	const char *why = NULL;

	if (d->trouble_until_ms > dart_now(d))
		why = d->trouble.text;
	else if (d->used_day == dart_today(d) && d->used >= CALLS_A_DAY)
		why = phrase(
			"this program's calls to OpenDART are used up for today; it asks again "
			"tomorrow");
	else if (dart_now(d) - d->minute_ms < MINUTE_MS && d->used_in_minute >= CALLS_A_MINUTE)
		why = phrase("OpenDART has been asked as often as may be within a minute");
	if (ret_why)
		*ret_why = why;
	return !why;
}

mcp_status dart_send(struct dart *d, const struct kis_call *call, uint64_t *ret_id)
{
	if (!dart_may_call(d, NULL))
		return MCP_E_BUSY;
	return kis_send(d->kis, call, ret_id, NULL);
}

static void count_calls(struct dart *d, uint32_t calls)
{
	const int32_t today = dart_today(d);
	const int64_t now = dart_now(d);

	if (d->used_day != today)
		d->used = 0;
	if (now - d->minute_ms >= MINUTE_MS) {
		d->minute_ms = now;
		d->used_in_minute = 0;
	}
	d->used_day = today;
	d->used += calls;
	d->used_in_minute += calls;
	d->calls += calls;
}

void dart_count(struct dart *d, const struct kis_answer *answer)
{
	const mcp_status s = answer->fault.status;

	count_calls(d, answer->calls);
	if (s != MCP_E_CONFIG && s != MCP_E_BUSY)
		return;
	if (d->trouble_until_ms <= dart_now(d))
		log_warn("OpenDART is not asked for a while reason=\"%s\"", answer->fault.text);
	d->trouble = answer->fault;
	d->trouble_until_ms = dart_now(d) + TROUBLE_MS;
}

uint32_t dart_take_calls(struct dart *d)
{
	uint32_t calls = d->calls;

	d->calls = 0;
	return calls;
}

/* ---- Waiting. ---- */

static bool has_come(const struct dart *d, const struct dart_wish *w)
{
	if (w->until_ms <= dart_now(d))
		return true;
	return w->of_days ? dart_days_rest(d, w->from, w->to)
	                  : dart_companies_rest(d, w->stocks, w->count);
}

static struct dart_waiter *take_off(struct dart_wish **at)
{
	struct dart_wish *wish = *at;
	struct dart_waiter *w = wish->waiter;

	*at = wish->next;
	w->wish = NULL;
	w->waiting = false;
	free(wish);
	return w;
}

void dart_wake(struct dart *d)
{
	struct dart_wish **at = &d->wishes;

	while (*at) {
		struct dart_waiter *w;

		if (!has_come(d, *at)) {
			at = &(*at)->next;
			continue;
		}
		w = take_off(at);
		w->ready(w->self);
		/* It may have asked or forgotten anything. */
		at = &d->wishes;
	}
}

/* Keeps the wish until something comes of it. False: no memory, so nothing is waited for. */
static bool wait_for(struct dart *d, struct dart_waiter *w, struct dart_wish *wish)
{
	struct dart_wish **end = &d->wishes;

	if (!wish)
		return false;
	wish->waiter = w;
	w->wish = wish;
	w->waiting = true;
	while (*end)
		end = &(*end)->next;
	*end = wish;
	return true;
}

static struct dart_wish *wish_for_shares(const char (*codes)[8], uint32_t count)
{
	struct dart_wish *wish = calloc(1, sizeof *wish + count * sizeof *wish->stocks);

	if (!wish)
		return NULL;
	wish->count = count;
	for (uint32_t i = 0; i < count; i++)
		dart_company_stock(codes[i], wish->stocks[i]);
	return wish;
}

bool dart_want_treasury(struct dart *d, const char (*codes)[8], uint32_t count,
	int64_t until_mono_ms, struct dart_waiter *w)
{
	struct dart_wish *wish;

	if (!dart_is_set(d) || count == 0)
		return true;
	wish = wish_for_shares(codes, count);
	if (!wish)
		return true;
	wish->until_ms = until_mono_ms;
	dart_companies_ask(d, (const char(*)[DART_CODE])wish->stocks, count);
	if (has_come(d, wish)) {
		free(wish);
		return true;
	}
	return !wait_for(d, w, wish);
}

bool dart_want_disclosures(
	struct dart *d, int32_t from, int32_t to, int64_t until_mono_ms, struct dart_waiter *w)
{
	const int32_t today = dart_today(d);
	struct dart_wish wish = {
		.of_days = true,
		.from = from,
		.to = to < today ? to : today,
		.until_ms = until_mono_ms,
	};
	struct dart_wish *kept;

	if (!dart_is_set(d) || wish.from > wish.to)
		return true;
	dart_days_ask(d, wish.from, wish.to);
	if (has_come(d, &wish))
		return true;
	kept = calloc(1, sizeof *kept);
	if (kept)
		*kept = wish;
	return !wait_for(d, w, kept);
}

void dart_forget(struct dart *d, struct dart_waiter *w)
{
	struct dart_wish **at = &d->wishes;

	if (!w->waiting)
		return;
	while (*at && (*at)->waiter != w)
		at = &(*at)->next;
	if (*at)
		(void)take_off(at);
	w->waiting = false;
}

int64_t dart_step(struct dart *d)
{
	int64_t left_ms = IDLE_MS;

	dart_wake(d);
	for (const struct dart_wish *w = d->wishes; w; w = w->next) {
		int64_t own_ms = w->until_ms - dart_now(d);

		if (own_ms < left_ms)
			left_ms = own_ms < 0 ? 0 : own_ms;
	}
	return left_ms;
}
