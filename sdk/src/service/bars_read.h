/* bars_read - daily bars out of what KIS and KRX answer, each figure looked at before it counts. */
#ifndef SERVICE_BARS_READ_H
#define SERVICE_BARS_READ_H

#include "base/fault.h"
#include "base/str.h"
#include "service/history.h"

struct kis_row;

#define BARS_MAX 100 /* rows of one chart */

struct bar_row {
	int32_t date;
	uint32_t pad;
	struct bar bar;
};

struct bars {
	struct bar_row rows[BARS_MAX]; /* the newest first, each day once */
	uint32_t count;
	uint32_t dropped; /* rows that cannot be, or of which two of one day differ */
	int64_t listed;   /* shares listed when it was answered; 0: not known */
};

/* Reads inquire-daily-itemchartprice of `code`. MCP_E_UPSTREAM when it is no chart, or another
 * share's; *ret is untouched then. */
mcp_status chart_read(struct span body, const char *code, struct bars *ret, struct fault *f);

struct krx_bar {
	char code[8];
	struct bar bar;
};

/* Reads one row of a KRX day (OutBlock_1). False when it is of another day, or cannot be. */
bool krx_bar_read(struct kis_row *row, int32_t date, struct krx_bar *ret);

/* Volume, value and close can stand beside each other: no value without volume, nor the other way
 * round, and a value of about volume x close. */
bool bar_fits(const struct bar *bar);

/* A day as eight digits; false when there is no such day between 2000 and 2099. */
bool date_read(struct kis_row *row, const char *field, int32_t *ret);

#endif
