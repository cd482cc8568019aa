// http_diff - the same bytes to our reader of HTTP, to Node and to nginx: what we accept must be the
// same requests to them. `http_diff.mjs FRAMES NGINX HOME COUNT SEED [SHOW]`: FRAMES is http_frames,
// HOME a folder for sockets and files. SHOW: only that case, in full.
//
// A stream of bytes becomes requests and an end. Wrong is: a request of ours with another method or
// body than the reference's at that place; a request too many or too few, unless the side that has
// less refused or closed there. Being stricter is our right, and what only one of the two refuses
// is counted; what both refuse must not be accepted.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { make, random } from './http_diff_cases.mjs';

const [frames, nginx, home, countText, seedText, showText] = process.argv.slice(2);
const count = Number(countText);
const seed = Number(seedText);
const LANES = 8;
const PATIENCE_MS = 20000;

// ---- Ours. ----

const ours = spawn(frames, [], { stdio: ['pipe', 'pipe', 'inherit'] });
const waiting = [];
let oursEnded = false;

createInterface({ input: ours.stdout }).on('line', line => waiting.shift()?.resolve(JSON.parse(line)));
ours.on('exit', () => {
	oursEnded = true;
	for (const w of waiting)
		w.reject(new Error('our reader ended by itself'));
});

function askOurs(bytes) {
	const head = Buffer.alloc(4);
	head.writeUInt32LE(bytes.length);
	return new Promise((resolve, reject) => {
		if (oursEnded)
			return reject(new Error('our reader has ended'));
		waiting.push({ resolve, reject });
		ours.stdin.write(Buffer.concat([head, bytes]));
	});
}

// ---- A client: all bytes, then the end of them; what came back when the other side has closed. ----

function talk(socketPath, bytes) {
	return new Promise((resolve, reject) => {
		const parts = [];
		const socket = net.connect({ path: socketPath, allowHalfOpen: true });
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error(`no end came from ${path.basename(socketPath)}`));
		}, PATIENCE_MS);

		socket.on('connect', () => socket.end(bytes));
		socket.on('data', part => parts.push(part));
		socket.on('error', () => {}); // what it had to say is in `parts`
		socket.on('close', () => {
			clearTimeout(timer);
			resolve(Buffer.concat(parts).toString('latin1'));
		});
	});
}

