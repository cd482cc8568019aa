/* share - figures of single shares beside their quotes: caps, windows of completed days, places. */
import { divide, percent, ranked, total } from './number.mjs';

/* Rows of the market asked for. */
export function inScope(rows, scope) {
	return scope === 'ALL' ? rows : rows.filter((r) => r.market === scope);
}

export const cap = (price, listed) => (price === null || listed === null ? null : price * listed);
/* By the master file, whose listed shares are whole thousands. */
export const masterCap = (row) => cap(row.price, row.masterListed);

/* The listed shares an answer's market cap stands on: exact ones, or the master file's thousands. */
export function listedOf(row, exact, seenCap) {
	return seenCap !== cap(row.price, exact) && seenCap === masterCap(row) ? row.masterListed : exact;
}

/* code → place, 1 the first, by a key. */
export function places(rows, key) {
	return new Map(ranked(rows, key).map((r, i) => [r.code, BigInt(i + 1)]));
}

/* A base price at most 60 % of the close before it, or the other way round: the shares became others,
 * whatever else is said. */
function isOtherShare(base, before) {
	return base !== null && before !== null && (base * 10n <= before * 6n || before * 10n <= base * 6n);
}

const differs = (base, before) => base !== null && before !== null && base !== before;

/* Whether days compare: each traded, none split, none with the base of another share. `later` is the
 * base of the day that is compared with them. */
export function compares(days, later) {
	return days.every((b) => b && b.volume > 0n && b.value !== null && !b.split) &&
		days.every((b, i) => !isOtherShare(i === 0 ? later : days[i - 1].base, b.close));
}

/* What the n completed days before the session's say: {volumes, values, closeFirst, isAdjusted}, or
 * null when a day had no trades or something happened to the shares. A base that differs a little is
 * that of new shares: what was traded compares, prices do not. */
export function windowOf(market, row, bars, n) {
	const days = market.completedDays(n).map((date) => bars.get(date));

	if (!['', '00'].includes(row.parChange) || !compares(days, row.base))
		return null;
	return {
		volumes: days.map((b) => b.volume),
		values: days.map((b) => b.value),
		closeFirst: days.at(-1).close,
		isAdjusted: days.some((b, i) => differs(i === 0 ? row.base : days[i - 1].base, b.close)),
	};
}

export const meanOf = (values) => divide(total(values), BigInt(values.length));
/* now x n / sum x 100 */
export const ratioTo = (now, values) =>
	percent(now === null ? null : now * BigInt(values.length), total(values));
/* (now x n - sum) / sum x 100 */
export const changeFrom = (now, values) => {
	const sum = total(values);

	return percent(now === null ? null : now * BigInt(values.length) - sum, sum);
};
