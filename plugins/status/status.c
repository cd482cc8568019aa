/* status - how things stand, to be read: sessions, how old what is kept is, limits, keys:
 * kis://status. */
#include <string.h>

#include <mcp/content.h>
#include <mcp/format.h>
#include <mcp/market.h>

struct status {
	const char *notice; /* of a fictional market only */
	const char *as_of;
	const char *environment;
	const char *date;
	mcp_bool is_open_day;
	const char *krx_session;
	const char *krx_next_change;
	const char *nxt_session;
	const char *nxt_next_change;
	const char *basis;
	const char *snapshot_as_of;
	const char *history_date;
	mcp_int history_days;
	mcp_int history_shares;
	const char *investors_date;
	const char *programs_date;
	const char *master_as_of;
	mcp_int calls_in_use;
	mcp_int calls_per_second;
	mcp_int calls_per_second_set;
	mcp_bool has_kis_key;
	mcp_bool has_opendart_key;
	mcp_bool has_krx_key;
	mcp_texts notes;
};

/* clang-format off */
static const mcp_field status_fields[] = {
	MCP_TEXT(struct status, notice, "That it is fictional."),
	MCP_TEXT(struct status, as_of, "Now."),
	MCP_TEXT(struct status, environment, "real, demo or replay."),
	MCP_TEXT(struct status, date, "The session whose figures hold."),
	MCP_BOOL(struct status, is_open_day, "Today is a trading day."),
	MCP_TEXT(struct status, krx_session, "Session of KRX."),
	MCP_TEXT(struct status, krx_next_change, "When it changes."),
	MCP_TEXT(struct status, nxt_session, "Session of NXT."),
	MCP_TEXT(struct status, nxt_next_change, "When it changes."),
	MCP_TEXT(struct status, basis, "Whose trading is counted unless asked otherwise."),
	MCP_TEXT(struct status, snapshot_as_of, "Time of the newest figures of the whole market."),
	MCP_TEXT(struct status, history_date, "The newest completed day there of every share."),
	MCP_INT(struct status, history_days, "Completed days kept."),
	MCP_INT(struct status, history_shares, "Shares with completed days.", .unit = "shares"),
	MCP_TEXT(struct status, investors_date, "The newest day of who bought and sold."),
	MCP_TEXT(struct status, programs_date, "The newest day of programs."),
	MCP_TEXT(struct status, master_as_of, "Time of the list of shares."),
	MCP_INT(struct status, calls_in_use, "Calls to KIS that count now."),
	MCP_INT(struct status, calls_per_second, "Calls KIS may be asked now."),
	MCP_INT(struct status, calls_per_second_set, "The same by the settings."),
	MCP_BOOL(struct status, has_kis_key, "The key is set."),
	MCP_BOOL(struct status, has_opendart_key, "The key is set."),
	MCP_BOOL(struct status, has_krx_key, "The key is set."),
	MCP_TEXTS(struct status, notes, "Why something is null."),
};
static const mcp_table demo_table = MCP_TABLE(struct status, status_fields);
static const mcp_table status_table = {
	.at = status_fields + 1,
	.count = sizeof status_fields / sizeof *status_fields - 1,
	.stride = sizeof *status_fields,
	.struct_size = sizeof(struct status),
};
/* clang-format on */

static const char notice[] = "Fictional demo data";

static mcp_status read_status(mcp_ctx *ctx, const char *uri, const void *data)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const mcp_market_query query = { .size = sizeof query };
	mcp_rows rows = { 0 };
	struct status now;
	const char *json;
	mcp_status s;

	(void)data;
	if (!content)
		return MCP_E_UNSUPPORTED;
	s = mcp_market_status(ctx, &query, &status_table, &rows);
	if (s < 0)
		return s;
	if (rows.count != 1)
		return mcp_fail(ctx, MCP_E_INTERNAL,
			"market/1 gave %u rows for how things stand; tell the host's author",
			rows.count);

	now = *(const struct status *)rows.at;
	now.notice = mcp_say(ctx, notice);
	json = mcp_format_json(
		ctx, strcmp(now.environment, "demo") == 0 ? &demo_table : &status_table, &now);
	return json ? content->resource_text(ctx, uri, "application/json", json) : MCP_E_INTERNAL;
}

/* clang-format off */
static const char help[] =
	"How things stand here: sessions of KRX and NXT and when they change, the trading day, how old the figures, "
	"the completed days and the list of shares are, how many calls KIS may be asked, and which keys are set. Null "
	"with a note: not known yet.";

static const mcp_phrase phrases[] = {
	{ notice, "가상 데이터 (데모)" },
	{ "Status", "상태" },
	{ help,
	  "KRX·NXT 장 구분과 다음 변경 시각, 거래일, 시세·과거 자료·종목 목록의 시각, KIS 호출 한도, 설정된 키. null은 아직 알 수 "
	  "없는 값이며 이유는 notes에 있습니다." },
	{ "market/1 gave %u rows for how things stand; tell the host's author",
	  "market/1이 상태를 %u행으로 답했습니다. 호스트 작성자에게 알려 주세요" },
};
/* clang-format on */

static const mcp_resource status_resource = {
	MCP_RESOURCE_HEAD,
	.uri = "kis://status",
	.name = "status",
	.title = "Status",
	.help = help,
	.mime = "application/json",
	.read = read_status,
	.ttl_s = 5,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "status",
	.version = "0.1.0",
	.license = "MIT",
	.needs = MCP_NEEDS("market/1", "format/1", "content/1"),
	.phrases = MCP_PHRASES(phrases),
	.resources = MCP_RESOURCES(&status_resource),
};
