/* demo_dart_shares - OpenDART 주식의 총수 현황: issued and treasury shares by kind, from quarterly
 * reports that are filed weeks after the quarter. Numbers have commas; "-" stands for none. */
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_dart.h"
#include "demo/demo_draw.h"

#include <stdio.h>

struct report {
	const char *code;
	int32_t settled;  /* MMDD */
	int32_t deadline; /* MMDD, of the next year for the annual one */
	int32_t years_later;
};

static const struct report reports[] = {
	{ "11013", 331, 515, 0 },
	{ "11012", 630, 814, 0 },
	{ "11014", 930, 1114, 0 },
	{ "11011", 1231, 331, 1 },
};

/* Of one kind of share. */
struct shares {
	int64_t issued;
	int64_t treasury;
	bool has_treasury; /* false: "-" */
};

struct question {
	const struct demo_call *c;
	const struct demo_issue *company;
	int32_t settled; /* date */
	int32_t filed;
};

/* "-" for less than nothing. */
static void put_commas(struct buf *b, const char *name, int64_t n)
{
	char digits[32];
	char text[48];
	size_t len = 0;
	const int count = snprintf(digits, sizeof digits, "%lld", (long long)n);

	for (int k = 0; k < count && n >= 0; k++) {
		if (k > 0 && (count - k) % 3 == 0)
			text[len++] = ',';
		text[len++] = digits[k];
	}
	text[len] = '\0';
	demo_text(b, name, n < 0 ? "-" : text);
}

static int64_t listed_then(const struct demo_issue *i, int32_t date)
{
	if (!demo_day_is_open(date))
		date = demo_day_before(date);
	return demo_issue_listed(i, demo_day_number(date));
}

/* Half of the companies hold some; others say none, or nothing. */
static struct shares shares_of(const struct demo_issue *i, int32_t settled)
{
	const uint64_t h = draw_at(i->key, DRAW_TREASURY, 0);
	const double part = 0.12 * draw_unit(i->key, DRAW_TREASURY, 1);
	const double change = 0.05 * draw_bell(i->key, DRAW_TREASURY, settled);
	struct shares s = { .issued = listed_then(i, settled) };

	s.has_treasury = h % 100 < (i->preferred ? 30 : 70);
	if (h % 100 < (i->preferred ? 20 : 55))
		s.treasury = (int64_t)((double)s.issued * part * (1 + change));
	return s;
}

/* All kinds of preferred shares of the company together: they stand behind it in the list. */
static struct shares preferred_of(
	const struct demo *d, const struct demo_issue *company, int32_t settled)
{
	struct shares sum = { 0 };

	for (const struct demo_issue *i = company + 1;
		i < d->issues + d->count && memcmp(i->code, company->code, 5) == 0; i++) {
		const struct shares s = shares_of(i, settled);

		sum.issued += s.issued;
		sum.treasury += s.treasury;
		sum.has_treasury = sum.has_treasury || s.has_treasury;
	}
	return sum;
}

static int64_t or_none(bool there, int64_t n)
{
	return there ? n : -1;
}

/* A kind nobody has issued is all "-". */
static void put_row(
	struct buf *b, const struct question *a, const char *kind, const struct shares *s)
{
	static const char *const unused[] = { "now_to_dcrs_stock_totqy", "redc", "profit_incnr",
		"rdmstk_repy", "etc" };
	const bool there = s->issued > 0;
	char text[40];

	json_next(b);
	buf_char(b, '{');
	(void)snprintf(text, sizeof text, "%08d%06d", (int)a->filed,
		(int)(a->company - a->c->d->issues) + 900000);
	demo_text(b, "rcept_no", text);
	demo_text(b, "corp_cls", demo_dart_class(a->company));
	demo_dart_code(a->c->d, a->company, text);
	demo_text(b, "corp_code", text);
	demo_text(b, "corp_name", a->company->name);
	demo_text(b, "se", kind);
	put_commas(b, "isu_stock_totqy", or_none(there, s->issued / 1000 * 4000));
	put_commas(b, "now_to_isu_stock_totqy", or_none(there, s->issued));
	for (size_t n = 0; n < sizeof unused / sizeof *unused; n++)
		demo_text(b, unused[n], "-");
	put_commas(b, "istc_totqy", or_none(there, s->issued));
	put_commas(b, "tesstk_co", or_none(there && s->has_treasury, s->treasury));
	put_commas(b, "distb_stock_co", or_none(there, s->issued - s->treasury));
	(void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)(a->settled / 10000 % 10000),
		(int)(a->settled / 100 % 100), (int)(a->settled % 100));
	demo_text(b, "stlm_dt", text);
	buf_char(b, '}');
}

static bool read_question(const struct demo_call *c, struct question *ret)
{
	const int64_t year = demo_param_int(c, "bsns_year", 0);
	char code[16];
	char report[8];

	(void)demo_param(c, "corp_code", code, sizeof code);
	(void)demo_param(c, "reprt_code", report, sizeof report);
	*ret = (struct question){ .c = c, .company = demo_dart_find(c->d, code) };
	if (!ret->company || year < 2015 || year > 2099)
		return false;
	for (size_t n = 0; n < sizeof reports / sizeof *reports; n++) {
		const struct report *r = &reports[n];
		const int32_t deadline = ((int32_t)year + r->years_later) * 10000 + r->deadline;

		if (!str_same(report, r->code))
			continue;
		ret->settled = (int32_t)year * 10000 + r->settled;
		/* Some file days before they must. */
		ret->filed = kst_date_add(deadline, -(int32_t)(ret->company->key % 10));
		return true;
	}
	return false;
}

long demo_dart_shares(const struct demo_call *c, struct buf *ret)
{
	static const struct shares nothing;
	struct question a;
	struct shares common;
	struct shares preferred;
	struct shares all;

	if (!read_question(c, &a) || a.filed > kst_from_ms(c->r->wall_ms).date ||
		a.filed < a.company->listed_on)
		return demo_dart_status(ret, "013", "조회된 데이타가 없습니다.");
	common = shares_of(a.company, a.settled);
	preferred = preferred_of(c->d, a.company, a.settled);
	all = (struct shares){ common.issued + preferred.issued,
		common.treasury + preferred.treasury,
		common.has_treasury || preferred.has_treasury };
	buf_char(ret, '{');
	demo_text(ret, "status", "000");
	demo_text(ret, "message", "정상");
	json_name(ret, "list");
	buf_char(ret, '[');
	put_row(ret, &a, "보통주", &common);
	put_row(ret, &a, "우선주", &preferred);
	put_row(ret, &a, "합계", &all);
	put_row(ret, &a, "비고", &nothing);
	buf_puts(ret, "]}");
	return 200;
}
