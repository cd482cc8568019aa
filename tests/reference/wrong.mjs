/* wrong - would a wrong answer be seen? Each figure and text of a right answer is made wrong by the
 * least that counts, and the comparison must notice. */
import { differences } from './want.mjs';

/* What may be otherwise and still right. */
const COUNTS = ['news_count', 'disclosure_count', 'counts_at_least'];
const FREE = ['complete', 'upstream_calls', 'notes', 'age_s', 'seen', ...COUNTS];
/* Written with two decimals; the rest is whole. */
const RATE = /(_rate|_ratio|_concentration|_impact|_ownership|_index|contribution|\b(average_)?p[eb]r|z_score)$/;

const nameOf = (path) => path.split('.').at(-1).replace(/\[.*/, '');

function spoilt(path, value) {
	if (typeof value === 'bigint')
		return RATE.test(path) ? Number(value) + 0.01 : value + 1n;
	if (typeof value === 'number')
		return Number((value + 0.01).toFixed(2));
	if (typeof value === 'string')
		return `${value}.`;
	return value === null ? 1n : !value;
}

function* leaves(value, path = '', set = () => {}) {
	if (value === null || typeof value !== 'object') {
		yield { path, value, set };
		return;
	}
	for (const name of Object.keys(value))
		yield* leaves(value[name], Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name,
			(v) => { value[name] = v; });
}

/* Paths that could be wrong without a difference. */
export function unseen(seen, wanted) {
	const missed = [];

	for (const leaf of [...leaves(seen)].filter((l) => !FREE.includes(nameOf(l.path)))) {
		leaf.set(spoilt(leaf.path, leaf.value));
		if (differences(seen, wanted).length === 0)
			missed.push(leaf.path);
		leaf.set(leaf.value);
	}
	return missed;
}

/* Rows that stand in another order, one that is missing. */
export function unseenRows(seen, wanted) {
	const list = ['ranking', 'unusual_stocks', 'matches'].find((name) => Array.isArray(seen[name]));
	const rows = seen[list] ?? [];

	if (rows.length < 2)
		return [];
	const wrongs = {
		'the last row is missing': rows.slice(0, -1),
		'two rows changed places': [rows[1], rows[0], ...rows.slice(2)],
		'a row comes twice': [...rows.slice(0, -1), rows[0]],
	};

	return Object.entries(wrongs)
		.filter(([, wrong]) => differences({ ...seen, [list]: wrong }, wanted).length === 0)
		.map(([name]) => name);
}
