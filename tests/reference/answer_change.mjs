/* answer_change - get_volume_change_ranking. */
import { changeFrom, inScope, meanOf, windowOf } from './share.mjs';
import { leaders, percent } from './number.mjs';
import { exactly, rate, text, whole } from './want.mjs';
import { wantCounts } from './titles.mjs';

const DAYS = { '1D': 1, '5D': 5, '20D': 20 };

async function comparedRow(market, row, days) {
	const window = windowOf(market, row, await market.bars(row.code), days);

	if (!window || row.value === null)
		return null;
	return { ...row, window, changed: changeFrom(row.value, window.values) };
}

/* Over more than a day by the adjusted close, unless a base was adjusted since. */
function priceChange(row, period) {
	if (period === '1D')
		return row.rate;
	if (row.window.isAdjusted || row.price === null || row.window.closeFirst === null)
		return null;
	return percent(row.price - row.window.closeFirst, row.window.closeFirst);
}

async function wantRow(market, row, rank, args) {
	return {
		rank: whole(BigInt(rank)),
		stock_code: text(row.code),
		stock_name: text(row.name),
		current_volume: whole(row.value),
		previous_volume: whole(meanOf(row.window.values)),
		volume_change_rate: rate(row.changed),
		price_change_rate: rate(priceChange(row, args.period)),
		...await wantCounts(market, row, DAYS[args.period]),
		flags: exactly(row.flags),
	};
}

export async function answerChange(market, args, seen) {
	const rows = inScope(await market.snapshot('KRX'), args.market);
	const compared = await Promise.all(rows.map((r) => comparedRow(market, r, DAYS[args.period])));
	const top = leaders(compared.filter((r) => r), (r) => r.changed, args.count, seen.ranking);

	return {
		period: text(args.period),
		ranking: await Promise.all(top.map((row, i) => wantRow(market, row, i + 1, args))),
	};
}
