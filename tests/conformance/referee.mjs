/* referee - holds the host to the official suite, every set of it, without one failure.
 *
 *	node referee.mjs PROGRAM FIXTURE_FOLDER NODE_MODULES
 *
 * First with the fixture plugins, which bring what the suite asks for; then the real tools, under
 * the scenarios that any server must pass. Scenarios that are not scored count as the others do.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Checks } from './check.mjs';
import { demoConfig, HttpHost } from './http_host.mjs';
import { complaints, runSuite } from './suite.mjs';

const [program, fixtures, modules] = process.argv.slice(2);
const NEWEST = join(modules, '@modelcontextprotocol/conformance/dist/index.js');
const STABLE = join(modules, 'conformance-stable/dist/index.js');

/* Each run, with the least number of scenarios and of passed checks it must come to. */
const RUNS = [
	{ suite: NEWEST, args: ['--requirements', '2026-07-28'], scenarios: 50, passed: 196 },
	{ suite: NEWEST, args: ['--requirements', '2025-11-25'], scenarios: 33, passed: 83 },
	{ suite: NEWEST, args: ['--suite', 'all', '--spec-version', '2026-07-28'], scenarios: 40, passed: 152 },
	{ suite: NEWEST, args: ['--suite', 'all', '--spec-version', '2025-11-25'], scenarios: 33, passed: 83 },
	{ suite: NEWEST, args: ['--suite', 'all', '--spec-version', '2025-06-18'], scenarios: 27, passed: 56 },
	{ suite: NEWEST, args: ['--suite', 'all', '--spec-version', '2025-03-26'], scenarios: 1, passed: 3 },
	{ suite: NEWEST, args: ['--suite', 'pending'], scenarios: 17, passed: 82 },
	{ suite: STABLE, args: ['--suite', 'all'], scenarios: 32, passed: 46, stable: true },
];

/* What any server must pass, by the version it is spoken to in. */
const GENERIC = {
	'2026-07-28': ['tools-list', 'caching', 'http-header-validation', 'dns-rebinding-protection',
		'resources-list', 'prompts-list', 'sep-2164-resource-not-found', 'server-sse-multiple-streams',
		'input-required-result-unsupported-methods'],
	'2025-11-25': ['server-initialize', 'server-session-lifecycle', 'ping', 'logging-set-level',
		'tools-list', 'resources-list', 'prompts-list', 'dns-rebinding-protection',
		'server-sse-multiple-streams'],
};

const PLUGINS = ['referee', 'referee_ask', 'referee_rounds', 'referee_tasks', 'referee_offers'];

function pluginLines(names) {
	return names.map((name) => `  ${name}: {path: ${join(fixtures, `${name}.so`)}}`);
}

function fixtureConfig(home) {
	return demoConfig(home, ['limits: {workers: 16}', 'http: {poll_after_ms: 300}', 'tools:', ...pluginLines(PLUGINS)]);
}

/*
 * The file we ship, as it is: the demo market, as there is no key. server-stateless needs tools that
 * ask and that change lists: those stand behind the real ones.
 */
function realConfig(withDiagnostics) {
	const shipped = readFileSync(new URL('../../config/mcp-volume-ranking.yaml', import.meta.url), 'utf8');
	const more = withDiagnostics ? pluginLines(['referee', 'referee_ask']).join('\n') : '';

	return () => shipped.replace(/\nlog:\n/, `${more}\nlog:\n`);
}

/* Starts a host, gives its address to `body`, ends it. */
async function withHost(c, config, body) {
	const host = new HttpHost(program, config);

	try {
		await body(`http://localhost:${await host.port()}/mcp`);
	} catch (error) {
		c.none('the run goes on', error.stack);
	}
	c.same('the host ends well', await host.stop(), 0);
}

function judge(c, ran) {
	for (const [name, checks] of ran.scenarios) {
		const passed = checks.filter((check) => check.status === 'SUCCESS').length;

		c.none(`${name}: ${passed} passed`, complaints(checks).join(' | '));
	}
	c.same('every scenario that began left its checks', ran.missing, []);
}

async function judgeRun(run) {
	const c = new Checks();

	c.title = `${run.stable ? '0.1.16 ' : ''}${run.args.join(' ')}`;
	await withHost(c, fixtureConfig, async (url) => {
		const ran = await runSuite(run.suite, url, run.args);

		judge(c, ran);
		c.same('the suite is content', ran.code, 0);
		c.that(`${ran.scenarios.size} scenarios of ${run.scenarios}`, ran.scenarios.size >= run.scenarios,
			[...ran.scenarios.keys()]);
		c.that(`${ran.passed} checks of ${run.passed} passed`, ran.passed >= run.passed, ran.passed);
		c.same('none failed', ran.failed, 0);
		if (ran.scenarios.size === 0)
			console.log(ran.output.slice(-2000).replace(/^/gm, '# '));
	});
	return c.failed;
}

/* The real tools under `scenarios` of `version`. */
async function judgeReal(version, scenarios, withDiagnostics) {
	const c = new Checks();

	c.title = `the real tools, ${version}${withDiagnostics ? ', diagnostics beside them' : ''}`;
	await withHost(c, realConfig(withDiagnostics), async (url) => {
		for (const name of scenarios) {
			const args = ['--scenario', name, '--spec-version', version];
			const ran = await runSuite(NEWEST, url, args);

			judge(c, ran);
			c.that(`${name}: it says something`, ran.passed > 0, ran.output.slice(-300));
		}
	});
	return c.failed;
}

/* Each job is an async function that gives how many checks failed; `width` go side by side. */
async function sideBySide(jobs, width) {
	let failed = 0;

	await Promise.all(Array.from({ length: width }, async () => {
		for (let job = jobs.shift(); job; job = jobs.shift())
			failed += await job();
	}));
	return failed;
}

const failed = await sideBySide([
	...RUNS.map((run) => () => judgeRun(run)),
	...Object.entries(GENERIC).map(([version, names]) => () => judgeReal(version, names, false)),
	() => judgeReal('2026-07-28', ['server-stateless', 'http-custom-header-server-validation'], true),
], 2);
process.exitCode = failed ? 3 : 0;
