/* want - what a field of an answer must be, and where an answer differs from it.
 *
 * A wanted field is one of the objects made below; a plain object or array is looked into. Of each
 * object in an answer every field must be wanted: one nobody recomputed is a difference, too. In
 * `together` stand rules over several fields of an object: name → function that gives what is wanted
 * instead, or ''. */

const shown = (v) => (typeof v === 'bigint' ? String(v) : JSON.stringify(v, (key, value) =>
	(typeof value === 'bigint' ? Number(value) : value)));

function leaf(fits, text) {
	return { leaf: true, fits, text };
}

/* A whole number, exact; null: not known. */
export const whole = (n) => leaf((seen) => seen === n, shown(n));

/* A rate of two decimals; hundredths. */
export const rate = (n) => leaf((seen) => {
	if (n === null || seen === null || seen === undefined)
		return seen === n;
	const hundred = Number(seen) * 100;

	return typeof seen !== 'string' && BigInt(Math.round(hundred)) === n &&
		Math.abs(hundred - Math.round(hundred)) < 1e-4;
}, n === null ? 'null' : `${n} hundredths`);

export const text = (t) => leaf((seen) => seen === t, shown(t));
export const exactly = (v) => leaf((seen) => shown(seen) === shown(v), shown(v));
export const fitting = (what, fits) => leaf(fits, what);
/* A field this reference says nothing about. */
export const anything = leaf(() => true, 'anything');
export const oneOf = (...wanted) => leaf((seen) => wanted.some((w) => w.fits(seen)),
	wanted.map((w) => w.text).join(' or '));

/* Differences as {field, host, reference}. */
export function differences(seen, wanted, field = '') {
	if (wanted?.leaf) {
		return wanted.fits(seen) ? [] :
			[{ field, host: seen === undefined ? 'nothing' : shown(seen), reference: wanted.text }];
	}
	if (Array.isArray(wanted))
		return arrayDifferences(seen, wanted, field);
	if (seen === null || typeof seen !== 'object' || Array.isArray(seen))
		return [{ field, host: shown(seen) ?? 'nothing', reference: 'an object' }];
	const { together = {}, ...single } = wanted;
	const found = [];

	for (const [name, rule] of Object.entries(together)) {
		const reference = rule(seen);

		if (reference)
			found.push({ field: `${field}.${name}`, host: shown(seen[name]), reference });
	}
	for (const name of new Set([...Object.keys(single), ...Object.keys(seen)])) {
		const path = field ? `${field}.${name}` : name;

		if (!(name in single))
			found.push({ field: path, host: shown(seen[name]), reference: 'not recomputed' });
		else
			found.push(...differences(seen[name], single[name], path));
	}
	return found;
}

function arrayDifferences(seen, wanted, field) {
	if (!Array.isArray(seen))
		return [{ field, host: shown(seen) ?? 'nothing', reference: 'a list' }];
	const found = seen.length === wanted.length ? [] :
		[{ field: `${field}.length`, host: String(seen.length), reference: String(wanted.length) }];

	for (let i = 0; i < Math.min(seen.length, wanted.length); i++)
		found.push(...differences(seen[i], wanted[i], `${field}[${i}]`));
	return found;
}
