/* market - what the exchange's bodies say at one moment, read when first wanted. */
import { Calendar, addDays, dateOf, sessionAt } from './days.mjs';
import { readMaster } from './master.mjs';
import { above0, hundredths, notBelow0, percent, whole } from './number.mjs';

const MILLION = 1000000n;
const THOUSAND = 1000n;
const CODES_A_CALL = 30;
const VENUE = { KRX: 'J', NXT: 'NX', UNIFIED: 'UN' };
const INDEX = { KOSPI: '0001', KOSDAQ: '1001' };
export const MARKETS = ['KOSPI', 'KOSDAQ'];

const times = (n, factor) => (n === null ? null : n * factor);

/* The change is signed already; a sign that says otherwise makes it unknown. */
function signAgrees(sign, n) {
	if (n === null || !['1', '2', '3', '4', '5'].includes(sign))
		return true;
	return sign === '3' ? n === 0n : sign < '3' ? n >= 0n : n <= 0n;
}

function readQuote(row) {
	const sign = row.prdy_vrss_sign;
	const change = whole(row.inter2_prdy_vrss);
	const rate = hundredths(row.prdy_ctrt);
	const agrees = signAgrees(sign, change) && signAgrees(sign, rate);

	return {
		price: above0(whole(row.inter2_prpr)),
		change: agrees ? change : null,
		rate: agrees ? rate : null,
		sign,
		volume: notBelow0(whole(row.acml_vol)),
		value: notBelow0(whole(row.acml_tr_pbmn)),
		base: above0(whole(row.inter2_sdpr)),
		high: above0(whole(row.inter2_hgpr)),
		low: above0(whole(row.inter2_lwpr)),
	};
}

function readDetails(row) {
	const per = hundredths(row.per);
	const pbr = hundredths(row.pbr);
	const listed = above0(whole(row.lstn_stcn));

	return {
		listed,
		foreign: percent(notBelow0(whole(row.frgn_hldn_qty)), listed),
		per: above0(per),
		pbr: above0(pbr),
		warned: row.mrkt_warn_cls_code,
	};
}

function readBar(row) {
	const close = above0(whole(row.stck_clpr));
	const change = whole(row.prdy_vrss);
	const split = hundredths(row.prtt_rate);

	return {
		date: Number(row.stck_bsop_date),
		close,
		volume: notBelow0(whole(row.acml_vol)),
		value: notBelow0(whole(row.acml_tr_pbmn)),
		/* What that day's change counts from. */
		base: close === null || change === null ? null : above0(close - change),
		split: split !== null && split !== 0n && split !== 100n,
	};
}

/* Remembers what a function of one text gave. */
function once(read) {
	const kept = new Map();

	return (key) => {
		if (!kept.has(key))
			kept.set(key, read(key));
		return kept.get(key);
	};
}

