/* question - what the six tools ask, as they send it. */
#include "soak/question.h"

#include <stdio.h>

#include "base/cleanup.h"

static const char *const markets[] = { "ALL", "KOSPI", "KOSDAQ" };
static const char *const bases[] = { "KRX", "NXT", "UNIFIED" };

/* Takes the next digit of a number whose places are choices. */
static uint32_t choose(uint64_t *n, uint32_t choices)
{
	const uint32_t at = (uint32_t)(*n % choices);

	*n /= choices;
	return at;
}

struct shape {
	const char *columns;
	const char *summary;
};

/* `words`: the members of the query, without braces. */
static void write(struct question *q, const char *words, const struct shape *shape)
{
	(void)snprintf(q->body, sizeof q->body, "{%s,\"columns\":[%s]}", words, shape->columns);
	(void)snprintf(
		q->summary, sizeof q->summary, "{%s,\"columns\":[%s]}", words, shape->summary);
}

#define STANDING "\"as_of\",\"standing\""

static struct question ask_volume(uint64_t n, bool plain)
{
	static const char *const sorts[] = { "trading_value", "volume" };
	static const struct shape shape = {
		"\"rank\",\"code\",\"name\",\"market\",\"price\",\"change\",\"change_rate\","
		"\"volume\",\"trading_value\",\"market_cap\",\"foreign_ratio\",\"per\","
		"\"turnover_rate\",\"flags\"",
		"\"total_trading_value\",\"kospi_trading_value\",\"kosdaq_trading_value\","
		"\"top5_concentration\"," STANDING,
	};
	struct question q = { .tool = "volume", .op = "top" };
	const char *sort = sorts[choose(&n, 2)];
	const char *market = markets[choose(&n, 3)];
	const char *omit;
	char words[512];

	q.venue = (enum venue)choose(&n, VENUES);
	omit = choose(&n, 2) && !plain ? "\"foreign_ratio|per\"" : "null";
	(void)snprintf(words, sizeof words,
		"\"market\":\"%s\",\"sort_by\":\"%s\",\"basis\":\"%s\",\"omit\":%s,\"count\":%d",
		market, sort, bases[q.venue], omit, choose(&n, 2) ? 50 : 20);
	write(&q, words, &shape);
	return q;
}

static struct question ask_change(uint64_t n, bool plain)
{
	static const char *const periods[] = { "1D", "5D", "20D" };
#define CHANGE_COLUMNS \
	"\"rank\",\"code\",\"name\",\"trading_value\",\"previous_value\"," \
	"\"value_change_rate\",\"period_change_rate\",\"flags\""
	static const struct shape shapes[] = {
		{ CHANGE_COLUMNS ",\"news_count\",\"disclosure_count\",\"counts_at_least\"",
			STANDING },
		{ CHANGE_COLUMNS, STANDING },
	};
	struct question q = { .tool = "change", .op = "top" };
	const char *period = periods[choose(&n, 3)];
	const char *market = markets[choose(&n, 3)];
	char words[512];

	(void)snprintf(words, sizeof words,
		"\"market\":\"%s\",\"sort_by\":\"value_change_rate\",\"period\":\"%s\","
		"\"count\":%d",
		market, period, choose(&n, 2) ? 50 : 20);
	write(&q, words, &shapes[plain]);
	return q;
}

static struct question ask_investor(uint64_t n)
{
	static const char *const who[] = { "FOREIGN", "INSTITUTION", "INDIVIDUAL", "PROGRAM" };
	static const char *const keys[] = { "net_amount", "buy_amount", "sell_amount" };
	static const char *const orders[] = { "desc", "asc" };
	static const struct shape shape = {
		"\"rank\",\"code\",\"name\",\"buy_amount\",\"sell_amount\",\"net_amount\","
		"\"buy_volume\",\"sell_volume\",\"net_volume\",\"average_buy_price\","
		"\"average_sell_price\",\"impact_ratio\",\"flags\"",
		"\"total_buy_amount\",\"total_sell_amount\",\"total_net_amount\","
		"\"market_impact\",\"flow_date\"," STANDING,
	};
	struct question q = { .tool = "investor", .op = "top", .has_flows = true };
	const char *class = who[choose(&n, 4)];
	const char *key = keys[choose(&n, 3)];
	const char *order = orders[choose(&n, 2)];
	char words[512];

