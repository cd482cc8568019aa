/* exchange - raw bodies of the demo exchange, by the program ask_demo. */
import { spawn } from 'node:child_process';

const QUOTATIONS = '/uapi/domestic-stock/v1/quotations/';

/* What is asked, by kis-api.md: path and TR id. */
const ENDPOINTS = {
	'intstock-multprice': 'FHKST11300006',
	'inquire-price': 'FHKST01010100',
	'inquire-index-price': 'FHPUP02100000',
	'inquire-index-category-price': 'FHPUP02140000',
	'inquire-daily-itemchartprice': 'FHKST03010100',
	'inquire-investor': 'FHKST01010900',
	'foreign-institution-total': 'FHPTJ04400000',
	'inquire-investor-time-by-market': 'FHPTJ04030000',
	'program-trade-by-stock-daily': 'FHPPG04650201',
	'comp-program-trade-today': 'FHPPG04600101',
	'inquire-vi-status': 'FHPST01390000',
	'news-title': 'FHKST01011800',
	'chk-holiday': 'CTCA0903R',
};

export class Exchange {
	constructor(program, seed) {
		this.waiting = [];
		this.rest = Buffer.alloc(0);
		this.head = null; /* of the body under way: {status, length} */
		this.errors = '';
		this.child = spawn(program, [String(seed)], { stdio: ['pipe', 'pipe', 'pipe'] });
		this.child.stdout.on('data', (bytes) => this.#take(bytes));
		this.child.stderr.on('data', (bytes) => { this.errors += bytes; });
		this.child.stdin.on('error', () => {});
		this.child.on('error', (error) => this.#end(String(error)));
		this.child.on('close', () => this.#end(this.errors || 'it ended'));
	}

	#end(why) {
		for (const w of this.waiting.splice(0))
			w.reject(new Error(`ask_demo gave no answer: ${why}`));
	}

	#take(bytes) {
		this.rest = this.rest.length ? Buffer.concat([this.rest, bytes]) : bytes;
		while (this.#takeHead() && this.rest.length >= this.head.length) {
			const body = this.rest.subarray(0, this.head.length);

			this.waiting.shift().resolve({ status: this.head.status, body });
			this.rest = this.rest.subarray(this.head.length);
			this.head = null;
		}
	}

	#takeHead() {
		const end = this.head ? -1 : this.rest.indexOf(10);

		if (end >= 0) {
			const [status, length] = this.rest.toString('latin1', 0, end).split(' ').map(Number);

			this.head = { status, length };
			this.rest = this.rest.subarray(end + 1);
		}
		return this.head !== null;
	}

	ask(wallMs, path, trId, query) {
		const text = new URLSearchParams(query).toString();

		return new Promise((resolve, reject) => {
			this.waiting.push({ resolve, reject });
			this.child.stdin.write(`${wallMs} GET ${path} ${trId || '-'} ${text || '-'}\n`);
		});
	}

	/* The parsed body of a good answer. */
	async quote(wallMs, name, query) {
		const { status, body } = await this.ask(wallMs, QUOTATIONS + name, ENDPOINTS[name], query);
		const answer = JSON.parse(body.toString('utf8'));

		if (status !== 200 || answer.rt_cd !== '0')
			throw new Error(`${name} ${JSON.stringify(query)}: ${status} ${answer.msg_cd} ${answer.msg1}`);
		return answer;
	}

	/* The bytes of a master file. */
	async master(wallMs, name) {
		const { status, body } = await this.ask(wallMs, `/common/master/${name}.mst.zip`, '', {});

		if (status !== 200)
			throw new Error(`${name}: ${status}`);
		return body;
	}

	close() {
		this.child.stdin.end();
	}
}