// Final statuses of the responses; the bodies here hold no such line.
function statuses(answer) {
	return [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(m => Number(m[1])).filter(s => s >= 200);
}

// Up to the first refusal: a server may go on behind it.
function upToRefusal(seen, answer, end) {
	const all = statuses(answer);
	const refused = all.findIndex(s => s >= 400);

	if (refused >= 0)
		return { seen: seen.slice(0, refused), end: 'refused' };
	return { seen, end: end ?? (/\r\nconnection: close\r\n/i.test(answer) ? 'closed' : 'open') };
}

// ---- Node: its parser, strict as it comes. ----

function nodeLane(n) {
	const lane = { path: path.join(home, `node${n}.sock`), seen: [], end: undefined };
	const server = http.createServer((req, res) => {
		const one = [req.method, ''];
		const parts = [];
		lane.open++;
		req.on('data', part => parts.push(part));
		req.on('end', () => {
			one[1] = Buffer.concat(parts).toString('hex');
			lane.seen.push(one);
			lane.open--;
			res.end('ok');
		});
		req.on('error', () => {});
	});

	server.on('clientError', (error, socket) => {
		const early = error.code === 'HPE_INVALID_EOF_STATE' || error.code === 'ECONNRESET';
		lane.end ??= error.code === 'HPE_CLOSED_CONNECTION' ? 'closed' : !early ? 'refused' : lane.open > 0 ? 'body' : 'head';
		socket.destroy();
	});
	server.on('connect', (req, socket) => {
		lane.end ??= 'refused';
		socket.destroy();
	});
	lane.ask = async bytes => {
		lane.seen = [];
		lane.end = undefined;
		lane.open = 0;
		const answer = await talk(lane.path, bytes);
		return upToRefusal(lane.seen, answer, lane.end);
	};
	lane.ready = new Promise(resolve => server.listen(lane.path, resolve));
	lane.stop = () => server.close();
	return lane;
}

// ---- nginx: it reads whole requests and hands them on; what it says of them is told here. ----

const told = Array.from({ length: LANES }, () => []);

const upstream = http.createServer((req, res) => {
	const parts = [];
	req.on('data', part => parts.push(part));
	req.on('end', () => {
		told[Number(req.headers['x-lane'])].push([req.headers['x-method'], Buffer.concat(parts).toString('hex')]);
		res.end('ok');
	});
});

function nginxConfig() {
	const servers = told.map((_, n) => `
	server {
		listen unix:${home}/nginx${n}.sock;
		rewrite ^ /seen? break;
		location / {
			proxy_pass http://upstream;
			proxy_method POST;
			proxy_pass_request_headers off;
			proxy_set_header X-Lane ${n};
			proxy_set_header X-Method $request_method;
			rewrite ^ /seen? break;
		}
	}`).join('\n');

	return `
daemon off;
master_process off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/nginx.log error;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path ${home}/body;
	proxy_temp_path ${home}/proxy;
	fastcgi_temp_path ${home}/fastcgi;
	uwsgi_temp_path ${home}/uwsgi;
	scgi_temp_path ${home}/scgi;
	client_max_body_size 1m;
	proxy_http_version 1.1;
	proxy_set_header Connection "";
	proxy_request_buffering on;
	proxy_ignore_client_abort on;
	upstream upstream { server unix:${home}/up.sock; keepalive 16; }
${servers}
}
`;
}

function startNginx() {
	fs.writeFileSync(path.join(home, 'nginx.conf'), nginxConfig());
	const child = spawn(nginx, ['-p', home, '-e', path.join(home, 'nginx.log'), '-c', path.join(home, 'nginx.conf')],
		{ stdio: ['ignore', 'ignore', 'inherit'] });
	child.on('exit', code => { child.ended = code ?? -1; });
	process.on('exit', () => child.kill('SIGTERM'));
	for (const signal of ['SIGINT', 'SIGTERM'])
		process.on(signal, () => process.exit(130));
	return child;
}

// It listens when the first question is answered.
async function nginxReady(child) {
	for (;;) {
		if (child.ended !== undefined)
			throw new Error(`nginx ended with ${child.ended}`);
		const answer = await talk(path.join(home, 'nginx0.sock'), Buffer.from('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));
		if (answer.includes('200'))
			return;
		await new Promise(resolve => setTimeout(resolve, 20));
	}
}

async function askNginx(n, bytes) {
	told[n] = [];
	const answer = await talk(path.join(home, `nginx${n}.sock`), bytes);
	return upToRefusal(told[n], answer);
}

// ---- A reader that is wrong on purpose: a comparison that does not see it sees nothing. ----

// Takes the first length it finds, whatever stands around it, and knows no chunks.
function readLaxly(bytes) {
	const seen = [];
	let rest = bytes.toString('latin1');

	for (;;) {
		const head = /^([A-Z]+) [^]*?\r?\n\r?\n/.exec(rest);
		if (!head)
			return { seen, end: rest ? 'head' : 'end' };
		const length = Number(/content-length\s*:\D*(\d+)/i.exec(head[0])?.[1] ?? 0);
		const body = rest.slice(head[0].length, head[0].length + length);
		if (body.length < length)
			return { seen, end: 'body' };
		seen.push([head[1], Buffer.from(body, 'latin1').toString('hex')]);
		rest = rest.slice(head[0].length + length);
	}
}

// ---- The comparison. ----

// What is wrong between ours and one reference; '' when nothing is.
function difference(us, them) {
	const both = Math.min(us.seen.length, them.seen.length);

	for (let i = 0; i < both; i++)
		if (us.seen[i][0] !== them.seen[i][0] || us.seen[i][1] !== them.seen[i][1])
			return `request ${i + 1} is ${us.seen[i].join(' ')}, there ${them.seen[i].join(' ')}`;
	if (them.seen.length > both && us.end !== 'refused' && us.end !== 'closed')
		return `${us.seen.length} requests and ${us.end}, there ${them.seen.length}`;
	if (us.seen.length > both && them.end !== 'refused' && them.end !== 'closed')
		return `${us.seen.length} requests, there ${them.seen.length} and ${them.end}`;
	if (us.end === 'end' && us.seen.length === them.seen.length && (them.end === 'head' || them.end === 'body'))
		return `all bytes are taken, there a ${them.end} is open`;
	return '';
}

// A request of ours at the place where they refuse; not for a method they do not know: which methods
// are allowed is not for a reader to say.
const known = http.METHODS.filter(m => m !== 'CONNECT' && m !== 'TRACE');

function isLooser(us, them) {
	return them.end === 'refused' && us.seen.length > them.seen.length && known.includes(us.seen[them.seen.length][0]);
}

const tally = { cases: 0, requests: 0, refused: 0, looserThanNode: 0, looserThanNginx: 0, stricter: 0, laxToNode: 0, laxToNginx: 0, wrong: [], looser: [] };

function judge(index, bytes, us, node, front) {
	const wrong = [difference(us, node) && `Node: ${difference(us, node)}`, difference(us, front) && `nginx: ${difference(us, front)}`].filter(Boolean);

	tally.cases++;
	tally.laxToNode += difference(readLaxly(bytes), node) !== '';
	tally.laxToNginx += difference(readLaxly(bytes), front) !== '';
	tally.requests += us.seen.length;
	tally.refused += us.end === 'refused';
	tally.looserThanNode += isLooser(us, node);
	tally.looserThanNginx += isLooser(us, front);
	tally.stricter += us.end === 'refused' && (node.seen.length > us.seen.length || front.seen.length > us.seen.length);
	if (wrong.length)
		tally.wrong.push(`case ${index}: ${wrong.join('; ')}: ${JSON.stringify(bytes.toString('latin1'))}`);
	if (isLooser(us, node) && isLooser(us, front))
		tally.looser.push(`case ${index}: ${JSON.stringify(bytes.toString('latin1'))}`);
}

// Each case has a seed of its own, so that one can be shown alone.
function bytesOf(index) {
	return make(random(seed * 1000003 + index));
}

async function runLane(n, lane, next) {
	for (let index = next(); index < count; index = next()) {
		const bytes = bytesOf(index);
		const [us, node, front] = await Promise.all([askOurs(bytes), lane.ask(bytes), askNginx(n, bytes)]);

		judge(index, bytes, us, node, front);
		if (showText)
			console.log(JSON.stringify({ bytes: bytes.toString('latin1'), us, node, front }, null, 1));
	}
}

function say(name, bad) {
	console.log(bad.length === 0 ? `ok - ${name}` : `not ok - ${name}: ${bad.length} of them`);
	for (const one of bad.slice(0, 10))
		console.log(`# ${one}`);
}

const lanes = Array.from({ length: LANES }, (_, n) => nodeLane(n));
await Promise.all([...lanes.map(l => l.ready), new Promise(resolve => upstream.listen(path.join(home, 'up.sock'), resolve))]);
const front = startNginx();
let failure = '';

try {
	let at = showText ? Number(showText) : 0;
	const last = showText ? at + 1 : count;
	await nginxReady(front);
	await Promise.all(lanes.map((lane, n) => runLane(n, lane, () => at < last ? at++ : count)));
} catch (error) {
	failure = error.message;
}
ours.stdin.end();

console.log(`# seed ${seed}: ${tally.cases} streams, ${tally.requests} requests accepted, ${tally.refused} streams refused, ` +
	`${tally.stricter} of them taken by another; ${tally.looserThanNode} refused by Node alone or both, ` +
	`${tally.looserThanNginx} by nginx alone or both`);
if (failure || (!showText && tally.cases !== count))
	console.log(`not ok - ${count} streams are read: ${failure || tally.cases}`);
else
	console.log(`ok - ${count} streams are read whole, by sevens and byte by byte alike`);
say('what is accepted are the same requests to Node and nginx', tally.wrong);
say('nothing is accepted that both refuse', tally.looser);
if (!showText)
	console.log(`${tally.laxToNode && tally.laxToNginx ? 'ok' : 'not ok'} - a lax reader is told from both ` +
		`(${tally.laxToNode} and ${tally.laxToNginx} times)`);
process.exit(failure || !tally.laxToNode || !tally.laxToNginx || tally.wrong.length || tally.looser.length ? 1 : 0);
