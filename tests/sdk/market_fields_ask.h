/* market_fields_ask - what the market service makes of a body that it reads for itself: a market
 * around it, and a question that shows the field. */
#ifndef SDK_MARKET_FIELDS_ASK_H
#define SDK_MARKET_FIELDS_ASK_H

#include "support/samples.h"

#include "market_fields_look.h"

/* A cell of an answer: null, or a whole number. */
static inline struct seen seen_cell(const struct service_reply *r, uint32_t row, uint32_t column)
{
	const bool there = r->fault.status == MCP_OK && row < row_count(r);
	const char *text = there ? cell(r, row, column) : "null";
	int64_t n = 0;
	const bool known = span_int(span_of(text), &n);

	return seen_number(known, n);
}

/* A rate: two decimals always. */
static inline struct seen seen_rate(const struct service_reply *r, uint32_t row, uint32_t column)
{
	const char *text = cell(r, row, column);
	char digits[64] = "";
	int64_t n = 0;
	bool known;

	for (size_t used = 0; *text && used + 1 < sizeof digits; text++)
		if (*text != '.')
			digits[used++] = *text;
	known = span_int(span_of(digits), &n);
	return seen_number(known, n);
}

/* ---- Questions. ---- */

/* A fresh market at that moment: one real share, and those that only fill the master files. */
static inline struct share *open_market(int32_t date, const char *code)
{
	struct share *s;

	assert_int_equal(script_stop(NULL), 0);
	assert_int_equal(script_start(NULL), 0);
	script.wall_ms = kst_to_ms(date, 16, 30, 0);
	script.environment = ENVIRONMENT_REAL;
	s = add_share(0, 77400, 1221686345500);
	(void)snprintf(s->code, sizeof s->code, "%s", code);
	s->sector = "0013";
	return s;
}

static inline struct seen look_at_surge(
	const struct field_group *g, const struct field *f, const char *body)
{
	(void)f;
	(void)open_market(20261123, "005930");
	script_say(g->endpoint, body);
	return seen_cell(ask("top", "{\"market\":\"KOSPI\",\"sort_by\":\"volume_ratio\","
				    "\"count\":5,\"columns\":[\"average_volume\"]}"),
		0, 0);
}

/* Thirty rows lead from buyers to sellers: a seller stands in the list that begins with them. */
static inline struct seen look_at_live(
	const struct field_group *g, const struct field *f, const char *body)
{
	const bool foreign = f->slot == LIVE_FOREIGN || f->slot == LIVE_FOREIGN_SHARES;
	const char *const orders[] = { "desc", "asc" };
	const uint32_t column = f->slot >= LIVE_FOREIGN_SHARES;
	struct seen seen = no_figure();
	char query[256];

	for (int i = 0; i < 2 && !seen.known; i++) {
		(void)open_market(20261123, "005930");
		script.wall_ms = AT(10, 24);
		script_say(g->endpoint, body);
		(void)snprintf(query, sizeof query,
			"{\"market\":\"KOSPI\",\"investor\":\"%s\",\"sort_by\":\"net_amount\","
			"\"order\":\"%s\",\"count\":5,\"columns\":[\"net_amount\",\"net_volume\"]}",
			foreign ? "FOREIGN" : "INSTITUTION", orders[i]);
		seen = seen_cell(ask("top", query), 0, column);
	}
	return seen;
}

#define DETAILS \
	"{\"market\":\"KOSPI\",\"sort_by\":\"market_cap\",\"count\":1,\"columns\":[" \
	"\"foreign_ratio\",\"per\",\"pbr\",\"listed_shares\"]}"

/* By market cap: there the share count of a quote is better than the master file's thousands. Asked
 * again, what is remembered of it meets the price of the whole market. */
static inline struct seen look_at_detail(
	const struct field_group *g, const struct field *f, const char *body)
{
	const struct service_reply *reply;

	(void)open_market(20261123, "005930");
	script_say(g->endpoint, body);
	reply = ask("top", DETAILS);
	if (f->slot >= DETAIL_NEXT_PER)
		return seen_rate(ask("top", DETAILS), 0,
			f->slot == DETAIL_NEXT_PER ? DETAIL_PER : DETAIL_PBR);
	if (f->slot != DETAIL_LISTED)
		return seen_rate(reply, 0, (uint32_t)f->slot);
	/* Without its share count a quote is none, and the thousands stand. */
	return seen_rate(reply, 0, DETAIL_PER).known ? seen_cell(reply, 0, DETAIL_LISTED)
	                                             : no_figure();
}

