/* answer_investor - get_investor_ranking: of a completed day over all shares, or the provisional
 * net figures of the day under way. */
import { at, dateText, endOf } from './days.mjs';
import { inScope } from './share.mjs';
import { absolute, leaders, percent, ranked, total } from './number.mjs';
import { exactly, oneOf, rate, text, whole } from './want.mjs';
import { MARKETS } from './market.mjs';

const KEYS = { BUY: 'buyAmount', SELL: 'sellAmount', NET: 'netAmount' };
const MILLION = 1000000n;
const FULL = 30;
const CANDIDATES = 100;
/* What an answer says that ranks only some shares while the host gathers the day of all. */
const SOME = /only among the 100 most traded/;

/* The newest day whose flows are settled: the session's once it has ended for five minutes. */
export function settledDay(market) {
	const { date, name, asOfMs } = market.session('KRX');

	return name === 'closed' && market.wallMs >= asOfMs + 300000 ? date : market.calendar.before(date);
}

/* won / shares, half up; not known where rounding to a million may move it by more than 1 %. */
function average(amount, volume, isRounded) {
	if (amount === null || volume === null || volume <= 0n)
		return null;
	if (isRounded && MILLION / 2n * 100n > amount)
		return null;
	return (2n * amount + volume) / (2n * volume);
}

/* Provisional figures by quantity: their amounts are only quantity x price. */
function impact({ flow, dayValue }) {
	if (flow.volume !== undefined)
		return flow.netVolume === null ? null : percent(absolute(flow.netVolume), flow.volume);
	return flow.netAmount === null ? null : percent(absolute(flow.netAmount), dayValue);
}

function wantRow(row, rank) {
	const f = row.flow;

	return {
		rank: whole(BigInt(rank)),
		stock_code: text(row.code),
		stock_name: text(row.name),
		buy_amount: whole(f.buyAmount),
		sell_amount: whole(f.sellAmount),
		net_amount: whole(f.netAmount),
		buy_volume: whole(f.buyVolume),
		sell_volume: whole(f.sellVolume),
		net_volume: whole(f.netVolume),
		average_buy_price: whole(average(f.buyAmount, f.buyVolume, f.isRounded)),
		average_sell_price: whole(average(f.sellAmount, f.sellVolume, f.isRounded)),
		impact_ratio: rate(impact(row)),
		flags: exactly(row.flags),
	};
}

/* Shares with their flow of the day and their trading value of that day. */
async function rowsOf(market, args, rows, date) {
	return Promise.all(rows.map(async (row) => {
		const flow = args.investor_type === 'PROGRAM' ? (await market.programs(row.code)).get(date) :
			(await market.investors(row.code)).get(date)?.[args.investor_type];
		const bar = (await market.bars(row.code)).get(date);

		return { ...row, flow: flow ?? null, dayValue: bar?.value ?? null };
	}));
}

function sum(rows, key) {
	const known = rows.map((r) => r.flow?.[key] ?? null).filter((n) => n !== null);

	return known.length ? total(known) : null;
}

function wantSummary(totals, value) {
	return {
		total_buy_amount: whole(totals.buyAmount),
		total_sell_amount: whole(totals.sellAmount),
		total_net_amount: whole(totals.netAmount),
		market_impact: rate(totals.netAmount === null ? null : percent(absolute(totals.netAmount), value)),
	};
}

/* How the figures of a day that is over stand. */
function standsAtEnd(market, date) {
	return { name: 'closed', asOfMs: endOf(market.calendar, date), provisional: false };
}

function ordered(rows, args, seen) {
	const key = (r) => r.flow?.[KEYS[args.trade_type]] ?? null;

	/* Negated, the least come first. */
	return leaders(rows, args.order === 'asc' ? (r) => (key(r) === null ? null : -key(r)) : key,
		args.count, seen.ranking);
}

async function settledAnswer(market, args, seen, date) {
	const rows = await rowsOf(market, args, inScope(await market.snapshot('KRX'), args.market), date);
	const totals = Object.fromEntries(Object.values(KEYS).map((key) => [key, sum(rows, key)]));
	const dayValue = total(rows.map((r) => r.dayValue ?? 0n));
	const isLatest = date === market.session('KRX').date;

	return {
		ranking: ordered(rows, args, seen).map((row, i) => wantRow(row, i + 1)),
		summary: isLatest ? await liveSummary(market, args) : wantSummary(totals, dayValue),
		stands: standsAtEnd(market, date),
	};
}

