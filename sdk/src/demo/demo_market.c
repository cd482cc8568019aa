/* demo_market - lists the issues: sizes and turnover fall off like those of a real market, so that
 * few names carry most of the trading. */
#include "demo/demo_market.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "demo/demo_action.h"
#include "demo/demo_draw.h"
#include "demo/demo_names.h"
#include "demo/demo_sector.h"
#include "demo/demo_traits.h"

#define KOSPI_COMPANIES 950
#define KOSPI_PREFERRED 110
#define KOSDAQ_COMPANIES 1700
#define KONEX_COMPANIES 100
#define SPACS 60
#define ETFS 900
#define ETNS 350
#define ISSUES \
	(KOSPI_COMPANIES + KOSPI_PREFERRED + KOSDAQ_COMPANIES + KONEX_COMPANIES + SPACS + ETFS + \
		ETNS)

/* What is common to the companies of a market. */
struct listing {
	enum demo_market market;
	enum demo_product product;
	uint32_t count;
	uint32_t first_code; /* of the six digits; companies take every few of the next */
	uint32_t stride;     /* prime to count: spreads sizes over the codes */
	uint32_t first_stem;
	double largest_cap; /* won */
	double cap_slope;
	double cap_fade;    /* ranks */
	double day_value;   /* won traded on an ordinary day, all together */
	double usual_price; /* of a middling company */
};

static const struct listing kospi = {
	.market = DEMO_KOSPI,
	.count = KOSPI_COMPANIES,
	.first_code = 60010,
	.stride = 367,
	.largest_cap = 340e12,
	.cap_slope = 1.02,
	.cap_fade = 330,
	.day_value = 9.1e12,
	.usual_price = 16000,
};

static const struct listing kosdaq = {
	.market = DEMO_KOSDAQ,
	.count = KOSDAQ_COMPANIES,
	.first_code = 70010,
	.stride = 703,
	.first_stem = KOSPI_COMPANIES,
	.largest_cap = 21e12,
	.cap_slope = 0.72,
	.cap_fade = 650,
	.day_value = 6.2e12,
	.usual_price = 7500,
};

static const struct listing konex = {
	.market = DEMO_KONEX,
	.count = KONEX_COMPANIES,
	.first_code = 66010,
	.stride = 37,
	.first_stem = KOSPI_COMPANIES + KOSDAQ_COMPANIES,
	.largest_cap = 0.3e12,
	.cap_slope = 0.5,
	.cap_fade = 60,
	.day_value = 2.0e9,
	.usual_price = 4000,
};

static const struct listing spacs = {
	.market = DEMO_KOSDAQ,
	.product = DEMO_SPAC,
	.count = SPACS,
	.first_code = 79500,
	.stride = 37,
	.first_stem = KOSPI_COMPANIES + KOSDAQ_COMPANIES + KONEX_COMPANIES,
	.largest_cap = 20e9,
	.cap_slope = 0.2,
	.cap_fade = 100,
	.day_value = 20e9,
	.usual_price = 2050,
};

static struct demo_issue *add_issue(struct demo *d, const char *code)
{
	struct demo_issue *i = &d->issues[d->count++];
	uint64_t place = 0;

	(void)snprintf(i->code, sizeof i->code, "%s", code);
	memcpy(&place, i->code, sizeof i->code);
	i->key = draw_at(d->key, DRAW_STREAM, (int64_t)place);
	return i;
}

/* Some newer codes carry a letter in the fifth place: 7012Y0. The letter stands for the digit, so
 * codes stay different. */
static void company_code(uint64_t key, uint32_t number, char *ret)
{
	static const char letters[] = "ACFHKMPTVY";
	const bool lettered = number / 10000 == 7 && draw_at(key, DRAW_STREAM, number) % 24 == 0;

	if (lettered)
		(void)snprintf(ret, 8, "%04u%c0", number / 10 % 10000, letters[number % 10]);
	else
		(void)snprintf(ret, 8, "%05u0", number % 100000);
}

/* A few special forms beside plain shares. */
static void set_group(struct demo_issue *i, const char *stem, uint32_t k)
{
	const bool kospi_side = i->market == DEMO_KOSPI;

	(void)snprintf(i->group, sizeof i->group, "ST");
	if (kospi_side && k % 38 == 7) {
		(void)snprintf(i->group, sizeof i->group, "RT");
		(void)snprintf(i->name, sizeof i->name, "%s리츠", stem);
		i->sector = 28;
	} else if (kospi_side && (k == 301 || k == 702)) {
		(void)snprintf(i->group, sizeof i->group, "IF");
		(void)snprintf(i->name, sizeof i->name, "%s인프라", stem);
		i->sector = 0;
	} else if (kospi_side && (k == 99 || k == 555 || k == 811)) {
		(void)snprintf(i->group, sizeof i->group, "MF");
		(void)snprintf(i->name, sizeof i->name, "%s유전투자", stem);
		i->sector = 0;
	} else if (k % 190 == 41) {
		(void)snprintf(i->group, sizeof i->group, "FS");
		(void)snprintf(i->name, sizeof i->name, "%s인터내셔널", stem);
	} else if (k % 240 == 77) {
		(void)snprintf(i->group, sizeof i->group, "DR");
		(void)snprintf(i->name, sizeof i->name, "%s(Reg.S)", stem);
	}
}

