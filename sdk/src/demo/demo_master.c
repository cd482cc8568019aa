/* demo_master - the fixed-width files of all issues and sectors, CP949, one record a line. */
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_draw.h"
#include "demo/demo_reply.h"
#include "demo/demo_sector.h"

#include <iconv.h>
#include <stdio.h>

#define NAME_WIDTH 40
#define KOSPI_WIDTH 288
#define KOSDAQ_WIDTH 282
#define KONEX_WIDTH 245
#define INDEX_WIDTH 45

/* One record, filled from its front. */
struct record {
	char at[KOSPI_WIDTH + 1];
	size_t len;
	size_t width;
};

struct file {
	const struct demo_call *c;
	struct demo_board board;
	iconv_t cp949;
	enum demo_market market;
	bool nxt_only;
	struct buf *ret;
};

static void put_bytes(struct record *r, size_t width, const char *text, size_t len)
{
	if (len > width)
		len = width;
	if (r->len + width > r->width)
		return;
	memset(r->at + r->len, ' ', width);
	memcpy(r->at + r->len, text, len);
	r->len += width;
}

static void put_text(struct record *r, size_t width, const char *text)
{
	put_bytes(r, width, text, strlen(text));
}

/* Zero padded; a minus takes the first place; what is too long loses its front, as the real one. */
static void put_number(struct record *r, size_t width, int64_t n)
{
	char digits[32];
	const int len = snprintf(digits, sizeof digits, "%0*lld", (int)width, (long long)n);
	const size_t extra = len > (int)width ? (size_t)len - width : 0;

	put_bytes(r, width, digits + extra, width);
}

static void put_flag(struct record *r, bool yes)
{
	put_text(r, 1, yes ? "Y" : "N");
}

static void put_flags(struct record *r, int count)
{
	while (count-- > 0)
		put_flag(r, false);
}

/* Names of this exchange always have a CP949 form. */
static void put_name(struct record *r, iconv_t cp949, const char *name)
{
	char out[NAME_WIDTH];
	char in[sizeof((struct demo_issue *)0)->name];
	char *from = in;
	char *to = out;
	size_t left;
	size_t room = sizeof out;

	left = (size_t)snprintf(in, sizeof in, "%s", name);
	(void)iconv(cp949, NULL, NULL, NULL, NULL);
	(void)iconv(cp949, &from, &left, &to, &room);
	put_bytes(r, NAME_WIDTH, out, sizeof out - room);
}

/* KR7 + code + share kind + check digit (not computed: nobody trades it). */
static void put_isin(struct record *r, const struct demo_issue *i)
{
	char text[16];

	(void)snprintf(text, sizeof text, "KR7%.6s00%d", i->code[0] == 'Q' ? i->code + 1 : i->code,
		(int)(i->key % 10));
	put_text(r, 12, text);
}

static void put_head(struct record *r, const struct file *f, const struct demo_issue *i)
{
	put_text(r, 9, i->code);
	put_isin(r, i);
	put_name(r, f->cp949, i->name);
	put_text(r, 2, i->group);
}

/* Some administrative issues have no sector at all. */
static void put_sectors(struct record *r, const struct demo_issue *i)
{
	const struct demo_sector *s = i->sector ? demo_sector_find(i->sector) : NULL;
	const bool blank = (i->flags & DEMO_MANAGED) && i->key % 3 == 0;

	put_number(r, 1, i->size);
	put_number(r, 4, !s || blank ? 0 : s->parent ? s->parent : s->code);
	put_number(r, 4, !s || blank || !s->parent ? 0 : s->code);
	put_number(r, 4, 0);
}

static const char *product_code(const struct demo_issue *i)
{
	return i->product == DEMO_ETF ? "1" : i->product == DEMO_ETN ? "3" : " ";
}

static void put_overheated(struct record *r, const struct demo_issue *i)
{
	put_number(r, 1, i->flags & DEMO_OVERHEATED ? 2 : 0);
}

