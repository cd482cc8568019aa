/* market_stock - one row of a ranking: read from KIS's body, doubted, judged by the master file,
 * written. */
#ifndef SERVICE_MARKET_STOCK_H
#define SERVICE_MARKET_STOCK_H

#include "base/buf.h"
#include "service/market_figure.h"
#include "service/market_master.h"
#include "service/market_query.h"

struct stock {
	char code[8];
	char name[68];
	enum exchange exchange;
	int32_t sector;           /* 0: none, or not known */
	mcp_int fig[TOP_FIGURES]; /* whole numbers, or hundredths of a rate, by column */
	mcp_bool at_least;        /* the counts of news are lower bounds */
	uint32_t flags;           /* MASTER_… */
	bool exact;               /* the share count is whole, not in thousands */
	bool marked;              /* the master knows it: flags hold */
	uint32_t doubts;          /* bit per enum doubt */
};

/* Reads a row of volume-rank. What cannot be is null and marked in `doubts`. A row whose code is
 * not a share's has an empty code. */
void stock_read(struct kis_row *row, struct stock *ret);
mcp_int stock_key(const struct stock *s, enum market_sort sort);

enum stock_verdict {
	STOCK_IN,
	STOCK_OUT,       /* not of the universe */
	STOCK_ELSEWHERE, /* of the other market */
	STOCK_UNKNOWN,   /* in, but no table knows it */
};

/* Fills what the master knows: flags, exchange, a missing name. `asked` is the scope's exchange. */
enum stock_verdict stock_judge(struct stock *s, const struct master *master, enum exchange asked);

/* price x listed shares, where both are known and it fits. */
void stock_make_cap(struct stock *s);
/* volume / listed shares, where both are known. */
void stock_make_turnover(struct stock *s);
/* Without a name the code stands for it, doubted. */
void stock_make_name(struct stock *s);
/* One value of a row as JSON; not the reasons, not the sector's name. */
void stock_write(const struct stock *s, uint32_t rank, enum top_column column, struct buf *ret);
/* "-0.46" for -46; null when not known. */
void write_hundredths(mcp_int hundredths, struct buf *ret);
void write_whole(mcp_int n, struct buf *ret);

/* Adds what the doubts of `count` rows mean to the notes. */
void stock_note_doubts(const struct stock *stocks, uint32_t count, struct provenance *p);

#endif