export class Market {
	constructor(exchange, wallMs) {
		this.exchange = exchange;
		this.wallMs = wallMs;
		this.snapshot = once((basis) => this.#sweep(basis));
		this.details = once((code) => this.#details(code));
		this.bars = once((code) => this.#bars(code));
		this.index = once((market) => this.#index(market));
		this.sectorList = once((market) => this.#sectorList(market));
		this.investors = once((code) => this.#investors(code));
		this.programs = once((code) => this.#programs(code));
		this.marketFlow = once((key) => this.#marketFlow(...key.split(' ')));
		this.programTotal = once((market) => this.#programTotal(market));
		this.interruptions = once((date) => this.#interruptions(date));
	}

	static async open(exchange, wallMs) {
		const market = new Market(exchange, wallMs);

		market.calendar = await Calendar.read(exchange, wallMs);
		market.all = [
			...readMaster(await exchange.master(wallMs, 'kospi_code'), 'KOSPI'),
			...readMaster(await exchange.master(wallMs, 'kosdaq_code'), 'KOSDAQ'),
		];
		market.roster = market.all.filter((r) => r.isRanked);
		return market;
	}

	session(basis) {
		return sessionAt(this.calendar, basis, this.wallMs);
	}

	/* Completed days before the session's, the newest first. */
	completedDays(count) {
		return this.calendar.daysBefore(this.session('KRX').date, count);
	}

	#quote(name, query) {
		return this.exchange.quote(this.wallMs, name, query);
	}

	/* Every ranked share: what the master says of it, and its quote. */
	async #sweep(basis) {
		const rows = new Map();
		const pages = [];

		for (let i = 0; i < this.roster.length; i += CODES_A_CALL)
			pages.push(this.#sweepPage(basis, this.roster.slice(i, i + CODES_A_CALL)));
		for (const output of await Promise.all(pages))
			for (const row of output)
				rows.set(row.inter_shrn_iscd, readQuote(row));
		return this.roster.filter((r) => rows.has(r.code))
			.map((r) => ({ ...r, ...rows.get(r.code), masterListed: r.listed, masterBase: r.base,
				base: rows.get(r.code).base }));
	}

	async #sweepPage(basis, shares) {
		const query = {};

		shares.forEach((share, i) => {
			query[`FID_COND_MRKT_DIV_CODE_${i + 1}`] = VENUE[basis];
			query[`FID_INPUT_ISCD_${i + 1}`] = share.code;
		});
		return (await this.#quote('intstock-multprice', query)).output;
	}

	async #details(code) {
		const answer = await this.#quote('inquire-price',
			{ FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: code });

		return readDetails(answer.output);
	}

	/* Daily bars with adjusted prices, today's included, by date. */
	async #bars(code) {
		const answer = await this.#quote('inquire-daily-itemchartprice', {
			FID_COND_MRKT_DIV_CODE: 'J',
			FID_INPUT_ISCD: code,
			FID_INPUT_DATE_1: addDays(dateOf(this.wallMs), -130),
			FID_INPUT_DATE_2: dateOf(this.wallMs),
			FID_PERIOD_DIV_CODE: 'D',
			FID_ORG_ADJ_PRC: '0',
		});

		return new Map(answer.output2.map(readBar).map((bar) => [bar.date, bar]));
	}

	/* Trading value of a market, won; null when the body is about nothing. */
	async #index(market) {
		const answer = await this.#quote('inquire-index-price',
			{ FID_COND_MRKT_DIV_CODE: 'U', FID_INPUT_ISCD: INDEX[market] });

		if (above0(hundredths(answer.output.bstp_nmix_prpr)) === null)
			return null;
		return times(notBelow0(whole(answer.output.acml_tr_pbmn)), MILLION);
	}

	/* Sectors of a market: code → {name, rate}. */
	async #sectorList(market) {
		const answer = await this.#quote('inquire-index-category-price', {
			FID_COND_MRKT_DIV_CODE: 'U',
			FID_INPUT_ISCD: INDEX[market],
			FID_COND_SCR_DIV_CODE: '20214',
			FID_MRKT_CLS_CODE: market === 'KOSPI' ? 'K' : 'Q',
			FID_BLNG_CLS_CODE: '3',
		});