static void put_kospi_flags(struct record *r, const struct demo_issue *i)
{
	const bool member = i->flags & DEMO_INDEX_MEMBER;
	const bool made = i->sector >= 5 && i->sector <= 15;

	put_flag(r, made);
	put_flag(r, false);
	put_flag(r, false);
	put_number(r, 1, member ? 1 + (int64_t)(i->key % 9) : 0);
	put_flag(r, member && i->cap_rank < 100 && !i->preferred);
	put_flag(r, member && i->cap_rank < 50 && !i->preferred);
	put_flag(r, i->flags & DEMO_KRX100);
	put_text(r, 1, product_code(i));
	put_flag(r, i->flags & DEMO_KRX100);
	put_flag(r, i->flags & DEMO_KRX100);
	put_flags(r, 4); /* car, semiconductor, bio, bank */
	put_flag(r, false);
	put_flags(r, 2); /* energy and chemistry, steel */
	put_overheated(r, i);
	put_flags(r, 8); /* media … transport, SRI */
}

static void put_kosdaq_flags(struct record *r, const struct demo_issue *i)
{
	put_flag(r, i->key % 5 < 2); /* venture */
	put_flag(r, false);
	put_flag(r, i->flags & DEMO_KRX100);
	put_text(r, 1, product_code(i));
	put_flag(r, i->flags & DEMO_KRX100);
	put_flags(r, 4);
	put_flag(r, i->product == DEMO_SPAC);
	put_flags(r, 2);
	put_overheated(r, i);
	put_flags(r, 2);
	put_flag(r, (i->flags & DEMO_MANAGED) && i->key % 7 == 0);
	put_flags(r, 4);
	put_flag(r, i->flags & DEMO_INDEX_MEMBER);
}

static void put_actions(struct record *r, enum demo_action action)
{
	put_number(r, 2, action == DEMO_RIGHTS);
	put_number(r, 2, action == DEMO_SPLIT ? 1 : action == DEMO_MERGE ? 2 : 0);
	put_number(r, 2, action == DEMO_RIGHTS);
}

static void put_shares(struct record *r, const struct demo_issue *i, int64_t day)
{
	const int64_t listed = demo_issue_listed(i, day);
	const int64_t par = demo_issue_par(i, day);

	put_number(r, 12, par);
	put_number(r, 8, i->listed_on);
	put_number(r, 15, listed / 1000);
	put_number(r, 21, listed * par);
}

/* From the reference price to the day of the figures' base: the same in all three files. */
static void put_trading(
	struct record *r, const struct demo_issue *i, int64_t day, const struct demo_quote *q)
{
	const bool share = i->product == DEMO_SHARE || i->product == DEMO_SPAC;

	put_number(r, 9, q->before);
	put_number(r, 5, 1);
	put_number(r, 5, 1);
	put_flag(r, demo_issue_is_halted(i, day));
	put_flag(r, i->flags & DEMO_LIQUIDATING);
	put_flag(r, i->flags & DEMO_MANAGED);
	put_number(r, 2, i->warning);
	put_flag(r, false);
	put_flag(r, i->flags & DEMO_UNFAITHFUL);
	put_flag(r, false);
	put_actions(r, demo_action_on(i, day));
	put_number(r, 3, i->margin_rate);
	put_flag(r, i->flags & DEMO_CREDIT);
	put_number(r, 3, i->flags & DEMO_CREDIT ? 90 : 0);
	put_number(r, 12, q->volume_before);
	put_shares(r, i, day);
	put_text(r, 2, share ? "12" : "  ");
	put_text(r, 7, "");
	put_number(r, 1, i->preferred);
	put_text(r, 1, i->key % 4 == 0 ? " " : "N");
	put_flag(r, false);
	put_flag(r, i->size == 1);
}

static void put_roe(struct record *r, const struct demo_issue *i, int64_t day)
{
	const int64_t bps = demo_issue_bps(i, day);
	const int64_t roe = bps ? demo_issue_eps(i, day) * 10000 / bps : 0;
	char text[48];

	if (i->market == DEMO_KOSPI) {
		(void)snprintf(text, sizeof text, "%s%0*lld.%02lld", roe < 0 ? "-" : "",
			roe < 0 ? 5 : 6, (long long)(roe < 0 ? -roe : roe) / 100,
			(long long)(roe < 0 ? -roe : roe) % 100);
		put_text(r, 9, text);
	} else {
		put_number(r, 9, roe / 100);
	}
}

