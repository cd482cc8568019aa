/* days - dates, Korean time, the calendar as chk-holiday tells it, and the sessions of a day. */

const DAY_MS = 86400000;
const KST_MS = 9 * 3600000;

/* Dates are numbers like 20261123. */
export function dateOf(wallMs) {
	const d = new Date(wallMs + KST_MS);

	return d.getUTCFullYear() * 10000 + (d.getUTCMonth() + 1) * 100 + d.getUTCDate();
}

function midnight(date) {
	return Date.UTC(Math.floor(date / 10000), Math.floor(date / 100) % 100 - 1, date % 100) - KST_MS;
}

export function addDays(date, n) {
	return dateOf(midnight(date) + n * DAY_MS);
}

/* Wall clock of a Korean time of day. */
export function at(date, hour, minute = 0, second = 0) {
	return midnight(date) + ((hour * 60 + minute) * 60 + second) * 1000;
}

/* "2026-11-23" */
export function dateText(date) {
	const t = String(date);

	return `${t.slice(0, 4)}-${t.slice(4, 6)}-${t.slice(6)}`;
}

/* "2026-11-23T10:24:00+09:00", whole seconds. */
export function timeText(wallMs) {
	return new Date(wallMs + KST_MS).toISOString().slice(0, 19) + '+09:00';
}

/* Open days around a date, from chk-holiday's opnd_yn. */
export class Calendar {
	static async read(exchange, wallMs) {
		const calendar = new Calendar();
		const last = addDays(dateOf(wallMs), 14);
		let from = addDays(dateOf(wallMs), -140);

		calendar.open = new Set();
		while (from <= last) {
			const page = await exchange.quote(wallMs, 'chk-holiday',
				{ BASS_DT: from, CTX_AREA_NK: '', CTX_AREA_FK: '' });

			for (const row of page.output)
				if (row.opnd_yn === 'Y')
					calendar.open.add(Number(row.bass_dt));
			from = addDays(Number(page.output.at(-1).bass_dt), 1);
		}
		return calendar;
	}

	isOpen(date) {
		return this.open.has(date);
	}

	before(date) {
		do
			date = addDays(date, -1);
		while (!this.isOpen(date));
		return date;
	}

	/* The `count` open days before a date, the newest first. */
	daysBefore(date, count) {
		const days = [];

		for (let d = this.before(date); days.length < count; d = this.before(d))
			days.push(d);
		return days;
	}
}

/* Begin of each phase by kis-api.md 12; `early` ones begin an hour later on the first day of a
 * year, when trading opens at 10:00 and ends as usual. */
const PHASES = {
	KRX: [
		['pre_open', 8, 30, 0, 'early'],
		['regular', 9, 0, 0, 'early'],
		['closing_auction', 15, 20, 0],
		['post_close', 15, 30, 0],
		['after_market', 16, 0, 0],
		['closed', 20, 0, 0],
	],
	NXT: [
		['pre_market', 8, 0, 0, 'early'],
		['pre_open', 8, 50, 0, 'early'],
		['regular', 9, 0, 30, 'early'],
		['post_close', 15, 20, 0],
		['after_market', 15, 40, 0],
		['closed', 20, 0, 0],
	],
	UNIFIED: [
		['pre_market', 8, 0, 0, 'early'],
		['pre_open', 8, 50, 0, 'early'],
		['regular', 9, 0, 0, 'early'],
		['closing_auction', 15, 20, 0],
		['post_close', 15, 30, 0],
		['after_market', 15, 40, 0],
		['closed', 20, 0, 0],
	],
};

/* On the day of the college entrance exam everything is an hour later. */
const EXAM_DAY = 20261119;

function begins(calendar, date, phase) {
	const [, hour, minute, second, early] = phase;
	const firstOfYear = Math.floor(calendar.before(date) / 10000) !== Math.floor(date / 10000);
	const later = date === EXAM_DAY || (early && firstOfYear) ? 1 : 0;

	return at(date, hour + later, minute, second);
}

/* When the last trade of a day is over. */
export function endOf(calendar, date) {
	return begins(calendar, date, PHASES.KRX.at(-1));
}

/* The session whose figures hold: {name, date, asOfMs, provisional}. */
export function sessionAt(calendar, basis, wallMs) {
	const phases = PHASES[basis];
	const today = dateOf(wallMs);
	const begun = calendar.isOpen(today) ?
		phases.filter((p) => begins(calendar, today, p) <= wallMs) : [];
	const date = begun.length ? today : calendar.before(today);
	const end = begins(calendar, date, phases.at(-1));
	const name = begun.length ? begun.at(-1)[0] : 'closed';

	return { name, date, asOfMs: Math.min(wallMs, end), provisional: name !== 'closed' };
}
