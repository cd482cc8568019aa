/* market_master - the master files: fixed places of bytes, CP949 names, checks. */
#include "service/market_master.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "service/market_fixed.h"

#define ROWS_MIN 500
#define ROWS_MAX 20000
#define CODE_WIDTH 9
#define NAME_AT 21
#define NAME_WIDTH 40
#define GROUP_AT 61
#define SECTOR_LARGE_AT 64
#define SECTOR_MEDIUM_AT 68
#define KOSDAQ_SECTORS 1000 /* KOSPI's lie below, KOSDAQ's from here on */
#define MARK_OTHER 99       /* of a two-digit mark: something else */

/* Where the fields stand; the head is the same in both files. */
struct layout {
	size_t length;
	size_t fund;
	size_t spac;
	size_t overheated;
	size_t base_price;
	size_t halted;
	size_t liquidation;
	size_t admin;
	size_t warning;
	size_t rights;
	size_t par_change;
	size_t capital_increase;
	size_t previous_volume;
	size_t listed_on;
	size_t listed;
	size_t preferred;
	size_t cap;
};

static const struct layout layouts[EXCHANGES] = {
	[EXCHANGE_KOSPI] = {
		.length = 288,
		.fund = 83,
		.spac = 90,
		.overheated = 93,
		.base_price = 102,
		.halted = 121,
		.liquidation = 122,
		.admin = 123,
		.warning = 124,
		.rights = 129,
		.par_change = 131,
		.capital_increase = 133,
		.previous_volume = 142,
		.listed_on = 166,
		.listed = 174,
		.preferred = 219,
		.cap = 273,
	},
	[EXCHANGE_KOSDAQ] = {
		.length = 282,
		.fund = 79,
		.spac = 85,
		.overheated = 88,
		.base_price = 97,
		.halted = 116,
		.liquidation = 117,
		.admin = 118,
		.warning = 119,
		.rights = 124,
		.par_change = 126,
		.capital_increase = 128,
		.previous_volume = 137,
		.listed_on = 161,
		.listed = 169,
		.preferred = 214,
		.cap = 267,
	},
};

const char *exchange_name(enum exchange x)
{
	return x == EXCHANGE_KOSPI ? "KOSPI" : "KOSDAQ";
}

static uint32_t flag_if(bool holds, enum master_flag flag)
{
	return holds ? (uint32_t)flag : 0;
}

static uint32_t read_flags(const struct layout *l, const char *at, const char *group)
{
	struct span warning = { at + l->warning, 2 };

	return flag_if(at[l->admin] == 'Y', MASTER_ADMIN) |
	       flag_if(span_is(warning, "01"), MASTER_CAUTION) |
	       flag_if(span_is(warning, "02"), MASTER_WARNING) |
	       flag_if(span_is(warning, "03"), MASTER_DANGER) |
	       flag_if(at[l->halted] == 'Y', MASTER_HALTED) |
	       /* 1 is only the notice that it may come. */
	       flag_if(at[l->overheated] == '2' || at[l->overheated] == '3', MASTER_OVERHEATED) |
	       flag_if(at[l->liquidation] == 'Y', MASTER_LIQUIDATION) |
	       flag_if(at[l->preferred] == '1' || at[l->preferred] == '2', MASTER_PREFERRED) |
	       flag_if(at[l->fund] >= '1' && at[l->fund] <= '9', MASTER_FUND) |
	       flag_if(strcmp(group, "EF") == 0 || strcmp(group, "EN") == 0, MASTER_FUND) |
	       flag_if(at[l->spac] == 'Y', MASTER_SPAC);
}

/* What is looked at over the whole file. */
struct fit {
	uint32_t ranked;  /* rows that rankings cover */
	uint32_t seen;    /* rows that carry shares, price and cap ... */
	uint32_t good;    /* ... and those in which they fit each other */
	uint32_t placed;  /* ranked rows with a sector ... */
	uint32_t at_home; /* ... and those whose sector is one of this market's */
	uint32_t odd;     /* rows with something else where a number stands */
};

