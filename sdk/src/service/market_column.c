/* market_column - the names market/1 knows. */
#include "service/market_column.h"

#include <stddef.h>

#include "base/cleanup.h"
#include "base/str.h"

static const struct column top_columns[TOP_COLUMNS] = {
	[TOP_PRICE] = { "price", COLUMN_WHOLE },
	[TOP_CHANGE] = { "change", COLUMN_WHOLE },
	[TOP_CHANGE_RATE] = { "change_rate", COLUMN_RATE },
	[TOP_VOLUME] = { "volume", COLUMN_WHOLE },
	[TOP_VALUE] = { "trading_value", COLUMN_WHOLE },
	[TOP_CAP] = { "market_cap", COLUMN_WHOLE },
	[TOP_LISTED] = { "listed_shares", COLUMN_WHOLE },
	[TOP_TURNOVER] = { "turnover_rate", COLUMN_RATE },
	[TOP_FOREIGN] = { "foreign_ratio", COLUMN_RATE },
	[TOP_PER] = { "per", COLUMN_RATE },
	[TOP_PBR] = { "pbr", COLUMN_RATE },
	[TOP_PREVIOUS_VALUE] = { "previous_value", COLUMN_WHOLE },
	[TOP_VALUE_CHANGE] = { "value_change_rate", COLUMN_RATE },
	[TOP_PERIOD_CHANGE] = { "period_change_rate", COLUMN_RATE },
	[TOP_AVERAGE_VOLUME] = { "average_volume", COLUMN_WHOLE },
	[TOP_VOLUME_RATIO] = { "volume_ratio", COLUMN_RATE },
	[TOP_Z_SCORE] = { "z_score", COLUMN_RATE },
	[TOP_STREAK] = { "consecutive_days", COLUMN_WHOLE },
	[TOP_CAP_RANK_CHANGE] = { "market_cap_rank_change", COLUMN_WHOLE },
	[TOP_VALUE_RANK] = { "trading_value_rank", COLUMN_WHOLE },
	[TOP_WEIGHT] = { "weight_in_index", COLUMN_RATE },
	[TOP_TREASURY] = { "treasury_ratio", COLUMN_RATE },
	[TOP_NEWS] = { "news_count", COLUMN_WHOLE },
	[TOP_DISCLOSURES] = { "disclosure_count", COLUMN_WHOLE },
	[TOP_BUY_AMOUNT] = { "buy_amount", COLUMN_WHOLE },
	[TOP_SELL_AMOUNT] = { "sell_amount", COLUMN_WHOLE },
	[TOP_NET_AMOUNT] = { "net_amount", COLUMN_WHOLE },
	[TOP_BUY_VOLUME] = { "buy_volume", COLUMN_WHOLE },
	[TOP_SELL_VOLUME] = { "sell_volume", COLUMN_WHOLE },
	[TOP_NET_VOLUME] = { "net_volume", COLUMN_WHOLE },
	[TOP_AVERAGE_BUY] = { "average_buy_price", COLUMN_WHOLE },
	[TOP_AVERAGE_SELL] = { "average_sell_price", COLUMN_WHOLE },
	[TOP_IMPACT] = { "impact_ratio", COLUMN_RATE },
	[TOP_RANK] = { "rank", COLUMN_WHOLE },
	[TOP_CODE] = { "code", COLUMN_TEXT },
	[TOP_NAME] = { "name", COLUMN_TEXT },
	[TOP_MARKET] = { "market", COLUMN_TEXT },
	[TOP_SECTOR_CODE] = { "sector_code", COLUMN_TEXT },
	[TOP_SECTOR_NAME] = { "sector_name", COLUMN_TEXT },
	[TOP_FLAGS] = { "flags", COLUMN_TEXTS },
	[TOP_AT_LEAST] = { "counts_at_least", COLUMN_BOOL },
	[TOP_REASONS] = { "reasons", COLUMN_TEXTS },
	[TOP_REASON_DETAILS] = { "reason_details", COLUMN_LIST },
	[TOP_ABOUT + ABOUT_AS_OF] = { "as_of", COLUMN_TEXT },
	[TOP_ABOUT + ABOUT_SESSION] = { "session", COLUMN_TEXT },
	[TOP_ABOUT + ABOUT_PROVISIONAL] = { "provisional", COLUMN_BOOL },
	[TOP_ABOUT + ABOUT_ENVIRONMENT] = { "environment", COLUMN_TEXT },
	[TOP_ABOUT + ABOUT_BASIS] = { "basis", COLUMN_TEXT },
	[TOP_ABOUT + ABOUT_NOTES] = { "notes", COLUMN_TEXTS },
};

