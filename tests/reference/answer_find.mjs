/* answer_find - find_stock. */
import { addDays, at, dateOf } from './days.mjs';
import { inScope } from './share.mjs';
import { exactly, text } from './want.mjs';

const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
/* What a keyboard makes of two consonants. */
const CLUSTERS = { ㄳ: 'ㄱㅅ', ㄵ: 'ㄴㅈ', ㄶ: 'ㄴㅎ', ㄺ: 'ㄹㄱ', ㄻ: 'ㄹㅁ', ㄼ: 'ㄹㅂ', ㄽ: 'ㄹㅅ', ㄾ: 'ㄹㅌ',
	ㄿ: 'ㄹㅍ', ㅀ: 'ㄹㅎ', ㅄ: 'ㅂㅅ' };

const folded = (name) => [...name.normalize('NFC').toUpperCase()]
	.filter((c) => !/[\s.,·&'()_-]/.test(c)).flatMap((c) => [...(CLUSTERS[c] ?? c)]);

function initialOf(c) {
	const n = c.codePointAt(0) - 0xac00;

	return n >= 0 && n < 11172 ? INITIALS[Math.floor(n / 588)] : null;
}

/* Where `part` stands first, by this comparison; below 0: nowhere. */
const placeOf = (whole, part, same) => whole.findIndex((_, i) =>
	i + part.length <= whole.length && part.every((c, k) => same(whole[i + k], c)));

/* [how good, what fits], the lower the better; null: it does not fit. */
function nameFit(name, part) {
	const whole = folded(name);
	const plain = placeOf(whole, part, (a, b) => a === b);
	const initials = placeOf(whole, part, (a, b) => a === b || initialOf(a) === b);

	if (plain === 0)
		return whole.length === part.length ? [0, 'name'] : [2, 'name_start'];
	if (plain > 0)
		return [3, 'name_part'];
	if (initials === 0)
		return [whole.length === part.length ? 4 : 5, 'initials'];
	return initials > 0 ? [6, 'initials'] : null;
}

function codeFit(code, query) {
	const seen = query.trim().toUpperCase().replace(/^KRX:/, '').replace(/^A(.{6})$/, '$1')
		.replace(/^(.{6})\.(KS|KQ|KRX)$/, '$1');

	if (!/^[0-9][0-9A-Z]{1,5}$/.test(seen) || !code.startsWith(seen))
		return null;
	return code === seen ? [1, 'code'] : [2, 'code_start'];
}

function fitOf(row, query) {
	const byName = nameFit(row.name, folded(query));
	const byCode = codeFit(row.code, query);

	return byCode && !(byName && byName[0] <= 1) ? byCode : byName;
}

const capOf = (row) => (row.base ?? 0n) * row.listed;

/* The files are renewed at 07:45. */
function listMs(wallMs) {
	const date = dateOf(wallMs);

	return wallMs < at(date, 7, 45) ? at(addDays(date, -1), 7, 45) : at(date, 7, 45);
}

async function wantRow(market, row, matchedBy) {
	const name = (await market.sectorList(row.market)).get(row.sector)?.name ?? null;

	return {
		stock_code: text(row.code),
		stock_name: text(row.name),
		market: text(row.market),
		sector_code: text(row.sector),
		sector_name: text(name),
		matched_by: text(matchedBy),
		flags: exactly(row.flags),
	};
}

export async function answerFind(market, args) {
	const fitting = inScope(market.roster, args.market)
		.map((row) => ({ row, fit: fitOf(row, args.query) })).filter(({ fit }) => fit)
		.sort((a, b) => a.fit[0] - b.fit[0] || (capOf(a.row) < capOf(b.row) ? 1 : capOf(a.row) > capOf(b.row) ? -1 : 0) ||
			(a.row.code < b.row.code ? -1 : 1));

	return {
		query: text(args.query),
		matches: await Promise.all(fitting.slice(0, args.count).map(({ row, fit }) =>
			wantRow(market, row, fit[1]))),
		stands: { name: market.session('KRX').name, asOfMs: listMs(market.wallMs), provisional: false },
	};
}
