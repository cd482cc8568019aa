/* market_master - the master files: fixed places of bytes, CP949 names, checks. */
#include "service/market_master.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

#define ROWS_MIN 500
#define ROWS_MAX 20000
#define CODE_WIDTH 9
#define NAME_AT 21
#define NAME_WIDTH 40
#define GROUP_AT 61

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
		.listed = 169,
		.preferred = 214,
		.cap = 267,
	},
};

const char *exchange_name(enum exchange x)
{
	return x == EXCHANGE_KOSPI ? "KOSPI" : "KOSDAQ";
}

static struct span cut(struct span line, size_t at, size_t width)
{
	return span_trim((struct span){ line.at + at, width });
}

/* The name's bytes are cut first and converted then: places are bytes, not characters. */
static void read_name(iconv_t cp949, struct span bytes, char *ret, size_t room)
{
	char utf8[NAME_WIDTH * 3];
	char *in = (char *)bytes.at;
	char *out = utf8;
	size_t in_left = bytes.len;
	size_t out_left = sizeof utf8;

	ret[0] = '\0';
	if (cp949 == (iconv_t)-1)
		return;
	(void)iconv(cp949, NULL, NULL, NULL, NULL);
	if (iconv(cp949, &in, &in_left, &out, &out_left) == (size_t)-1)
		return;
	(void)utf8_clean(span_trim((struct span){ utf8, sizeof utf8 - out_left }), ret, room - 1);
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

/* How many rows carry all three figures, and in how many they fit each other. */
struct fit {
	uint32_t seen;
	uint32_t good;
};

static void check_fit(const struct layout *l, struct span line, int64_t listed, struct fit *fit)
{
	int64_t price;
	int64_t cap;
	int64_t made;

	if (!span_int(cut(line, l->base_price, 9), &price) || !span_int(cut(line, l->cap, 9), &cap))
		return;
	if (listed <= 0 || price <= 0 || cap <= 0)
		return;
	if (__builtin_mul_overflow(listed, price, &made))
		return;
	made /= 100000; /* 천주 x won in 억원 */
	fit->seen++;
	/* Listed shares are rounded to thousands, hence the play. */
	if (llabs(made - cap) <= 2 + cap / 100)
		fit->good++;
}

static bool read_row(const struct layout *l, struct span line, iconv_t cp949,
	struct master_row *ret, struct fit *fit)
{
	struct span code = cut(line, 0, CODE_WIDTH);
	struct span listed = cut(line, l->listed, 15);

	memset(ret, 0, sizeof *ret);
	if (line.len != l->length || code.len == 0)
		return false;
	if (!span_int(listed, &ret->listed_thousand) || ret->listed_thousand < 0)
		return false;
	memcpy(ret->code, code.at, code.len);
	memcpy(ret->group, line.at + GROUP_AT, 2);
	ret->flags = read_flags(l, line.at, ret->group);
	read_name(cp949, cut(line, NAME_AT, NAME_WIDTH), ret->name, sizeof ret->name);
	check_fit(l, line, ret->listed_thousand, fit);
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
	iconv_t cp949 = iconv_open("UTF-8", "CP949");
	struct span line;
	bool good = true;

	while (good && span_split(&bytes, '\n', &line)) {
		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		if (line.len == 0 && bytes.len == 0)
			break;
		good = t->count < ROWS_MAX && line.len == l->length &&
		       read_row(l, line, cp949, &t->rows[t->count], fit);
		if (good)
			t->count++;
	}
	if (cp949 != (iconv_t)-1)
		(void)iconv_close(cp949);
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
	if (fit->good < fit->seen - fit->seen / 5)
		return fault_set(f, MCP_E_UPSTREAM,
			"shares and prices of the %s master file do not fit its market caps; "
			"it will be fetched again",
			exchange_name(x));
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
