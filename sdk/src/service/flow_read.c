/* flow_read - who bought and sold a share, by day, out of inquire-investor and
 * program-trade-by-stock-daily. */
#include "data/scan.h"
#include "service/bars_read.h"
#include "service/kis_client.h"
#include "service/market_figure.h"
#include "service/market_fill.h"

#include <stdlib.h>

#define MILLION 1000000
/* Three amounts, each rounded or cut to a million. */
#define ROUNDING_MAX (2 * (int64_t)MILLION)
#define ROUNDED_WON (100 * (int64_t)MILLION) /* exact to 1 % from here on */

/* KIS's names of one class's fields. */
struct fields {
	enum investor who;
	const char *buy_volume;
	const char *sell_volume;
	const char *net_volume;
	const char *buy_amount;
	const char *sell_amount;
	const char *net_amount;
};

#define CLASS(kis) \
	.buy_volume = kis "_shnu_vol", .sell_volume = kis "_seln_vol", \
	.net_volume = kis "_ntby_qty", .buy_amount = kis "_shnu_tr_pbmn", \
	.sell_amount = kis "_seln_tr_pbmn", .net_amount = kis "_ntby_tr_pbmn"

static const struct fields investors[] = {
	{ .who = INVESTOR_FOREIGN, CLASS("frgn") },
	{ .who = INVESTOR_INSTITUTION, CLASS("orgn") },
	{ .who = INVESTOR_INDIVIDUAL, CLASS("prsn") },
};

static const struct fields programs[] = {
	{ .who = INVESTOR_PROGRAM, CLASS("whol_smtn") },
};

struct kind {
	const struct fields *fields;
	uint32_t count;
	int64_t unit; /* won in one of upstream's amounts */
};

static struct kind kind_of(enum fill_kind kind)
{
	if (kind == FILL_PROGRAMS)
		return (struct kind){ programs, 1, 1 };
	return (struct kind){ investors, 3, MILLION };
}

/* ---- One class on one day. ---- */

struct figure {
	const char *field;
	int64_t *at;
	uint16_t known;
	bool is_amount;
	bool is_signed;
};

/* False when a figure is there and cannot be. */
static bool take(struct kis_row *row, const struct figure *g, int64_t unit, struct flow *ret)
{
	int64_t n;

	if (!kis_int(row, g->field, &n))
		return true;
	if (n < 0 && !g->is_signed)
		return false;
	if (g->is_amount && __builtin_mul_overflow(n, unit, &n))
		return false;
	*g->at = n;
	ret->known |= g->known;
	return true;
}

static bool has(const struct flow *f, uint16_t known)
{
	return (f->known & known) == known;
}

/* An amount without shares, or shares without an amount that must show. */
static bool side_fits(int64_t volume, int64_t amount, bool rounded)
{
	if (volume == 0)
		return amount == 0;
	return rounded || amount > 0;
}

static bool fits(const struct flow *f)
{
	const int64_t slack = f->rounded ? ROUNDING_MAX : 0;
	const uint16_t volumes = FLOW_BUY_VOLUME | FLOW_SELL_VOLUME | FLOW_NET_VOLUME;
	const uint16_t amounts = FLOW_BUY_AMOUNT | FLOW_SELL_AMOUNT | FLOW_NET_AMOUNT;
	int64_t off = f->buy_amount - f->sell_amount;

	if (has(f, volumes) && f->buy_volume - f->sell_volume != f->net_volume)
		return false;
	if (has(f, amounts) &&
		(__builtin_sub_overflow(off, f->net_amount, &off) || off > slack || off < -slack))
		return false;
	if (has(f, FLOW_BUY_VOLUME | FLOW_BUY_AMOUNT) &&
		!side_fits(f->buy_volume, f->buy_amount, f->rounded))
		return false;
	return !has(f, FLOW_SELL_VOLUME | FLOW_SELL_AMOUNT) ||
	       side_fits(f->sell_volume, f->sell_amount, f->rounded);
}

