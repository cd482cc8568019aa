/* http_host - the program, serving HTTP on a free port of this machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE_MS = 20000;

/* The demo market at a fixed time; `lines` follow, indented as YAML. */
export function demoConfig(home, lines) {
	return [
		'locale: en',
		'kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}',
		`state_dir: ${join(home, 'state')}`,
		...lines,
		'',
	].join('\n');
}

export class HttpHost {
	/* Starts the program with the config that `config(home)` gives. */
	constructor(program, config) {
		this.home = mkdtempSync(join(tmpdir(), 'mcp-http-'));
		this.errors = '';
		writeFileSync(join(this.home, 'host.yaml'), config(this.home));
		this.child = spawn(program,
			['serve', '--config', join(this.home, 'host.yaml'), '--http', '127.0.0.1:0'], {
				stdio: ['ignore', 'ignore', 'pipe'],
				env: { PATH: process.env.PATH, HOME: this.home, LANG: 'C.UTF-8' },
			});
		this.ended = new Promise((resolve) => this.child.on('close', (code) => resolve(code)));
		this.child.on('error', (error) => { this.errors += error.message; });
		this.child.stderr.setEncoding('utf8');
		this.child.stderr.on('data', (text) => { this.errors += text; });
	}

	/* The port it says it listens on; throws with what it said when it says none in time. */
	async port() {
		const until = Date.now() + PATIENCE_MS;
		let gone = false;

		this.ended.then(() => { gone = true; });
		while (!gone && Date.now() < until) {
			const seen = /127\.0\.0\.1:([1-9]\d*)/.exec(this.errors);

			if (seen)
				return Number(seen[1]);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		throw new Error(`it names no port; it said: ${this.errors.slice(0, 500) || 'nothing'}`);
	}

	/* Asks it to end; gives its exit code, or null when it had to be killed. */
	async stop() {
		const late = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);

		this.child.kill('SIGTERM');
		const code = await this.ended;
		clearTimeout(late);
		rmSync(this.home, { recursive: true, force: true });
		return code;
	}
}
