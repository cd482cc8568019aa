/* demo_vi - 변동성완화장치(VI) 현황: static ones follow from the day's path (ten percent away from the
 * last single price), dynamic ones are drawn. Thirty rows at most, the newest first. */
#include "data/json.h"
#include "demo/demo_draw.h"
#include "demo/demo_reply.h"
#include "demo/demo_tick.h"

#include <stdio.h>

#define ROWS 30
#define DAY_SECONDS 86400
#define SECONDS_OF(hhmmss) ((hhmmss) / 10000 * 3600 + (hhmmss) / 100 % 100 * 60 + (hhmmss) % 100)

enum kind { STATIC = 1, DYNAMIC = 2 };

struct event {
	const struct demo_issue *issue;
	int32_t start; /* seconds after midnight */
	int32_t end;
	enum kind kind;
	int64_t price;
	int64_t base;
	int count; /* of the issue's on that day */
};

struct question {
	const struct demo_call *c;
	int32_t date;
	int64_t way;   /* 0 all, 1 up, 2 down */
	int64_t kind;  /* 0 and 3 both, 1 static, 2 dynamic */
	int market;    /* -1 all */
	char code[16]; /* empty: all */
	int32_t now;   /* seconds after midnight of the date; a day when it is over */
};

struct found {
	int count;
	struct event rows[ROWS];
};

static bool is_earlier(const struct event *a, const struct event *b)
{
	return a->start < b->start ||
	       (a->start == b->start && strcmp(a->issue->code, b->issue->code) > 0);
}

static void keep(struct found *f, const struct event *e)
{
	int at = f->count;

	if (at == ROWS && is_earlier(e, &f->rows[at - 1]))
		return;
	if (at == ROWS)
		at--;
	else
		f->count++;
	while (at > 0 && is_earlier(&f->rows[at - 1], e)) {
		f->rows[at] = f->rows[at - 1];
		at--;
	}
	f->rows[at] = *e;
}

static bool is_wanted(const struct question *a, const struct event *e)
{
	if (e->start > a->now)
		return false;
	if (a->way != 0 && (a->way == 1) != (e->price > e->base))
		return false;
	return a->kind == 0 || a->kind == 3 || a->kind == (int64_t)e->kind;
}

/* What happens to an issue on a day, the earliest first. */
struct history {
	int count;
	struct event rows[DEMO_KNOTS + 1];
};

/* An event lasts two minutes and up to half a minute more. */
static void happen(const struct question *a, struct event e, struct history *ret)
{
	const int64_t place = (int64_t)a->date * DAY_SECONDS + e.start;
	int at = ret->count++;

	e.end = e.start + 120 + (int32_t)(draw_at(e.issue->key, DRAW_VI, place) % 31);
	for (; at > 0 && ret->rows[at - 1].start > e.start; at--)
		ret->rows[at] = ret->rows[at - 1];
	ret->rows[at] = e;
}

/* Where between two knots the price passes `to`. */
static int32_t passing(const struct demo_board *b, const struct demo_path *p, int knot, int64_t to)
{
	const int32_t from = SECONDS_OF(demo_knot_time(&b->at, knot - 1));
	const int32_t until = SECONDS_OF(demo_knot_time(&b->at, knot));
	const double part = (double)(to - p->prices[knot - 1]) /
	                    (double)(p->prices[knot] - p->prices[knot - 1]);

	return from + (int32_t)(part * (until - from));
}

static int64_t trigger_price(const struct demo_issue *i, int64_t base, bool up)
{
	return demo_tick_round(i, (double)base * (up ? 1.1 : 0.9));
}

static void find_static(const struct question *a, const struct demo_issue *i,
	const struct demo_board *b, const struct demo_path *p, struct history *ret)
{
	const int last = b->at.knot < DEMO_KNOT_AUCTION ? b->at.knot + 1 : DEMO_KNOT_AUCTION;
	struct event e = { .issue = i, .kind = STATIC, .base = p->before };

	for (int k = 0; k <= last; k++) {
		const int64_t up = trigger_price(i, e.base, true);
		const int64_t down = trigger_price(i, e.base, false);
		const int64_t price = p->prices[k];

		if (price < up && price > down)
			continue;
		e.price = k == 0 ? price : price >= up ? up : down;
		e.start =
			k == 0 ? SECONDS_OF(demo_knot_time(&b->at, 0)) : passing(b, p, k, e.price);
		happen(a, e, ret);
		e.base = price;
	}
}

/* A few issues a day jump from one trade to the next. */
static void find_dynamic(const struct question *a, const struct demo_issue *i,
	const struct demo_board *b, const struct demo_path *p, struct history *ret)
{
	const uint64_t h = draw_at(i->key, DRAW_VI_DYNAMIC, b->at.day);
	const int knot = 1 + (int)((h >> 20) % (DEMO_KNOT_AUCTION - 1));
	const double step = 0.03 + 0.04 * draw_unit(i->key, DRAW_VI, b->at.day);
	struct event e = { .issue = i, .kind = DYNAMIC };

	if (h % 1000 >= 12 || knot > b->at.knot)
		return;
	e.price = p->prices[knot];
	e.base = demo_tick_round(i, (double)e.price / ((h >> 32) % 2 ? 1.0 + step : 1.0 - step));
	e.start = SECONDS_OF(demo_knot_time(&b->at, knot));
	happen(a, e, ret);
}

