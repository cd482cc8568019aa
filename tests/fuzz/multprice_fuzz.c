/* multprice_fuzz - any JSON as an answer of intstock-multprice: what is known of a row can be. */
#include <assert.h>
#include <stdint.h>

#include "data/scan.h"
#include "service/market_multprice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void assert_above(const struct multprice *m, enum multprice_figure figure, int64_t least)
{
	assert(!m->at[figure].known || m->at[figure].value >= least);
}

static void look_at_row(struct kis_row *row, enum basis basis)
{
	struct multprice m;
	char code[8] = "";

	if (multprice_code(row, code))
		assert(code[5] != '\0' && code[6] == '\0');
	multprice_read(row, basis, &m);
	assert_above(&m, MULTPRICE_PRICE, 1);
	assert_above(&m, MULTPRICE_VOLUME, 0);
	assert_above(&m, MULTPRICE_VALUE, 0);
	assert_above(&m, MULTPRICE_BEFORE, 1);
	assert_above(&m, MULTPRICE_BASE, 1);
	assert_above(&m, MULTPRICE_HIGH, 1);
	assert_above(&m, MULTPRICE_LOW, 1);
	assert_above(&m, MULTPRICE_SIGN, 1);
	assert(m.at[MULTPRICE_CHANGE].known == m.at[MULTPRICE_RATE].known);
	assert(!m.at[MULTPRICE_CHANGE].known || m.at[MULTPRICE_PRICE].known);
	assert(m.doubts < 1u << DOUBTS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span body = { (const char *)data, size };
	struct kis_rows rows;
	struct kis_row row;

	if (!scan_check(body, NULL) || !kis_rows(body, "output", &rows))
		return 0;
	while (kis_rows_next(&rows, &row)) {
		look_at_row(&row, BASIS_KRX);
		look_at_row(&row, BASIS_NXT);
	}
	return 0;
}
