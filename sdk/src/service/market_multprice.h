/* market_multprice - one row of intstock-multprice: a share's figures, doubted. */
#ifndef SERVICE_MARKET_MULTPRICE_H
#define SERVICE_MARKET_MULTPRICE_H

#include "service/market_figure.h"

#define MULTPRICE_CODES 30 /* of one call, at most */

enum multprice_figure {
	MULTPRICE_PRICE,
	MULTPRICE_CHANGE,
	MULTPRICE_RATE,
	MULTPRICE_VOLUME,
	MULTPRICE_VALUE,
	MULTPRICE_BEFORE,
	MULTPRICE_BASE,
	MULTPRICE_HIGH,
	MULTPRICE_LOW,
	MULTPRICE_SIGN,
	MULTPRICE_FIGURES,
};

/* What the row says it is listed at. */
enum multprice_market {
	MULTPRICE_UNSAID,
	MULTPRICE_KOSPI,
	MULTPRICE_KOSDAQ,
	MULTPRICE_NO_SHARE, /* an index, or KONEX */
};

struct multprice {
	enum multprice_market market;
	mcp_int at[MULTPRICE_FIGURES]; /* units as in market_snapshot.h */
	uint32_t doubts;
	bool is_blank; /* no price, no previous close, no base: the row is about nothing */
};

/* The code of a row; false when it has none of a share. */
bool multprice_code(struct kis_row *row, char ret[8]);

/* Reads a row of that venue. Price, volume and value are expected of each but NXT's rows, where
 * most shares are not traded. */
void multprice_read(struct kis_row *row, enum basis basis, struct multprice *ret);

#endif