static void find_of(const struct question *a, const struct demo_board *b,
	const struct demo_issue *i, struct found *ret)
{
	struct history h = { 0 };
	struct demo_path path;

	if (i->market == DEMO_KONEX || !demo_path_make(b, i, &path))
		return;
	find_static(a, i, b, &path, &h);
	find_dynamic(a, i, b, &path, &h);
	for (int n = 0; n < h.count; n++) {
		h.rows[n].count = n + 1;
		if (is_wanted(a, &h.rows[n]))
			keep(ret, &h.rows[n]);
	}
}

static void find_all(const struct question *a, struct found *ret)
{
	const bool today = a->date == a->c->at.date;
	const struct demo_moment at = today ? a->c->at : demo_moment_end(a->date);
	struct demo_board board;

	demo_board_make(a->c->d, &at, DEMO_VENUE_KRX, &board);
	for (size_t n = 0; n < a->c->d->count; n++) {
		const struct demo_issue *i = &a->c->d->issues[n];

		if ((a->market < 0 || i->market == a->market) &&
			(a->code[0] == '\0' || str_same(a->code, i->code)))
			find_of(a, &board, i, ret);
	}
}

/* Seconds of the figures' day that have passed. */
static int32_t now_of(const struct demo_call *c)
{
	const int64_t since = c->r->wall_ms - kst_to_ms(c->at.date, 0, 0, 0);

	return since < DAY_SECONDS * 1000LL ? (int32_t)(since / 1000) : DAY_SECONDS;
}

bool demo_vi_is_on(const struct demo_call *c, const struct demo_issue *i)
{
	const struct question a = { .c = c, .date = c->at.date, .now = now_of(c), .market = -1 };
	struct found found = { 0 };
	struct demo_board board;

	demo_board_make(c->d, &c->at, DEMO_VENUE_KRX, &board);
	find_of(&a, &board, i, &found);
	for (int n = 0; n < found.count; n++) {
		if (a.now < found.rows[n].end)
			return true;
	}
	return false;
}

static void put_time(struct buf *b, const char *name, int32_t seconds)
{
	char text[16];

	(void)snprintf(text, sizeof text, "%02d%02d%02d", (int)(seconds / 3600 % 24),
		(int)(seconds / 60 % 60), (int)(seconds % 60));
	demo_text(b, name, text);
}

static void put_event(struct buf *b, const struct question *a, const struct event *e)
{
	const bool is_static = e->kind == STATIC;
	const int64_t rate = demo_rate(e->price, e->base);

	json_next(b);
	buf_char(b, '{');
	demo_text(b, "hts_kor_isnm", e->issue->name);
	demo_text(b, "mksc_shrn_iscd", e->issue->code);
	demo_flag(b, "vi_cls_code", a->now < e->end);
	demo_date(b, "bsop_date", a->date);
	put_time(b, "cntg_vi_hour", e->start);
	put_time(b, "vi_cncl_hour", e->end);
	demo_number(b, "vi_kind_code", e->kind);
	demo_number(b, "vi_prc", e->price);
	demo_number(b, "vi_stnd_prc", is_static ? e->base : 0);
	demo_hundredths(b, "vi_dprt", is_static ? rate : 0);
	demo_number(b, "vi_dmc_stnd_prc", is_static ? 0 : e->base);
	demo_hundredths(b, "vi_dmc_dprt", is_static ? 0 : rate);
	demo_number(b, "vi_count", e->count);
	buf_char(b, '}');
}

static bool read_question(const struct demo_call *c, struct question *ret)
{
	char text[8];

	*ret = (struct question){
		.c = c,
		.date = demo_param_date(c, "FID_INPUT_DATE_1", c->at.date),
		.way = demo_param_int(c, "FID_DIV_CLS_CODE", 0),
		.kind = demo_param_int(c, "FID_RANK_SORT_CLS_CODE", 0),
		.now = now_of(c),
		.market = -1,
	};
	if (ret->date != c->at.date)
		ret->now = DAY_SECONDS;
	(void)demo_param(c, "FID_INPUT_ISCD", ret->code, sizeof ret->code);
	(void)demo_param(c, "FID_MRKT_CLS_CODE", text, sizeof text);
	if (str_same(text, "K"))
		ret->market = DEMO_KOSPI;
	else if (str_same(text, "Q"))
		ret->market = DEMO_KOSDAQ;
	else if (!str_same(text, "0"))
		return false;
	(void)demo_param(c, "FID_COND_SCR_DIV_CODE", text, sizeof text);
	return str_same(text, "20139") && ret->date > 0 && ret->date <= c->at.date &&
	       demo_day_is_open(ret->date);
}

long demo_vi(const struct demo_call *c, struct buf *ret)
{
	struct found found = { 0 };
	struct question a;

	if (!read_question(c, &a))
		return demo_no_rows(ret, "output");
	find_all(&a, &found);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < found.count; n++)
		put_event(ret, &a, &found.rows[n]);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
