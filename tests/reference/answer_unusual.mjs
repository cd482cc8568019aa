/* answer_unusual - get_unusual_volume. */
import { compares, inScope, meanOf, ratioTo, windowOf } from './share.mjs';
import { leaders, total, zScore } from './number.mjs';
import { exactly, fitting, rate, text, whole } from './want.mjs';

const DAYS = 20;
const CODES = ['major_disclosure', 'news_coverage', 'technical_breakout', 'price_limit',
	'volatility_interruption', 'sector_move', 'corporate_action', 'newly_listed', 'program_flow',
	'market_warning'];

/* Days in a row, the session's as 1, that reach the threshold against the 20 days before them. A
 * day that did not trade, was split or does not compare with those days ends them. */
function consecutiveDays(market, bars, threshold) {
	const days = market.completedDays(64).map((date) => bars.get(date));
	let count = 1n;

	for (let i = 0; i + DAYS < days.length; i++) {
		const [day, ...window] = days.slice(i, i + 1 + DAYS);

		if (!day || !(day.volume > 0n) || day.split || !compares(window, day.base))
			break;
		if (day.volume * BigInt(DAYS) * 100n < BigInt(threshold) * total(window.map((b) => b.volume)))
			break;
		count++;
	}
	return count;
}

/* What can be said for certain of the codes: which are allowed, and those that one field decides. */
function reasonsProblem(row, interrupted, seen) {
	const certain = {
		price_limit: row.sign === '1' || row.sign === '4',
		volatility_interruption: interrupted.includes(row.code),
		market_warning: row.flags.some((f) => !['trading halted', 'preferred share'].includes(f)),
	};

	if (!Array.isArray(seen) || !seen.every((code) => CODES.includes(code)) ||
		new Set(seen).size !== seen.length)
		return 'known codes, each once';
	const wrong = Object.keys(certain).filter((code) => seen.includes(code) !== certain[code]);

	return wrong.map((code) => `${certain[code] ? '' : 'no '}${code}`).join(' and ');
}

async function wantRow(market, row, args) {
	const interrupted = await market.interruptions(market.session('KRX').date);

	return {
		stock_code: text(row.code),
		stock_name: text(row.name),
		current_volume: whole(row.volume),
		average_volume: whole(meanOf(row.window.volumes)),
		volume_ratio: rate(row.ratio),
		z_score: rate(zScore(row.volume, row.window.volumes)),
		price_change_rate: rate(row.rate),
		trading_value: whole(row.value),
		consecutive_days: whole(consecutiveDays(market, row.bars, args.threshold)),
		possible_reasons: fitting('a list of codes', (seen) => Array.isArray(seen)),
		reason_details: fitting('a list', (seen) => Array.isArray(seen)),
		flags: exactly(row.flags),
		together: {
			possible_reasons: (seen) => reasonsProblem(row, interrupted, seen.possible_reasons),
			reason_details: (seen) => {
				const codes = JSON.stringify(seen.possible_reasons);

				return JSON.stringify(seen.reason_details?.map((d) => d.code)) === codes &&
					seen.reason_details.every((d) => d.seen) ? '' : `what each of ${codes} saw`;
			},
		},
	};
}

async function look(market, row) {
	const bars = await market.bars(row.code);
	const window = windowOf(market, row, bars, DAYS);

	return window ? { ...row, bars, window, ratio: ratioTo(row.volume, window.volumes) } : null;
}

export async function answerUnusual(market, args, seen) {
	const rows = inScope(await market.snapshot('KRX'), args.market);
	const looked = await Promise.all(rows.map((row) => look(market, row)));
	const passing = looked.filter((r) => r && r.ratio !== null && r.ratio >= BigInt(args.threshold) * 100n &&
		(args.min_price === null || (r.price !== null && r.price >= BigInt(args.min_price))));
	const top = leaders(passing, (r) => r.ratio, args.count, seen.unusual_stocks);

	return {
		detection_criteria: {
			threshold: whole(BigInt(args.threshold)),
			comparison_period: text('20D'),
			min_price: whole(args.min_price === null ? null : BigInt(args.min_price)),
		},
		unusual_stocks: await Promise.all(top.map((row) => wantRow(market, row, args))),
	};
}
