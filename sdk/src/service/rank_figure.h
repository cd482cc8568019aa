/* rank_figure - the arithmetic of single figures: changes, ratios, means, deviations, places. Pure;
 * money and quantities as integers, rates as hundredths of a percent, half away from zero.
 */
#ifndef SERVICE_RANK_FIGURE_H
#define SERVICE_RANK_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#define RANK_Z_MAX 1000000000000000 /* hundredths: a z-score beyond it stands at it */

/* sum / n, rounded half up; sum is not below 0, n not 0. */
int64_t rank_mean(int64_t sum, uint32_t n);
/* (now x n - sum) / sum x 100: how far a day lies above the mean of n. False when sum or n is not
 * above 0, now is below 0, or it does not fit. */
bool rank_change(int64_t now, int64_t sum, uint32_t n, int64_t *ret);
/* now x n / sum x 100; false as above. */
bool rank_ratio(int64_t now, int64_t sum, uint32_t n, int64_t *ret);
/* Shares traded / shares listed x 100, of the free float only when `float_rate` (hundredths of a
 * percent of the listed shares) is above 0. False when listed is not above 0, volume is below 0,
 * float_rate passes 100 %, or it does not fit. */
bool rank_turnover(int64_t volume, int64_t listed, int64_t float_rate, int64_t *ret);
/* |part| / whole x 100; false when whole is not above 0, or it does not fit. */
bool rank_impact(int64_t part, int64_t whole, int64_t *ret);

/* Population standard deviation; 0 for no values. */
double rank_deviation(const int64_t *values, uint32_t n);
/* (now - mean) / deviation in hundredths; 0 when the deviation or n is 0. */
int64_t rank_z(int64_t now, int64_t sum, uint32_t n, double deviation);
/* The plan's rule: |z| > threshold, with z not rounded, or now / mean > 2; false on an empty list
 * or a mean that is not above 0. */
bool rank_is_unusual(int64_t now, const int64_t *values, uint32_t n, double threshold);

/* Place of each key among all, 1 the largest; equal keys by their order in `keys`. False when
 * memory is out. */
bool rank_places(const int64_t *keys, uint32_t count, uint32_t *ret);

#endif
