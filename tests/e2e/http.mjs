/* http - the program over HTTP with real tools: node http.mjs PROGRAM CONFIG. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [program, config] = process.argv.slice(2);
const PATIENCE_MS = 20000;
const WAIT_MS = 10000; /* of probe_wait when nobody cancels it */
const META = {
	'io.modelcontextprotocol/protocolVersion': '2026-07-28',
	'io.modelcontextprotocol/clientCapabilities': {},
};

function check(name, ok, why) {
	console.log(ok ? `ok - ${name}` : `not ok - ${name}: ${why}`);
}

/* Starts the program; `url` is where it serves, `ended` its exit code. */
async function start(...options) {
	const child = spawn(program, ['--config', config, 'serve', ...options], {
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const server = { child, err: '', out: '', url: null };

	server.ended = new Promise((done) => child.on('exit', (code) => done(code)));
	child.stdout.on('data', (bytes) => { server.out += bytes; });
	await new Promise((done, fail) => {
		setTimeout(() => fail(new Error(`it does not listen: ${server.err}`)),
			PATIENCE_MS).unref();
		child.stderr.on('data', (bytes) => {
			server.err += bytes;
			const at = /http listening address=(\S+)\n/.exec(server.err);
			if (at) {
				server.url = `http://${at[1]}`;
				server.port = Number(at[1].replace(/.*:/, ''));
				done();
			}
		});
	});
	return server;
}

function post(server, message, headers = {}, signal) {
	return fetch(`${server.url}/mcp`, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			Accept: 'application/json, text/event-stream',
			...headers,
		},
		body: JSON.stringify({ jsonrpc: '2.0', ...message }),
		signal,
	});
}

function ask(server, id, method, params = {}, signal) {
	const headers = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': method };

	if (method === 'tools/call')
		headers['Mcp-Name'] = params.name;
	return post(server, { id, method,
		params: { ...params, _meta: { ...META, ...params._meta } } }, headers, signal);
}

/* The messages of an answer, whichever form it has. */
async function messages(response) {
	const text = await response.text();

	if (!response.headers.get('content-type').startsWith('text/event-stream'))
		return [JSON.parse(text)];
	return text.split('\n').filter((line) => line.startsWith('data: {'))
		.map((line) => JSON.parse(line.slice(6)));
}

async function serves_many_at_once(server) {
	const asked = [];

	for (let id = 1; id <= 64; id++)
		asked.push(ask(server, id, 'tools/call', { name: 'get_volume_ranking',
			arguments: { count: 1 + id % 5 } }).then(messages));
	const answers = (await Promise.all(asked)).map((all) => all.at(-1));
	const wrong = answers.findIndex((m, i) => m.id !== i + 1 || !m.result || m.result.isError);

	check('64 calls at once are answered, each with its id', wrong < 0,
		JSON.stringify(answers[wrong]));
}

async function streams_steps(server) {
	const response = await ask(server, 's', 'tools/call', { name: 'probe_steps',
		_meta: { progressToken: 'p', 'io.modelcontextprotocol/logLevel': 'debug' } });
	const all = await messages(response);
	const kinds = all.map((m) => m.method ?? 'answer').join(' ');

	check('steps come before the answer, as events',
		/^(notifications\/\w+ )+answer$/.test(kinds) && all.at(-1).id === 's', kinds);
}

/* Leaves a call that waits; the one worker it holds is free again before its ten seconds. */
async function leaving_cancels(server) {
	const leave = new AbortController();
	const response = await ask(server, 1, 'tools/call', { name: 'probe_wait',
		_meta: { progressToken: 1 } }, leave.signal);
	const reader = response.body.getReader();

	await reader.read();
	leave.abort();
	const answer = await ask(server, 2, 'tools/call', { name: 'probe_print' },
		AbortSignal.timeout(WAIT_MS - 2000)).then(messages).catch((e) => [{ error: `${e}` }]);
	check('a client that leaves cancels its call', answer.at(-1).result !== undefined,
		JSON.stringify(answer));
}

async function open_session(server) {
	const response = await post(server, { id: 0, method: 'initialize', params: {
		protocolVersion: '2025-11-25', capabilities: {},
		clientInfo: { name: 'e2e', version: '1' } } });
	const session = { 'Mcp-Session-Id': response.headers.get('mcp-session-id') };

	await response.text();
	await (await post(server, { method: 'notifications/initialized' }, session)).text();
	return session;
}

