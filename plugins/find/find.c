/* find - which share is meant by a name, a part of it, initial consonants or a code: find_stock. */
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct args {
	const char *query;
	const char *market;
	int64_t count;
};

struct row {
	const char *stock_code;
	const char *stock_name;
	const char *market;
	const char *sector_code;
	const char *sector_name;
	const char *matched_by;
	mcp_texts flags;
};

struct standing {
	const char *as_of;
};

struct answer {
	const char *timestamp;
	const char *query;
	mcp_rows matches;
};

/* clang-format off */
static const mcp_field arg_fields[] = {
	MCP_TEXT(struct args, query,
		"A Korean name, a part of it, initial consonants such as ㅅㅅㅈㅈ, or a code such as 005930 "
		"(text: 0004Y0 is one, too). Case and blanks do not matter.", .flags = MCP_F_REQUIRED),
	MCP_MARKET_CHOICE(struct args, market),
	MCP_INT(struct args, count, "How many at most, the best match first.", .preset = "10",
		.range = "1..50"),
};

static const mcp_field row_fields[] = {
	MCP_MARKET_CODE(struct row, stock_code),
	MCP_MARKET_NAME(struct row, stock_name),
	MCP_TEXT(struct row, market, "KOSPI or KOSDAQ.", .title = "Market", .flags = MCP_F_REQUIRED),
	MCP_TEXT(struct row, sector_code, "Four digits; null: in no sector.", .title = "Sector code"),
	MCP_TEXT(struct row, sector_name, "Korean name.", .title = "Sector"),
	MCP_TEXT(struct row, matched_by,
		"What fits: name, code, name_start, code_start, name_part or initials.",
		.title = "Match", .flags = MCP_F_REQUIRED),
	MCP_MARKET_FLAGS(struct row, flags),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field standing_fields[] = {
	MCP_TEXT(struct standing, as_of, "When the list of shares was made.",
		.source = "master_as_of"),
};
static const mcp_table standing_table = MCP_TABLE(struct standing, standing_fields);

static const mcp_field answer_fields[] = {
	MCP_TEXT(struct answer, timestamp, "Time of the exchange's list of shares, ISO 8601.",
		.flags = MCP_F_REQUIRED),
	MCP_TEXT(struct answer, query, "What was looked for.", .flags = MCP_F_REQUIRED),
	MCP_ROWS(struct answer, matches, "The shares that fit, the best first; empty: none does.",
		row_table),
};
/* clang-format on */

static mcp_status say_it(mcp_ctx *ctx, const struct args *a, mcp_rows matches)
{
	if (matches.count == 0)
		return mcp_reply_text(
			ctx, "\"%s\": no share of %s fits", a->query, mcp_market_words(a->market));
	return mcp_reply_text(ctx, "\"%s\": %u shares of %s\n\n%s", a->query, matches.count,
		mcp_market_words(a->market), mcp_format_table(ctx, &row_table, matches));
}

/* Which day's list it was. */
static mcp_status ask_time(mcp_ctx *ctx, const char *market, const char **ret)
{
	const mcp_market_query query = { .size = sizeof query, .market = market };
	mcp_rows rows = { 0 };
	mcp_status s;

	s = mcp_market_status(ctx, &query, &standing_table, &rows);
	if (s < 0)
		return s;
	if (rows.count != 1)
		return mcp_fail(ctx, MCP_E_INTERNAL,
			"market/1 gave %u rows for how things stand; tell the host's author",
			rows.count);

	*ret = ((const struct standing *)rows.at)->as_of;
	return MCP_OK;
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
		.text = a->query,
	};
	struct answer answer = { .query = a->query };
	mcp_status s;

	s = mcp_market_find(ctx, &query, &row_table, &answer.matches);
	if (s < 0)
		return s;

	s = ask_time(ctx, a->market, &answer.timestamp);
	if (s < 0)
		return s;

	s = say_it(ctx, a, answer.matches);
	if (s < 0)
		return s;
	return mcp_reply(ctx, &answer);
}

