/* demo_title - large issues are written about all day, small ones now and then; disclosures come on
 * open days, and whenever something befalls an issue. */
#include "demo/demo_title.h"

#include <math.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "demo/demo_action.h"
#include "demo/demo_day.h"
#include "demo/demo_draw.h"
#include "demo/demo_wave.h"

/* Seconds after midnight. */
#define NEWS_FROM (6 * 3600)
#define NEWS_UNTIL (23 * 3600)
#define FILINGS_FROM (7 * 3600 + 1800)
#define FILINGS_UNTIL (18 * 3600)

#define NEWS_MAX 70

static const struct demo_filing filings[] = {
	{ "단일판매ㆍ공급계약체결", 'I' },
	{ "주요사항보고서(자기주식취득결정)", 'B' },
	{ "임원ㆍ주요주주특정증권등소유상황보고서", 'D' },
	{ "최대주주등소유주식변동신고서", 'I' },
	{ "기업설명회(IR)개최(안내공시)", 'I' },
	{ "주주총회소집결의", 'I' },
	{ "타법인주식및출자증권취득결정", 'I' },
	{ "주식등의대량보유상황보고서(일반)", 'D' },
	{ "분기보고서", 'A' },
	{ "주요사항보고서(전환사채권발행결정)", 'B' },
};

static const struct demo_filing split_filing = { "변경상장(주식분할)", 'I' };
static const struct demo_filing merge_filing = { "변경상장(주식병합)", 'I' };
static const struct demo_filing rights_filing = { "권리락(유상증자)", 'I' };
static const struct demo_filing listing_filing = { "신규상장", 'I' };
static const struct demo_filing halt_filing = { "주권매매거래정지", 'I' };
static const struct demo_filing jump_filing = { "조회공시요구(현저한시황변동)", 'I' };

static const struct demo_provider papers[] = {
	{ "2", "한국경제" },
	{ "4", "이데일리" },
	{ "5", "머니투데이" },
	{ "6", "연합뉴스" },
	{ "7", "인포스탁" },
	{ "8", "아시아경제" },
	{ "9", "뉴스핌" },
	{ "A", "매일경제" },
	{ "B", "헤럴드경제" },
	{ "C", "파이낸셜뉴스" },
	{ "D", "이투데이" },
	{ "U", "서울경제" },
};

static const char *const news[] = { "신규 공급계약 체결", "분기 실적 발표…영업이익 증가",
	"분기 실적 발표…영업이익 감소", "신제품 공개", "해외 법인 설립", "외국인 순매수 상위",
	"기관 순매도 상위", "장중 거래량 급증", "목표주가 상향", "52주 신고가 근접" };

static const char *const market_news[] = { "코스피 상승 출발", "코스닥 하락 전환",
	"외국인 순매수 지속", "환율 하락 마감", "이번 주 증시 일정" };

/* Titles on an ordinary open day. */
static double news_rate(const struct demo_issue *i)
{
	const double rank = i->cap_rank;

	if (i->product == DEMO_ETF || i->product == DEMO_ETN)
		return 0.08;
	if (i->preferred || i->product == DEMO_SPAC || i->market == DEMO_KONEX)
		return 0.1;
	if (i->market == DEMO_KOSPI)
		return 44 * exp(-rank / 35) + 3 * exp(-rank / 200) + 0.35;
	return 12 * exp(-rank / 60) + 2 * exp(-rank / 300) + 0.3;
}

static double filing_rate(const struct demo_issue *i)
{
	if (i->product == DEMO_ETF || i->product == DEMO_ETN)
		return 0.02;
	if (i->preferred)
		return 0; /* the company's stand under its common share */
	if (i->product == DEMO_SPAC || i->market == DEMO_KONEX)
		return 0.08;
	return 0.22 + 0.5 * exp(-i->cap_rank / 60.0);
}

/* `rate` on average, 0.6 to 1.25 times it on a day. */
static int draw_count(uint64_t key, uint32_t what, int32_t date, double rate)
{
	const double u = draw_unit(key, what, (int64_t)date * 2);
	const double v = draw_unit(key, what, (int64_t)date * 2 + 1);

	return (int)(rate * (0.6 + 0.65 * u) + v);
}

/* The disclosure that goes with what happens to an issue on a day. */
static const struct demo_filing *filing_of_event(const struct demo_issue *i, int64_t day)
{
	switch (demo_action_on(i, day)) {
	case DEMO_SPLIT:
		return &split_filing;
	case DEMO_MERGE:
		return &merge_filing;
	case DEMO_RIGHTS:
		return &rights_filing;
	default:
		break;
	}
	if (day == i->first_day)
		return &listing_filing;
	if (i->halt_days && day == i->halt_day)
		return &halt_filing;
	return demo_jump_in(i, day).day == day ? &jump_filing : NULL;
}

