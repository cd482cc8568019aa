/* answer_volume - get_volume_ranking. */
import { cap, inScope, listedOf } from './share.mjs';
import { leaders, percent, ranked, total } from './number.mjs';
import { exactly, rate, text, whole } from './want.mjs';
import { MARKETS } from './market.mjs';

const LEADERS = 5;

async function wantRow(market, row, rank, args, seen) {
	const details = await market.details(row.code);
	const listed = listedOf(row, details.listed, seen?.market_cap);
	const withDetails = args.include_details;

	return {
		rank: whole(BigInt(rank)),
		stock_code: text(row.code),
		stock_name: text(row.name),
		market_type: text(row.market),
		current_price: whole(row.price),
		change: whole(row.change),
		change_rate: rate(row.rate),
		volume: whole(row.volume),
		trading_value: whole(row.value),
		market_cap: whole(cap(row.price, listed)),
		foreign_ratio: rate(withDetails ? details.foreign : null),
		per: rate(withDetails ? details.per : null),
		turnover_rate: rate(percent(row.volume, listed)),
		flags: exactly(row.flags),
	};
}

/* Totals of the index, KRX only. */
async function wantSummary(market, rows, scope, basis) {
	const totals = basis === 'KRX' ? await Promise.all(MARKETS.map((m) => market.index(m))) : [null, null];
	const sum = totals.includes(null) ? null : total(totals);
	const asked = scope === 'ALL' ? sum : totals[MARKETS.indexOf(scope)];
	const five = ranked(rows, (r) => r.value).slice(0, LEADERS);

	return {
		total_trading_value: whole(sum),
		kospi_trading_value: whole(totals[0]),
		kosdaq_trading_value: whole(totals[1]),
		top5_concentration: rate(five.length < LEADERS ? null :
			percent(total(five.map((r) => r.value)), asked)),
	};
}

export async function answerVolume(market, args, seen) {
	const { basis } = args;
	const rows = inScope(await market.snapshot(basis), args.market);
	const key = args.sort_by === 'volume' ? (r) => r.volume : (r) => r.value;
	const top = leaders(rows, key, args.count, seen.ranking);

	return {
		market: text(args.market),
		ranking: await Promise.all(top.map((row, i) =>
			wantRow(market, row, i + 1, args, seen.ranking?.[i]))),
		summary: await wantSummary(market, rows, args.market, basis),
	};
}
