/* market_sweep_match - which row of an answer is whose: by its code, never by its place. */
#include <string.h>

#include "service/market_sweep_part.h"

/* What a body says of one asked share. */
struct found {
	struct span row; /* at NULL: nothing */
	bool is_torn;    /* two rows that differ */
};

static const uint32_t known_bits[MULTPRICE_FIGURES] = {
	[MULTPRICE_PRICE] = SNAPSHOT_PRICE,
	[MULTPRICE_CHANGE] = SNAPSHOT_CHANGE,
	[MULTPRICE_RATE] = SNAPSHOT_CHANGE,
	[MULTPRICE_VOLUME] = SNAPSHOT_VOLUME,
	[MULTPRICE_VALUE] = SNAPSHOT_VALUE,
	[MULTPRICE_BEFORE] = SNAPSHOT_BEFORE,
	[MULTPRICE_BASE] = SNAPSHOT_BASE,
	[MULTPRICE_HIGH] = SNAPSHOT_HIGH,
	[MULTPRICE_LOW] = SNAPSHOT_LOW,
	[MULTPRICE_SIGN] = SNAPSHOT_SIGN,
};

static struct found *find(
	const struct sweep *w, const struct sweep_call *c, struct found *all, struct kis_row *row)
{
	char code[8];

	if (!multprice_code(row, code))
		return NULL;
	for (uint32_t i = 0; i < c->count; i++)
		if (strcmp(w->made->shares[c->rows[i]].row.code, code) == 0)
			return &all[i];
	return NULL;
}

static void see(struct sweep *w, struct found *f, struct span row)
{
	if (!f) {
		w->strangers++;
		return;
	}
	if (f->row.at) {
		w->has_doubles = true;
		f->is_torn = f->is_torn || !span_same(f->row, row);
		return;
	}
	f->row = row;
}

/* False when the row is about nothing: what KIS says of a code it does not know. NXT says that of
 * each share that it does not trade. */
static bool keep(struct sweep *w, uint32_t at, struct span row)
{
	struct multprice m;
	struct kis_row r;
	uint32_t known = SNAPSHOT_ANSWERED;

	kis_row_init(&r, row);
	multprice_read(&r, w->spec.basis, &m);
	if (m.is_blank && w->spec.basis != BASIS_NXT)
		return false;
	for (int i = 0; i < MULTPRICE_FIGURES; i++) {
		w->figures[i][at] = m.at[i].known ? m.at[i].value : 0;
		known |= m.at[i].known ? known_bits[i] : 0;
	}
	w->known[at] = known;
	w->marks[at] = (struct sweep_mark){ (uint8_t)m.doubts, (uint8_t)m.market };
	return true;
}

bool sweep_match(struct sweep *w, const struct sweep_call *c, struct span body)
{
	struct found found[MULTPRICE_CODES] = { 0 };
	struct kis_rows rows;
	struct kis_row row;
	bool any = false;

	if (!kis_rows(body, "output", &rows))
		return false;
	while (kis_rows_next(&rows, &row))
		see(w, find(w, c, found, &row), row.text);
	for (uint32_t i = 0; i < c->count; i++)
		if (found[i].row.at && !found[i].is_torn)
			any = keep(w, c->rows[i], found[i].row) || any;
	return any;
}