/* A number that may be blank (0). */
static int64_t read_number(struct span line, size_t at, size_t width, bool *odd)
{
	struct span text = fixed_cut(line, at, width);
	int64_t n = 0;

	if (text.len > 0 && (!span_int(text, &n) || n < 0)) {
		*odd = true;
		return 0;
	}
	return n;
}

static uint8_t read_mark(struct span line, size_t at, bool *odd)
{
	bool strange = false;
	const int64_t n = read_number(line, at, 2, &strange);

	*odd = *odd || strange;
	return strange ? MARK_OTHER : (uint8_t)n;
}

static int32_t read_date(struct span line, size_t at, bool *odd)
{
	const int64_t n = read_number(line, at, 8, odd);

	return n >= 19000101 && n <= 29991231 ? (int32_t)n : 0;
}

static void read_figures(
	const struct layout *l, struct span line, struct master_row *ret, struct fit *fit)
{
	bool odd = false;
	int32_t medium = (int32_t)read_number(line, SECTOR_MEDIUM_AT, 4, &odd);

	ret->sector_large = (int32_t)read_number(line, SECTOR_LARGE_AT, 4, &odd);
	ret->sector = medium ? medium : ret->sector_large;
	ret->base_price = read_number(line, l->base_price, 9, &odd);
	ret->previous_volume = read_number(line, l->previous_volume, 12, &odd);
	ret->listed_on = read_date(line, l->listed_on, &odd);
	ret->rights = read_mark(line, l->rights, &odd);
	ret->par_change = read_mark(line, l->par_change, &odd);
	ret->capital_increase = read_mark(line, l->capital_increase, &odd);
	fit->odd += odd;
}

static void check_cap(
	const struct layout *l, struct span line, const struct master_row *row, struct fit *fit)
{
	int64_t cap;
	int64_t made;

	if (!span_int(fixed_cut(line, l->cap, 9), &cap))
		return;
	if (row->listed_thousand <= 0 || row->base_price <= 0 || cap <= 0)
		return;
	if (__builtin_mul_overflow(row->listed_thousand, row->base_price, &made))
		return;
	made /= 100000; /* 천주 x won in 억원 */
	fit->seen++;
	/* Listed shares are rounded to thousands, hence the play. */
	if (llabs(made - cap) <= 2 + cap / 100)
		fit->good++;
}

static void check_row(enum exchange x, const struct master_row *row, struct fit *fit)
{
	if (!master_is_ranked(row))
		return;
	fit->ranked++;
	if (row->sector == 0)
		return;
	fit->placed++;
	fit->at_home += (row->sector >= KOSDAQ_SECTORS) == (x == EXCHANGE_KOSDAQ);
}

static bool read_row(const struct layout *l, struct span line, const struct fixed *text,
	struct master_row *ret, struct fit *fit)
{
	struct span code = fixed_cut(line, 0, CODE_WIDTH);
	struct span listed = fixed_cut(line, l->listed, 15);

	memset(ret, 0, sizeof *ret);
	if (line.len != l->length || code.len == 0)
		return false;
	if (!span_int(listed, &ret->listed_thousand) || ret->listed_thousand < 0)
		return false;
	memcpy(ret->code, code.at, code.len);
	memcpy(ret->group, line.at + GROUP_AT, 2);
	ret->flags = read_flags(l, line.at, ret->group);
	fixed_text(text, fixed_cut(line, NAME_AT, NAME_WIDTH), ret->name, sizeof ret->name);
	read_figures(l, line, ret, fit);
	check_cap(l, line, ret, fit);
	return true;
}

static int compare_codes(const void *left, const void *right)
{
	const struct master_row *a = left;
	const struct master_row *b = right;

	return strcmp(a->code, b->code);
}