		return new Map(answer.output2.map((row) => [row.bstp_cls_code,
			{ name: row.hts_kor_isnm.trim(), rate: hundredths(row.bstp_nmix_prdy_ctrt) }]));
	}

	/* inquire-investor by date; a class without figures is not settled yet. */
	async #investors(code) {
		const answer = await this.#quote('inquire-investor',
			{ FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: code });
		const classes = { FOREIGN: 'frgn', INSTITUTION: 'orgn', INDIVIDUAL: 'prsn' };

		return new Map(answer.output.map((row) => [Number(row.stck_bsop_date),
			Object.fromEntries(Object.entries(classes).map(([name, prefix]) =>
				[name, readInvestor(row, prefix)]))]));
	}

	async #programs(code) {
		const answer = await this.#quote('program-trade-by-stock-daily',
			{ FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: code, FID_INPUT_DATE_1: '' });

		return new Map(answer.output.map((row) => [Number(row.stck_bsop_date), {
			buyAmount: notBelow0(whole(row.whol_smtn_shnu_tr_pbmn)),
			sellAmount: notBelow0(whole(row.whol_smtn_seln_tr_pbmn)),
			netAmount: whole(row.whol_smtn_ntby_tr_pbmn),
			buyVolume: notBelow0(whole(row.whol_smtn_shnu_vol)),
			sellVolume: notBelow0(whole(row.whol_smtn_seln_vol)),
			netVolume: whole(row.whol_smtn_ntby_qty),
			isRounded: false,
		}]));
	}

	/* Flows of a market or sector, live: `sector` 0001 or 1001 for all of it. */
	async #marketFlow(market, sector) {
		const answer = await this.#quote('inquire-investor-time-by-market',
			{ FID_INPUT_ISCD: market === 'KOSPI' ? 'KSP' : 'KSQ', FID_INPUT_ISCD_2: sector });
		const row = Array.isArray(answer.output) ? answer.output[0] : answer.output;

		/* A wrong pair is answered with zeros. */
		if (!row || Object.values(row).every((v) => /^0*(\.0*)?$/.test(v)))
			return null;
		const of = (prefix) => ({
			buyAmount: times(notBelow0(whole(row[`${prefix}_shnu_tr_pbmn`])), MILLION),
			sellAmount: times(notBelow0(whole(row[`${prefix}_seln_tr_pbmn`])), MILLION),
			netAmount: times(whole(row[`${prefix}_ntby_tr_pbmn`]), MILLION),
			netVolume: times(whole(row[`${prefix}_ntby_qty`]), THOUSAND),
		});

		return { FOREIGN: of('frgn'), INSTITUTION: of('orgn'), INDIVIDUAL: of('prsn') };
	}

	/* Program trading of a market, live: the newest time row. */
	async #programTotal(market) {
		const answer = await this.#quote('comp-program-trade-today', {
			FID_COND_MRKT_DIV_CODE: 'J',
			FID_MRKT_CLS_CODE: market === 'KOSPI' ? 'K' : 'Q',
			FID_SCTN_CLS_CODE: '',
			FID_INPUT_ISCD: '',
			FID_COND_MRKT_DIV_CODE1: '',
			FID_INPUT_HOUR_1: '',
		});
		const [row] = answer.output;

		if (!row)
			return null;
		const sum = (a, b) => times(whole(row[a]) + whole(row[b]), MILLION);

		return {
			buyAmount: sum('arbt_smtn_shnu_tr_pbmn', 'nabt_smtn_shnu_tr_pbmn'),
			sellAmount: sum('arbt_smtn_seln_tr_pbmn', 'nabt_smtn_seln_tr_pbmn'),
			netAmount: times(whole(row.whol_smtn_ntby_tr_pbmn), MILLION),
		};
	}

	/* Provisional net figures, at most 30 rows a list: shares and won. */
	async provisional(scope, who, side, divide) {
		const answer = await this.#quote('foreign-institution-total', {
			FID_COND_MRKT_DIV_CODE: 'V',
			FID_COND_SCR_DIV_CODE: '16449',
			FID_INPUT_ISCD: { ALL: '0000', KOSPI: '0001', KOSDAQ: '1001' }[scope],
			FID_DIV_CLS_CODE: divide ?? '1',
			FID_RANK_SORT_CLS_CODE: side,
			FID_ETC_CLS_CODE: who === 'FOREIGN' ? '1' : '2',
		});
		const prefix = who === 'FOREIGN' ? 'frgn' : 'orgn';

		return answer.output.map((row) => ({
			code: row.mksc_shrn_iscd,
			netVolume: whole(row[`${prefix}_ntby_qty`]),
			netAmount: times(whole(row[`${prefix}_ntby_tr_pbmn`]), MILLION),
			volume: notBelow0(whole(row.acml_vol)),
		}));
	}

	async #interruptions(date) {
		const answer = await this.#quote('inquire-vi-status', {
			FID_DIV_CLS_CODE: '0',
			FID_COND_SCR_DIV_CODE: '20139',
			FID_MRKT_CLS_CODE: '0',
			FID_INPUT_ISCD: '',
			FID_RANK_SORT_CLS_CODE: '0',
			FID_INPUT_DATE_1: date,
			FID_TRGT_CLS_CODE: '',
			FID_TRGT_EXLS_CLS_CODE: '',
		});

		return answer.output.map((row) => row.mksc_shrn_iscd);
	}
}

function readInvestor(row, prefix) {
	return {
		buyAmount: times(notBelow0(whole(row[`${prefix}_shnu_tr_pbmn`])), MILLION),
		sellAmount: times(notBelow0(whole(row[`${prefix}_seln_tr_pbmn`])), MILLION),
		netAmount: times(whole(row[`${prefix}_ntby_tr_pbmn`]), MILLION),
		buyVolume: notBelow0(whole(row[`${prefix}_shnu_vol`])),
		sellVolume: notBelow0(whole(row[`${prefix}_seln_vol`])),
		netVolume: whole(row[`${prefix}_ntby_qty`]),
		isRounded: true,
	};
}
