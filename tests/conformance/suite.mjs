/* suite - one run of the official suite, and what all its checks say. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUN_MS = 300000;
const BAD = ['FAILURE', 'WARNING'];

/* Runs node on `args`; gives {code, output}. */
function run(args) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		const late = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
		let output = '';

		child.stdout.on('data', (text) => { output += text; });
		child.stderr.on('data', (text) => { output += text; });
		child.on('close', (code) => {
			clearTimeout(late);
			resolve({ code, output });
		});
	});
}

/* server-NAME-TIME → NAME */
function scenarioOf(folder) {
	return folder.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT.*$/, '');
}

function readChecks(folder) {
	const seen = new Map();

	for (const name of readdirSync(folder))
		seen.set(scenarioOf(name), JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8')));
	return seen;
}

/* What is wrong with a scenario's checks, one text each. A warning is a broken SHOULD. */
export function complaints(checks) {
	return checks.filter((check) => BAD.includes(check.status))
		.map((check) => `${check.status} ${check.id}: ${check.errorMessage ?? check.description}`);
}

/*
 * Runs the suite's program at `suite` with `args` against `url`. Gives {code, scenarios, missing,
 * passed, failed}: scenarios a map from each name to its checks, missing those it began and left
 * no checks of.
 */
export async function runSuite(suite, url, args) {
	const out = mkdtempSync(join(tmpdir(), 'mcp-suite-'));
	const { code, output } = await run([suite, 'server', '--url', url, ...args, '-o', out]);
	const scenarios = readChecks(out);
	const begun = [...output.matchAll(/^=== Running scenario: (\S+) ===$/gm)].map((seen) => seen[1]);
	const all = [...scenarios.values()].flat();

	rmSync(out, { recursive: true, force: true });
	return {
		code, output, scenarios,
		missing: begun.filter((name) => !scenarios.has(name)),
		passed: all.filter((check) => check.status === 'SUCCESS').length,
		failed: all.filter((check) => check.status === 'FAILURE').length,
	};
}