static const struct column summary_columns[SUMMARY_COLUMNS] = {
	[SUMMARY_TOTAL] = { "total_trading_value", COLUMN_WHOLE },
	[SUMMARY_KOSPI] = { "kospi_trading_value", COLUMN_WHOLE },
	[SUMMARY_KOSDAQ] = { "kosdaq_trading_value", COLUMN_WHOLE },
	[SUMMARY_TOP5] = { "top5_concentration", COLUMN_RATE },
	[SUMMARY_CAP] = { "total_market_cap", COLUMN_WHOLE },
	[SUMMARY_TOP10] = { "top10_concentration", COLUMN_RATE },
	[SUMMARY_PER] = { "average_per", COLUMN_RATE },
	[SUMMARY_PBR] = { "average_pbr", COLUMN_RATE },
	[SUMMARY_MATCHED] = { "matched", COLUMN_WHOLE },
	[SUMMARY_BUY] = { "total_buy_amount", COLUMN_WHOLE },
	[SUMMARY_SELL] = { "total_sell_amount", COLUMN_WHOLE },
	[SUMMARY_NET] = { "total_net_amount", COLUMN_WHOLE },
	[SUMMARY_IMPACT] = { "market_impact", COLUMN_RATE },
	[SUMMARY_COMPARED] = { "compared_days", COLUMN_WHOLE },
	[SUMMARY_FLOW_DATE] = { "flow_date", COLUMN_TEXT },
	[SUMMARY_AS_OF] = { "as_of", COLUMN_TEXT },
	[SUMMARY_STANDING] = { "standing", COLUMN_TEXT },
};

static const struct column sector_columns[SECTOR_COLUMNS] = {
	[SECTOR_RANK] = { "rank", COLUMN_WHOLE },
	[SECTOR_CODE] = { "sector_code", COLUMN_TEXT },
	[SECTOR_NAME] = { "sector_name", COLUMN_TEXT },
	[SECTOR_VALUE] = { "trading_value", COLUMN_WHOLE },
	[SECTOR_VOLUME] = { "volume", COLUMN_WHOLE },
	[SECTOR_STOCKS] = { "stock_count", COLUMN_WHOLE },
	[SECTOR_AVERAGE_CHANGE] = { "average_change_rate", COLUMN_RATE },
	[SECTOR_INDEX_CHANGE] = { "index_change_rate", COLUMN_RATE },
	[SECTOR_LEADERS] = { "leading_stocks", COLUMN_LIST },
	[SECTOR_FOREIGN] = { "foreign_net_buy", COLUMN_WHOLE },
	[SECTOR_INSTITUTION] = { "institution_net_buy", COLUMN_WHOLE },
};

static const struct column leader_columns[LEADER_COLUMNS] = {
	[LEADER_CODE] = { "code", COLUMN_TEXT },
	[LEADER_NAME] = { "name", COLUMN_TEXT },
	[LEADER_VALUE] = { "trading_value", COLUMN_WHOLE },
	[LEADER_CHANGE_RATE] = { "change_rate", COLUMN_RATE },
	[LEADER_CONTRIBUTION] = { "contribution", COLUMN_RATE },
};

static const struct column reason_columns[REASON_COLUMNS] = {
	[REASON_CODE] = { "code", COLUMN_TEXT },
	[REASON_SEEN] = { "seen", COLUMN_TEXT },
};

static const struct column bars_columns[BARS_COLUMNS] = {
	[BARS_DATE] = { "date", COLUMN_TEXT },
	[BARS_CLOSE] = { "close", COLUMN_WHOLE },
	[BARS_VOLUME] = { "volume", COLUMN_WHOLE },
	[BARS_VALUE] = { "trading_value", COLUMN_WHOLE },
};

static const struct column session_columns[SESSION_COLUMNS] = {
	[SESSION_DATE] = { "date", COLUMN_TEXT },
	[SESSION_NAME] = { "name", COLUMN_TEXT },
	[SESSION_NEXT] = { "next_change", COLUMN_TEXT },
	[SESSION_OPEN_DAY] = { "is_open_day", COLUMN_BOOL },
};

static const struct column sync_columns[SYNC_COLUMNS] = {
	[SYNC_KIND] = { "kind", COLUMN_TEXT },
	[SYNC_DONE] = { "done", COLUMN_WHOLE },
	[SYNC_TOTAL] = { "total", COLUMN_WHOLE },
	[SYNC_SKIPPED] = { "skipped", COLUMN_WHOLE },
};

static const struct column find_columns[FIND_COLUMNS] = {
	[FIND_RANK] = { "rank", COLUMN_WHOLE },
	[FIND_CODE] = { "code", COLUMN_TEXT },
	[FIND_NAME] = { "name", COLUMN_TEXT },
	[FIND_MARKET] = { "market", COLUMN_TEXT },
	[FIND_SECTOR_CODE] = { "sector_code", COLUMN_TEXT },
	[FIND_SECTOR_NAME] = { "sector_name", COLUMN_TEXT },
	[FIND_FLAGS] = { "flags", COLUMN_TEXTS },
	[FIND_MATCHED_BY] = { "matched_by", COLUMN_TEXT },
	[FIND_MATCHED] = { "matched", COLUMN_WHOLE },
};

