/* demo_news - 종합 시황/공시(제목): invented titles, newest first, forty a page. */
#include "data/json.h"
#include "demo/demo_draw.h"
#include "demo/demo_reply.h"

#include <stdio.h>

#define PAGE 40
#define ALL_MS 300000LL     /* one title in each five minutes about anyone */
#define ISSUE_MS 21600000LL /* and one in each six hours about an issue */

struct provider {
	const char *code;
	const char *name;
};

static const struct provider providers[] = {
	{ "6", "연합뉴스" },
	{ "2", "한국경제" },
	{ "A", "매일경제" },
	{ "F", "거래소공시" },
};

static const char *const titles[] = { "신규 공급계약 체결", "분기 실적 발표…영업이익 증가",
	"분기 실적 발표…영업이익 감소", "자기주식 취득 결정", "신제품 공개", "해외 법인 설립",
	"주주총회 소집 결의", "외국인 순매수 상위", "기관 순매도 상위", "장중 거래량 급증" };

static void put_title(struct buf *b, const struct demo_issue *i, int64_t at_ms, uint64_t h)
{
	const struct provider *p = &providers[i->market == DEMO_KOSPI ? h % 4 : h % 3];
	const struct kst at = kst_from_ms(at_ms);
	char text[128];
	char name[16];

	(void)snprintf(text, sizeof text, "%08d%02d%02d%02d%05u", (int)at.date, (int)at.hour,
		(int)at.minute, (int)at.second, (unsigned)(h >> 8 & 0xffff));
	demo_text(b, "cntt_usiq_srno", text);
	demo_text(b, "news_ofer_entp_code", p->code);
	(void)snprintf(text, sizeof text, "%08d", (int)at.date);
	demo_text(b, "data_dt", text);
	(void)snprintf(
		text, sizeof text, "%02d%02d%02d", (int)at.hour, (int)at.minute, (int)at.second);
	demo_text(b, "data_tm", text);
	(void)snprintf(text, sizeof text, "%s, %s", i->name, titles[h / 64 % 10]);
	demo_text(b, "hts_pbnt_titl_cntt", text);
	demo_text(b, "news_lrdv_code", h % 5 == 0 ? "        " : "02");
	demo_text(b, "dorg", p->name);
	for (int n = 1; n <= 10; n++) {
		(void)snprintf(name, sizeof name, "iscd%d", n);
		demo_text(b, name, n == 1 ? i->code : "");
	}
	for (int n = 1; n <= 10; n++) {
		(void)snprintf(name, sizeof name, "kor_isnm%d", n);
		demo_text(b, name, n == 1 ? i->name : "");
	}
}

/* "0020261123" and "0000102400" (or "102400"): where the page begins; now when empty. */
static int64_t start_of(const struct demo_call *c)
{
	const int64_t date = demo_param_int(c, "FID_INPUT_DATE_1", 0);
	const int64_t time = demo_param_int(c, "FID_INPUT_HOUR_1", 235959);
	int64_t at;

	if (date < 20000101 || date > 29991231 || time < 0 || time > 235959)
		return c->r->wall_ms;
	at = kst_to_ms((int32_t)date, (int32_t)(time / 10000), (int32_t)(time / 100 % 100),
		(int32_t)(time % 100));
	return at < c->r->wall_ms ? at : c->r->wall_ms;
}

long demo_news(const struct demo_call *c, struct buf *ret)
{
	const int64_t start = start_of(c);
	const struct demo_issue *one;
	int64_t step = ALL_MS;
	char code[16];
	int done = 0;

	(void)demo_param(c, "FID_INPUT_ISCD", code, sizeof code);
	one = demo_call_issue(c, code);
	if (code[0] != '\0' && !one)
		return demo_no_rows(ret, "output");
	if (one)
		step = ISSUE_MS;
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int64_t slot = start / step; done < PAGE && slot > 0; slot--) {
		const uint64_t h = draw_at(one ? one->key : c->d->key, DRAW_NEWS, slot);
		const int64_t at = slot * step + (int64_t)(h >> 32) % step / 1000 * 1000;

		if (at > start)
			continue;
		json_next(ret);
		buf_char(ret, '{');
		put_title(ret, one ? one : &c->d->issues[h % c->d->count], at, h);
		buf_char(ret, '}');
		done++;
	}
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