/* The n-th of `count` has its own part of the time between. */
static int32_t second_of(uint64_t h, int n, int count, int32_t from, int32_t until)
{
	const int32_t part = (until - from) / count;

	return from + part * n + (int32_t)(h % (uint64_t)part);
}

static struct demo_title make_title(
	const struct demo *d, const struct demo_issue *i, int32_t date, uint64_t h)
{
	const int32_t place = (int32_t)(i ? i - d->issues : (ptrdiff_t)d->count);

	/* The last digit tells news (even) from disclosures (odd). */
	return (struct demo_title){
		.issue = i, .date = date, .tail = place * 10 + (int32_t)((h >> 40) % 5) * 2, .h = h
	};
}

static int make_news(
	const struct demo *d, const struct demo_issue *i, int32_t date, struct demo_title *ret)
{
	const uint64_t key = i ? i->key : d->key;
	const bool open = demo_day_is_open(date);
	double rate = (i ? news_rate(i) : 24) * (open ? 1 : 0.35);
	int count;

	if (i && open && filing_of_event(i, demo_day_number(date)))
		rate += 4;
	count = draw_count(key, DRAW_TITLE, date, rate);
	count = count > NEWS_MAX ? NEWS_MAX : count;
	for (int n = 0; n < count; n++) {
		const uint64_t h = draw_at(key, DRAW_NEWS, (int64_t)date * NEWS_MAX + n);

		ret[n] = make_title(d, i, date, h);
		ret[n].second = second_of(h >> 8, n, count, NEWS_FROM, NEWS_UNTIL);
	}
	return count;
}

int demo_filings_on(
	const struct demo *d, const struct demo_issue *i, int32_t date, struct demo_title *ret)
{
	const struct demo_filing *first;
	int count;

	if (!demo_day_is_open(date) || date < i->listed_on)
		return 0;
	first = i->preferred ? NULL : filing_of_event(i, demo_day_number(date));
	count = draw_count(i->key, DRAW_FILING, date, filing_rate(i)) + (first != NULL);
	count = count > DEMO_FILINGS_MAX ? DEMO_FILINGS_MAX : count;
	for (int n = 0; n < count; n++) {
		const uint64_t h =
			draw_at(i->key, DRAW_FILING, -(int64_t)date * DEMO_FILINGS_MAX - n);

		ret[n] = make_title(d, i, date, h);
		ret[n].tail++;
		ret[n].second = second_of(h >> 8, n, count, FILINGS_FROM, FILINGS_UNTIL);
		ret[n].filing = n == 0 && first ? first : &filings[h % COUNT_OF(filings)];
	}
	return count;
}

int demo_titles_on(
	const struct demo *d, const struct demo_issue *i, int32_t date, struct demo_title *ret)
{
	struct demo_title filed[DEMO_FILINGS_MAX];
	int left;
	int count;
	int at;

	if (i && date < i->listed_on)
		return 0;
	count = make_news(d, i, date, ret);
	left = i ? demo_filings_on(d, i, date, filed) : 0;
	/* Both are in order: the later of their last ones goes to the end. */
	at = count + left;
	count += left;
	for (int from = at - left; left > 0;) {
		if (from > 0 && ret[from - 1].second > filed[left - 1].second)
			ret[--at] = ret[--from];
		else
			ret[--at] = filed[--left];
	}
	return count;
}

struct demo_provider demo_title_provider(const struct demo_title *t)
{
	const struct demo_issue *i = t->issue;

	if (!t->filing)
		return papers[(t->h >> 16) % COUNT_OF(papers)];
	if (i->product == DEMO_ETF || i->product == DEMO_ETN || (t->h >> 16) % 12 == 0)
		return (struct demo_provider){ "I", "기타공시" };
	if (i->market == DEMO_KOSPI)
		return (struct demo_provider){ "F", "장내공시" };
	if (i->market == DEMO_KOSDAQ)
		return (struct demo_provider){ "G", "코스닥공시" };
	return (struct demo_provider){ "N", "코넥스공시" };
}

void demo_title_text(const struct demo_title *t, char *ret, size_t room)
{
	if (!t->issue)
		(void)snprintf(ret, room, "%s", market_news[(t->h >> 24) % COUNT_OF(market_news)]);
	else if (t->filing)
		(void)snprintf(ret, room, "%s, %s", t->issue->name, t->filing->name);
	else
		(void)snprintf(
			ret, room, "%s, %s", t->issue->name, news[(t->h >> 24) % COUNT_OF(news)]);
}
