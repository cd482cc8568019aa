/* demo_holiday - 국내휴장일조회: 24 days a page. */
#include "data/json.h"
#include "demo/demo_reply.h"

#include <stdio.h>

#define PAGE 24

/* Banks work on the year's last day, when the exchange is closed. */
static bool banks_open(int32_t date)
{
	const int32_t weekday = kst_from_ms(kst_to_ms(date, 12, 0, 0)).weekday;

	if (weekday == 0 || weekday == 6)
		return false;
	return demo_day_is_open(date) || date % 10000 == 1231;
}

static void put_date(struct buf *b, const char *name, int32_t date, const char *after)
{
	char text[40];

	(void)snprintf(text, sizeof text, "%08d%s", (int)date, after);
	demo_text(b, name, text);
}

static void put_day(struct buf *b, int32_t date)
{
	json_next(b);
	buf_char(b, '{');
	put_date(b, "bass_dt", date, "");
	demo_code2(b, "wday_dvsn_cd", kst_from_ms(kst_to_ms(date, 12, 0, 0)).weekday + 1);
	demo_flag(b, "bzdy_yn", banks_open(date));
	demo_flag(b, "tr_day_yn", true); /* on closed days, too, as the real one */
	demo_flag(b, "opnd_yn", demo_day_is_open(date));
	demo_flag(b, "sttl_day_yn", demo_day_is_open(date));
	buf_char(b, '}');
}

static bool is_date(int64_t n)
{
	return n >= 19000101 && n <= 29991231 && n / 100 % 100 >= 1 && n / 100 % 100 <= 12 &&
	       n % 100 >= 1 && n % 100 <= 31;
}

/* A page begins where the last one's key points to. */
static int32_t first_date(const struct demo_call *c)
{
	char text[32];
	int64_t n;

	(void)demo_param(c, "CTX_AREA_NK", text, sizeof text);
	if (span_int(span_trim(span_of(text)), &n) && is_date(n))
		return (int32_t)n;
	n = demo_param_int(c, "BASS_DT", 0);
	return is_date(n) ? (int32_t)n : 0;
}

long demo_holiday(const struct demo_call *c, struct buf *ret)
{
	const int32_t from = first_date(c);
	int32_t date = from;

	if (from == 0)
		return demo_failure(ret, 200, "KIOK0560", "조회할 내용이 없습니다.");
	buf_char(ret, '{');
	put_date(ret, "ctx_area_nk", kst_date_add(from, PAGE), "            ");
	put_date(ret, "ctx_area_fk", from, "            ");
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < PAGE; n++) {
		put_day(ret, date);
		date = kst_date_add(date, 1);
	}
	buf_char(ret, ']');
	demo_text(ret, "rt_cd", "0");
	demo_text(ret, "msg_cd", "KIOK0500");
	demo_text(ret, "msg1", "조회가 계속됩니다..다음버튼을 Click 하십시오.");
	buf_char(ret, '}');
	return 200;
}
