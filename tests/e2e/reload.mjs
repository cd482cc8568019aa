/* reload - edits the configuration of a running program: `node reload.mjs HOST BUILD HOME TIMES`. */
import {
	copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, symlinkSync, truncateSync,
	unlinkSync, writeFileSync, writeSync, closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Checks } from '../conformance/check.mjs';
import { Host } from '../conformance/host.mjs';

const [program, built, home, times] = process.argv.slice(2);
const checks = new Checks();
const file = join(home, 'host.yaml');
const secret = 'TESTSECRETzyxwvutsrqponmlkjihgfedcba9876543210+/=';
const SECOND = 1000;

/* Of the probe's tools, one stands for all. */
const looked = /^(get_.*|hello|probe_wait)$/;

/* The whole file; `more` are lines of other sections. */
function yaml(tools, more = '') {
	return [
		'locale: en',
		`state_dir: ${join(home, 'state')}`,
		'kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}',
		more,
		'tools:',
		...tools.map((line) => `  ${line}`),
		'',
	].join('\n');
}

const probe = `probe: {path: ${join(built, 'fixtures/probe.so')}}`;

function write(tools, more) {
	writeFileSync(file, yaml(tools, more));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(version, folder = home, args) {
	const host = new Host(program, folder, args);

	await host.ask('initialize', {
		protocolVersion: version, capabilities: {}, clientInfo: { name: 'reload', version: '1' },
	});
	host.notify('notifications/initialized');
	await host.ask('tools/list', {});
	return host;
}

async function names(host) {
	const answer = await host.ask('tools/list', {});

	return answer.result.tools.map((tool) => tool.name).filter((name) => looked.test(name)).sort();
}

const isChange = (m) => m.method === 'notifications/tools/list_changed';

/* Does `act`; gives the tools once they are `wanted`, or what they are when patience ends. Each look
 * is behind a list change: without one there is nothing new to see. */
async function after(host, act, wanted) {
	let at = host.messages.length;
	let seen = null;

	act();
	const began = performance.now();
	for (;;) {
		const left = began + 5 * SECOND - performance.now();
		const told = left > 0 ? await host.next(isChange, { from: at, ms: left }) : null;

		if (!told)
			return { seen, ms: performance.now() - began };
		at = host.messages.indexOf(told) + 1;
		seen = await names(host);
		if (JSON.stringify(seen) === JSON.stringify(wanted))
			return { seen, ms: performance.now() - began };
	}
}

async function expect(name, host, act, wanted) {
	const got = await after(host, act, wanted);

	checks.same(name, got.seen, wanted);
	checks.that(`${name}, within a second`, got.ms < SECOND, got.ms);
}

/* Does `act`; looks again and again: nobody is told of what no list shows. */
async function becomes(name, act, look, wanted) {
	act();
	const began = performance.now();
	let seen = await look();

	while (seen !== wanted && performance.now() - began < 5 * SECOND) {
		await pause(10);
		seen = await look();
	}
	const ms = performance.now() - began;

	checks.same(name, seen, wanted);
	checks.that(`${name}, within a second`, ms < SECOND, ms);
}

/* Waits until standard error has one more line that matches. */
async function said(host, pattern, before) {
	const until = performance.now() + 5 * SECOND;
	const count = () => host.errors.split('\n').filter((line) => pattern.test(line)).length;

	while (count() <= before && performance.now() < until)
		await pause(10);
	return count() - before;
}

async function complains(name, host, act, pattern) {
	const lines = host.errors.split('\n').filter((line) => pattern.test(line)).length;
	const tools = await names(host);

	act();
	checks.same(`${name}: one line says so`, await said(host, pattern, lines), 1);
	checks.same(`${name}: all stays as it was`, await names(host), tools);
}

const VOLUME = 'get_volume_ranking';
const UNUSUAL = 'get_unusual_volume';

function workers(host) {
	return readdirSync('/proc').filter((pid) => {
		try {
			return /^\d+$/.test(pid) &&
				readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(host.child.pid);
		} catch {
			return false;
		}
	});
}

async function edits(host) {
	checks.title = 'reload, edits';
	await expect('a tool is added', host, () => write(['volume: {}', 'unusual: {}']), [UNUSUAL, VOLUME]);
	await expect('a tool is turned off', host,
		() => write(['volume: {enabled: false}', 'unusual: {}']), [UNUSUAL]);
	await expect('the file is replaced by another', host, () => {
		writeFileSync(`${file}.new`, yaml(['volume: {}', 'hello: {}']));
		renameSync(`${file}.new`, file);
	}, [VOLUME, 'hello']);
	await expect('the file is written in two steps', host, () => {
		truncateSync(file);
		const fd = openSync(file, 'a');

		writeSync(fd, yaml(['volume: {}']).slice(0, 60));
		writeSync(fd, yaml(['volume: {}']).slice(60));
		closeSync(fd);
	}, [VOLUME]);
	await complains('the file is gone', host, () => unlinkSync(file), /host\.yaml does not exist/);
	await expect('the file is back', host, () => write(['volume: {}', 'hello: {}']), [VOLUME, 'hello']);
	await expect('the file becomes a link', host, () => {
		mkdirSync(join(home, 'real'));
		writeFileSync(join(home, 'real/one.yaml'), yaml(['hello: {}']));
		unlinkSync(file);
		symlinkSync('real/one.yaml', file);
	}, ['hello']);
	await expect('what the link leads to is written', host,
		() => writeFileSync(join(home, 'real/one.yaml'), yaml(['volume: {}'])), [VOLUME]);
	unlinkSync(file);
	await expect('a variable of .env', host, () => {
		write(['volume: {}', 'hello: {enabled: "${HELLO:-false}"}']);
		writeFileSync(join(home, '.env'), 'HELLO=true\n');
	}, [VOLUME, 'hello']);
	await expect('.env is gone', host, () => unlinkSync(join(home, '.env')), [VOLUME]);
}

async function broken(host) {
	checks.title = 'reload, broken';
	await complains('a tab', host, () => writeFileSync(file, 'tools:\n\tvolume: {}\n'), /host\.yaml:2: /);
	await complains('an unknown key', host, () => write(['volume: {limt: 3}']),
		/host\.yaml:6: volume has no key "limt"/);
	await complains('a value out of range', host, () => write(['volume: {}'], 'limits: {calls: 0}'),
		/host\.yaml:4: /);
	await complains('a tool that is not there', host, () => write(['volme: {}']),
		/host\.yaml:6: .*did you mean "volume"/);
	await complains('an empty file', host, () => writeFileSync(file, ''), /host\.yaml is empty/);
	await complains('a file that is too large', host,
		() => writeFileSync(file, `# ${'x'.repeat(4 * 1024 * 1024)}\n`), /host\.yaml.*(bytes|large)/);
	await complains('a secret in the file', host,
		() => writeFileSync(file, `kis: {app_secret: "${secret}"}\n`), /kis\.app_secret is a secret/);
	await expect('the next good file', host, () => write(['volume: {}', 'hello: {}']), [VOLUME, 'hello']);
	writeFileSync(join(home, 'bad.so'), 'no plugin');
	await expect('a tool that is refused disturbs no other', host,
		() => write(['volume: {}', `bad: {path: ${join(home, 'bad.so')}}`, 'unusual: {}']), [UNUSUAL, VOLUME]);
	checks.same('and the log says why', await said(host, /plugin refused name=bad why=/, 0), 1);
}

async function settings(host) {
	checks.title = 'reload, settings';
	await expect('before', host, () => write(['unusual: {}']), [UNUSUAL]);
	const ask = async () => (await host.ask('tools/call', { name: UNUSUAL, arguments: {} })).result
		.structuredContent.detection_criteria.threshold;
	const most = async () => (await host.ask('tools/list', {})).result.tools[0].inputSchema.properties
		.count.maximum;

	checks.same('an answer before', await ask(), 200);
	await becomes('answers follow a tool\'s setting', () => write(['unusual: {threshold: 250}']), ask, 250);
	checks.same('before a limit changes', await most(), 50);
	const from = host.messages.length;

	await becomes('schemas follow a limit',
		() => write(['unusual: {threshold: 250}'], 'limits: {ranking_count: 7}'), most, 7);
	checks.that('and are told of', await host.next(isChange, { from, ms: SECOND }), null);
	const lines = host.errors.split('\n').length;

	write(['unusual: {threshold: 250}'], 'market: {basis: NXT}\nlimits: {ranking_count: 7}\nlog: {level: info}');
	checks.same('what needs a restart is named', await said(host,
		/stay as they were until the next start: market\.basis$/, 0), 1);
	checks.that('no more is said', host.errors.split('\n').length <= lines + 2, host.errors);
}

async function asked(host) {
	checks.title = 'reload, SIGHUP';
	const mine = join(home, 'mine');

	mkdirSync(mine);
	copyFileSync(join(built, 'plugins/hello.so'), join(mine, 'hello.so'));
	await expect('a tool of a folder of one\'s own', host,
		() => write([`hello: {path: ${join(mine, 'hello.so')}}`]), ['hello']);
	const old = workers(host);

	await becomes('its file is replaced, SIGHUP: another worker serves', () => {
		copyFileSync(join(built, 'plugins/hello.so'), join(mine, 'new.so'));
		renameSync(join(mine, 'new.so'), join(mine, 'hello.so'));
		host.child.kill('SIGHUP');
	}, () => workers(host).length === 1 && !old.includes(workers(host)[0]), true);
	writeFileSync(join(mine, 'new.so'), 'no plugin');
	renameSync(join(mine, 'new.so'), join(mine, 'hello.so'));
	host.child.kill('SIGHUP');
	checks.same('a file that is no plugin is refused', await said(host, /plugin goes on as before name=hello/, 0), 1);
	const answer = await host.ask('tools/call', { name: 'hello', arguments: { name: 'you' } });

	checks.that('the one before goes on', /you/.test(answer.result.content[0].text), answer);
}

/* Calls are under way while everything changes. */
async function calls(host) {
	checks.title = 'reload, calls';
	await expect('before', host, () => write(['volume: {}', probe]), [VOLUME, 'probe_wait']);
	const from = host.messages.length;

	host.send({ jsonrpc: '2.0', id: 'long', method: 'tools/call', params: { name: 'probe_wait', arguments: {} } });
	host.send({
		jsonrpc: '2.0', id: 'stopped', method: 'tools/call', params: { name: 'probe_wait', arguments: {} },
	});
	await pause(100);
	await expect('its tool is turned off', host, () => write(['volume: {}']), [VOLUME]);
	const gone = await host.ask('tools/call', { name: 'probe_wait', arguments: {} });

	checks.code('the tool takes no new call', gone, -32602);
	host.notify('notifications/cancelled', { requestId: 'stopped' });
	for (let i = 0; i < 20; i++)
		host.child.kill('SIGHUP');
	const before = host.errors.length;

	await expect('others change meanwhile', host, () => write(['volume: {}', 'hello: {}']), [VOLUME, 'hello']);
	const end = await host.next((m) => m.id === 'long', { from });

	checks.same('the call ends as it would have', end?.result?.content[0].text, 'nobody cancelled');
	checks.that('no worker was lost', !/worker lost/.test(host.errors.slice(before)), host.errors.slice(before));
}

async function killed(host) {
	checks.title = 'reload, a worker killed while it drains';
	await expect('before', host, () => write([probe, 'hello: {}']), ['hello', 'probe_wait']);
	const from = host.messages.length;
	const old = workers(host);

	host.send({ jsonrpc: '2.0', id: 'lost', method: 'tools/call', params: { name: 'probe_wait', arguments: {} } });
	await pause(100);
	await expect('its tool is turned off', host, () => write(['volume: {}']), [VOLUME]);
	for (const pid of workers(host).filter((p) => old.includes(p)))
		process.kill(Number(pid), 'SIGKILL');
	const end = await host.next((m) => m.id === 'lost', { from });

	checks.that('its call says so', /stopped unexpectedly/.test(end?.error?.message), end);
	const answer = await host.ask('tools/call', { name: VOLUME, arguments: { count: 1 } });

	checks.that('the others answer', answer.result.structuredContent !== undefined, answer);
}

async function burst(host) {
	checks.title = 'reload, a thousand edits';
	await expect('the last edit of a burst holds', host, () => {
		for (let i = 0; i < 1000; i++)
			write(i % 2 ? ['volume: {}'] : ['volume: {}', `unusual: {threshold: ${200 + i}}`]);
		write(['hello: {}']);
	}, ['hello']);
}

function status(pid, name) {
	return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

/* One change after another, each waited for. */
async function many(host, n) {
	checks.title = `reload, ${n} times`;
	const pid = host.child.pid;
	const cycle = async (i) => {
		const from = host.messages.length;

		writeFileSync(`${file}.new`, yaml([`unusual: {threshold: ${200 + i}}`, ...(i % 2 ? ['hello: {}'] : [])]));
		renameSync(`${file}.new`, file);
		host.child.kill('SIGHUP');
		return host.next(isChange, { from });
	};
	const settled = async () => {
		for (let i = 0; i < 200 && workers(host).length > 1; i++)
			await pause(20);
		return workers(host).length;
	};

	for (let i = 1; i <= 20; i++)
		await cycle(i);
	await settled();
	const files = readdirSync(`/proc/${pid}/fd`).length;
	const memory = status(pid, 'VmRSS');
	let lost = 0;

	for (let i = 0; i < n; i++)
		lost += await cycle(i + 1) ? 0 : 1;
	write(['hello: {}']);
	checks.same('each change was told', lost, 0);
	checks.same('one worker is left', await settled(), 1);
	checks.same('no descriptor is left', readdirSync(`/proc/${pid}/fd`).length, files);
	checks.that('memory grows by less than 2 MiB', status(pid, 'VmRSS') - memory < 2048,
		[memory, status(pid, 'VmRSS')]);
}

/* Nothing is there at the start: what is built in holds until a file comes. */
async function later() {
	checks.title = 'reload, no file yet';
	const empty = join(home, 'empty');

	mkdirSync(empty);
	const host = await open('2025-11-25', empty, []);
	const tools = await names(host);

	checks.that('the built-in tools are there', tools.length === 6, tools);
	const folder = join(empty, '.config/mcp-volume-ranking');

	await expect('the file comes, its folder with it', host, () => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'config.yaml'), 'tools: {hello: {}}\n');
	}, ['hello']);
	await expect('it is edited', host,
		() => writeFileSync(join(folder, 'config.yaml'), 'tools: {sector: {}}\n'), ['get_sector_volume_ranking']);
	checks.same('it ends well', await host.close(), 0);
}