/* A mean price far from the day's close is another unit. */
static bool fits_close(struct kis_row *row, const struct flow *f)
{
	int64_t close;

	if (!kis_int(row, "stck_clpr", &close) || close <= 0)
		return true;
	if (has(f, FLOW_BUY_VOLUME | FLOW_BUY_AMOUNT) && f->buy_amount >= ROUNDED_WON &&
		!figure_fits(MCP_KNOWN_INT(f->buy_volume), MCP_KNOWN_INT(f->buy_amount),
			MCP_KNOWN_INT(close)))
		return false;
	return !has(f, FLOW_SELL_VOLUME | FLOW_SELL_AMOUNT) || f->sell_amount < ROUNDED_WON ||
	       figure_fits(MCP_KNOWN_INT(f->sell_volume), MCP_KNOWN_INT(f->sell_amount),
		       MCP_KNOWN_INT(close));
}

/* What cannot be leaves nothing known. */
static void read_flow(struct kis_row *row, const struct fields *n, int64_t unit, struct flow *ret)
{
	struct flow f = { .rounded = unit > 1 };
	const struct figure figures[] = {
		{ n->buy_volume, &f.buy_volume, FLOW_BUY_VOLUME, false, false },
		{ n->sell_volume, &f.sell_volume, FLOW_SELL_VOLUME, false, false },
		{ n->net_volume, &f.net_volume, FLOW_NET_VOLUME, false, true },
		{ n->buy_amount, &f.buy_amount, FLOW_BUY_AMOUNT, true, false },
		{ n->sell_amount, &f.sell_amount, FLOW_SELL_AMOUNT, true, false },
		{ n->net_amount, &f.net_amount, FLOW_NET_AMOUNT, true, true },
	};

	*ret = (struct flow){ 0 };
	for (uint32_t i = 0; i < sizeof figures / sizeof *figures; i++)
		if (!take(row, &figures[i], unit, &f))
			return;
	if (f.known && fits(&f) && fits_close(row, &f))
		*ret = f;
}

/* ---- Rows. ---- */

static int newest_first(const void *a, const void *b)
{
	const struct flow_row *x = a;
	const struct flow_row *y = b;

	return (x->date < y->date) - (x->date > y->date);
}

static bool same_flow(const struct flow *a, const struct flow *b)
{
	return a->known == b->known && a->buy_amount == b->buy_amount &&
	       a->sell_amount == b->sell_amount && a->net_amount == b->net_amount &&
	       a->buy_volume == b->buy_volume && a->sell_volume == b->sell_volume &&
	       a->net_volume == b->net_volume;
}

/* Where two rows of a day differ, that class is not known on it. */
static void join(struct flow_row *into, const struct flow_row *other)
{
	for (uint32_t i = 0; i < INVESTORS; i++)
		if (!same_flow(&into->flow[i], &other->flow[i]))
			into->flow[i] = (struct flow){ 0 };
}

static uint32_t settle(struct flow_row *rows, uint32_t count)
{
	uint32_t kept = 0;

	qsort(rows, count, sizeof *rows, newest_first);
	for (uint32_t i = 0; i < count; i++) {
		if (kept > 0 && rows[kept - 1].date == rows[i].date)
			join(&rows[kept - 1], &rows[i]);
		else
			rows[kept++] = rows[i];
	}
	return kept;
}

static bool has_fields(struct kis_row *row, const struct kind *k)
{
	return kis_value(row, k->fields[0].net_volume).at != NULL;
}

bool flow_row_is_blank(const struct flow_row *row)
{
	for (size_t i = 0; i < sizeof investors / sizeof *investors; i++) {
		const struct flow *f = &row->flow[investors[i].who];

		if (!f->known || f->buy_volume || f->sell_volume || f->buy_amount || f->sell_amount)
			return false;
	}
	return true;
}

bool flow_read(struct span body, enum fill_kind kind, struct flow_row *ret, uint32_t room,
	uint32_t *ret_count)
{
	const struct kind k = kind_of(kind);
	struct kis_rows rows;
	struct kis_row row;
	uint32_t count = 0;
	bool others = false;

	if (!kis_rows(body, "output", &rows) || rows.single)
		return false;
	while (count < room && kis_rows_next(&rows, &row)) {
		struct flow_row r = { 0 };

		if (!date_read(&row, "stck_bsop_date", &r.date))
			continue;
		others = others || !has_fields(&row, &k);
		for (uint32_t i = 0; i < k.count; i++)
			read_flow(&row, &k.fields[i], k.unit, &r.flow[k.fields[i].who]);
		ret[count++] = r;
	}
	if (others)
		return false;
	*ret_count = settle(ret, count);
	return true;
}
