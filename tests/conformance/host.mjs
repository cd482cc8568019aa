/* host - the program at the other end of a pipe; keeps every message it sent. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE_MS = 20000;

/* A folder with a config: demo market, fixed clock, the fixtures in the folder `fixtures`. */
export function makeHome(fixtures, names) {
	const folder = mkdtempSync(join(tmpdir(), 'mcp-conformance-'));

	writeFileSync(join(folder, 'host.yaml'), [
		'locale: en',
		'kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}',
		`state_dir: ${join(folder, 'state')}`,
		'tools:',
		'  volume: {}',
		...names.map((name) => `  ${name}: {path: ${join(fixtures, `${name}.so`)}}`),
		'',
	].join('\n'));
	return folder;
}

export function dropHome(folder) {
	rmSync(folder, { recursive: true, force: true });
}

export class Host {
	constructor(program, home, args = ['--config', join(home, 'host.yaml')]) {
		this.messages = []; /* in order, parsed */
		this.broken = [];   /* lines that were not JSON objects or arrays */
		this.methods = new Map(); /* JSON of an id → the method asked */
		this.waiting = [];
		this.errors = '';
		this.nextId = 1;
		this.rest = '';
		this.child = spawn(program, args, {
			stdio: ['pipe', 'pipe', 'pipe'],
			env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' },
		});
		this.child.stdout.setEncoding('utf8');
		this.child.stdout.on('data', (text) => this.#take(text));
		this.child.stderr.on('data', (text) => { this.errors += text; });
		this.child.stdin.on('error', () => {});
		this.ended = new Promise((resolve) => this.child.on('close', (code) => resolve(code)));
	}

	#take(text) {
		const lines = (this.rest + text).split('\n');

		this.rest = lines.pop();
		for (const line of lines)
			this.#takeLine(line);
	}

	#takeLine(line) {
		let message;

		try {
			message = JSON.parse(line);
		} catch {
			this.broken.push(line);
			return;
		}
		this.messages.push(message);
		this.waiting = this.waiting.filter((w) => !w(message));
		if (message.method && message.id !== undefined)
			this.onRequest?.(message);
	}

	/* The next message (seen already after index `from`, or to come) that `wanted` accepts, or null. */
	next(wanted, { from = this.messages.length, ms = PATIENCE_MS } = {}) {
		const seen = this.messages.slice(from).find(wanted);

		if (seen)
			return Promise.resolve(seen);
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve(null), ms);

			this.waiting.push((message) => {
				if (!wanted(message))
					return false;
				clearTimeout(timer);
				resolve(message);
				return true;
			});
		});
	}

	send(message) {
		if (message.id !== undefined && message.method)
			this.methods.set(JSON.stringify(message.id), message.method);
		this.child.stdin.write(JSON.stringify(message) + '\n');
	}

	sendText(text) {
		this.child.stdin.write(text + '\n');
	}

	/* Asks and gives the answer, or null when none came. */
	async ask(method, params, id = this.nextId++) {
		const from = this.messages.length;

		this.send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
		return this.next((m) => m.method === undefined && m.id === id, { from });
	}

	/* Sends a line and gives the next message that is no notification. */
	async askText(text) {
		const from = this.messages.length;

		this.sendText(text);
		return this.next((m) => m.method === undefined, { from });
	}

	notify(method, params) {
		this.send({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
	}

	/* Closes its input; gives its exit code, or null when it had to be killed. */
	async close() {
		const late = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);

		this.child.stdin.end();
		const code = await this.ended;
		clearTimeout(late);
		return code;
	}
}
