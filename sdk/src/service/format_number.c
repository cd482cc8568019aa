/* format_number - grouped integers, won in 조 and 억 or T, B and M, percent. */
#include "service/format.h"

#include <stdio.h>

#include "base/cleanup.h"

#define JO UINT64_C(1000000000000)
#define EOK UINT64_C(100000000)
#define MAN UINT64_C(10000)

static uint64_t magnitude(int64_t n)
{
	return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

static void put_sign(int64_t n, bool is_signed, struct buf *ret)
{
	if (n < 0)
		buf_char(ret, '-');
	else if (n > 0 && is_signed)
		buf_char(ret, '+');
}

static void put_grouped(uint64_t n, struct buf *ret)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_char(ret, ',');
		buf_char(ret, digits[i]);
	}
}

void format_grouped(int64_t n, bool is_signed, struct buf *ret)
{
	put_sign(n, is_signed, ret);
	put_grouped(magnitude(n), ret);
}

/* n / unit, half up. */
static uint64_t rounded(uint64_t n, uint64_t unit)
{
	return n / unit + (n % unit >= unit - n % unit ? 1 : 0);
}

/* Steps where rounding would reach the next unit belong to that unit already. */
static void put_korean(uint64_t n, struct buf *ret)
{
	uint64_t eok = rounded(n, EOK);

	if (eok >= 10) {
		if (eok >= JO / EOK) {
			put_grouped(eok / (JO / EOK), ret);
			buf_puts(ret, "조");
			eok %= JO / EOK;
			if (eok == 0)
				return;
			buf_char(ret, ' ');
		}
		put_grouped(eok, ret);
		buf_puts(ret, "억");
	} else if (rounded(n, MAN) >= EOK / MAN) {
		uint64_t tenths = rounded(n, EOK / 10);

		buf_printf(ret, "%u.%u억", (unsigned)(tenths / 10), (unsigned)(tenths % 10));
	} else if (n >= MAN) {
		put_grouped(rounded(n, MAN), ret);
		buf_puts(ret, "만");
	} else {
		put_grouped(n, ret);
		buf_puts(ret, "원");
	}
}

struct step {
	uint64_t unit;
	char letter;
};

static void put_english(uint64_t n, struct buf *ret)
{
	static const struct step steps[] = {
		{ JO, 'T' },
		{ UINT64_C(1000000000), 'B' },
		{ UINT64_C(1000000), 'M' },
	};

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		uint64_t hundredths = rounded(n, steps[i].unit / 100);

		if (hundredths < 100)
			continue;
		put_grouped(hundredths / 100, ret);
		buf_printf(ret, ".%02u%c", (unsigned)(hundredths % 100), steps[i].letter);
		return;
	}
	put_grouped(n, ret);
}

void format_won(int64_t won, bool is_korean, bool is_signed, struct buf *ret)
{
	put_sign(won, is_signed, ret);
	if (is_korean)
		put_korean(magnitude(won), ret);
	else
		put_english(magnitude(won), ret);
}

void format_percent(double percent, bool is_signed, struct buf *ret)
{
	/* What rounds to zero has no sign. */
	if (percent > -0.005 && percent < 0.005)
		percent = 0;
	buf_printf(ret, is_signed && percent > 0 ? "+%.2f%%" : "%.2f%%", percent);
}
