/* flows - what a class of investors did with a share, read straight from the exchange's body. */
#include "flows.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "rows.h"

#define MILLION 1000000

static const struct {
	const char *column;
	const char *field; /* behind the class's prefix */
	bool is_amount;
} fields[] = {
	{ "buy_amount", "_shnu_tr_pbmn", true },
	{ "sell_amount", "_seln_tr_pbmn", true },
	{ "net_amount", "_ntby_tr_pbmn", true },
	{ "buy_volume", "_shnu_vol", false },
	{ "sell_volume", "_seln_vol", false },
	{ "net_volume", "_ntby_qty", false },
};

static const char *prefix_of(const char *investor)
{
	static const char *const pairs[][2] = {
		{ "FOREIGN", "frgn" },
		{ "INSTITUTION", "orgn" },
		{ "INDIVIDUAL", "prsn" },
	};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (str_same(pairs[i][0], investor))
			return pairs[i][1];
	return "whol_smtn";
}

/* The body's row of a day "2026-11-23", at either moment; absent when there is none. */
static struct span day_of(
	struct base *b, uint32_t moment, bool program, const char *code, struct span date)
{
	const struct kis_endpoint *e =
		kis_endpoint(program ? "program-trade-by-stock-daily" : "inquire-investor");
	char url[512];
	char day[16];
	struct rows rows;
	long http_status;

	(void)snprintf(url, sizeof url,
		"https://kis%s?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=%s&FID_INPUT_DATE_1=",
		e->path, code);
	(void)snprintf(day, sizeof day, "\"%.4s%.2s%.2s\"", date.at + 1, date.at + 6, date.at + 9);
	if (!rows_read(bourse_ask(b->bourse, url, e->tr_id, b->times.moments[moment], &http_status),
		    &rows))
		return (struct span){ 0 };
	for (uint32_t i = 0; i < rows.count; i++)
		if (span_is(scan_get(rows.at[i], "stck_bsop_date"), day))
			return rows.at[i];
	return (struct span){ 0 };
}

static bool read_figure(struct span row, const char *prefix, size_t at, int64_t *ret)
{
	char name[64];

	(void)snprintf(name, sizeof name, "%s%s", prefix, fields[at].field);
	return span_int(value_plain(scan_get(row, name)), ret);
}

/* Amount / volume, when nothing was rounded away that matters. */
static bool is_mean(struct span row, const char *prefix, bool buys, int64_t unit, int64_t said)
{
	int64_t amount;
	int64_t volume;

	if (!read_figure(row, prefix, buys ? 0 : 1, &amount) ||
		!read_figure(row, prefix, buys ? 3 : 4, &volume) || volume <= 0)
		return false;
	amount *= unit;
	return said * volume >= amount - volume && said * volume <= amount + volume;
}

static bool fits(struct span row, const char *investor, const char *column, int64_t said)
{
	const char *prefix = prefix_of(investor);
	const int64_t unit = str_same(investor, "PROGRAM") ? 1 : MILLION;
	int64_t n;

	if (strncmp(column, "average_", 8) == 0)
		return is_mean(row, prefix, strstr(column, "buy") != NULL, unit, said);
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (str_same(fields[i].column, column))
			return read_figure(row, prefix, i, &n) &&
			       n * (fields[i].is_amount ? unit : 1) == said;
	return false;
}

static double impact_of(double net, double value)
{
	return value > 0 ? (net < 0 ? -net : net) * 100 / value : -1;
}

/* |net| / what the share traded that day, which the programs' body knows. */
static bool is_impact(const char *investor, struct span row, struct span traded, double said)
{
	const int64_t unit = str_same(investor, "PROGRAM") ? 1 : MILLION;
	int64_t net;
	int64_t value;
	double off;

	if (!read_figure(row, prefix_of(investor), 2, &net) ||
		!span_int(value_plain(scan_get(traded, "acml_tr_pbmn")), &value))
		return false;
	off = impact_of((double)(net * unit), (double)value) - said;
	return off < 0.011 && off > -0.011;
}

static bool impact_is_true(
	struct base *b, const char *investor, const char *code, struct span date, struct span cell)
{
	double said;

	if (!span_real(cell, &said))
		return false;
	for (uint32_t m = 0; m < MOMENTS; m++) {
		const struct span row = day_of(b, m, str_same(investor, "PROGRAM"), code, date);
		const struct span traded = day_of(b, m, true, code, date);

		if (row.at && traded.at && is_impact(investor, row, traded, said))
			return true;
	}
	return false;
}

bool flow_is_true(struct base *b, const struct flow_cell *f)
{
	const bool program = str_same(f->investor, "PROGRAM");
	int64_t said;

	if (f->date.len != 12)
		return false;
	if (str_same(f->column, "impact_ratio"))
		return impact_is_true(b, f->investor, f->code, f->date, f->cell);
	if (!span_int(f->cell, &said))
		return false;
	for (uint32_t m = 0; m < MOMENTS; m++) {
		const struct span row = day_of(b, m, program, f->code, f->date);

		if (row.at && fits(row, f->investor, f->column, said))
			return true;
	}
	return false;
}
