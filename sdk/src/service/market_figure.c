/* market_figure - figures of one share in a row of KIS: read, and doubted where they cannot be. */
#include "service/market_figure.h"

#include <string.h>

#include "data/scan.h"

#define CODE_LENGTH 6
/* A mean price so many times the last one, or so many times below it, is another unit: 천주 or
 * 백만원. In liquidation trading a price may well fall by nine tenths in a day. */
#define UNIT_APART 100

static void doubt(uint32_t *doubts, enum doubt why)
{
	*doubts |= UINT32_C(1) << why;
}

/* Something other than null and blanks stands there, of whatever kind. */
static bool is_there(struct kis_row *row, const char *field)
{
	struct span value = kis_value(row, field);

	switch (scan_kind(value)) {
	case SCAN_ABSENT:
	case SCAN_NULL:
		return false;
	case SCAN_TEXT:
		return span_trim((struct span){ value.at + 1, value.len - 2 }).len > 0;
	default:
		return true;
	}
}

/* Null is fine; what is there and was not understood is not. */
static mcp_int nothing(struct kis_row *row, const char *field, uint32_t *doubts)
{
	if (is_there(row, field))
		doubt(doubts, DOUBT_FIGURE);
	return (mcp_int){ 0 };
}

mcp_int figure_amount(struct kis_row *row, const char *field, uint32_t *doubts)
{
	int64_t n;

	if (kis_int(row, field, &n) && n >= 0)
		return MCP_KNOWN_INT(n);
	return nothing(row, field, doubts);
}

mcp_int figure_positive(struct kis_row *row, const char *field, uint32_t *doubts)
{
	mcp_int n = figure_amount(row, field, doubts);

	if (!n.known || n.value > 0)
		return n;
	doubt(doubts, DOUBT_FIGURE);
	return (mcp_int){ 0 };
}

mcp_int figure_rate(struct kis_row *row, const char *field, bool is_signed, uint32_t *doubts)
{
	int64_t n;

	if (kis_hundredths(row, field, &n) && (is_signed || n >= 0))
		return MCP_KNOWN_INT(n);
	return nothing(row, field, doubts);
}

static mcp_int read_sign(struct kis_row *row, uint32_t *doubts)
{
	int64_t sign;

	if (!kis_int(row, "prdy_vrss_sign", &sign) || sign < 0 || sign > 5)
		return nothing(row, "prdy_vrss_sign", doubts);
	return sign > 0 ? MCP_KNOWN_INT(sign) : (mcp_int){ 0 };
}

/* The change is signed already; the sign beside it must say the same. */
static bool agrees_with_sign(mcp_int sign, mcp_int n)
{
	if (!sign.known || !n.known)
		return true;
	if (sign.value == 3)
		return n.value == 0;
	return sign.value < 3 ? n.value >= 0 : n.value <= 0;
}

struct figure_change figure_change(struct kis_row *row, const char *field, uint32_t *doubts)
{
	struct figure_change c = { 0 };
	int64_t won;

	if (kis_int(row, field, &won))
		c.won = MCP_KNOWN_INT(won);
	else
		c.won = nothing(row, field, doubts);
	c.rate = figure_rate(row, "prdy_ctrt", true, doubts);
	c.sign = read_sign(row, doubts);
	if (agrees_with_sign(c.sign, c.won) && agrees_with_sign(c.sign, c.rate))
		return c;
	doubt(doubts, DOUBT_SIGN);
	return (struct figure_change){ 0 };
}

/* One without the other cannot be, nor a mean price far from the last one. */
bool figure_fits(mcp_int volume, mcp_int value, mcp_int price)
{
	int64_t mean;

	if (!volume.known || !value.known)
		return true;
	if (volume.value == 0 || value.value == 0)
		return volume.value == value.value;
	if (!price.known)
		return true;
	mean = value.value / volume.value;
	return mean / UNIT_APART <= price.value && price.value / UNIT_APART <= mean;
}

bool figure_code(const char *text, char ret[8])
{
	if (strlen(text) != CODE_LENGTH)
		return false;
	for (size_t i = 0; i < CODE_LENGTH; i++)
		if (!((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'A' && text[i] <= 'Z')))
			return false;
	memcpy(ret, text, CODE_LENGTH + 1);
	return true;
}

void figure_note_doubts(const uint32_t shares[DOUBTS], struct provenance *p)
{
	if (shares[DOUBT_SIGN])
		provenance_note(p,
			"change of %u shares is left out: the upstream sign contradicts it",
			shares[DOUBT_SIGN]);
	if (shares[DOUBT_FIGURE])
		provenance_note(p,
			"figures of %u shares are left out: what came from upstream cannot be",
			shares[DOUBT_FIGURE]);
	if (shares[DOUBT_OVERFLOW])
		provenance_note(p,
			"market cap of %u shares is left out: price x shares is too large",
			shares[DOUBT_OVERFLOW]);
	if (shares[DOUBT_NAME])
		provenance_note(p, "%u shares came without a name: the code stands for it",
			shares[DOUBT_NAME]);
}