static bool has_doubles(const struct master_table *t)
{
	for (uint32_t i = 1; i < t->count; i++)
		if (strcmp(t->rows[i - 1].code, t->rows[i].code) == 0)
			return true;
	return false;
}

static mcp_status read_rows(enum exchange x, struct span bytes, struct master_table *t,
	struct fit *fit, struct fault *f)
{
	const struct layout *l = &layouts[x];
	struct fixed text;
	struct span line;
	bool good = true;

	fixed_open(&text);
	while (good && fixed_line(&bytes, &line)) {
		good = t->count < ROWS_MAX && line.len == l->length &&
		       read_row(l, line, &text, &t->rows[t->count], fit);
		if (good)
			check_row(x, &t->rows[t->count++], fit);
	}
	fixed_close(&text);
	if (!good)
		return fault_set(f, MCP_E_UPSTREAM,
			"line %u of the %s master file is not one of its rows; it will be "
			"fetched again",
			t->count + 1, exchange_name(x));
	return MCP_OK;
}

static mcp_status check_table(
	enum exchange x, const struct master_table *t, const struct fit *fit, struct fault *f)
{
	if (t->count < ROWS_MIN)
		return fault_set(f, MCP_E_UPSTREAM,
			"the %s master file has only %u rows; it will be fetched again",
			exchange_name(x), t->count);
	if (has_doubles(t))
		return fault_set(f, MCP_E_UPSTREAM,
			"the %s master file has a code twice; it will be fetched again",
			exchange_name(x));
	if (fit->seen < fit->ranked / 2 || fit->good < fit->seen - fit->seen / 5)
		return fault_set(f, MCP_E_UPSTREAM,
			"shares and prices of the %s master file do not fit its market caps; "
			"it will be fetched again",
			exchange_name(x));
	if (fit->at_home < fit->placed - fit->placed / 5)
		return fault_set(f, MCP_E_UPSTREAM,
			"sectors of the %s master file are not that market's; it will be fetched "
			"again",
			exchange_name(x));
	if (fit->odd > t->count / 100)
		return fault_set(f, MCP_E_UPSTREAM,
			"%u rows of the %s master file hold no numbers where they belong; it will "
			"be fetched again",
			fit->odd, exchange_name(x));
	return MCP_OK;
}

mcp_status master_parse(
	enum exchange x, struct span bytes, struct master_table *ret, struct fault *f)
{
	size_t rows = bytes.len / layouts[x].length + 1;
	struct master_table t = { 0 };
	struct fit fit = { 0 };
	mcp_status s;

	if (rows > ROWS_MAX)
		return fault_set(f, MCP_E_UPSTREAM,
			"the %s master file is too large; it will be fetched again",
			exchange_name(x));
	t.rows = calloc(rows, sizeof *t.rows);
	if (!t.rows)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");

	s = read_rows(x, bytes, &t, &fit, f);
	if (s == MCP_OK) {
		qsort(t.rows, t.count, sizeof *t.rows, compare_codes);
		s = check_table(x, &t, &fit, f);
	}
	if (s < 0) {
		master_table_done(&t);
		return s;
	}
	*ret = t;
	return MCP_OK;
}

void master_table_done(struct master_table *t)
{
	free(t->rows);
	*t = (struct master_table){ 0 };
}

const struct master_row *master_table_find(const struct master_table *t, const char *code)
{
	struct master_row key = { 0 };

	if (t->count == 0 || strlen(code) >= sizeof key.code)
		return NULL;
	memcpy(key.code, code, strlen(code));
	return bsearch(&key, t->rows, t->count, sizeof key, compare_codes);
}

bool master_is_ranked(const struct master_row *row)
{
	static const char *const groups[] = { "ST", "FS", "DR", "RT", "IF", "MF" };

	if (row->flags & (MASTER_FUND | MASTER_SPAC))
		return false;
	for (size_t i = 0; i < COUNT_OF(groups); i++)
		if (strcmp(row->group, groups[i]) == 0)
			return true;
	return false;
}
