/* answer_mcap - get_market_cap_ranking. */
import { cap, inScope, listedOf, masterCap, places } from './share.mjs';
import { above0, divide, leaders, percent, ranked, total } from './number.mjs';
import { exactly, rate, text, whole } from './want.mjs';
import { MARKETS } from './market.mjs';
import { sectorOf } from './answer_sector.mjs';

const LARGEST = 10;

const within = (n, least, most) => n !== null &&
	(least === undefined || n >= least) && (most === undefined || n <= most);
const won = (n) => (n === undefined ? undefined : BigInt(n));
/* A bound of a rate, in hundredths; questions give at most two decimals. */
const bound = (x) => (x === undefined ? undefined : BigInt(Math.round(x * 100)));
const isBounded = (...bounds) => bounds.some((b) => b !== undefined);

/* A null figure does not pass a bound. */
async function passes(market, row, filter) {
	const f = filter ?? {};
	const checks = [
		[row.value, won(f.min_trading_value), won(f.max_trading_value)],
		[row.price, won(f.min_price), won(f.max_price)],
		[masterCap(row), won(f.min_market_cap), won(f.max_market_cap)],
		[row.rate, bound(f.min_change_rate), bound(f.max_change_rate)],
	];

	if (!checks.every(([n, least, most]) => !isBounded(least, most) || within(n, least, most)))
		return false;
	if (f.sector === undefined)
		return true;
	const sector = await sectorOf(market, row);

	return row.sector === f.sector || sector?.name === f.sector;
}

/* Places and sums of one market. */
function standing(rows) {
	return {
		now: places(rows, masterCap),
		before: places(rows, (r) => cap(r.base, r.masterListed)),
		byValue: places(rows, (r) => r.value),
		sum: total(rows.map(masterCap).filter((c) => c !== null)),
	};
}

function placesGained(row, stand) {
	const before = stand.before.get(row.code);
	const now = stand.now.get(row.code);

	return before === undefined || now === undefined ? null : before - now;
}

async function wantRow(market, row, rank, stand, seen) {
	const details = await market.details(row.code);

	return {
		rank: whole(BigInt(rank)),
		stock_code: text(row.code),
		stock_name: text(row.name),
		market_cap: whole(cap(row.price, listedOf(row, details.listed, seen?.market_cap))),
		market_cap_rank_change: whole(placesGained(row, stand)),
		current_price: whole(row.price),
		trading_value: whole(row.value),
		trading_value_rank: whole(stand.byValue.get(row.code) ?? null),
		weight_in_index: rate(percent(masterCap(row), above0(stand.sum))),
		foreign_ownership: rate(details.foreign),
		/* Not in KIS; the demo market has no OpenDART key. */
		treasury_stock_ratio: rate(null),
		per: rate(details.per),
		pbr: rate(details.pbr),
		flags: exactly(row.flags),
	};
}

async function mean(market, rows, name) {
	const seen = (await Promise.all(rows.map((r) => market.details(r.code))))
		.map((d) => d[name]).filter((n) => n !== null);

	return seen.length ? divide(total(seen), BigInt(seen.length)) : null;
}

/* The master file decides which shares are shown; they stand in the order of the caps shown. */
async function byShownCap(market, rows, seen) {
	const shown = await Promise.all(rows.map(async (row) => {
		const { listed } = await market.details(row.code);
		const at = seen.ranking?.find((r) => r.stock_code === row.code);

		return { ...row, shownCap: cap(row.price, listedOf(row, listed, at?.market_cap)) };
	}));

	return leaders(shown, (r) => r.shownCap, rows.length, seen.ranking);
}

export async function answerMcap(market, args, seen) {
	const everything = await market.snapshot('KRX');
	const asked = inScope(everything, args.market);
	const stands = Object.fromEntries(MARKETS.map((m) => [m, standing(inScope(everything, m))]));
	const passing = [];

	for (const row of asked)
		if (await passes(market, row, args.filter_by))
			passing.push(row);
	const top = await byShownCap(market, leaders(passing, masterCap, args.count, seen.ranking), seen);
	const caps = ranked(asked, masterCap).map(masterCap);

	return {
		market: text(args.market),
		ranking: await Promise.all(top.map((row, i) => 
			wantRow(market, row, i + 1, stands[row.market], seen.ranking?.[i]))),
		summary: {
			total_market_cap: whole(total(caps)),
			top10_concentration: rate(caps.length < LARGEST ? null :
				percent(total(caps.slice(0, LARGEST)), total(caps))),
			average_per: rate(await mean(market, top, 'per')),
			average_pbr: rate(await mean(market, top, 'pbr')),
		},
	};
}
