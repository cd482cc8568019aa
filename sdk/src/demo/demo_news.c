/* demo_news - 종합 시황/공시(제목): newest first, forty a page, paged by serial number. News is kept
 * for a year, disclosures for longer. */
#include "data/json.h"
#include "demo/demo_reply.h"
#include "demo/demo_title.h"

#include <stdio.h>

#define PAGE 40
#define NEWS_DAYS 365
#define KEPT_DAYS 1100
#define SERIAL_LEN 19
#define LAST_TAIL 99999

/* A place in the order of serial numbers. */
struct place {
	int32_t date;
	int32_t second;
	int32_t tail;
};

struct question {
	const struct demo_call *c;
	const struct demo_issue *issue; /* NULL: all */
	struct place from;              /* the newest that is shown */
	int32_t news_since;
	int32_t kept_since;
	char provider[8]; /* empty: all */
};

struct page {
	int count;
	struct demo_title rows[PAGE];
};

static bool is_before(const struct place *a, const struct place *b)
{
	if (a->date != b->date)
		return a->date < b->date;
	return a->second != b->second ? a->second < b->second : a->tail < b->tail;
}

static struct place place_of(const struct demo_title *t)
{
	return (struct place){ t->date, t->second, t->tail };
}

static bool is_shown(const struct question *a, const struct demo_title *t)
{
	const struct place place = place_of(t);

	if (is_before(&a->from, &place) || (!t->filing && t->date < a->news_since))
		return false;
	return a->provider[0] == '\0' || str_same(demo_title_provider(t).code, a->provider);
}

/* Puts a title in its place among the newest; false when it is older than a full page. */
static bool keep(struct page *p, const struct demo_title *t)
{
	const struct place place = place_of(t);
	int at = p->count;

	while (at > 0) {
		const struct place above = place_of(&p->rows[at - 1]);

		if (is_before(&place, &above))
			break;
		at--;
	}
	if (at == PAGE)
		return false;
	if (p->count < PAGE)
		p->count++;
	memmove(&p->rows[at + 1], &p->rows[at], (size_t)(p->count - 1 - at) * sizeof *p->rows);
	p->rows[at] = *t;
	return true;
}

static void add_titles(
	const struct question *a, const struct demo_issue *i, int32_t date, struct page *ret)
{
	struct demo_title titles[DEMO_TITLES_MAX];

	for (int n = demo_titles_on(a->c->d, i, date, titles); n > 0; n--) {
		if (is_shown(a, &titles[n - 1]) && !keep(ret, &titles[n - 1]))
			return;
	}
}

static void add_day(const struct question *a, int32_t date, struct page *ret)
{
	if (a->issue) {
		add_titles(a, a->issue, date, ret);
		return;
	}
	add_titles(a, NULL, date, ret);
	for (size_t n = 0; n < a->c->d->count; n++)
		add_titles(a, &a->c->d->issues[n], date, ret);
}

/* Who edits an article changes its date, never its serial number. */
static int64_t written_ms(const struct demo_title *t, int64_t now)
{
	const int64_t at = kst_to_ms(t->date, 0, 0, 0) + t->second * 1000LL;
	const int64_t edited = at + (int64_t)(60 + t->h % 2400) * 1000;

	return t->h % 9 == 0 && !t->filing && edited <= now ? edited : at;
}

static void put_time(struct buf *b, const struct demo_title *t, int64_t now)
{
	const struct kst at = kst_from_ms(written_ms(t, now));
	char text[16];

	demo_date(b, "data_dt", at.date);
	(void)snprintf(
		text, sizeof text, "%02d%02d%02d", (int)at.hour, (int)at.minute, (int)at.second);
	demo_text(b, "data_tm", text);
}

