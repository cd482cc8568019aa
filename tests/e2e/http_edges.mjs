/* http_edges - the program over HTTP where it hurts: node http_edges.mjs PROGRAM FOLDER PLUGINS. */
import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const [program, folder, plugins] = process.argv.slice(2);
const PATIENCE_MS = 30000;
const LISTENERS = 1000;
const JSON_HEAD = 'Host: localhost\r\nContent-Type: application/json\r\n' +
	'Accept: application/json, text/event-stream\r\n';
const META = {
	'io.modelcontextprotocol/protocolVersion': '2026-07-28',
	'io.modelcontextprotocol/clientCapabilities': {},
};

function check(name, ok, why) {
	console.log(ok ? `ok - ${name}` : `not ok - ${name}: ${why}`);
}

/* ---- The program. ---- */

function write(name, http, hello = true) {
	const path = join(folder, `${name}.yaml`);

	writeFileSync(`${path}.new`, `locale: en
state_dir: ${join(folder, 'state')}
kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}
limits: {workers: 2}
http: {${http}}
tools:
  volume: {}
  probe: {path: ${join(plugins, 'probe.so')}}
  asker: {path: ${join(plugins, 'asker.so')}}
  hello: {enabled: ${hello}}
`);
	renameSync(`${path}.new`, path);
	return path;
}

