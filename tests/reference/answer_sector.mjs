/* answer_sector - get_sector_volume_ranking. */
import { inScope } from './share.mjs';
import { divide, leaders, percent, total } from './number.mjs';
import { rate, text, whole } from './want.mjs';

const LEADERS = 5;
/* The market itself, size classes, index products, and what holds other rows. */
const NO_SECTORS = ['0001', '0002', '0003', '0004', '0021', '0027', '0244', '2283', '1001', '1009'];

/* The sector of the list that holds a share: {code, name, rate}, or null. */
export async function sectorOf(market, row) {
	const list = await market.sectorList(row.market);

	return row.sector !== null && list.has(row.sector) && !NO_SECTORS.includes(row.sector) ?
		{ code: row.sector, ...list.get(row.sector) } : null;
}

function wantLeader(row, value) {
	return {
		stock_code: text(row.code),
		stock_name: text(row.name),
		contribution: rate(percent(row.value, value)),
	};
}

/* The name of the row a share stands in: its sector, what is left of an aggregate, or the rest. */
async function rowName(market, row, sector) {
	const aggregate = (await market.sectorList(row.market)).get(row.sector);

	return sector?.name ?? (aggregate ? `${aggregate.name}, other` : 'other');
}

/* By the name of their row. */
async function group(market, rows) {
	const groups = new Map();

	for (const row of rows) {
		const sector = await sectorOf(market, row);
		const name = await rowName(market, row, sector);

		if (!groups.has(name))
			groups.set(name, { code: name, sector, rows: [] });
		groups.get(name).rows.push(row);
	}
	return [...groups.values()].map((g) => ({
		...g,
		value: total(g.rows.map((r) => r.value ?? 0n)),
		volume: total(g.rows.map((r) => r.volume ?? 0n)),
	}));
}

function meanChange(rows) {
	const rates = rows.filter((r) => r.volume > 0n && r.rate !== null).map((r) => r.rate);

	return rates.length ? divide(total(rates), BigInt(rates.length)) : null;
}

async function wantRow(market, group, rank, scope, seen) {
	const flow = group.sector ? await market.marketFlow(`${scope} ${group.sector.code}`) : null;

	return {
		rank: whole(BigInt(rank)),
		sector_code: text(group.sector?.code ?? null),
		sector_name: text(group.code),
		trading_value: whole(group.value),
		trading_volume: whole(group.volume),
		stock_count: whole(BigInt(group.rows.length)),
		average_change_rate: rate(meanChange(group.rows)),
		leading_stocks: leaders(group.rows, (r) => r.value, LEADERS, seen?.leading_stocks)
			.map((r) => wantLeader(r, group.value)),
		foreign_net_buy: whole(flow ? flow.FOREIGN.netAmount : null),
		institution_net_buy: whole(flow ? flow.INSTITUTION.netAmount : null),
	};
}

export async function answerSector(market, args, seen) {
	const rows = inScope(await market.snapshot('KRX'), args.market);
	const top = leaders(await group(market, rows), (g) => g.value, args.count, seen.ranking, 'sector_name');

	return {
		market: text(args.market),
		ranking: await Promise.all(top.map((g, i) => 
			wantRow(market, g, i + 1, args.market, seen.ranking?.[i]))),
	};
}
