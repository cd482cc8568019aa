/* demo_dart_list - OpenDART 공시검색: the same disclosures that news-title tells of, the newest day
 * first, by pages. Its numbers are JSON numbers. */
#include "data/json.h"
#include "demo/demo_dart.h"
#include "demo/demo_title.h"

#include <stdio.h>

#define PAGE_MAX 100
#define PAGE_USUAL 10
#define MONTHS_DAYS 93 /* without a company: three months */
#define YEARS_DAYS 3660

struct question {
	const struct demo_call *c;
	const struct demo_issue *company; /* NULL: all */
	int32_t from;
	int32_t to;
	int64_t page;
	int64_t page_rows;
	char type[4];  /* empty: all */
	char class[4]; /* empty: all */
};

/* Where writing stands: rows before the page are only counted. */
struct list {
	struct buf *b;
	int64_t seen;
};

static bool is_wanted(const struct question *a, const struct demo_title *t)
{
	const int64_t at = kst_to_ms(t->date, 0, 0, 0) + t->second * 1000LL;

	if (at > a->c->r->wall_ms)
		return false;
	return a->type[0] == '\0' || a->type[0] == t->filing->type;
}

static void put_row(struct buf *b, const struct question *a, const struct demo_title *t, int n)
{
	const struct demo *d = a->c->d;
	const struct demo_issue *i = t->issue;
	char text[32];

	json_next(b);
	buf_char(b, '{');
	demo_dart_code(d, i, text);
	demo_text(b, "corp_code", text);
	demo_text(b, "corp_name", i->name);
	demo_text(b, "stock_code", i->code);
	demo_text(b, "corp_cls", demo_dart_class(i));
	demo_text(b, "report_nm", t->filing->name);
	(void)snprintf(text, sizeof text, "%08d%06d", (int)t->date,
		(int)(i - d->issues) * DEMO_FILINGS_MAX + n);
	demo_text(b, "rcept_no", text);
	demo_text(b, "flr_nm", i->name);
	demo_date(b, "rcept_dt", t->date);
	demo_text(b, "rm", i->market == DEMO_KOSPI ? "유" : i->market == DEMO_KOSDAQ ? "코" : "넥");
	buf_char(b, '}');
}

static void add_company(
	const struct question *a, const struct demo_issue *i, int32_t date, struct list *ret)
{
	struct demo_title filings[DEMO_FILINGS_MAX];
	const int count = demo_filings_on(a->c->d, i, date, filings);

	for (int n = count - 1; n >= 0; n--) {
		if (!is_wanted(a, &filings[n]))
			continue;
		if (ret->seen >= (a->page - 1) * a->page_rows && ret->seen < a->page * a->page_rows)
			put_row(ret->b, a, &filings[n], n);
		ret->seen++;
	}
}

static void add_day(const struct question *a, int32_t date, struct list *ret)
{
	if (a->company)
		add_company(a, a->company, date, ret);
	for (size_t n = a->company ? 0 : a->c->d->count; n > 0; n--) {
		const struct demo_issue *i = &a->c->d->issues[n - 1];

		if (!demo_dart_files(i))
			continue;
		if (a->class[0] == '\0' || str_same(a->class, demo_dart_class(i)))
			add_company(a, i, date, ret);
	}
}

/* What is wrong with it; NULL: nothing. */
static const char *read_question(const struct demo_call *c, struct question *ret)
{
	const int32_t today = kst_from_ms(c->r->wall_ms).date;
	char code[16];

	*ret = (struct question){
		.c = c,
		.to = demo_param_date(c, "end_de", today),
		.page = demo_param_int(c, "page_no", 1),
		.page_rows = demo_param_int(c, "page_count", PAGE_USUAL),
	};
	ret->from = demo_param_date(c, "bgn_de", ret->to);
	(void)demo_param(c, "pblntf_ty", ret->type, sizeof ret->type);
	(void)demo_param(c, "corp_cls", ret->class, sizeof ret->class);
	(void)demo_param(c, "corp_code", code, sizeof code);
	ret->company = demo_dart_find(c->d, code);
	if (ret->from == 0 || ret->to == 0 || ret->from > ret->to || ret->page < 1 ||
		ret->page > 1000000 || ret->page_rows < 1 || ret->page_rows > PAGE_MAX)
		return "필드의 부적절한 값입니다.";
	if (code[0] == '\0' && ret->from < kst_date_add(ret->to, -MONTHS_DAYS))
		return "corp_code가 없는 경우 검색기간은 3개월만 가능합니다.";
	if (ret->from < kst_date_add(ret->to, -YEARS_DAYS))
		return "필드의 부적절한 값입니다.";
	if (code[0] != '\0' && !ret->company)
		ret->to = ret->from - 1; /* nobody's: no day is looked at */
	if (ret->to > today)
		ret->to = today;
	return NULL;
}

static void put_number(struct buf *b, const char *name, int64_t n)
{
	json_name(b, name);
	json_int(b, n);
}

long demo_dart_list(const struct demo_call *c, struct buf *ret)
{
	struct question a;
	struct list list = { .b = ret };
	const char *wrong = read_question(c, &a);
	struct buf rows;

	if (wrong)
		return demo_dart_status(ret, "100", wrong);
	buf_init(&rows, ret->max);
	list.b = &rows;
	for (int32_t date = a.to; date >= a.from; date = kst_date_add(date, -1))
		add_day(&a, date, &list);
	if (list.seen <= (a.page - 1) * a.page_rows) {
		buf_done(&rows);
		return demo_dart_status(ret, "013", "조회된 데이타가 없습니다.");
	}
	buf_char(ret, '{');
	demo_text(ret, "status", "000");
	demo_text(ret, "message", "정상");
	put_number(ret, "page_no", a.page);
	put_number(ret, "page_count", a.page_rows);
	put_number(ret, "total_count", list.seen);
	put_number(ret, "total_page", (list.seen + a.page_rows - 1) / a.page_rows);
	json_name(ret, "list");
	buf_char(ret, '[');
	buf_span(ret, buf_as_span(&rows));
	buf_puts(ret, "]}");
	ret->failed = ret->failed || rows.failed;
	buf_done(&rows);
	return 200;
}
