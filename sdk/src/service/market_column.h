/* market_column - the names market/1 knows: what each operation can fill, and as what. */
#ifndef SERVICE_MARKET_COLUMN_H
#define SERVICE_MARKET_COLUMN_H

#include <stdbool.h>
#include <stdint.h>

enum market_op {
	OP_TOP,
	OP_SUMMARY,
	OP_SECTORS,
	OP_QUOTES,
	OP_BARS,
	/* Figures of no session, from here on. */
	OP_SESSION,
	OP_SYNC,
	OP_FIND,
	OP_SECTOR_NAMES,
	OP_STATUS,
	MARKET_OPS,
};

enum column_kind {
	COLUMN_WHOLE, /* won, shares, counts */
	COLUMN_RATE,  /* hundredths */
	COLUMN_TEXT,
	COLUMN_TEXTS,
	COLUMN_BOOL,
	COLUMN_LIST, /* rows of its own columns */
};

/* How an answer stands. */
enum about {
	ABOUT_AS_OF,
	ABOUT_SESSION,
	ABOUT_PROVISIONAL,
	ABOUT_ENVIRONMENT,
	ABOUT_BASIS,
	ABOUT_NOTES,
	ABOUTS,
};

/* Of "top" and "quotes". Up to TOP_FIGURES they are numbers of a share. */
enum top_column {
	TOP_PRICE,
	TOP_CHANGE,
	TOP_CHANGE_RATE,
	TOP_VOLUME,
	TOP_VALUE,
	TOP_CAP,
	TOP_LISTED,
	TOP_TURNOVER,
	TOP_FOREIGN,
	TOP_PER,
	TOP_PBR,
	TOP_PREVIOUS_VALUE,
	TOP_VALUE_CHANGE,
	TOP_PERIOD_CHANGE,
	TOP_AVERAGE_VOLUME,
	TOP_VOLUME_RATIO,
	TOP_Z_SCORE,
	TOP_STREAK,
	TOP_CAP_RANK_CHANGE,
	TOP_VALUE_RANK,
	TOP_WEIGHT,
	TOP_TREASURY,
	TOP_NEWS,
	TOP_DISCLOSURES,
	TOP_BUY_AMOUNT,
	TOP_SELL_AMOUNT,
	TOP_NET_AMOUNT,
	TOP_BUY_VOLUME,
	TOP_SELL_VOLUME,
	TOP_NET_VOLUME,
	TOP_AVERAGE_BUY,
	TOP_AVERAGE_SELL,
	TOP_IMPACT,
	TOP_FIGURES,

	TOP_RANK = TOP_FIGURES,
	TOP_CODE,
	TOP_NAME,
	TOP_MARKET,
	TOP_SECTOR_CODE,
	TOP_SECTOR_NAME,
	TOP_FLAGS,
	TOP_AT_LEAST,
	TOP_REASONS,
	TOP_REASON_DETAILS,
	TOP_ABOUT, /* enum about, in its order */
	TOP_COLUMNS = TOP_ABOUT + ABOUTS,
};

enum summary_column {
	SUMMARY_TOTAL,
	SUMMARY_KOSPI,
	SUMMARY_KOSDAQ,
	SUMMARY_TOP5,
	SUMMARY_CAP,
	SUMMARY_TOP10,
	SUMMARY_PER,
	SUMMARY_PBR,
	SUMMARY_MATCHED,
	SUMMARY_BUY,
	SUMMARY_SELL,
	SUMMARY_NET,
	SUMMARY_IMPACT,
	SUMMARY_COMPARED,
	SUMMARY_FLOW_DATE,
	SUMMARY_AS_OF,
	SUMMARY_STANDING,
	SUMMARY_COLUMNS,
};

enum sector_column {
	SECTOR_RANK,
	SECTOR_CODE,
	SECTOR_NAME,
	SECTOR_VALUE,
	SECTOR_VOLUME,
	SECTOR_STOCKS,
	SECTOR_AVERAGE_CHANGE,
	SECTOR_INDEX_CHANGE,
	SECTOR_LEADERS,
	SECTOR_FOREIGN,
	SECTOR_INSTITUTION,
	SECTOR_COLUMNS,
};

enum leader_column {
	LEADER_CODE,
	LEADER_NAME,
	LEADER_VALUE,
	LEADER_CHANGE_RATE,
	LEADER_CONTRIBUTION,
	LEADER_COLUMNS,
};

enum reason_column { REASON_CODE, REASON_SEEN, REASON_COLUMNS };

enum bars_column { BARS_DATE, BARS_CLOSE, BARS_VOLUME, BARS_VALUE, BARS_COLUMNS };

enum session_column {
	SESSION_DATE,
	SESSION_NAME,
	SESSION_NEXT,
	SESSION_OPEN_DAY,
	SESSION_COLUMNS,
};

enum sync_column { SYNC_KIND, SYNC_DONE, SYNC_TOTAL, SYNC_SKIPPED, SYNC_COLUMNS };

enum find_column {
	FIND_RANK,
	FIND_CODE,
	FIND_NAME,
	FIND_MARKET,
	FIND_SECTOR_CODE,
	FIND_SECTOR_NAME,
	FIND_FLAGS,
	FIND_MATCHED_BY,
	FIND_MATCHED,
	FIND_COLUMNS,
};

enum name_column {
	NAME_MARKET,
	NAME_CODE,
	NAME_NAME,
	NAME_STOCKS,
	NAME_AS_OF,
	NAME_ENVIRONMENT,
	NAME_NOTES,
	NAME_COLUMNS
};

/* Texts, then whole numbers, then what holds or does not, then notes. */
enum status_column {
	STATUS_AS_OF,
	STATUS_DATE,
	STATUS_KRX_SESSION,
	STATUS_KRX_NEXT,
	STATUS_NXT_SESSION,
	STATUS_NXT_NEXT,
	STATUS_ENVIRONMENT,
	STATUS_BASIS,
	STATUS_SNAPSHOT,
	STATUS_HISTORY,
	STATUS_INVESTORS,
	STATUS_PROGRAMS,
	STATUS_MASTER,
	STATUS_MASTER_AS_OF,
	STATUS_TEXTS,

	STATUS_DAYS = STATUS_TEXTS,
	STATUS_SHARES,
	STATUS_CALLS_NOW,
	STATUS_CALLS_ALLOWED,
	STATUS_CALLS_SET,
	STATUS_NUMBERS,

	STATUS_OPEN_DAY = STATUS_NUMBERS,
	STATUS_KIS_KEY,
	STATUS_DART_KEY,
	STATUS_KRX_KEY,
	STATUS_NOTES,
	STATUS_COLUMNS,
};

struct column {
	const char *name;
	enum column_kind kind;
};

/* The columns of an operation; *ret_count of them. */
const struct column *columns_of(enum market_op op, uint32_t *ret_count);
/* The columns inside a list column; NULL when the column is no list. */
const struct column *columns_inside(enum market_op op, uint32_t column, uint32_t *ret_count);
/* Place of a name, or -1. */
int column_find(const struct column *columns, uint32_t count, const char *name);
/* The operation of a word, or MARKET_OPS. */
enum market_op op_find(const char *word);

#endif