	(void)snprintf(words, sizeof words,
		"\"market\":\"%s\",\"sort_by\":\"%s\",\"order\":\"%s\",\"investor\":\"%s\","
		"\"count\":20",
		markets[choose(&n, 3)], key, order, class);
	write(&q, words, &shape);
	return q;
}

static struct question ask_sector(uint64_t n)
{
	static const struct shape shape = {
		"\"rank\",\"sector_code\",\"sector_name\",\"trading_value\",\"volume\","
		"\"stock_count\",\"average_change_rate\",{\"name\":\"leading_stocks\",\"columns\":"
		"[\"code\",\"name\",\"contribution\"]},\"foreign_net_buy\","
		"\"institution_net_buy\"",
		STANDING,
	};
	struct question q = { .tool = "sector", .op = "sectors" };
	const char *market = markets[1 + choose(&n, 2)];
	char words[512];

	(void)snprintf(words, sizeof words, "\"market\":\"%s\",\"count\":%d", market,
		choose(&n, 2) ? 20 : 10);
	write(&q, words, &shape);
	return q;
}

#define MCAP_TRADED \
	"{\"column\":\"trading_value\",\"min\":1000000000}," \
	"{\"column\":\"change_rate\",\"min_rate\":-1.5,\"max_rate\":2.5}"

static struct question ask_mcap(uint64_t n)
{
	static const char *const filters[] = {
		"",
		"{\"column\":\"price\",\"min\":10000,\"max\":200000}",
		MCAP_TRADED,
	};
	static const struct shape shape = {
		"\"rank\",\"code\",\"name\",\"market_cap\",\"market_cap_rank_change\",\"price\","
		"\"trading_value\",\"trading_value_rank\",\"weight_in_index\",\"foreign_ratio\","
		"\"treasury_ratio\",\"per\",\"pbr\",\"flags\"",
		"\"total_market_cap\",\"top10_concentration\",\"average_per\",\"average_pbr\","
		"\"matched\"," STANDING,
	};
	struct question q = { .tool = "mcap", .op = "top" };
	const char *market = markets[choose(&n, 3)];
	const char *filter = filters[choose(&n, 3)];
	char words[512];

	q.counts = filter[0];
	(void)snprintf(words, sizeof words,
		"\"market\":\"%s\",\"sort_by\":\"market_cap\",\"filters\":[%s],\"count\":%d",
		market, filter, choose(&n, 2) ? 50 : 20);
	write(&q, words, &shape);
	return q;
}

static struct question ask_unusual(uint64_t n, bool plain)
{
#define UNUSUAL_COLUMNS \
	"\"code\",\"name\",\"volume\",\"average_volume\",\"volume_ratio\",\"z_score\"," \
	"\"change_rate\",\"trading_value\",\"consecutive_days\",\"flags\""
#define UNUSUAL_REASONS ",\"reasons\",{\"name\":\"reason_details\",\"columns\":[\"code\",\"seen\"]}"
	static const struct shape shapes[] = {
		{ UNUSUAL_COLUMNS UNUSUAL_REASONS, STANDING },
		{ UNUSUAL_COLUMNS, STANDING },
	};
	static const int thresholds[] = { 200, 120, 400 };
	struct question q = { .tool = "unusual", .op = "top", .counts = true };
	const int threshold = thresholds[choose(&n, 3)];
	char words[512];

	(void)snprintf(words, sizeof words,
		"\"market\":\"%s\",\"sort_by\":\"volume_ratio\",\"threshold\":%d,\"filters\":["
		"{\"column\":\"volume_ratio\",\"min_rate\":%d}],\"count\":20",
		markets[choose(&n, 3)], threshold, threshold);
	write(&q, words, &shapes[plain]);
	return q;
}

struct question question_make(uint32_t tool, uint64_t n, bool plain)
{
	switch (tool) {
	case 0:
		return ask_volume(n, plain);
	case 1:
		return ask_change(n, plain);
	case 2:
		return ask_investor(n);
	case 3:
		return ask_sector(n);
	case 4:
		return ask_mcap(n);
	default:
		return ask_unusual(n, plain);
	}
}