static void set_name(struct demo_issue *i, const char *stem, const struct demo_sector *s)
{
	struct span rest = span_of(s->endings);
	struct span ending = SPAN("");
	struct span ret = SPAN("");
	uint32_t skip = (uint32_t)(draw_at(i->key, DRAW_STREAM, 1) % 4);

	while (span_split(&rest, '|', &ending)) {
		ret = ending;
		if (skip-- == 0)
			break;
	}
	(void)snprintf(i->name, sizeof i->name, "%s%.*s", stem, (int)ret.len, ret.at);
}

/* Large companies tend to have high prices. */
static double draw_price(const struct demo_issue *i, const struct listing *l)
{
	const double lift = 1.2 * (1.0 - (double)i->cap_rank / l->count);
	const double price =
		l->usual_price * exp(lift - 0.5 + 0.85 * draw_bell(i->key, DRAW_PRICE, 0));

	return demo_bounded(price, 400, 1400000);
}

/* How much of the market's trading falls to it, before all are brought to the market's sum. */
static double draw_weight(const struct demo_issue *i)
{
	const double rank = i->cap_rank;
	const double spread = 0.2 + 0.7 * demo_bounded(rank / 40, 0, 1);

	return exp(spread * draw_bell(i->key, DRAW_VALUE, 0)) / pow(rank + 2.2, 0.98);
}

static void make_company(struct demo *d, const struct listing *l, uint32_t k, const char *code)
{
	struct demo_issue *i = add_issue(d, code);
	const struct demo_sector *s;
	char stem[16];

	demo_names_stem(d->key, l->first_stem + k, stem, sizeof stem);
	i->market = (uint8_t)l->market;
	i->product = (uint8_t)l->product;
	i->cap_rank = (uint16_t)(((uint64_t)k * l->stride + d->key % l->count) % l->count);
	i->restless = (float)(l->market == DEMO_KOSPI ? 0.8 : 1.0);
	s = demo_sector_draw(l->market == DEMO_KOSPI ? DEMO_KOSPI : DEMO_KOSDAQ,
		draw_unit(i->key, DRAW_STREAM, 2));
	i->sector = l->market == DEMO_KONEX ? 0 : s->code;
	set_name(i, stem, s);
	if (l->market != DEMO_KONEX)
		set_group(i, stem, k);
	else
		(void)snprintf(i->group, sizeof i->group, "KN");
	demo_traits_standing(i);
	demo_traits_state(i);
	demo_traits_margin(i);
	demo_traits_listing_day(i);
	i->base_price = draw_price(i, l);
}

static void make_spac(struct demo *d, const struct listing *l, uint32_t k, const char *code)
{
	struct demo_issue *i = add_issue(d, code);
	char stem[16];

	demo_names_stem(d->key, l->first_stem + k / 4, stem, sizeof stem);
	(void)snprintf(i->name, sizeof i->name, "%s제%u호스팩", stem, k % 4 + 1);
	(void)snprintf(i->group, sizeof i->group, "ST");
	i->market = (uint8_t)l->market;
	i->product = (uint8_t)l->product;
	i->sector = 1014;
	i->cap_rank = (uint16_t)k;
	i->restless = 0.12F;
	i->margin_rate = 100;
	demo_traits_listing_day(i);
	i->base_price = l->usual_price * (1 + 0.03 * draw_bell(i->key, DRAW_PRICE, 0));
}

/* Sizes need all of a market: weights add up to its trading of an ordinary day. */
static void size_companies(struct demo_issue *first, const struct listing *l)
{
	double sum = 0;

	for (uint32_t k = 0; k < l->count; k++)
		sum += draw_weight(&first[k]);
	for (uint32_t k = 0; k < l->count; k++) {
		const double rank = first[k].cap_rank;
		const double cap =
			l->largest_cap * exp(-rank / l->cap_fade) / pow(rank + 1, l->cap_slope);

		demo_traits_size(&first[k], cap * exp(0.05 * draw_bell(first[k].key, DRAW_SIZE, 0)),
			l->day_value * draw_weight(&first[k]) / sum);
	}
}

