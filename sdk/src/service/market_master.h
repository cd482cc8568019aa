/* market_master - every issue of KOSPI and KOSDAQ from the master files: what it is, how it is
 * marked. */
#ifndef SERVICE_MARKET_MASTER_H
#define SERVICE_MARKET_MASTER_H

#include "base/fault.h"
#include "base/str.h"
#include "service/kis_client.h"

enum exchange { EXCHANGE_KOSPI, EXCHANGE_KOSDAQ, EXCHANGES };

/* "KOSPI", "KOSDAQ". */
const char *exchange_name(enum exchange x);

enum master_flag {
	MASTER_ADMIN = 0x01,       /* 관리 */
	MASTER_CAUTION = 0x02,     /* 투자주의 */
	MASTER_WARNING = 0x04,     /* 투자경고 */
	MASTER_DANGER = 0x08,      /* 투자위험 */
	MASTER_HALTED = 0x10,      /* 거래정지 */
	MASTER_OVERHEATED = 0x20,  /* 단기과열 */
	MASTER_LIQUIDATION = 0x40, /* 정리매매 */
	MASTER_PREFERRED = 0x80,   /* 우선주 */
	MASTER_FUND = 0x100,       /* ETF or ETN */
	MASTER_SPAC = 0x200,
};

struct master_row {
	char code[10];
	char group[3];
	uint32_t flags;          /* MASTER_… */
	int64_t listed_thousand; /* 천주 */
	int64_t base_price;      /* won (stck_sdpr); 0: not known */
	int64_t previous_volume; /* shares of the day before (prdy_vol) */
	int32_t sector;          /* bstp_medm_div_code, or bstp_larg_div_code when that is 0000; 0:
	                            none */
	int32_t sector_large;    /* bstp_larg_div_code */
	int32_t listed_on;       /* stck_lstn_date; 0: not known */
	uint8_t rights;     /* flng_cls_code: 0 none, 1–7 ex-rights or ex-dividend, 99 other */
	uint8_t par_change; /* fcam_mod_cls_code: 0 none, 1 split, 2 merge, 99 other */
	uint8_t capital_increase; /* icic_cls_code: 0 none, 1 paid, 2 free, 3 both, 99 other */
	char name[64];            /* UTF-8; empty when it could not be read */
};

/* A row and whose it is. */
struct master_entry {
	const struct master_row *row;
	enum exchange exchange;
};

struct master_table {
	struct master_row *rows; /* by code */
	uint32_t count;
};

/* Reads a plain master file. Refused whole when a line has the wrong length, a code comes twice,
 * there are too few lines, figures do not fit each other, sectors are another market's, or words
 * stand where numbers belong. `ret` is freed with master_table_done. */
mcp_status master_parse(
	enum exchange x, struct span bytes, struct master_table *ret, struct fault *f);
void master_table_done(struct master_table *t); /* accepts a zeroed one */
const struct master_row *master_table_find(const struct master_table *t, const char *code);

/* Every ranked share of both tables, ascending by code, each once (as KOSPI's when both have it):
 * *ret points into the tables and is freed by the caller. False: memory is out. */
bool master_roster_make(const struct master_table tables[EXCHANGES], struct master_entry **ret,
	uint32_t *ret_count);

/* True for what rankings cover: shares, receipts, REITs, infrastructure and mutual funds. */
bool master_is_ranked(const struct master_row *row);

/* ---- The tables in use, loaded once a day. ---- */

struct master;

struct master *master_new(const struct env *env, struct kis *kis); /* NULL: out of memory */
void master_free(struct master *m);                                /* accepts NULL */

struct master_waiter {
	void (*ready)(void *self);
	void *self;
	bool with_names; /* it waits for the sectors' names, too, when they can be had */
	bool waiting;
	struct master_waiter *next;
};

/* Sees to it that today's tables are loaded or on their way; the sectors' names follow with the
 * next wish after that, or at once when a waiter wants them. True when the caller can go on with
 * what there is; else `w` is kept and its `ready` comes once, later. */
bool master_want(struct master *m, enum lane lane, struct master_waiter *w);
void master_forget(struct master *m, struct master_waiter *w); /* `ready` does not come any more */

/* Takes what a former process has kept, without asking anybody. */
void master_recall(struct master *m);

bool master_has(const struct master *m, enum exchange x);
/* Every issue of the exchange, ETF and the like too; empty: it is not there yet. Lent until the
 * tables change. */
const struct master_table *master_table(const struct master *m, enum exchange x);
/* The day of a table; 0: it is not there yet. */
int32_t master_day(const struct master *m, enum exchange x);
/* When tables of that day are renewed (07:45 KST). */
int64_t master_renewed_ms(int32_t day);
/* Why the last fetch of a table failed; MCP_OK when it did not. */
const struct fault *master_fault(const struct master *m, enum exchange x);
/* The day of a table that a newer file should have replaced by now; 0: it is the newest. */
int32_t master_old_day(const struct master *m, enum exchange x);
/* NULL when no table has the code; *ret_exchange (may be NULL) says whose it is. */
const struct master_row *master_find(
	const struct master *m, const char *code, enum exchange *ret_exchange);
/* Every ranked share of both markets, ascending by code; lent until the tables change, which
 * master_generation tells. 0: a table is not there yet, for half a market is none; or memory is
 * out. KONEX is not read: its shares are in neither table, so they are not known here. */
uint32_t master_roster(struct master *m, const struct master_entry **ret);
uint32_t master_generation(const struct master *m);
/* A sector's Korean name by idxcode.mst, or NULL. */
const char *master_sector_name(const struct master *m, int32_t sector);
bool master_has_names(const struct master *m);
/* Exchanges for the tables since the last call, for upstream_calls. */
uint32_t master_take_calls(struct master *m);

#endif
