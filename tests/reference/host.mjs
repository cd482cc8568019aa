/* host - the program in the demo market at a moment that does not pass, asked over its pipes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseExactly } from './exact_json.mjs';

const PATIENCE_MS = 90000;

export class Host {
	constructor({ program, preload, wallMs, seed, tools }) {
		this.waiting = new Map();
		this.nextId = 1;
		this.rest = '';
		this.errors = '';
		this.isOver = false;
		this.home = mkdtempSync(join(tmpdir(), 'mcp-reference-'));
		writeFileSync(join(this.home, 'host.yaml'), [
			'locale: en',
			`kis: {environment: demo, demo_seed: ${seed}}`,
			`state_dir: ${join(this.home, 'state')}`,
			'cache: {fresh: 0s, keep: 0s}',
			'limits: {answer_bytes: 1MiB}',
			'tools:',
			...tools.map((t) => `  ${t}: {}`),
			'',
		].join('\n'));
		this.child = spawn(program, ['--config', join(this.home, 'host.yaml')], {
			stdio: ['pipe', 'pipe', 'pipe'],
			env: {
				PATH: process.env.PATH,
				HOME: this.home,
				LANG: 'C.UTF-8',
				LD_PRELOAD: preload,
				PRELOAD_CLOCK_AT_MS: String(wallMs),
			},
		});
		this.child.stdout.setEncoding('utf8');
		this.child.stdout.on('data', (text) => this.#take(text));
		this.child.stderr.on('data', (text) => { this.errors += text; });
		this.child.stdin.on('error', () => {});
		this.child.on('error', (error) => { this.errors += error; });
		this.ended = new Promise((resolve) => this.child.on('close', (code) => {
			this.isOver = true;
			for (const give of this.waiting.values())
				give(null);
			this.waiting.clear();
			resolve(code);
		}));
	}

	#take(text) {
		const lines = (this.rest + text).split('\n');

		this.rest = lines.pop();
		for (const line of lines) {
			const message = parseExactly(line);
			const give = this.waiting.get(Number(message.id));

			if (message.method !== undefined || !give)
				continue;
			this.waiting.delete(Number(message.id));
			give(message);
		}
	}

	/* The answer, or null when none came in time. */
	ask(method, params) {
		const id = this.nextId++;

		if (this.isOver)
			return Promise.resolve(null);
		return new Promise((resolve) => {
			const late = setTimeout(() => {
				this.waiting.delete(id);
				resolve(null);
			}, PATIENCE_MS);

			this.waiting.set(id, (message) => {
				clearTimeout(late);
				resolve(message);
			});
			this.#send({ jsonrpc: '2.0', id, method, params });
		});
	}

	#send(message) {
		this.child.stdin.write(JSON.stringify(message) + '\n');
	}

	async begin() {
		const answer = await this.ask('initialize', {
			protocolVersion: '2025-06-18',
			capabilities: {},
			clientInfo: { name: 'reference', version: '1' },
		});

		this.#send({ jsonrpc: '2.0', method: 'notifications/initialized' });
		return answer?.result !== undefined;
	}

	/* Names of the tools it offers. */
	async tools() {
		const answer = await this.ask('tools/list', {});

		return (answer?.result?.tools ?? []).map((t) => t.name);
	}

	call(name, args) {
		return this.ask('tools/call', { name, arguments: args });
	}

	/* Its exit code, or null when it had to be killed. */
	async close() {
		const late = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);

		this.child.stdin.end();
		const code = await this.ended;
		clearTimeout(late);
		rmSync(this.home, { recursive: true, force: true });
		return code;
	}
}
