/* identities - what must hold inside the exchange's bodies if this reference reads them rightly: a
 * wrong offset, unit or day breaks one of them. Each gives '' or what is wrong. */
import { settledDay } from './answer_investor.mjs';
import { dateOf } from './days.mjs';
import { inScope } from './share.mjs';
import { absolute, divide, percent, total, zScore } from './number.mjs';
import { dice } from './questions.mjs';
import { MARKETS } from './market.mjs';

const MILLION = 1000000n;
const THOUSAND = 1000n;
const SAMPLE = 60;

/* A share of each corner of the market. */
function sample(rows, seed) {
	const d = dice(seed);

	return Array.from({ length: SAMPLE }, () => d.of(rows));
}

async function indexIsTheSum(market) {
	const rows = await market.snapshot('KRX');

	for (const m of MARKETS) {
		const sum = total(inScope(rows, m).map((r) => r.value));
		const index = await market.index(m);

		if (absolute(sum - index) >= MILLION)
			return `${m}: shares ${sum}, index ${index}`;
	}
	return '';
}

/* While they are of one day. */
async function venuesAddUp(market) {
	if (market.session('KRX').date !== market.session('UNIFIED').date)
		return '';
	const [krx, nxt, both] = await Promise.all(['KRX', 'NXT', 'UNIFIED'].map((b) => market.snapshot(b)));

	for (let i = 0; i < krx.length; i++)
		if (krx[i].volume + nxt[i].volume !== both[i].volume || krx[i].value + nxt[i].value !== both[i].value)
			return `${krx[i].code}: ${krx[i].value} + ${nxt[i].value}, both ${both[i].value}`;
	return '';
}

async function capIsTheMasters(market) {
	for (const row of sample(await market.snapshot('KRX'), 2)) {
		const { listed } = await market.details(row.code);

		if (absolute(listed - row.masterListed) >= 1000n)
			return `${row.code}: ${listed} shares, master ${row.masterListed}`;
	}
	return '';
}

async function todaysBarIsTheQuote(market) {
	const { date } = market.session('KRX');

	for (const row of sample(await market.snapshot('KRX'), 3)) {
		const bar = (await market.bars(row.code)).get(date);

		if (bar && (bar.volume !== row.volume || bar.value !== row.value))
			return `${row.code}: bar ${bar.value}, quote ${row.value}`;
	}
	return '';
}

async function barsStandOnOpenDays(market) {
	const days = new Set([...market.completedDays(60), market.session('KRX').date]);

	for (const row of sample(await market.snapshot('KRX'), 4))
		for (const date of [...(await market.bars(row.code)).keys()].filter((d) => d >= Math.min(...days)))
			if (!days.has(date))
				return `${row.code} has a bar on ${date}`;
	return '';
}

async function changeIsFromTheBase(market) {
	for (const row of await market.snapshot('KRX')) {
		if (row.price === null || row.change === null || row.base === null)
			continue;
		if (row.price - row.change !== row.base || row.rate !== percent(row.change, row.base))
			return `${row.code}: ${row.price}, ${row.change}, ${row.rate}, base ${row.base}`;
	}
	return '';
}

async function ratesFollowSigns(market) {
	const odd = (await market.snapshot('KRX')).find((r) => r.price !== null && r.change === null);

	return odd ? `${odd.code} has no change` : '';
}

/* Net is bought less sold, but for the rounding of each; all are known, or none is. */
function addsUp(flow) {
	const figures = Object.values(flow).filter((v) => typeof v !== 'boolean');

	if (figures.includes(null))
		return figures.every((v) => v === null);
	return flow.buyVolume - flow.sellVolume === flow.netVolume &&
		absolute(flow.buyAmount - flow.sellAmount - flow.netAmount) <= (flow.isRounded ? MILLION : 0n);
}

async function flowsAddUp(market) {
	for (const row of sample(await market.snapshot('KRX'), 5)) {
		const days = [...(await market.investors(row.code)).entries()]
			.flatMap(([date, classes]) => Object.entries(classes).map(([who, flow]) => [date, who, flow]));
		const programs = [...(await market.programs(row.code)).entries()]
			.map(([date, flow]) => [date, 'PROGRAM', flow]);
		const odd = [...days, ...programs].find(([, , flow]) => !addsUp(flow));

		if (odd)
			return `${row.code} on ${odd[0]}, ${odd[1]}: ${Object.values(odd[2]).join(', ')}`;
	}
	return '';
}