/* `files`: how many descriptors it may have. */
async function start(path, files = '$(ulimit -H -n)') {
	const child = spawn('sh', ['-c', `ulimit -n ${files}; exec "$@"`, 'sh', program, '--config', path,
		'serve', '--http', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
	const server = { child, err: '' };

	server.ended = new Promise((done) => child.on('exit', (code) => done(code)));
	await new Promise((done, fail) => {
		setTimeout(() => fail(new Error(`it does not listen: ${server.err}`)),
			PATIENCE_MS).unref();
		child.stderr.on('data', (bytes) => {
			server.err += bytes;
			server.port = /listening address=127\.0\.0\.1:(\d+)\n/.exec(server.err)?.[1];
			if (server.port)
				done();
		});
	});
	return server;
}

async function stop(server) {
	server.child.kill('SIGTERM');
	return server.ended;
}

/* ---- A client. ---- */

class Client {
	constructor(server) {
		this.text = '';
		this.ended = false;
		this.waiting = null;
		this.socket = connect(server.port, '127.0.0.1');
		this.socket.setEncoding('utf8');
		this.socket.on('data', (text) => { this.text += text; this.waiting?.(); });
		this.socket.on('error', () => {});
		this.socket.on('close', () => { this.ended = true; this.waiting?.(); });
	}

	send(text) {
		this.socket.write(text);
		return this;
	}

	/* What came up to the end of `part`, which is forgotten; what came at all when it does not. */
	until(part) {
		return new Promise((done) => {
			const timer = setTimeout(() => { this.waiting = null; done(this.text); }, PATIENCE_MS);

			this.waiting = () => {
				const at = this.text.indexOf(part);

				if (at < 0 && !this.ended)
					return;
				clearTimeout(timer);
				this.waiting = null;
				const end = at < 0 ? this.text.length : at + part.length;
				const came = this.text.slice(0, end);
				this.text = this.text.slice(end);
				done(came);
			};
			this.waiting();
		});
	}

	/* All that comes until the server ends it. */
	end() {
		return this.until('\0');
	}

	close() {
		this.socket.destroy();
	}
}

function post(message, fields = '') {
	const body = JSON.stringify({ jsonrpc: '2.0', ...message });

	return `POST /mcp HTTP/1.1\r\n${JSON_HEAD}${fields}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function modern(id, method, params = {}) {
	return post({ id, method, params: { ...params, _meta: META } },
		`MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: ${method}\r\n` +
		(params.name ? `Mcp-Name: ${params.name}\r\n` : ''));
}

const HEALTH = 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n';

async function open_session(client) {
	const came = await client.send(post({ id: 0, method: 'initialize', params: {
		protocolVersion: '2025-11-25', capabilities: { elicitation: {} },
		clientInfo: { name: 'e2e', version: '1' } } })).until('"serverInfo"');
	const session = `MCP-Session-Id: ${/mcp-session-id: (\w+)/i.exec(came)[1]}\r\n`;

	await client.send(post({ method: 'notifications/initialized' }, session)).until('Length: 0\r\n\r\n');
	return session;
}

/* ---- Framing. ---- */

async function frames(server) {
	const client = new Client(server);
	const whole = modern(7, 'server/discover');
	const [head, body] = whole.split('\r\n\r\n');
	const chunks = [...body].map((c) => `${Buffer.byteLength(c).toString(16)}\r\n${c}\r\n`).join('');

	client.send(`${head.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked')}\r\n\r\n`);
	client.send(`${chunks}0\r\n\r\n`);
	let came = await client.until('"id":7');
	check('a body in chunks of one byte is read', came.startsWith('HTTP/1.1 200'), came);

	client.send(HEALTH + modern(8, 'tools/list') + whole + HEALTH);
	came = await client.until('"id":8') + await client.until('"id":7') + await client.until('"live"');
	check('requests sent at once are answered in order',
		came.match(/HTTP\/1\.1 200/g)?.length === 4, came);

	client.send(`${head}\r\nExpect: 100-continue\r\n\r\n`);
	came = await client.until('100 Continue\r\n\r\n');
	client.send(body);
	came += await client.until('"id":7');
	check('a client that asks is told to go on', came.includes('HTTP/1.1 200'), came);
	client.close();
}

async function checks_names(server) {
	const bad = ['Host: evil.example\r\n', 'Host: localhost.evil.example\r\n',
		'Host: localhost\r\nOrigin: https://evil.example\r\n',
		'Host: localhost\r\nOrigin: null\r\n'];
	const lines = ['GET /health', 'HEAD /health', 'POST /mcp', 'GET /mcp', 'DELETE /mcp',
		'OPTIONS /mcp', 'PUT /mcp', 'GET /', 'OPTIONS *'];
	const wrong = [];

	for (const line of lines)
		for (const fields of bad) {
			const client = new Client(server);
			const came = await client.send(`${line} HTTP/1.1\r\n${fields}\r\n`).until('\r\n');

			if (!came.startsWith('HTTP/1.1 403'))
				wrong.push(`${line} ${fields}: ${came}`);
			client.close();
		}
	check('a foreign Host or Origin is refused on every route', wrong.length === 0, wrong.join('; '));
}

/* ---- Deadlines and caps. ---- */

async function ends_who_is_slow(server) {
	const clients = {
		head: new Client(server).send('POST /mcp HTTP/1.1\r\n'),
		body: new Client(server).send(`POST /mcp HTTP/1.1\r\n${JSON_HEAD}Content-Length: 9\r\n\r\n{`),
		idle: new Client(server).send(HEALTH),
		silent: new Client(server),
	};
	/* A byte now and then is no progress. */
	const drip = setInterval(() => clients.head.send('A'), 100);
	const came = {};

	for (const name of Object.keys(clients))
		came[name] = await clients[name].end();
	clearInterval(drip);
	check('a head that takes too long is ended', came.head.startsWith('HTTP/1.1 408'), came.head);
	check('a body that takes too long is ended', came.body.startsWith('HTTP/1.1 408'), came.body);
	check('an idle connection is ended', clients.idle.ended &&
		came.idle.match(/HTTP\/1\.1/g).length === 1, came.idle);
	check('a silent connection is ended', clients.silent.ended && came.silent === '', came.silent);
}

/* Asks on and on, and never reads. */
async function cuts_who_does_not_read(server) {
	const client = new Client(server);
	const block = HEALTH.repeat(2000);

	client.socket.pause();
	const cut = await new Promise((done) => {
		const timer = setTimeout(() => done(false), PATIENCE_MS);
		const feed = setInterval(() => client.socket.writableLength < 1e6 && client.send(block), 20);
		const over = () => { clearTimeout(timer); clearInterval(feed); done(true); };

		client.socket.on('error', over);
		client.socket.on('close', over);
	});
	check('a client that does not read is cut off', cut, 'it is still there');
	client.close();
	const other = new Client(server);
	const came = await other.send(HEALTH).until('"live"');
	check('others are served on', came.includes(' 200 '), came);
	other.close();
}

async function caps_connections() {
	const server = await start(write('cap', 'connections: 3'));
	const clients = [];

	for (let i = 0; i < 3; i++) {
		clients.push(new Client(server).send(HEALTH));
		await clients[i].until('"live"');
	}
	const fourth = new Client(server);
	const came = await fourth.end();
	check('one connection too many is told so', /^HTTP\/1\.1 503/.test(came) &&
		came.includes('Retry-After: 1\r\n') && fourth.ended, came);
	clients[0].close();
	await new Promise((done) => { clients[0].socket.on('close', done); });
	let again = '';
	for (let i = 0; i < 100 && !again.includes(' 200 '); i++)
		again = await new Client(server).send(`${HEALTH}`).until('"live"');
	check('there is room again when one has left', again.includes(' 200 '), again);
	await stop(server);
}

/* More connections than descriptors: some are refused, and workers still start. */
async function leaves_descriptors() {
	const server = await start(write('files', 'connections: 1000'), 160);
	const clients = [];

	for (let i = 0; i < 300; i++)
		clients.push(new Client(server));
	const first = await clients[0].send(modern(1, 'tools/call', { name: 'get_volume_ranking' }))
		.until('"result"');
	check('a call is answered where descriptors are few', first.includes('"id":1'), first);
	check('it says that fewer connections are taken', /connections=80\n/.test(server.err), server.err);
	clients.forEach((c) => c.close());
	check('it ends well', await stop(server) === 0, server.err);
}

/* ---- Listening. ---- */

async function tells_all_listeners(server, path, http) {
	const ask = modern(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } });
	const clients = Array.from({ length: LISTENERS }, () => new Client(server).send(ask));
	const heads = await Promise.all(clients.map((c) => c.until('acknowledged')));
	const change = 'notifications/tools/list_changed';

	check(`${LISTENERS} listen streams are opened`, heads.every((h) => h.includes(' 200 ')),
		heads.find((h) => !h.includes(' 200 ')));
	write(path, http, false);
	const began = Date.now();
	const came = await Promise.all(clients.map((c) => c.until(change)));
	const took = Date.now() - began;
	check(`each is told of a change within a second (${took} ms)`, took < 1000 &&
		came.every((text) => text.endsWith(change)), `${took} ms`);
	const ends = Promise.all(clients.map((c) => c.end()));
	const code = await stop(server);
	const wrong = (await ends).filter((text) => text.includes(change) ||
		!/"result":.*subscriptionId":1.*\n\n\r\n0\r\n\r\n$/s.test(text));
	check('each is told once, and that it ends', wrong.length === 0 && code === 0,
		`${wrong.length}, exit code ${code}: ${wrong[0]}`);
}

/* ---- Ends. ---- */

async function asks_no_reader_of_json(server) {
	const client = new Client(server);
	const session = await open_session(client);
	const call = post({ id: 1, method: 'tools/call', params: { name: 'once' } }, session)
		.replace(/Accept: [^\r]*/, 'Accept: application/json');
	const came = await client.send(call).until('"isError":true');

	check('a client that takes no event stream is not asked', came.includes('application/json') &&
		came.includes('accept text/event-stream'), came);
	client.close();
}

async function delete_fails_what_asks(server) {
	const client = new Client(server);
	const other = new Client(server);
	const session = await open_session(client);
	const call = (id) => post({ id, method: 'tools/call', params: { name: 'once' } }, session);

	const came = await client.send(call(1)).until('elicitation/create');
	check('a tool asks its client', came.includes('text/event-stream'), came);
	const gone = await other.send(`DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n${session}\r\n`)
		.until('\r\n\r\n');
	const rest = await client.until('0\r\n\r\n');
	check('DELETE ends the stream of a call that asks', gone.startsWith('HTTP/1.1 204') &&
		rest.endsWith('\r\n0\r\n\r\n') && !rest.includes('"id":1,"result"'), gone + rest);
	const answer = await other.send(post({ id: 1, result: { action: 'accept', content: { name: 'A' } } },
		session)).until('\r\n\r\n');
	check('its answer comes too late', answer.startsWith('HTTP/1.1 404'), answer);
	client.close();
	other.close();
}

/* Calls of both eras end in their own time; whoever comes meanwhile finds nobody. */
async function drains(server) {
	const modern_one = new Client(server);
	const legacy_one = new Client(server);
	const session = await open_session(legacy_one);

	modern_one.send(modern(1, 'tools/call', { name: 'probe_wait' }));
	legacy_one.send(post({ id: 2, method: 'tools/call', params: { name: 'probe_wait',
		_meta: { progressToken: 1 } } }, session));
	await legacy_one.until('notifications/progress');
	const came = Promise.all([modern_one.end(), legacy_one.end()]);
	const code = stop(server);
	const late = await new Promise((done) => {
		const knock = () => connect(server.port, '127.0.0.1')
			.on('error', () => done(true)).on('close', knock).on('connect', function end() {
				this.destroy();
			});
		knock();
	});
	check('nobody is let in any more', late, '');
	const [first, second] = await came;
	check('a modern call ends in its own time', /"id":1,"result".*nobody cancelled/s.test(first), first);
	check('a call of a session does, too', /"id":2,"result".*nobody cancelled/s.test(second), second);
	check('then the program ends with 0', await code === 0, server.err);
}

/* ---- Digest. ---- */

async function digest(path) {
	const server = await start(path);
	const came = await new Client(server).send(HEALTH).until('"}');

	await stop(server);
	return /"config":"([0-9a-f]{16})"/.exec(came)?.[1];
}

async function digests_are_comparable() {
	const one = await digest(write('one', 'idle: 7'));
	const same = await digest(write('same', 'idle: 7s'));
	const other = await digest(write('other', 'idle: 8'));

	check('equal settings have one digest, others another', one && one === same && one !== other,
		`${one} ${same} ${other}`);
}

const SHORT = 'head_deadline: 1, body_deadline: 1, idle: 1, unread_bytes: 4096';
const MANY = 'connections: 1200, streams: 1100';

let server = await start(write('short', SHORT));
await frames(server);
await checks_names(server);
await ends_who_is_slow(server);
await cuts_who_does_not_read(server);
await stop(server);
await caps_connections();
await leaves_descriptors();
await tells_all_listeners(await start(write('many', MANY)), 'many', MANY);
server = await start(write('grace', 'grace: 30'));
await asks_no_reader_of_json(server);
await delete_fails_what_asks(server);
await drains(server);
await digests_are_comparable();
process.exit(0);
