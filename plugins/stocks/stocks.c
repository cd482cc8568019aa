/* stocks - what is known of one share, and which sectors there are, to be read:
 * kis://stocks/{code}, kis://sectors/{market}. */
#include <string.h>

#include <mcp/content.h>
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct stock_args {
	const char *code;
};

struct source {
	const char *provider;
	const char *environment;
	const char *basis;
	const char *session;
	mcp_bool provisional;
};

struct stock {
	const char *notice; /* of fictional figures only */
	const char *stock_code;
	const char *stock_name;
	const char *market;
	const char *sector_code;
	const char *sector_name;
	mcp_int price;
	mcp_int change;
	mcp_real change_rate;
	mcp_int volume;
	mcp_int trading_value;
	mcp_int market_cap;
	mcp_int listed_shares;
	mcp_real turnover_rate;
	mcp_texts flags;
	const char *units;
	const char *as_of;
	mcp_texts notes;
	/* Of the row, for the source. */
	const char *environment;
	const char *basis;
	const char *session;
	mcp_bool provisional;
	const struct source *source;
};

struct sector_args {
	const char *market;
};

struct sector {
	const char *market;
	const char *sector_code;
	const char *sector_name;
	int64_t stock_count;
	/* The same in each row. */
	const char *as_of;
	const char *environment;
	mcp_texts notes;
};

#define SECTOR_SHOWN 4

struct sectors {
	const char *notice;
	const char *market;
	const char *as_of;
	const char *environment;
	mcp_rows sectors;
	mcp_texts notes;
};

struct match {
	const char *code;
	int64_t matched;
};

/* The first row is there of fictional figures only. */
#define WITHOUT_NOTICE(s, rows) \
	{ \
		.at = (rows) + 1, .count = sizeof(rows) / sizeof *(rows)-1, \
		.stride = sizeof *(rows), .struct_size = sizeof(s) \
	}

/* clang-format off */
#define STOCK_COLUMNS \
	MCP_MARKET_CODE(struct stock, stock_code), \
	MCP_MARKET_NAME(struct stock, stock_name), \
	MCP_TEXT(struct stock, market, "KOSPI or KOSDAQ."), \
	MCP_TEXT(struct stock, sector_code, "Four digits."), \
	MCP_TEXT(struct stock, sector_name, "Korean name."), \
	MCP_MARKET_PRICE(struct stock, price), \
	MCP_INT(struct stock, change, "Against the previous close.", .unit = "KRW"), \
	MCP_MARKET_CHANGE_RATE(struct stock, change_rate), \
	MCP_MARKET_VOLUME(struct stock, volume), \
	MCP_MARKET_VALUE(struct stock, trading_value), \
	MCP_MARKET_CAP(struct stock, market_cap), \
	MCP_INT(struct stock, listed_shares, "Listed.", .unit = "shares"), \
	MCP_REAL(struct stock, turnover_rate, "Volume / listed shares.", .unit = "%"), \
	MCP_MARKET_FLAGS(struct stock, flags)
#define STOCK_STANDING \
	MCP_TEXT(struct stock, as_of, "Time of the figures."), \
	MCP_TEXTS(struct stock, notes, "Why something is null.")

/* What is asked ... */
static const mcp_field row_fields[] = {
	STOCK_COLUMNS,
	STOCK_STANDING,
	MCP_TEXT(struct stock, environment, "real, demo or replay."),
	MCP_TEXT(struct stock, basis, "KRX, NXT or UNIFIED."),
	MCP_TEXT(struct stock, session, "Of the figures."),
	MCP_BOOL(struct stock, provisional, "They may still change."),
};
static const mcp_table row_table = MCP_TABLE(struct stock, row_fields);

/* ... and what is shown. */
static const mcp_field source_fields[] = {
	MCP_TEXT(struct source, provider, "Who gave them."),
	MCP_TEXT(struct source, environment, "real, demo or replay."),
	MCP_TEXT(struct source, basis, "KRX, NXT or UNIFIED."),
	MCP_TEXT(struct source, session, "Of the figures."),
	MCP_BOOL(struct source, provisional, "They may still change."),
};
static const mcp_table source_table = MCP_TABLE(struct source, source_fields);
static const mcp_field shown_fields[] = {
	MCP_TEXT(struct stock, notice, "That they are fictional."),
	STOCK_COLUMNS,
	MCP_TEXT(struct stock, units, "Of the figures."),
	STOCK_STANDING,
	MCP_OBJECT(struct stock, source, "Where the figures come from.", source_table),
};
static const mcp_table demo_table = MCP_TABLE(struct stock, shown_fields);
static const mcp_table shown_table = WITHOUT_NOTICE(struct stock, shown_fields);

