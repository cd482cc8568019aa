/* rank_wide - products and sums that pass 64 bits on their way, and how they come back. Pure. */
#ifndef SERVICE_RANK_WIDE_H
#define SERVICE_RANK_WIDE_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 wide;

static inline bool wide_fits(wide value, int64_t *ret)
{
	if (value > INT64_MAX || value < INT64_MIN)
		return false;
	*ret = (int64_t)value;
	return true;
}

/* part / whole, half away from zero. Whole is above 0, both below 2^125. */
static inline wide wide_divide(wide part, wide whole)
{
	return (part * 2 + (part < 0 ? -whole : whole)) / (whole * 2);
}

/* part / whole x 100 in hundredths. |part| is below 2^111, whole below 2^125. False when whole is
 * not above 0, or the result does not fit. */
static inline bool wide_percent(wide part, wide whole, int64_t *ret)
{
	return whole > 0 && wide_fits(wide_divide(part * 10000, whole), ret);
}

#endif
