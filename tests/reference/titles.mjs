/* titles - how many news titles and disclosures are about a share. */
import { fitting } from './want.mjs';

const PAGES_MAX = 400;
/* Exchange disclosures of both markets, of others, of KONEX, and market measures. */
const DISCLOSURES = ['F', 'G', 'H', 'I', 'N'];

function isAbout(row, code) {
	for (let i = 1; i <= 10; i++)
		if ((row[`iscd${i}`] ?? '').trim() === code)
			return true;
	return false;
}

/* All titles of the share from a day on, by the cursor of kis-api.md 9.2, each once. Its day is that
 * of the serial number: the time of registration. */
async function titlesSince(market, code, from) {
	const seen = new Map();
	let cursor = { FID_INPUT_DATE_1: '', FID_INPUT_HOUR_1: '', FID_INPUT_SRNO: '' };

	for (let page = 0; page < PAGES_MAX; page++) {
		const rows = (await market.exchange.quote(market.wallMs, 'news-title', {
			FID_NEWS_OFER_ENTP_CODE: '',
			FID_COND_MRKT_CLS_CODE: '',
			FID_INPUT_ISCD: code,
			FID_TITL_CNTT: '',
			FID_RANK_SORT_CLS_CODE: '',
			...cursor,
		})).output;
		const fresh = rows.filter((r) => !seen.has(r.cntt_usiq_srno));

		fresh.forEach((r) => seen.set(r.cntt_usiq_srno, r));
		if (fresh.length === 0)
			break;
		const last = rows.at(-1).cntt_usiq_srno;

		if (Number(last.slice(0, 8)) < from)
			break;
		cursor = {
			FID_INPUT_DATE_1: `00${last.slice(0, 8)}`,
			FID_INPUT_HOUR_1: last.slice(8, 14),
			FID_INPUT_SRNO: last,
		};
	}
	return [...seen.values()].filter((r) => isAbout(r, code));
}

/* 1D: the session's day. 5D and 20D: from the first compared day to the session's. */
export async function countTitles(market, code, days) {
	const to = market.session('KRX').date;
	const from = days === 1 ? to : market.completedDays(days).at(-1);
	const day = (r) => Number(r.cntt_usiq_srno.slice(0, 8));
	const titles = (await titlesSince(market, code, from)).filter((r) => day(r) >= from && day(r) <= to);
	const disclosures = titles.filter((r) => DISCLOSURES.includes(r.news_ofer_entp_code)).length;

	return { news: BigInt(titles.length - disclosures), disclosures: BigInt(disclosures) };
}

/* Not counted yet is null; what is given is right, or a lower bound that says so. */
export async function wantCounts(market, row, days) {
	const truth = await countTitles(market, row.code, days);
	const within = (n) => fitting(`null, ${n}, or marked as at least and not above`,
		(seen) => seen === null || (typeof seen === 'bigint' && seen >= 0n && seen <= n));

	return {
		news_count: within(truth.news),
		disclosure_count: within(truth.disclosures),
		counts_at_least: fitting('null or a claim', (seen) => seen === null || typeof seen === 'boolean'),
		/* What one field alone cannot say. */
		together: {
			counts_at_least: (seen) => {
				const exact = seen.news_count === truth.news && seen.disclosure_count === truth.disclosures;
				const unknown = seen.news_count === null && seen.disclosure_count === null;

				if (unknown || exact || seen.counts_at_least === true)
					return '';
				return `${truth.news} news and ${truth.disclosures} disclosures, or marked as at least`;
			},
		},
	};
}