static const mcp_field sector_fields[] = {
	MCP_TEXT(struct sector, market, "KOSPI or KOSDAQ."),
	MCP_TEXT(struct sector, sector_code, "Four digits."),
	MCP_TEXT(struct sector, sector_name, "Korean name."),
	MCP_INT(struct sector, stock_count, "Its shares."),
	MCP_TEXT(struct sector, as_of, "Time of the list."),
	MCP_TEXT(struct sector, environment, "real, demo or replay."),
	MCP_TEXTS(struct sector, notes, "Why something is null."),
};
static const mcp_table sector_table = MCP_TABLE(struct sector, sector_fields);
static const mcp_table sector_shown = MCP_TABLE_FIRST(struct sector, sector_fields, SECTOR_SHOWN);
static const mcp_field sectors_fields[] = {
	MCP_TEXT(struct sectors, notice, "That they are fictional."),
	MCP_TEXT(struct sectors, market, "The market asked for."),
	MCP_TEXT(struct sectors, as_of, "Time of the list."),
	MCP_TEXT(struct sectors, environment, "real, demo or replay."),
	MCP_ROWS(struct sectors, sectors, "By market and code.", sector_shown),
	MCP_TEXTS(struct sectors, notes, "Why something is null."),
};
static const mcp_table sectors_demo = MCP_TABLE(struct sectors, sectors_fields);
static const mcp_table sectors_table = WITHOUT_NOTICE(struct sectors, sectors_fields);

static const mcp_field match_fields[] = {
	MCP_TEXT(struct match, code, "Six characters."),
	MCP_INT(struct match, matched, "Shares that fit."),
};
static const mcp_table match_table = MCP_TABLE(struct match, match_fields);

static const mcp_field stock_arg_fields[] = {
	MCP_TEXT(struct stock_args, code, "A share's code, six characters such as 005930.",
		.flags = MCP_F_REQUIRED),
};
static const mcp_field sector_arg_fields[] = {
	MCP_TEXT(struct sector_args, market, "KOSPI, KOSDAQ or ALL.", .flags = MCP_F_REQUIRED),
};
/* clang-format on */

static const char notice[] = "Fictional demo data";
static const char units[] = "amounts: whole won; volume and listed_shares: shares; rates: percent";

/* The struct as the JSON text of the resource. */
static mcp_status give(mcp_ctx *ctx, const char *uri, const mcp_table *table, const void *data)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const char *json = mcp_format_json(ctx, table, data);

	if (!content)
		return MCP_E_UNSUPPORTED;
	if (!json)
		return MCP_E_INTERNAL;
	return content->resource_text(ctx, uri, "application/json", json);
}

static int is_demo(const char *environment)
{
	return environment && strcmp(environment, "demo") == 0;
}

/* ---- One share. ---- */

static int is_code(const char *text)
{
	return strlen(text) == 6 && strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 6;
}

static mcp_status read_stock(mcp_ctx *ctx, const char *uri, const void *data)
{
	const struct stock_args *a = data;
	const mcp_market_query query = { .size = sizeof query, .codes = a->code };
	mcp_rows rows = { 0 };
	struct source source;
	struct stock stock;
	mcp_status s;

	if (!is_code(a->code))
		return mcp_fail(ctx, MCP_E_ARGUMENT,
			"code \"%s\" is none; give six characters, like 005930", a->code);
	s = mcp_market_quotes(ctx, &query, &row_table, &rows);
	if (s < 0)
		return s;
	if (rows.count != 1)
		return mcp_fail(
			ctx, MCP_E_ARGUMENT, "%s is no listed share of KOSPI or KOSDAQ", a->code);

	stock = *(const struct stock *)rows.at;
	source = (struct source){
		.provider = "KIS",
		.environment = stock.environment,
		.basis = stock.basis,
		.session = stock.session,
		.provisional = stock.provisional,
	};
	stock.source = &source;
	stock.notice = mcp_say(ctx, notice);
	stock.units = mcp_say(ctx, units);
	return give(ctx, uri, is_demo(stock.environment) ? &demo_table : &shown_table, &stock);
}

/* Codes of shares whose name or code fits what has been typed. */
static mcp_status complete_code(mcp_ctx *ctx, const char *argument, const char *value)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const mcp_market_query query = { .size = sizeof query, .count = 50, .text = value };
	const struct match *match;
	mcp_rows rows = { 0 };
	mcp_status s = MCP_OK;

	(void)argument;
	if (!content)
		return MCP_E_UNSUPPORTED;
	if (value[strspn(value, " ")] != '\0')
		s = mcp_market_find(ctx, &query, &match_table, &rows);
	match = rows.at;
	for (uint32_t i = 0; s == MCP_OK && i < rows.count; i++)
		s = content->value(ctx, match[i].code);
	if (s == MCP_OK && rows.count > 0)
		s = content->total(ctx, match[0].matched);
	return s;
}