static inline struct seen look_at_index(
	const struct field_group *g, const struct field *f, const char *body)
{
	(void)f;
	(void)open_market(20261123, "005930");
	script.quiet = true;
	script_say_to(g->endpoint, "FID_INPUT_ISCD=0001", body);
	return seen_cell(ask("summary", "{\"columns\":[\"kospi_trading_value\"]}"), 0, 0);
}

/* The sums of a market belong to a ranking of the session's own day. */
static inline struct seen look_at_sums(const char *investor, int side)
{
	char query[512];
	const char *const all =
		"{\"market\":\"KOSPI\",\"investor\":\"%s\",\"sort_by\":\"buy_amount\","
		"\"count\":5,\"columns\":[%s]}";

	(void)snprintf(query, sizeof query, all, investor, "\"buy_amount\"");
	assert_int_equal(ask("top", query)->fault.status, MCP_OK);
	(void)snprintf(query, sizeof query, all, investor,
		"\"total_buy_amount\",\"total_sell_amount\",\"total_net_amount\"");
	return seen_cell(ask("summary", query), 0, (uint32_t)side);
}

static inline struct seen look_at_totals(
	const struct field_group *g, const struct field *f, const char *body)
{
	static const char *const words[] = { "FOREIGN", "INSTITUTION", "INDIVIDUAL" };
	struct buf days;
	struct seen seen;

	sample_read("inquire-investor.json", &days);
	(void)open_market(20240610, "005930");
	script_say("inquire-investor", buf_text(&days));
	script_say(g->endpoint, body);
	seen = look_at_sums(words[f->slot >> 8], f->slot & 0xff);
	buf_done(&days);
	return seen;
}

static inline struct seen look_at_programs(
	const struct field_group *g, const struct field *f, const char *body)
{
	struct buf days;
	struct seen seen;

	sample_read("program-trade-by-stock-daily.json", &days);
	(void)open_market(20240517, "005930");
	script_say("program-trade-by-stock-daily", buf_text(&days));
	script_say(g->endpoint, body);
	seen = look_at_sums("PROGRAM", f->slot);
	buf_done(&days);
	return seen;
}

static inline struct seen look_at_buyers(
	const struct field_group *g, const struct field *f, const char *body)
{
	const struct service_reply *reply;

	(void)open_market(20261123, "005930");
	script_say(g->endpoint, body);
	reply = ask("sectors", "{\"market\":\"KOSPI\",\"count\":1,\"columns\":[\"sector_code\","
			       "\"foreign_net_buy\",\"institution_net_buy\"]}");
	assert_string_equal(cell(reply, 0, 0), "\"0013\"");
	return seen_cell(reply, 0, f->slot == INVESTOR_FOREIGN ? 1 : 2);
}

/* ---- Reasons. ---- */

/* One share in the list of risen volumes, with so few shares traded that any part shows. */
static inline const char *ask_reasons(const char *code)
{
	static char list[512];
	static char said[4096];
	const struct service_reply *reply;

	(void)snprintf(list, sizeof list,
		"{\"output\":[{\"hts_kor_isnm\":\"회사\",\"mksc_shrn_iscd\":\"%s\","
		"\"acml_vol\":\"6\",\"prdy_vol\":\"1\"}],\"rt_cd\":\"0\"}",
		code);
	script_say("volume-rank", list);
	reply = ask("top",
		"{\"market\":\"KOSPI\",\"sort_by\":\"volume_ratio\",\"count\":5,"
		"\"columns\":[{\"name\":\"reason_details\",\"columns\":[\"code\",\"seen\"]}]}");
	assert_string_equal(reply->fault.text, "");
	(void)snprintf(said, sizeof said, "%.*s", (int)reply->body_len, reply->body);
	return said;
}

static inline struct seen look_at_reason(
	const struct field_group *g, const struct field *f, const char *body)
{
	const char *at;

	(void)f;
	(void)open_market(20261123, "005930");
	script_say(g->endpoint, body);
	at = strstr(ask_reasons("005930"), "programs net ");
	return at ? seen_number(true, strtoll(at + strlen("programs net "), NULL, 10))
	          : no_figure();
}

static inline struct seen look_at_interruption(
	const struct field_group *g, const struct field *f, const char *body)
{
	const char *code = "069330";

	(void)f;
	(void)open_market(20240126, code);
	script_say(g->endpoint, body);
	return seen_text(strstr(ask_reasons(code), "volatility_interruption") ? code : "");
}

#endif
