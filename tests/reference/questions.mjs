/* questions - random questions at set moments: the same seed asks the same ones. */
import { at } from './days.mjs';

/* Each moment is a kind of its own; the first ones are asked in a short run, too. */
export const MOMENTS = [
	['in session', at(20261123, 10, 24)],
	['in the after-market', at(20261125, 17, 31, 7)],
	['just after the last trade, before the day is kept', at(20261124, 20, 3)],
	['on a weekend', at(20261128, 14, 0)],
	['on the first day of a year', at(20270104, 10, 41)],
	['just after the open', at(20261124, 9, 0, 20)],
	['in the opening auction', at(20261126, 8, 47)],
	['in the closing auction', at(20261127, 15, 24)],
	['between close and after-market', at(20261125, 15, 45, 30)],
	['just after the day is kept', at(20261126, 20, 7)],
	['at night', at(20261126, 2, 30)],
	['on a holiday', at(20261225, 11, 0)],
	['before trading on the first day of a year', at(20270104, 9, 41)],
	['on exam day, before its open', at(20261119, 9, 10)],
	['on exam day, in session', at(20261119, 15, 44)],
	['before the open, with NXT trading', at(20261120, 8, 20)],
	['in session, after noon', at(20261116, 13, 7, 59)],
	['in the last hour', at(20261110, 14, 55)],
];

/* A small generator (mulberry32): the same numbers on every machine. */
export function dice(seed) {
	let state = seed >>> 0;

	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);

		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const below = (n) => Math.floor(next() * n);

	return {
		below,
		between: (least, most) => least + below(most - least + 1),
		of: (list) => list[below(list.length)],
		chance: (p) => next() < p,
	};
}

const MARKETS = ['ALL', 'KOSPI', 'KOSDAQ'];
const count = (d) => (d.chance(0.3) ? d.of([1, 5, 30, 31, 50]) : d.between(1, 50));

/* What a bound may be: pairs that let some shares through and keep others out. */
const BOUNDS = {
	trading_value: [0, 100000000, 1000000000, 5000000000, 30000000000, 200000000000],
	price: [0, 1000, 2500, 10000, 50000, 200000],
	market_cap: [0, 50000000000, 300000000000, 2000000000000, 20000000000000],
	change_rate: [-30, -5, -1.25, -0.5, 0, 0.33, 2, 10],
};

function filterBy(d, sectors) {
	const filter = {};

	for (const [name, bounds] of Object.entries(BOUNDS)) {
		const least = d.below(bounds.length);

		if (d.chance(0.35))
			filter[`min_${name}`] = bounds[least];
		if (d.chance(0.2) && least + 1 < bounds.length)
			filter[`max_${name}`] = bounds[d.between(least + 1, bounds.length - 1)];
	}
	if (d.chance(0.3))
		filter.sector = d.of(sectors);
	return filter;
}

/* Sectors that exist, by code or name. */
const SECTORS = ['0008', '0013', '0024', '1024', '1028', '전기·전자', '제약', '건설', '유통'];

/* Parts of fictional names, whole ones, initials of both, codes and what is nobody's. */
const SOUGHT = ['중공업', '건설', '전자', '바이오', '반도체', '홀딩스', '소재', '우', '겐야중공업', '겐야', '샐유 세라믹',
	'ㄱㅇㅈㄱㅇ', 'ㅈㄱㅇ', 'ㄱㅅ', 'ㄳ', 'ㅂㅇㅇ', '겐ㅇ중', '세ㄹ', 'ㄹ믹', '644090', 'a644090', '644090.KS', 'krx:644090', '64',
	'6440', '0', '00', '1', 'KODEX', 'samsung', '없는이름'];

/* A tool's arguments, all of them, and which of them its schema gives by itself. */
export const TOOLS = {
	get_volume_ranking: {
		defaults: { market: 'ALL', count: 20, include_details: true, sort_by: 'trading_value', basis: 'KRX' },
		draw: (d) => ({
			market: d.of(MARKETS),
			count: count(d),
			include_details: d.chance(0.5),
			sort_by: d.of(['trading_value', 'volume']),
			basis: d.of(['KRX', 'KRX', 'NXT', 'UNIFIED']),
		}),
	},
	get_volume_change_ranking: {
		defaults: { market: 'ALL', period: '1D', count: 20 },
		draw: (d) => ({ market: d.of(MARKETS), period: d.of(['1D', '5D', '20D']), count: count(d) }),
	},
	get_investor_ranking: {
		defaults: { investor_type: 'FOREIGN', market: 'ALL', trade_type: 'NET', order: 'desc', count: 20 },
		draw: (d) => ({
			investor_type: d.of(['FOREIGN', 'INSTITUTION', 'INDIVIDUAL', 'PROGRAM']),
			trade_type: d.of(['BUY', 'SELL', 'NET', 'NET']),
			market: d.of(MARKETS),
			order: d.of(['desc', 'desc', 'asc']),
			count: count(d),
		}),
	},
	get_sector_volume_ranking: {
		defaults: { market: 'KOSPI', count: 20 },
		draw: (d) => ({ market: d.of(['KOSPI', 'KOSDAQ']), count: count(d) }),
	},
	get_market_cap_ranking: {
		defaults: { market: 'ALL', count: 20, filter_by: {} },
		draw: (d) => ({ market: d.of(MARKETS), count: count(d), filter_by: filterBy(d, SECTORS) }),
	},
	find_stock: {
		defaults: { market: 'ALL', count: 10 },
		draw: (d) => ({ query: d.of(SOUGHT), market: d.of(MARKETS), count: count(d) }),
	},
	get_unusual_volume: {
		defaults: { market: 'ALL', threshold: 200, min_price: null, count: 20 },
		draw: (d) => ({
			market: d.of(MARKETS),
			threshold: d.of([110, 150, 200, 200, 300, 500]),
			min_price: d.of([0, 0, 1000, 5000, 30000]),
			count: count(d),
		}),
	},
};

/* `total` questions: {moment, wallMs, tool, args: as sent, full: with the defaults}. */
export function draw(seed, total, moments, tools) {
	const d = dice(seed);
	const questions = [];

	for (let i = 0; i < total; i++) {
		const [moment, wallMs] = moments[i % moments.length];
		const tool = tools[Math.floor(i / moments.length) % tools.length];
		const drawn = TOOLS[tool].draw(d);
		/* Now and then an argument is left to its default. */
		const args = Object.fromEntries(Object.entries(drawn).filter(([name]) =>
			!(name in TOOLS[tool].defaults) || !d.chance(0.15)));

		questions.push({ moment, wallMs, tool, args, full: { ...TOOLS[tool].defaults, ...args } });
	}
	return questions;
}