/* ---- Sectors. ---- */

static const char *const markets[] = { "ALL", "KOSPI", "KOSDAQ" };
#define MARKETS (sizeof markets / sizeof *markets)

static mcp_status read_sectors(mcp_ctx *ctx, const char *uri, const void *data)
{
	const struct sector_args *a = data;
	const mcp_market_query query = { .size = sizeof query, .market = a->market };
	struct sectors all = { .notice = mcp_say(ctx, notice), .market = a->market };
	const struct sector *first;
	mcp_status s;
	size_t i = 0;

	while (i < MARKETS && strcmp(markets[i], a->market) != 0)
		i++;
	if (i == MARKETS)
		return mcp_fail(ctx, MCP_E_ARGUMENT, "market is \"%s\"; give KOSPI, KOSDAQ or ALL",
			a->market);
	s = mcp_market_sector_names(ctx, &query, &sector_table, &all.sectors);
	if (s < 0)
		return s;

	first = all.sectors.at;
	if (all.sectors.count > 0) {
		all.as_of = first->as_of;
		all.environment = first->environment;
		all.notes = first->notes;
	}
	return give(ctx, uri, is_demo(all.environment) ? &sectors_demo : &sectors_table, &all);
}

static int begins(const char *word, const char *value)
{
	while (*value && (*value & ~0x20) == *word) {
		value++;
		word++;
	}
	return *value == '\0';
}

static mcp_status complete_market(mcp_ctx *ctx, const char *argument, const char *value)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_status s = MCP_OK;

	(void)argument;
	if (!content)
		return MCP_E_UNSUPPORTED;
	for (size_t i = 0; s == MCP_OK && i < MARKETS; i++)
		if (begins(markets[i], value))
			s = content->value(ctx, markets[i]);
	return s;
}

/* clang-format off */
static const char stock_help[] =
	"What is known of one share: name, market, sector, price, change, volume, trading value, market cap (won), "
	"flags, the time of the figures and where they come from. Null with a note: not known. find_stock tells "
	"a share's code.";
static const char sector_help[] =
	"The sectors that shares of KOSPI, KOSDAQ or both (ALL) are in: code, Korean name, how many shares.";

static const mcp_phrase phrases[] = {
	{ notice, "가상 데이터 (데모)" },
	{ units, "금액: 원, volume과 listed_shares: 주, 비율: 퍼센트" },
	{ "One share", "종목 정보" },
	{ stock_help,
	  "한 종목의 이름, 시장, 업종, 현재가, 전일 대비, 거래량, 거래대금, 시가총액(원), 표시(flags), 수치의 시각과 출처. null은 알 수 "
	  "없는 값이며 이유는 notes에 있습니다. 종목코드는 find_stock으로 찾으세요." },
	{ "Sectors", "업종 목록" },
	{ sector_help, "코스피, 코스닥 또는 전체(ALL) 종목의 업종코드, 업종명, 종목 수." },
	{ "A share's code, six characters such as 005930.", "005930 같은 여섯 자리 종목코드." },
	{ "KOSPI, KOSDAQ or ALL.", "KOSPI, KOSDAQ 또는 ALL." },
	{ "code \"%s\" is none; give six characters, like 005930",
	  "종목코드가 아닙니다: \"%s\". 005930처럼 여섯 자리로 주세요" },
	{ "market is \"%s\"; give KOSPI, KOSDAQ or ALL",
	  "market 값이 \"%s\"입니다. KOSPI, KOSDAQ, ALL 중 하나를 주세요" },
};
/* clang-format on */

static const mcp_resource stock_resource = {
	MCP_RESOURCE_HEAD,
	.uri = "kis://stocks/{code}",
	.name = "stock",
	.title = "One share",
	.help = stock_help,
	.mime = "application/json",
	.args = MCP_TABLE(struct stock_args, stock_arg_fields),
	.read = read_stock,
	.complete = complete_code,
	.ttl_s = 30,
};

static const mcp_resource sector_resource = {
	MCP_RESOURCE_HEAD,
	.flags = MCP_RESOURCE_PUBLIC,
	.uri = "kis://sectors/{market}",
	.name = "sectors",
	.title = "Sectors",
	.help = sector_help,
	.mime = "application/json",
	.args = MCP_TABLE(struct sector_args, sector_arg_fields),
	.read = read_sectors,
	.complete = complete_market,
	.ttl_s = 3600,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "stocks",
	.version = "0.1.0",
	.license = "MIT",
	.needs = MCP_NEEDS("market/1", "format/1", "content/1"),
	.phrases = MCP_PHRASES(phrases),
	.resources = MCP_RESOURCES(&stock_resource, &sector_resource),
};
