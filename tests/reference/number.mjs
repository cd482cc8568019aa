/* number - figures as KIS writes them, and exact arithmetic on them. Money is BigInt; a rate is a
 * BigInt of hundredths of a percent. null is "not known". */

/* A whole number; null for empty or other text. */
export function whole(text) {
	const t = (text ?? '').trim();

	return /^[+-]?\d+$/.test(t) ? BigInt(t.replace('+', '')) : null;
}

/* A number with at most two decimals, as hundredths. */
export function hundredths(text) {
	const m = /^([+-]?)(\d+)(?:\.(\d{1,2}))?$/.exec((text ?? '').trim());

	if (!m)
		return null;
	const n = BigInt(m[2]) * 100n + BigInt((m[3] ?? '').padEnd(2, '0'));
	return m[1] === '-' ? -n : n;
}

export const above0 = (n) => (n !== null && n > 0n ? n : null);
export const notBelow0 = (n) => (n !== null && n >= 0n ? n : null);
export const absolute = (n) => (n < 0n ? -n : n);

/* a / b, half away from zero; b above 0. */
export function divide(a, b) {
	const n = (2n * absolute(a) + b) / (2n * b);

	return a < 0n ? -n : n;
}

/* part / whole x 100 as hundredths; null unless the whole is above 0. */
export function percent(part, of) {
	return part === null || of === null || of <= 0n ? null : divide(part * 10000n, of);
}

export function squareRoot(n) {
	if (n < 2n)
		return n;
	let at = 1n << BigInt((n.toString(2).length + 1) >> 1);

	for (;;) {
		const next = (at + n / at) >> 1n;

		if (next >= at)
			return at;
		at = next;
	}
}

/* (now - mean) / population deviation of the values, as hundredths, half away from zero; 0 when
 * they do not deviate. With n values of sum S and sum of squares Q it is
 * (n now - S) / sqrt(n Q - S x S). */
export function zScore(now, values) {
	const n = BigInt(values.length);
	const sum = total(values);
	const spread = n * total(values.map((v) => v * v)) - sum * sum;
	const above = n * now - sum;

	if (spread === 0n)
		return 0n;
	/* Twice the hundredths, cut; one more and halved: rounded. */
	const twice = squareRoot((200n * above) ** 2n / spread);
	const rounded = (twice + 1n) / 2n;
	return above < 0n ? -rounded : rounded;
}

export function total(values) {
	return values.reduce((sum, v) => sum + v, 0n);
}

/* Descending by key, equal ones by code; rows without a key are left out. */
export function ranked(rows, key) {
	return rows.filter((r) => key(r) !== null).sort((a, b) => {
		const ka = key(a);
		const kb = key(b);

		if (ka !== kb)
			return ka > kb ? -1 : 1;
		return a.code < b.code ? -1 : 1;
	});
}

/* The first `count` of the ranking. Nothing says how equal keys are ordered: where the answer `seen`
 * has another share of the same key, that one is taken. */
export function leaders(rows, key, count, seen, field = 'stock_code') {
	const order = ranked(rows, key);

	for (let i = 0; i < Math.min(count, order.length); i++) {
		const j = order.findIndex((r, at) => at > i && r.code === seen?.[i]?.[field]);

		if (order[i].code !== seen?.[i]?.[field] && j > i && key(order[j]) === key(order[i]))
			[order[i], order[j]] = [order[j], order[i]];
	}
	return order.slice(0, count);
}