/* Among the most traded shares of the session, of a day that is over or, for programs, under way. */
async function someAnswer(market, args, seen, date) {
	const traded = ranked(inScope(await market.snapshot('KRX'), args.market), (r) => r.value);
	const rows = await rowsOf(market, args, traded.slice(0, CANDIDATES), date);
	const session = market.session('KRX');
	const isOver = date !== session.date || session.name === 'closed';
	const orNull = (wanted) => oneOf(wanted, whole(null));

	return {
		ranking: ordered(rows, args, seen).map((row, i) => {
			const wanted = wantRow(row, i + 1);

			/* That day's trading value is gathered beside. */
			return { ...wanted, impact_ratio: orNull(wanted.impact_ratio) };
		}),
		summary: date === session.date ? await liveSummary(market, args) :
			Object.fromEntries(Object.keys(wantSummary({}, null)).map((name) => [name, whole(null)])),
		stands: isOver ? standsAtEnd(market, date) : session,
	};
}

/* The lists end at 30 rows a scope, funds and shares of the other market among them: what is left
 * is the ranking as far as every list reaches. */
async function provisionalRows(market, args) {
	const scopes = args.market === 'ALL' ? ['ALL', ...MARKETS] : ['ALL', args.market];
	const side = args.order === 'asc' ? '1' : '0';
	const lists = await Promise.all(scopes.map((s) => market.provisional(s, args.investor_type, side)));
	const found = new Map(lists.flat().map((r) => [r.code, r]));
	const rows = inScope(await market.snapshot('KRX'), args.market);

	return rows.filter((r) => found.has(r.code)).map((row) => ({
		...row,
		flow: {
			buyAmount: null,
			sellAmount: null,
			buyVolume: null,
			sellVolume: null,
			isRounded: true,
			...found.get(row.code),
		},
	}));
}

/* The market's own totals of the session's day. */
async function liveSummary(market, args) {
	const asked = args.market === 'ALL' ? MARKETS : [args.market];
	const flows = await Promise.all(asked.map(async (m) => (args.investor_type === 'PROGRAM' ?
		market.programTotal(m) :
		(await market.marketFlow(`${m} ${m === 'KOSPI' ? '0001' : '1001'}`))?.[args.investor_type] ?? null)));
	const index = await Promise.all(asked.map((m) => market.index(m)));
	const totals = Object.fromEntries(Object.values(KEYS).map((key) =>
		[key, flows.includes(null) ? null : total(flows.map((f) => f[key]))]));

	return wantSummary(totals, index.includes(null) ? null : total(index));
}

async function provisionalAnswer(market, args, seen) {
	const shown = seen.ranking?.length ?? 0;
	const top = ordered(await provisionalRows(market, args), args, seen);

	return {
		/* How far the lists reach depends on which were asked. */
		ranking: top.slice(0, Math.min(top.length, Math.max(shown, Math.min(args.count, FULL / 2))))
			.map((row, i) => wantRow(row, i + 1)),
		summary: await liveSummary(market, args),
		stands: market.session('KRX'),
	};
}

/* Which day an answer may be about: a day under way only with net figures of two classes. */
function isProvisional(market, args, seen) {
	const { date } = market.session('KRX');
	const opens = at(date, 9, 30);

	return seen.flow_date === dateText(date) && date !== settledDay(market) && args.trade_type === 'NET' &&
		['FOREIGN', 'INSTITUTION'].includes(args.investor_type) && market.wallMs >= opens;
}

/* Ranks some shares only, and says so. */
export function isPartial(seen) {
	return seen.source.complete === false && seen.source.notes.some((n) => SOME.test(n));
}

async function answerOf(market, args, seen) {
	const { date } = market.session('KRX');

	if (isProvisional(market, args, seen))
		return [date, await provisionalAnswer(market, args, seen)];
	if (!isPartial(seen))
		return [settledDay(market), await settledAnswer(market, args, seen, settledDay(market))];
	const day = seen.flow_date === dateText(date) ? date : settledDay(market);

	return [day, await someAnswer(market, args, seen, day)];
}

export async function answerInvestor(market, args, seen) {
	const [day, answer] = await answerOf(market, args, seen);

	return {
		investor_type: text(args.investor_type),
		trade_type: text(args.trade_type),
		flow_date: text(dateText(day)),
		...answer,
	};
}