static void make_listing(struct demo *d, const struct listing *l)
{
	struct demo_issue *first = &d->issues[d->count];
	uint32_t number = l->first_code;
	char code[8];

	for (uint32_t k = 0; k < l->count; k++) {
		company_code(d->key, number, code);
		number += 1 + (uint32_t)(draw_at(d->key, DRAW_SHARES, number) % 9);
		if (l->product == DEMO_SPAC)
			make_spac(d, l, k, code);
		else
			make_company(d, l, k, code);
	}
	size_companies(first, l);
}

/* Preferred shares of a company: code ending 5, 7 or K; name with 우, 2우B, 우(전환). */
static void make_preferred(struct demo *d, const struct demo_issue *common, uint32_t k)
{
	static const char *const marks[] = { "우", "2우B", "우(전환)" };
	static const char ends[] = { '5', '7', 'K' };
	const uint32_t kind = k % 8 == 5 ? 1 : k % 16 == 11 ? 2 : 0;
	struct demo_issue *i;
	char code[8];

	memcpy(code, common->code, sizeof code);
	code[5] = ends[kind];
	i = add_issue(d, code);
	(void)snprintf(i->name, sizeof i->name, "%s%s", common->name, marks[kind]);
	(void)snprintf(i->group, sizeof i->group, "ST");
	i->market = common->market;
	i->sector = common->sector;
	i->cap_rank = common->cap_rank;
	i->preferred = kind == 0 ? 1 : 2;
	i->restless = 0.7F;
	demo_traits_state(i);
	demo_traits_margin(i);
	demo_traits_listing_day(i);
	i->base_price = demo_bounded(
		common->base_price * (0.4 + 0.5 * draw_unit(i->key, DRAW_PRICE, 0)), 400, 900000);
	demo_traits_size(i, (double)common->listed * 0.09 * i->base_price,
		common->base_volume * common->base_price * 0.03 *
			exp(draw_bell(i->key, DRAW_VALUE, 0)));
}

static void make_product(struct demo *d, enum demo_product product, uint32_t k, const char *code)
{
	struct demo_issue *i = add_issue(d, code);
	const bool fund = product == DEMO_ETF;
	const double total = fund ? 5.5e12 : 0.15e12;
	const double weight = exp(0.9 * draw_bell(i->key, DRAW_VALUE, 0)) / (k + 3.0);

	i->market = DEMO_KOSPI;
	i->product = (uint8_t)product;
	i->cap_rank = (uint16_t)k;
	i->restless = 0.45F;
	i->margin_rate = 100;
	i->base_price =
		demo_bounded(14000 * exp(0.6 * draw_bell(i->key, DRAW_PRICE, 0)), 1500, 150000);
	(void)snprintf(i->group, sizeof i->group, "%s", fund ? "EF" : "EN");
	if (fund)
		demo_names_etf(k, i->name, sizeof i->name);
	else
		demo_names_etn(k, i->name, sizeof i->name);
	demo_traits_listing_day(i);
	demo_traits_size(i, total * 0.9 / (k + 3.0) + 5e9, total * weight / 8.0);
}

static void make_products(struct demo *d)
{
	uint32_t number = 80010;
	char code[8];

	for (uint32_t k = 0; k < ETFS; k++) {
		(void)snprintf(code, sizeof code, "%05u0", number);
		number += 1 + (uint32_t)(draw_at(d->key, DRAW_SHARES, number) % 9);
		make_product(d, DEMO_ETF, k, code);
	}
	for (uint32_t k = 0; k < ETNS; k++) {
		(void)snprintf(code, sizeof code, "Q%06u", 890001 + 2 * k);
		make_product(d, DEMO_ETN, k, code);
	}
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct demo_issue *)a)->code, ((const struct demo_issue *)b)->code);
}

bool demo_market_make(struct demo *d)
{
	size_t preferred = 0;

	d->issues = calloc(ISSUES, sizeof *d->issues);
	if (!d->issues)
		return false;
	make_listing(d, &kospi);
	for (uint32_t k = 0; k < KOSPI_COMPANIES && preferred < KOSPI_PREFERRED; k++) {
		if (d->issues[k].group[0] == 'S' && d->issues[k].cap_rank % 7 == 0) {
			make_preferred(d, &d->issues[k], (uint32_t)preferred);
			preferred++;
		}
	}
	make_listing(d, &kosdaq);
	make_listing(d, &konex);
	make_listing(d, &spacs);
	make_products(d);
	qsort(d->issues, d->count, sizeof *d->issues, by_code);
	demo_action_assign(d);
	return true;
}

const struct demo_issue *demo_market_find(const struct demo *d, const char *code)
{
	size_t low = 0;
	size_t high = d->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = strcmp(d->issues[middle].code, code);

		if (order == 0)
			return &d->issues[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
