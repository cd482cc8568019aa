/* market_holidays - which days the exchange opens, asked of upstream once a day. */
#include "service/market_holidays.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "data/scan.h"

#define TRY_AGAIN_MS 3600000
#define CALL_MS 30000
#define ENOUGH_DAYS 10 /* days ahead that one answer should reach */
#define PAGES_MAX 4
#define KEPT_MAX ((size_t)64 * 1024)
#define KEPT_HEAD "mcp-holidays %08d\n" /* the kept body was asked on that day */
#define KEPT_HEAD_LENGTH 22
#define KEPT_DATE_AT 13

struct holidays {
	const struct env *env;
	struct kis *kis;
	struct calendar *calendar;
	int32_t known_on; /* the day whose answer is there; 0: none */
	bool looked;      /* into the state folder */

	bool asking;
	uint64_t call;
	int64_t tried_ms; /* mono; 0: never */
	int32_t asked_on;
	int32_t asked_from;
	uint32_t pages;

	struct holiday fresh[4 * HOLIDAYS_PAGE]; /* not yet taken */
	uint32_t fresh_count;
};

struct holidays *holidays_new(const struct env *env, struct kis *kis, struct calendar *calendar)
{
	struct holidays *h = calloc(1, sizeof *h);

	if (!h)
		return NULL;
	h->env = env;
	h->kis = kis;
	h->calendar = calendar;
	return h;
}

void holidays_free(struct holidays *h)
{
	if (!h)
		return;
	if (h->asking)
		kis_cancel(h->kis, h->call);
	free(h);
}

static int32_t today(const struct holidays *h)
{
	return kst_from_ms(clock_wall(&h->env->clock)).date;
}

/* Where nobody takes them, the oldest go. */
static void offer(struct holidays *h, const struct holiday *day)
{
	if (h->fresh_count == COUNT_OF(h->fresh))
		memmove(h->fresh, h->fresh + 1, --h->fresh_count * sizeof *day);
	h->fresh[h->fresh_count++] = *day;
}

static void learn(struct holidays *h, const struct holiday *days, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		calendar_learn(h->calendar, days[i].date, days[i].is_open);
		offer(h, &days[i]);
	}
}

/* ---- Kept for the day. ---- */

static bool is_kept(const struct holidays *h)
{
	return h->env->state_dir && kis_environment(h->kis) == ENVIRONMENT_REAL;
}

static void kept_path(const struct holidays *h, char *ret, size_t room)
{
	(void)snprintf(ret, room, "%s/holidays", h->env->state_dir);
}

static void load_kept(struct holidays *h)
{
	CLEANUP(buf_done) struct buf bytes;
	struct holiday days[HOLIDAYS_PAGE];
	struct span body;
	char path[4096];
	uint32_t count;
	int64_t day;

	buf_init(&bytes, KEPT_MAX);
	kept_path(h, path, sizeof path);
	if (file_read(path, &bytes, NULL) < 0 || bytes.len < KEPT_HEAD_LENGTH)
		return;
	if (!span_int((struct span){ bytes.at + KEPT_DATE_AT, 8 }, &day) || day != today(h))
		return;
	body = (struct span){ bytes.at + KEPT_HEAD_LENGTH, bytes.len - KEPT_HEAD_LENGTH };
	if (!scan_check(body, NULL) || holidays_read(body, (int32_t)day, days, &count, NULL) < 0)
		return;
	learn(h, days, count);
	h->known_on = (int32_t)day;
}

static void save_kept(const struct holidays *h, struct span body)
{
	CLEANUP(buf_done) struct buf bytes;
	struct fault f = { 0 };
	char path[4096];

	buf_init(&bytes, KEPT_MAX);
	buf_printf(&bytes, KEPT_HEAD, h->asked_on);
	buf_span(&bytes, body);
	kept_path(h, path, sizeof path);
	if (bytes.failed || file_save(path, bytes.at, bytes.len, &f) < 0)
		log_warn("closed days not kept reason=\"%s\"", f.text);
}

/* ---- Asking. ---- */

static void ask(struct holidays *h, int32_t from);

static void on_answer(void *self, const struct kis_answer *answer)
{
	struct holidays *h = self;
	struct holiday days[HOLIDAYS_PAGE];
	struct fault f = answer->fault;
	uint32_t count = 0;

	h->asking = false;
	if (f.status == MCP_OK)
		(void)holidays_read(answer->body, h->asked_from, days, &count, &f);
	if (f.status < 0) {
		log_info("closed days not loaded reason=\"%s\"", f.text);
		return;
	}
	learn(h, days, count);
	if (h->pages == 1 && is_kept(h))
		save_kept(h, answer->body);
	if (days[count - 1].date < kst_date_add(h->asked_on, ENOUGH_DAYS) && h->pages < PAGES_MAX)
		ask(h, kst_date_add(days[count - 1].date, 1));
	else
		h->known_on = h->asked_on;
}

/* Every page is asked by its first day: KIS's keys for the next one are wanted in a header, and
 * point to its last day or the one after it. */
static void ask(struct holidays *h, int32_t from)
{
	char first[16];
	const mcp_kis_param params[] = {
		{ "BASS_DT", first },
		{ "CTX_AREA_NK", "" },
		{ "CTX_AREA_FK", "" },
	};
	const int64_t now = clock_mono(&h->env->clock);
	const struct kis_call call = {
		.endpoint = "chk-holiday",
		.params = params,
		.param_count = COUNT_OF(params),
		.lane = LANE_BACKGROUND,
		.deadline_mono_ms = now + CALL_MS,
		.done = on_answer,
		.self = h,
	};

	(void)snprintf(first, sizeof first, "%08d", (int)from);
	h->asked_from = from;
	h->pages++;
	h->asking = kis_send(h->kis, &call, &h->call, NULL) == MCP_OK;
}

void holidays_want(struct holidays *h)
{
	const int64_t now = clock_mono(&h->env->clock);

	if (!h->looked && is_kept(h))
		load_kept(h);
	h->looked = true;
	if (h->asking || h->known_on == today(h))
		return;
	/* The first wish of a day does not wait for yesterday's failure. */
	if (h->asked_on == today(h) && now - h->tried_ms < TRY_AGAIN_MS)
		return;
	h->tried_ms = now;
	h->asked_on = today(h);
	h->pages = 0;
	ask(h, h->asked_on);
}

uint32_t holidays_take(struct holidays *h, struct holiday *ret, uint32_t room)
{
	const uint32_t count = h->fresh_count < room ? h->fresh_count : room;

	memcpy(ret, h->fresh, count * sizeof *ret);
	h->fresh_count -= count;
	memmove(h->fresh, h->fresh + count, h->fresh_count * sizeof *ret);
	return count;
}
