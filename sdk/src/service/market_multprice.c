/* market_multprice - one row of intstock-multprice: a share's figures, doubted. */
#include "service/market_multprice.h"

#include <string.h>

#include "base/cleanup.h"

bool multprice_code(struct kis_row *row, char ret[8])
{
	char text[16];

	return kis_text(row, "inter_shrn_iscd", text, sizeof text) && figure_code(text, ret);
}

static enum multprice_market read_market(struct kis_row *row)
{
	static const struct {
		const char *word;
		enum multprice_market market;
	} words[] = {
		{ "거래소", MULTPRICE_KOSPI },
		{ "코스닥", MULTPRICE_KOSDAQ },
		{ "코넥스", MULTPRICE_NO_SHARE },
		{ "업종", MULTPRICE_NO_SHARE },
	};
	char text[64];

	if (!kis_text(row, "kospi_kosdaq_cls_name", text, sizeof text))
		return MULTPRICE_UNSAID;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_same(text, words[i].word))
			return words[i].market;
	return MULTPRICE_UNSAID;
}

/* 0 says that there is none. */
static mcp_int read_price(struct kis_row *row, const char *field, uint32_t *doubts)
{
	mcp_int n = figure_amount(row, field, doubts);

	return n.known && n.value == 0 ? (mcp_int){ 0 } : n;
}

static void drop(struct multprice *m, enum multprice_figure a, enum multprice_figure b)
{
	m->at[a] = (mcp_int){ 0 };
	m->at[b] = (mcp_int){ 0 };
	m->doubts |= UINT32_C(1) << DOUBT_FIGURE;
}

static void check_figures(struct multprice *m)
{
	const mcp_int *at = m->at;

	if (!figure_fits(at[MULTPRICE_VOLUME], at[MULTPRICE_VALUE], at[MULTPRICE_PRICE]))
		drop(m, MULTPRICE_VOLUME, MULTPRICE_VALUE);
	if (at[MULTPRICE_HIGH].known && at[MULTPRICE_LOW].known &&
		at[MULTPRICE_HIGH].value < at[MULTPRICE_LOW].value)
		drop(m, MULTPRICE_HIGH, MULTPRICE_LOW);
	/* What traded has a price. */
	if (!at[MULTPRICE_PRICE].known && at[MULTPRICE_VOLUME].value > 0)
		m->doubts |= UINT32_C(1) << DOUBT_FIGURE;
}

/* Against the previous close, or the day's reference price where the two differ. */
static bool is_change_of(const struct multprice *m, int64_t won)
{
	const mcp_int before = m->at[MULTPRICE_BEFORE];
	const mcp_int base = m->at[MULTPRICE_BASE];
	const int64_t from = m->at[MULTPRICE_PRICE].value - won;

	if (!before.known && !base.known)
		return true;
	return (before.known && before.value == from) || (base.known && base.value == from);
}

static void read_change(struct kis_row *row, struct multprice *m)
{
	struct figure_change c = figure_change(row, "inter2_prdy_vrss", &m->doubts);

	/* Of what has no price there is no change, whatever is written there. */
	if (!m->at[MULTPRICE_PRICE].known)
		return;
	m->at[MULTPRICE_SIGN] = c.sign;
	if (!c.won.known || !c.rate.known)
		return;
	if (!is_change_of(m, c.won.value)) {
		m->doubts |= UINT32_C(1) << DOUBT_SIGN;
		m->at[MULTPRICE_SIGN] = (mcp_int){ 0 };
		return;
	}
	m->at[MULTPRICE_CHANGE] = c.won;
	m->at[MULTPRICE_RATE] = c.rate;
}

static bool is_there(struct kis_row *row, const char *field)
{
	char text[64];

	return kis_text(row, field, text, sizeof text);
}

static bool lacks_figures(struct kis_row *row)
{
	return !is_there(row, "inter2_prpr") || !is_there(row, "acml_vol") ||
	       !is_there(row, "acml_tr_pbmn");
}

void multprice_read(struct kis_row *row, enum basis basis, struct multprice *ret)
{
	uint32_t *doubts = &ret->doubts;

	memset(ret, 0, sizeof *ret);
	ret->market = read_market(row);
	ret->at[MULTPRICE_PRICE] = read_price(row, "inter2_prpr", doubts);
	ret->at[MULTPRICE_VOLUME] = figure_amount(row, "acml_vol", doubts);
	ret->at[MULTPRICE_VALUE] = figure_amount(row, "acml_tr_pbmn", doubts);
	ret->at[MULTPRICE_BEFORE] = read_price(row, "inter2_prdy_clpr", doubts);
	ret->at[MULTPRICE_BASE] = read_price(row, "inter2_sdpr", doubts);
	ret->at[MULTPRICE_HIGH] = read_price(row, "inter2_hgpr", doubts);
	ret->at[MULTPRICE_LOW] = read_price(row, "inter2_lwpr", doubts);
	read_change(row, ret);
	check_figures(ret);
	if (basis != BASIS_NXT && lacks_figures(row))
		ret->doubts |= UINT32_C(1) << DOUBT_FIGURE;
	ret->is_blank = !ret->at[MULTPRICE_PRICE].known && !ret->at[MULTPRICE_BEFORE].known &&
	                !ret->at[MULTPRICE_BASE].known;
}