/* A class never buys more of a share than is traded. */
async function flowsFitTheDay(market) {
	for (const row of sample(await market.snapshot('KRX'), 6)) {
		const bars = await market.bars(row.code);

		for (const [date, day] of await market.investors(row.code)) {
			const bar = bars.get(date);
			const bought = Object.values(day).map((f) => f.buyVolume).filter((n) => n !== null);

			if (bar && bought.length && total(bought) > bar.volume)
				return `${row.code} on ${date}: ${total(bought)} bought, ${bar.volume} traded`;
		}
	}
	return '';
}

/* Of a settled day: quantities, as each amount of a share is rounded by itself. */
async function marketFlowsAreTheSum(market) {
	const day = settledDay(market);

	if (day !== market.session('KRX').date)
		return '';
	for (const m of MARKETS) {
		const flows = await Promise.all(inScope(market.roster, m)
			.map(async (r) => (await market.investors(r.code)).get(day)));
		const live = await market.marketFlow(`${m} ${m === 'KOSPI' ? '0001' : '1001'}`);

		for (const who of Object.keys(live)) {
			const sum = total(flows.map((f) => f?.[who].netVolume ?? 0n));

			if (absolute(sum - live[who].netVolume) > THOUSAND)
				return `${m}, ${who}: shares ${sum}, market ${live[who].netVolume}`;
		}
	}
	return '';
}

/* On whole minutes, for which there are time rows. */
async function programsAreTheSum(market) {
	const { date } = market.session('KRX');

	if (market.wallMs % 60000 !== 0)
		return '';
	for (const m of MARKETS) {
		const flows = await Promise.all(inScope(market.roster, m)
			.map(async (r) => (await market.programs(r.code)).get(date)));
		const live = await market.programTotal(m);

		for (const key of ['buyAmount', 'sellAmount', 'netAmount']) {
			const sum = total(flows.map((f) => f?.[key] ?? 0n));

			/* Two parts, each rounded. */
			if (live && absolute(sum - live[key]) > 2n * MILLION)
				return `${m}, ${key}: shares ${sum}, market ${live[key]}`;
		}
	}
	return '';
}

async function provisionalListsAreSorted(market) {
	for (const who of ['FOREIGN', 'INSTITUTION'])
		for (const side of ['0', '1']) {
			const amounts = (await market.provisional('ALL', who, side)).map((r) => r.netAmount);
			const isSorted = amounts.every((n, i) => i === 0 ||
				(side === '0' ? n <= amounts[i - 1] : n >= amounts[i - 1]));

			if (!isSorted || ![0, 30].includes(amounts.length))
				return `${who} ${side}: ${amounts}`;
		}
	return '';
}

async function calendarIsKrx(market) {
	const closed = [20261225, 20261231, 20270101, 20261009, 20261005];
	const today = dateOf(market.wallMs);
	const seen = closed.filter((d) => Math.abs(d - today) < 100 && market.calendar.isOpen(d));

	return seen.length ? `${seen} are open` : '';
}

/* By doubles, to the last digit but one. */
function deviationIsRight() {
	const d = dice(7);

	for (let i = 0; i < 2000; i++) {
		const values = Array.from({ length: 20 }, () => d.between(0, 10 ** d.between(1, 9)));
		const now = d.between(0, 10 ** 9);
		const mean = values.reduce((a, b) => a + b) / values.length;
		const deviation = Math.sqrt(values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length);
		const exact = Number(zScore(BigInt(now), values.map(BigInt))) / 100;

		if (Math.abs(exact - (now - mean) / deviation) > 0.00501)
			return `${now} in ${values}: ${exact}`;
	}
	return '';
}

function roundingIsAwayFromZero() {
	const cases = [[5n, 10n, 1n], [-5n, 10n, -1n], [4n, 10n, 0n], [-15n, 10n, -2n], [15n, 10n, 2n]];
	const wrong = cases.find(([a, b, c]) => divide(a, b) !== c);

	return wrong ? wrong.join(' ') : '';
}

export const IDENTITIES = {
	'index totals are the sum of the shares': indexIsTheSum,
	'KRX and NXT are what both are together': venuesAddUp,
	'listed shares are those of the master file, in thousands': capIsTheMasters,
	'the bar of the day is the quote': todaysBarIsTheQuote,
	'bars stand on open days': barsStandOnOpenDays,
	'changes count from the base price': changeIsFromTheBase,
	'changes follow their signs': ratesFollowSigns,
	'net flows are bought less sold': flowsAddUp,
	'nobody buys more than is traded': flowsFitTheDay,
	'flows of a market are the sum of its shares': marketFlowsAreTheSum,
	'program trading of a market is the sum of its shares': programsAreTheSum,
	'provisional lists are sorted': provisionalListsAreSorted,
	'closed days are closed': calendarIsKrx,
	'deviations are those of doubles': deviationIsRight,
	'halves are rounded away from zero': roundingIsAwayFromZero,
};
