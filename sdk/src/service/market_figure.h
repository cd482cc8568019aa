/* market_figure - figures of one share in a row of KIS: read, and doubted where they cannot be. */
#ifndef SERVICE_MARKET_FIGURE_H
#define SERVICE_MARKET_FIGURE_H

#include "service/kis_client.h"

/* Why a value is null or a row is gone. */
enum doubt {
	DOUBT_SIGN,     /* change and its sign contradict each other */
	DOUBT_FIGURE,   /* a figure that cannot be: below zero, or not a number */
	DOUBT_OVERFLOW, /* price x shares passes what a number holds */
	DOUBT_NAME,     /* without a name */
	DOUBT_KEY,      /* without the figure it is ranked by, or without a code */
	DOUBTS,
};

/* `doubts` below: a bit per enum doubt. What is absent or empty is null without a doubt. */

/* A whole number that is never below zero. */
mcp_int figure_amount(struct kis_row *row, const char *field, uint32_t *doubts);
/* The same, of what no share is without: 0 is not known. */
mcp_int figure_positive(struct kis_row *row, const char *field, uint32_t *doubts);
/* A percentage in hundredths. */
mcp_int figure_rate(struct kis_row *row, const char *field, bool is_signed, uint32_t *doubts);

/* The change against the previous close, signed; null when prdy_vrss_sign contradicts. */
struct figure_change {
	mcp_int won;
	mcp_int rate; /* hundredths of a percent (prdy_ctrt) */
	mcp_int sign; /* 1 upper limit, 2 up, 3 flat, 4 lower limit, 5 down; null: not traded */
};

/* `field` holds the won: prdy_vrss, inter2_prdy_vrss. */
struct figure_change figure_change(struct kis_row *row, const char *field, uint32_t *doubts);

/* Shares and won traded fit each other, and the mean price the last one: no other unit stands
 * there. What is not known does not speak against it. */
bool figure_fits(mcp_int volume, mcp_int value, mcp_int price);

/* A share's six characters; false when they are of something else, like an ETN ("Q500027"). */
bool figure_code(const char *text, char ret[8]);

/* What doubts mean, by how many shares have each. */
void figure_note_doubts(const uint32_t shares[DOUBTS], struct provenance *p);

#endif