static void put_title(struct buf *b, const struct demo_title *t, int64_t now)
{
	const struct demo_provider p = demo_title_provider(t);
	char text[256];
	char name[16];

	json_next(b);
	buf_char(b, '{');
	(void)snprintf(text, sizeof text, "%08d%02d%02d%02d%05d", (int)t->date,
		(int)(t->second / 3600), (int)(t->second / 60 % 60), (int)(t->second % 60),
		(int)t->tail);
	demo_text(b, "cntt_usiq_srno", text);
	demo_text(b, "news_ofer_entp_code", p.code);
	put_time(b, t, now);
	demo_title_text(t, text, sizeof text);
	demo_text(b, "hts_pbnt_titl_cntt", text);
	demo_text(b, "news_lrdv_code", t->h % 5 == 0 ? "        " : "02");
	demo_text(b, "dorg", p.name);
	for (int n = 1; n <= 10; n++) {
		(void)snprintf(name, sizeof name, "iscd%d", n);
		demo_text(b, name, n == 1 && t->issue ? t->issue->code : "");
	}
	for (int n = 1; n <= 10; n++) {
		(void)snprintf(name, sizeof name, "kor_isnm%d", n);
		demo_text(b, name, n == 1 && t->issue ? t->issue->name : "");
	}
	buf_char(b, '}');
}

static struct place place_of_ms(int64_t wall_ms)
{
	const struct kst at = kst_from_ms(wall_ms);

	return (struct place){ at.date, at.hour * 3600 + at.minute * 60 + at.second, LAST_TAIL };
}

static int32_t seconds_of(int64_t hhmmss)
{
	return (int32_t)(hhmmss / 10000 * 3600 + hhmmss / 100 % 100 * 60 + hhmmss % 100);
}

/* "20261123" and "102405", with zeros before them or not. */
static bool read_time(const struct demo_call *c, struct place *ret)
{
	const int32_t date = demo_param_date(c, "FID_INPUT_DATE_1", ret->date);
	char text[32];
	int64_t time;

	/* All of an earlier day, unless a time is given. */
	if (date != ret->date)
		*ret = (struct place){ date, seconds_of(235959), LAST_TAIL };
	if (!demo_param(c, "FID_INPUT_HOUR_1", text, sizeof text) || text[0] == '\0')
		return date > 0;
	if (!span_int(span_of(text), &time) || time < 0 || time > 235959 || time / 100 % 100 > 59 ||
		time % 100 > 59)
		return false;
	ret->second = seconds_of(time);
	return date > 0;
}

/* The row of the cursor comes again. */
static bool read_cursor(const struct demo_call *c, struct place *ret)
{
	struct place cursor;
	char text[32];
	int64_t n;

	if (!demo_param(c, "FID_INPUT_SRNO", text, sizeof text) || text[0] == '\0')
		return true;
	if (strlen(text) != SERIAL_LEN || !span_int(span_of(text), &n) || n < 0)
		return false;
	cursor = (struct place){ (int32_t)(n / 100000000000), seconds_of(n / 100000 % 1000000),
		(int32_t)(n % 100000) };
	if (kst_from_ms(kst_to_ms(cursor.date, 12, 0, 0)).date != cursor.date)
		return false;
	if (is_before(&cursor, ret))
		*ret = cursor;
	return true;
}

static bool read_question(const struct demo_call *c, struct question *ret)
{
	const struct place now = place_of_ms(c->r->wall_ms);
	char code[16];

	*ret = (struct question){
		.c = c,
		.from = now,
		.news_since = kst_date_add(now.date, -NEWS_DAYS),
		.kept_since = kst_date_add(now.date, -KEPT_DAYS),
	};
	(void)demo_param(c, "FID_NEWS_OFER_ENTP_CODE", ret->provider, sizeof ret->provider);
	(void)demo_param(c, "FID_INPUT_ISCD", code, sizeof code);
	ret->issue = demo_call_issue(c, code);
	if (code[0] != '\0' && !ret->issue)
		return false;
	if (!read_time(c, &ret->from) || !read_cursor(c, &ret->from))
		return false;
	if (is_before(&now, &ret->from))
		ret->from = now;
	return true;
}

long demo_news(const struct demo_call *c, struct buf *ret)
{
	struct page page = { 0 };
	struct question a;

	if (!read_question(c, &a))
		return demo_no_rows(ret, "output");
	for (int32_t date = a.from.date; page.count < PAGE && date >= a.kept_since;
		date = kst_date_add(date, -1))
		add_day(&a, date, &page);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < page.count; n++)
		put_title(ret, &page.rows[n], c->r->wall_ms);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