/* A client without a handshake that listens, beside one that shook hands. */
async function listens() {
	checks.title = 'reload, modern';
	const host = new Host(program, home);
	const meta = {
		'io.modelcontextprotocol/protocolVersion': '2026-07-28',
		'io.modelcontextprotocol/clientCapabilities': {},
		'io.modelcontextprotocol/clientInfo': { name: 'reload', version: '1' },
	};
	const list = async () => (await host.ask('tools/list', { _meta: meta })).result.tools
		.map((tool) => tool.name).join();

	write(['volume: {}']);
	await becomes('before', () => {}, list, VOLUME);
	host.send({
		jsonrpc: '2.0', id: 'ears', method: 'subscriptions/listen',
		params: { _meta: meta, notifications: { toolsListChanged: true } },
	});
	await host.next((m) => m.method === 'notifications/subscriptions/acknowledged', { from: 0 });
	const from = host.messages.length;
	const began = performance.now();

	write(['volume: {}', 'hello: {}']);
	const told = await host.next(isChange, { from });

	checks.same('it is told by the id it listens under',
		told?.params?._meta?.['io.modelcontextprotocol/subscriptionId'], 'ears');
	checks.that('it is told within a second', performance.now() - began < SECOND, performance.now() - began);
	checks.same('the list is the new one', await list(), `${VOLUME},hello`);
	checks.same('it ends well', await host.close(), 0);
}

write(['volume: {}']);
const host = await open('2025-11-25');

try {
	await edits(host);
	await broken(host);
	await settings(host);
	await asked(host);
	await calls(host);
	await killed(host);
	await burst(host);
	await many(host, Number(times));
	await later();
	await listens();
	checks.title = 'reload';
	checks.same('it ends well', await host.close(), 0);
	checks.same('every line on standard output is a message', host.broken, []);
} finally {
	writeFileSync(join(home, 'stderr'), host.errors);
	host.child.kill('SIGKILL');
}
process.exit(checks.failed ? 1 : 0);