/* The event stream of a call is cut; it goes on where it was left. */
async function comes_back_for_the_answer(server) {
	const session = await open_session(server);
	const leave = new AbortController();
	const response = await post(server, { id: 1, method: 'tools/call', params: { name: 'probe_wait',
		_meta: { progressToken: 1 } } }, session, leave.signal);
	const reader = response.body.getReader();
	let text = '';

	while (!/id: \S+\ndata: \{.*\n\n/.test(text))
		text += Buffer.from((await reader.read()).value);
	const last = /.*id: (\S+)\ndata: \{/s.exec(text)[1];
	leave.abort();
	await (await post(server, { method: 'notifications/cancelled', params: { requestId: 7 } },
		session)).text();
	const again = await fetch(`${server.url}/mcp`, { headers: { ...session,
		Accept: 'text/event-stream', 'Last-Event-ID': last } });
	const rest = await messages(again);
	check('a client that comes back gets its answer', rest.at(-1)?.id === 1 &&
		JSON.stringify(rest).includes('nobody cancelled'), JSON.stringify(rest));
	const end = await fetch(`${server.url}/mcp`, { method: 'DELETE', headers: session });
	check('a session ends by DELETE', end.status === 204, end.status);
	const gone = await post(server, { id: 2, method: 'ping' }, session);
	check('an ended session is not found', gone.status === 404, gone.status);
}

/* Writes text on a socket of its own; what came back when it ended. */
function raw(server, text) {
	return new Promise((done) => {
		const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
		let came = '';

		socket.on('data', (bytes) => { came += bytes; });
		socket.on('error', () => {});
		socket.on('close', () => done(came));
		setTimeout(() => socket.destroy(), PATIENCE_MS).unref();
	});
}

async function survives_nonsense(server) {
	const texts = ['\x16\x03\x01\x02\x00\x01\x00', 'GET / HTTP/1.1\r\nHost: localhost\nA: b\r\n\r\n',
		'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n' +
			'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n\r\n',
		`GET /${'a'.repeat(70000)} HTTP/1.1\r\n`, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'];
	const answers = await Promise.all(texts.map((text) => raw(server, text)));
	const wrong = answers.find((text) => !/^HTTP\/1\.1 (400|414|505) /.test(text) ||
		text.match(/HTTP\/1\.1 \d/g).length !== 1);

	check('nonsense gets one refusal and the door', wrong === undefined, wrong);
	const health = await (await fetch(`${server.url}/health`)).json();
	check('it lives on', health.live && health.ready, JSON.stringify(health));
}

function rss_kib(pid) {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

/* Idle connections, each of which has asked something. */
async function idle_connections_are_small(server) {
	const before = rss_kib(server.child.pid);
	const sockets = [];
	const count = 500;

	for (let i = 0; i < count; i++)
		sockets.push(await new Promise((done) => {
			const socket = connect(server.port, '127.0.0.1', () =>
				socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'));

			socket.once('data', () => done(socket));
		}));
	const each = (rss_kib(server.child.pid) - before) / count;

	sockets.forEach((socket) => socket.destroy());
	check(`an idle connection takes at most 8 KiB (${each.toFixed(1)})`, each <= 8, each);
}

async function ends_on_a_signal(server) {
	const call = ask(server, 1, 'tools/call', { name: 'probe_steps' }).then(messages);

	await call;
	server.child.kill('SIGTERM');
	const code = await server.ended;
	check('a signal ends it with 0', code === 0, `${code}: ${server.err}`);
	check('nothing went to standard output', server.out === '', server.out);
}

async function serves_both() {
	const server = await start('--http', '[::1]:0', '--stdio');
	const health = await fetch(`${server.url}/health`);

	check('HTTP is served on [::1] beside standard input', health.status === 200, health.status);
	await health.text();
	server.child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
	server.child.stdin.end();
	const code = await server.ended;
	check('the end of standard input ends both', code === 0 && server.out.includes('"id":1'),
		`${code}: ${server.out}`);
}

const server = await start('--http', '127.0.0.1:0');

await serves_many_at_once(server);
await streams_steps(server);
await leaving_cancels(server);
await comes_back_for_the_answer(server);
await survives_nonsense(server);
await idle_connections_are_small(server);
await ends_on_a_signal(server);
await serves_both();
process.exit(0);