static const struct column name_columns[NAME_COLUMNS] = {
	[NAME_MARKET] = { "market", COLUMN_TEXT },
	[NAME_CODE] = { "sector_code", COLUMN_TEXT },
	[NAME_NAME] = { "sector_name", COLUMN_TEXT },
	[NAME_STOCKS] = { "stock_count", COLUMN_WHOLE },
	[NAME_AS_OF] = { "as_of", COLUMN_TEXT },
	[NAME_ENVIRONMENT] = { "environment", COLUMN_TEXT },
	[NAME_NOTES] = { "notes", COLUMN_TEXTS },
};

static const struct column status_columns[STATUS_COLUMNS] = {
	[STATUS_AS_OF] = { "as_of", COLUMN_TEXT },
	[STATUS_DATE] = { "date", COLUMN_TEXT },
	[STATUS_KRX_SESSION] = { "krx_session", COLUMN_TEXT },
	[STATUS_KRX_NEXT] = { "krx_next_change", COLUMN_TEXT },
	[STATUS_NXT_SESSION] = { "nxt_session", COLUMN_TEXT },
	[STATUS_NXT_NEXT] = { "nxt_next_change", COLUMN_TEXT },
	[STATUS_ENVIRONMENT] = { "environment", COLUMN_TEXT },
	[STATUS_BASIS] = { "basis", COLUMN_TEXT },
	[STATUS_SNAPSHOT] = { "snapshot_as_of", COLUMN_TEXT },
	[STATUS_HISTORY] = { "history_date", COLUMN_TEXT },
	[STATUS_INVESTORS] = { "investors_date", COLUMN_TEXT },
	[STATUS_PROGRAMS] = { "programs_date", COLUMN_TEXT },
	[STATUS_MASTER] = { "master_date", COLUMN_TEXT },
	[STATUS_MASTER_AS_OF] = { "master_as_of", COLUMN_TEXT },
	[STATUS_DAYS] = { "history_days", COLUMN_WHOLE },
	[STATUS_SHARES] = { "history_shares", COLUMN_WHOLE },
	[STATUS_CALLS_NOW] = { "calls_in_use", COLUMN_WHOLE },
	[STATUS_CALLS_ALLOWED] = { "calls_per_second", COLUMN_WHOLE },
	[STATUS_CALLS_SET] = { "calls_per_second_set", COLUMN_WHOLE },
	[STATUS_OPEN_DAY] = { "is_open_day", COLUMN_BOOL },
	[STATUS_KIS_KEY] = { "has_kis_key", COLUMN_BOOL },
	[STATUS_DART_KEY] = { "has_opendart_key", COLUMN_BOOL },
	[STATUS_KRX_KEY] = { "has_krx_key", COLUMN_BOOL },
	[STATUS_NOTES] = { "notes", COLUMN_TEXTS },
};

static const struct {
	const char *word;
	const struct column *columns;
	uint32_t count;
} ops[MARKET_OPS] = {
	[OP_TOP] = { "top", top_columns, TOP_COLUMNS },
	[OP_SUMMARY] = { "summary", summary_columns, SUMMARY_COLUMNS },
	[OP_SECTORS] = { "sectors", sector_columns, SECTOR_COLUMNS },
	[OP_QUOTES] = { "quotes", top_columns, TOP_COLUMNS },
	[OP_BARS] = { "bars", bars_columns, BARS_COLUMNS },
	[OP_SESSION] = { "session", session_columns, SESSION_COLUMNS },
	[OP_SYNC] = { "sync", sync_columns, SYNC_COLUMNS },
	[OP_FIND] = { "find", find_columns, FIND_COLUMNS },
	[OP_SECTOR_NAMES] = { "sector_names", name_columns, NAME_COLUMNS },
	[OP_STATUS] = { "status", status_columns, STATUS_COLUMNS },
};

const struct column *columns_of(enum market_op op, uint32_t *ret_count)
{
	*ret_count = ops[op].count;
	return ops[op].columns;
}

const struct column *columns_inside(enum market_op op, uint32_t column, uint32_t *ret_count)
{
	if (op == OP_SECTORS && column == SECTOR_LEADERS) {
		*ret_count = LEADER_COLUMNS;
		return leader_columns;
	}
	if ((op == OP_TOP || op == OP_QUOTES) && column == TOP_REASON_DETAILS) {
		*ret_count = REASON_COLUMNS;
		return reason_columns;
	}
	return NULL;
}

int column_find(const struct column *columns, uint32_t count, const char *name)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_same(columns[i].name, name))
			return (int)i;
	return -1;
}

enum market_op op_find(const char *word)
{
	for (size_t i = 0; i < COUNT_OF(ops); i++)
		if (str_same(ops[i].word, word))
			return (enum market_op)i;
	return MARKET_OPS;
}