/* Sales and profits (억원) to the last flag. */
static void put_accounts(
	struct record *r, const struct demo_issue *i, int64_t day, const struct demo_quote *q)
{
	const double listed = (double)demo_issue_listed(i, day);
	const double income = (double)demo_issue_eps(i, day) * listed / 1e8;
	const double sales =
		(income < 0 ? -income : income) * (4 + 16 * draw_unit(i->key, DRAW_SALES, 0));

	put_number(r, 9, (int64_t)sales);
	put_number(r, 9, (int64_t)(income * 1.3));
	put_number(r, 9, (int64_t)(income * 1.2));
	put_number(r, 5, (int64_t)income);
	put_roe(r, i, day);
	put_number(r, 8, 20260630);
	put_number(r, 9, demo_quote_cap(i, day, q->before));
}

static void put_issue(struct file *f, const struct demo_issue *i)
{
	struct record r = { .width = KOSPI_WIDTH };
	struct demo_quote q;

	demo_quote_get(&f->board, i, &q);
	put_head(&r, f, i);
	if (f->market != DEMO_KONEX)
		put_sectors(&r, i);
	if (f->market == DEMO_KOSPI)
		put_kospi_flags(&r, i);
	else if (f->market == DEMO_KOSDAQ)
		put_kosdaq_flags(&r, i);
	put_trading(&r, i, f->board.at.day, &q);
	if (f->market == DEMO_KOSPI)
		put_flag(&r, true);
	put_accounts(&r, i, f->board.at.day, &q);
	if (f->market != DEMO_KONEX)
		put_text(&r, 3, "");
	put_flag(&r, false);
	put_flag(&r, i->flags & DEMO_CREDIT);
	put_flag(&r, false);
	buf_put(f->ret, r.at, r.len);
	buf_char(f->ret, '\n');
}

static void put_issues(struct file *f)
{
	for (size_t n = 0; n < f->c->d->count; n++) {
		const struct demo_issue *i = &f->c->d->issues[n];

		if (i->market == f->market && demo_issue_is_listed(i, f->board.at.day) &&
			(!f->nxt_only || (i->flags & DEMO_NXT)))
			put_issue(f, i);
	}
}

/* Market digit, code, name. */
static void put_indices(struct file *f)
{
	const struct demo_sector *sectors;
	uint32_t count;

	sectors = demo_sector_all(&count);
	for (uint32_t n = 0; n < count; n++) {
		struct record r = { .width = INDEX_WIDTH };

		put_number(&r, 1, sectors[n].market);
		put_number(&r, 4, sectors[n].code);
		put_name(&r, f->cp949, sectors[n].name);
		buf_put(f->ret, r.at, r.len);
		buf_char(f->ret, '\n');
	}
}

static const struct {
	const char *path;
	int market; /* -1: sectors */
	bool nxt_only;
} files[] = {
	{ "/common/master/kospi_code.mst.zip", DEMO_KOSPI, false },
	{ "/common/master/kosdaq_code.mst.zip", DEMO_KOSDAQ, false },
	{ "/common/master/konex_code.mst.zip", DEMO_KONEX, false },
	{ "/common/master/nxt_kospi_code.mst.zip", DEMO_KOSPI, true },
	{ "/common/master/nxt_kosdaq_code.mst.zip", DEMO_KOSDAQ, true },
	{ "/common/master/idxcode.mst.zip", -1, false },
};

static int find_file(const char *path)
{
	for (int n = 0; n < (int)(sizeof files / sizeof *files); n++) {
		if (str_same(files[n].path, path))
			return n;
	}
	return -1;
}

long demo_master(const struct demo_call *c, struct buf *ret)
{
	const int n = find_file(c->r->path);
	struct file f = { .c = c, .ret = ret };

	if (n < 0)
		return 404;
	f.cp949 = iconv_open("CP949", "UTF-8");
	if (f.cp949 == (iconv_t)-1)
		return demo_failure(ret, 500, "EGW00001", "이 컴퓨터에는 CP949 변환이 없습니다.");
	demo_board_make(c->d, &c->list, DEMO_VENUE_KRX, &f.board);
	f.nxt_only = files[n].nxt_only;
	if (files[n].market < 0) {
		put_indices(&f);
	} else {
		f.market = (enum demo_market)files[n].market;
		put_issues(&f);
	}
	(void)iconv_close(f.cp949);
	return 200;
}