/* clang-format off */
static const char help[] =
	"Finds shares of KOSPI and KOSDAQ by a Korean name, a part of it, initial consonants (ㅅㅅㅈㅈ for "
	"삼성전자) or a code, and tells code, market, sector and flags, the best match first. Use it before "
	"anything that needs a code, to check what a code stands for, and when a name may mean several shares: "
	"then ask the user which. Names are Korean as the exchange writes them; translate an English company "
	"name first. It has no prices: use the ranking tools for those. ETF, ETN, SPAC and KONEX are not in it.";

static const mcp_phrase phrases[] = {
	{ "Find a share", "종목 찾기" },
	{ help,
	  "종목명이나 그 일부, 초성(삼성전자는 ㅅㅅㅈㅈ), 종목코드로 코스피·코스닥 종목을 찾아 코드, 시장, 업종, 표시(flags)를 "
	  "잘 맞는 순서로 보여 줍니다. 종목코드가 필요한 일을 하기 전, 코드가 어느 종목인지 확인할 때, 이름이 여러 종목을 뜻할 수 "
	  "있을 때 쓰고, 여럿이면 사용자에게 어느 종목인지 물어보세요. 이름은 거래소가 쓰는 한글 종목명이므로 영문 회사명은 한글로 "
	  "바꿔 찾으세요. 시세는 없으니 순위 도구를 쓰세요. ETF·ETN·SPAC·코넥스는 없습니다." },
	{ "A Korean name, a part of it, initial consonants such as ㅅㅅㅈㅈ, or a code such as 005930 "
	  "(text: 0004Y0 is one, too). Case and blanks do not matter.",
	  "종목명이나 그 일부, ㅅㅅㅈㅈ 같은 초성, 또는 005930 같은 종목코드(문자열: 0004Y0도 있음). 대소문자와 띄어쓰기는 "
	  "구분하지 않습니다." },
	{ "How many at most, the best match first.", "최대 몇 개. 잘 맞는 것부터." },
	{ "KOSPI or KOSDAQ.", "KOSPI 또는 KOSDAQ." },
	{ "Market", "시장" },
	{ "Four digits; null: in no sector.", "업종코드 네 자리. null이면 업종 없음." },
	{ "Sector code", "업종코드" },
	{ "Korean name.", "한글 이름." },
	{ "Sector", "업종" },
	{ "What fits: name, code, name_start, code_start, name_part or initials.",
	  "맞은 부분: name(종목명), code(코드), name_start(종목명 앞), code_start(코드 앞), name_part(종목명 일부), "
	  "initials(초성)." },
	{ "Match", "일치" },
	{ "When the list of shares was made.", "종목 목록 시각." },
	{ "Time of the exchange's list of shares, ISO 8601.", "거래소 종목 목록의 시각(ISO 8601)." },
	{ "What was looked for.", "찾은 말." },
	{ "The shares that fit, the best first; empty: none does.",
	  "맞는 종목. 잘 맞는 것부터. 비어 있으면 없음." },
	{ "\"%s\": no share of %s fits", "\"%s\": %s에 맞는 종목이 없습니다" },
	{ "\"%s\": %u shares of %s\n\n%s", "\"%1$s\": %3$s %2$u종목\n\n%4$s" },
	{ "market/1 gave %u rows for how things stand; tell the host's author",
	  "market/1이 상태를 %u행으로 답했습니다. 호스트 작성자에게 알려 주세요" },
};
/* clang-format on */

static const mcp_tool find_stock = {
	MCP_TOOL_HEAD,
	.name = "find_stock",
	.title = "Find a share",
	.help = help,
	.hints = MCP_READ_ONLY | MCP_IDEMPOTENT | MCP_OPEN_WORLD,
	.fresh_s = 3600,
	.keep_s = 6 * 3600,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "find",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&find_stock),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
