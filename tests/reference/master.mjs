/* master - the master files of both markets, by the byte offsets of kis-api.md 10.1 and 10.2. */
import { whole } from './number.mjs';

const cp949 = new TextDecoder('euc-kr');

/* offset, width */
const HEAD = {
	code: [0, 9],
	name: [21, 40],
	group: [61, 2],
	large: [64, 4],
	middle: [68, 4],
	small: [72, 4],
};

const KOSPI = {
	...HEAD,
	length: 288,
	etp: [83, 1],
	spac: [90, 1],
	overheated: [93, 1],
	base: [102, 9],
	halted: [121, 1],
	liquidation: [122, 1],
	administrative: [123, 1],
	alarm: [124, 2],
	rightsOff: [129, 2],
	parChange: [131, 2],
	capitalIncrease: [133, 2],
	listedOn: [166, 8],
	listed: [174, 15],
	preferred: [219, 1],
};

const KOSDAQ = {
	...HEAD,
	length: 282,
	etp: [79, 1],
	spac: [85, 1],
	overheated: [88, 1],
	base: [97, 9],
	halted: [116, 1],
	liquidation: [117, 1],
	administrative: [118, 1],
	alarm: [119, 2],
	rightsOff: [124, 2],
	parChange: [126, 2],
	capitalIncrease: [128, 2],
	listedOn: [161, 8],
	listed: [169, 15],
	preferred: [214, 1],
};

/* Shares, foreign shares, depositary receipts, REITs, infrastructure and mutual funds. */
const GROUPS = ['ST', 'FS', 'DR', 'RT', 'IF', 'MF'];

const ALARMS = { '01': 'investment caution', '02': 'investment warning', '03': 'investment danger' };

function flagsOf(text) {
	const flags = [];

	if (text('administrative') === 'Y')
		flags.push('administrative issue');
	if (ALARMS[text('alarm')])
		flags.push(ALARMS[text('alarm')]);
	if (text('halted') === 'Y')
		flags.push('trading halted');
	/* 1 is only a notice that it may come. */
	if (['2', '3'].includes(text('overheated')))
		flags.push('short-term overheated');
	if (text('liquidation') === 'Y')
		flags.push('liquidation trading');
	if (['1', '2'].includes(text('preferred')))
		flags.push('preferred share');
	return flags;
}

function readRow(line, layout, market) {
	const text = (field) => {
		const [offset, width] = layout[field];

		return cp949.decode(line.subarray(offset, offset + width)).trim();
	};
	const sector = [text('middle'), text('large')].find((s) => s !== '' && s !== '0000') ?? null;

	return {
		code: text('code'),
		name: text('name'),
		market,
		isRanked: GROUPS.includes(text('group')) && text('spac') !== 'Y',
		sector,
		sectors: [text('large'), text('middle'), text('small')],
		flags: flagsOf(text),
		halted: text('halted') === 'Y',
		parChange: text('parChange'),
		capitalIncrease: text('capitalIncrease'),
		rightsOff: text('rightsOff'),
		listedOn: Number(text('listedOn')),
		base: whole(text('base')),
		/* Thousands upstream: rounded shares. */
		listed: whole(text('listed')) * 1000n,
	};
}

/* All rows of a file, ranked or not. */
export function readMaster(bytes, market) {
	const layout = market === 'KOSPI' ? KOSPI : KOSDAQ;
	const rows = [];
	let from = 0;

	while (from < bytes.length) {
		let end = bytes.indexOf(10, from);

		if (end < 0)
			end = bytes.length;
		const line = bytes.subarray(from, bytes[end - 1] === 13 ? end - 1 : end);

		if (line.length !== layout.length)
			throw new Error(`${market} master: a line of ${line.length} bytes at ${from}`);
		rows.push(readRow(line, layout, market));
		from = end + 1;
	}
	return rows;
}
