/* market_holidays_read - a body of chk-holiday: dated as asked, and possible, or refused whole. */
#include "service/market_holidays.h"

#include "base/clock.h"

/* No exchange is closed that long; a body of closed days would close the market for us. */
#define CLOSED_MAX 10
/* A page never reaches further than that. */
#define REACH_DAYS 100

static mcp_status refuse(struct fault *f)
{
	return fault_set(f, MCP_E_UPSTREAM,
		"chk-holiday gave no days that can be: the list of closed days shipped with this "
		"program holds");
}

static bool read_date(struct kis_row *row, int32_t *ret)
{
	int64_t n;

	if (!kis_int(row, "bass_dt", &n) || n < 19000101 || n > 29991231)
		return false;
	*ret = (int32_t)n;
	/* The 31st of June becomes another day on the way. */
	return kst_from_ms(kst_to_ms(*ret, 12, 0, 0)).date == *ret;
}

static bool read_day(struct kis_row *row, struct holiday *ret)
{
	char open[4];
	int64_t said;
	int32_t weekday;

	if (!read_date(row, &ret->date) || !kis_text(row, "opnd_yn", open, sizeof open))
		return false;
	if (!str_same(open, "Y") && !str_same(open, "N"))
		return false;
	ret->is_open = open[0] == 'Y';
	weekday = kst_from_ms(kst_to_ms(ret->date, 12, 0, 0)).weekday;
	if (kis_int(row, "wday_dvsn_cd", &said) && said != weekday + 1)
		return false;
	return !(ret->is_open && (weekday == 0 || weekday == 6));
}

static bool follows(const struct holiday *days, uint32_t count, int32_t from)
{
	const int32_t date = days[count].date;

	if (count == 0)
		return date == from;
	return date > days[count - 1].date && date <= kst_date_add(from, REACH_DAYS);
}

static bool is_possible(const struct holiday *days, uint32_t count)
{
	uint32_t closed = 0;

	for (uint32_t i = 0; i < count; i++) {
		closed = days[i].is_open ? 0 : closed + 1;
		if (closed >= CLOSED_MAX)
			return false;
	}
	return count > 0;
}

mcp_status holidays_read(struct span body, int32_t from, struct holiday ret[HOLIDAYS_PAGE],
	uint32_t *ret_count, struct fault *f)
{
	struct kis_rows rows;
	struct kis_row row;
	uint32_t count = 0;

	if (!kis_rows(body, "output", &rows))
		return refuse(f);
	while (kis_rows_next(&rows, &row)) {
		if (count == HOLIDAYS_PAGE || !read_day(&row, &ret[count]) ||
			!follows(ret, count, from))
			return refuse(f);
		count++;
	}
	if (!is_possible(ret, count))
		return refuse(f);
	*ret_count = count;
	return MCP_OK;
}
