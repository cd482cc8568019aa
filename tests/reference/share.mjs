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

/* What the n completed days before the session's say: {volumes, values, closeFirst}, or null when a
 * day had no trades or something happened to the shares. */
export function windowOf(market, row, bars, n) {
	const days = market.completedDays(n);
	const window = days.map((date) => bars.get(date));

	if ([row.parChange, row.capitalIncrease].some((code) => code !== '' && code !== '00'))
		return null;
	if (!window.every((b) => b && b.volume > 0n && b.value !== null && !b.split))
		return null;
	if (baseDiffers(row, window))
		return null;
	return {
		volumes: window.map((b) => b.volume),
		values: window.map((b) => b.value),
		closeFirst: window.at(-1).close,
	};
}

/* A day's change counts from something else than the close before it: that is how rights and other
 * changes of the share count show. */
function baseDiffers(row, window) {
	if (row.base !== null && window[0].close !== null && row.base !== window[0].close)
		return true;
	return window.slice(0, -1).some((b, i) =>
		b.base !== null && window[i + 1].close !== null && b.base !== window[i + 1].close);
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
