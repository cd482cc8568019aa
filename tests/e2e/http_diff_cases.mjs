// http_diff_cases - streams of HTTP requests, well-formed and broken, out of a seed.
// Texts here are bytes: each character is one, latin1.

export function random(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const r = {
		below: n => Math.floor(next() * n),
		chance: p => next() < p,
		of: list => list[Math.floor(next() * list.length)],
	};
	return r;
}

// ---- Pieces. Where `odd` is not asked for, a piece is well-formed. ----

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];
const oddMethods = ['get', 'Post', 'PO ST', 'POST\t', '', ' POST', 'M-SEARCH', 'FOO', '"GET"', 'G:T',
	'GET\0', 'TRACE', 'CONNECT', 'PRI', 'P\x80ST', 'X'.repeat(33), 'POST,', 'SOURCE'];
const targets = ['/', '/mcp', '/mcp?x=1', '/a/b.c', '/%41', '/health?'];
const oddTargets = ['*', 'http://h/mcp', 'http://other/mcp', 'HTTP://h/', 'https://h/', '//', '/a b',
	'/%zz', '/\x80', '', 'h:80', '/#f', '/\t', 'mcp', '/a\0b', '/..', '/\\', 'http://h', '/a\x7f',
	'http://u@h/', '/{}', '/' + 'a'.repeat(3000)];
const oddVersions = ['HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.1 ', 'http/1.1', 'HTTP/01.1',
	'HTTP/1.10', '', 'HTTP/1,1', 'HTTP 1.1', 'HTTP/11', 'HTTP/1.', 'HTTP/-1.1', 'HTTPS/1.1', '\tHTTP/1.1'];
const blanks = ['', ' ', '\t', '  ', ' \t ', '\x0b', '\x0c', '\0', '\xa0', '\r', '\n', '\x85'];
const lineEnds = ['\n', '\r', '\r\r\n', '\n\r', '\r\n ', '\r\n\t', '\x0b\n', ' \r\n', '\0\r\n', '\r\n\r\n', ''];

const hosts = ['h', 'localhost', '127.0.0.1:8080', '[::1]:80'];
const oddHosts = ['', 'h h', 'h,h', 'h/', 'u@h', 'h:x', 'h:', '[::1', 'h\x80', 'h:99999', 'h\0'];

const others = ['Accept: */*', 'User-Agent: diff', 'Content-Type: application/json', 'X-Empty:',
	'Connection: keep-alive', 'Accept-Encoding: gzip, chunked'];
const oddOthers = ['Connection: close', 'Connection: Content-Length', 'Connection: Transfer-Encoding',
	'Connection: Upgrade', 'Upgrade: websocket', 'Upgrade: h2c', 'Expect: 100-continue', 'Expect: 200-ok',
	'Expect:', 'TE: trailers', 'Trailer: Content-Length', 'X\x80: 1', 'X: \x01', 'X: \xff', 'X : 1',
	'X', ': 1', ' X: 1', 'X(: 1', 'X: a\r\n b', 'X: a\r b', 'X: a\n b', 'X\t: 1', 'X: \0', 'X[]: 1',
	'Content-Length-X: 3', 'Content_Length: 3', 'Content-Length', 'Transfer_Encoding: chunked',
	'X-Content-Length: 9', 'Proxy-Connection: close', 'Keep-Alive: timeout=1', 'X: Transfer-Encoding: chunked'];

// The name of a field as nobody should write it.
function bend(r, name) {
	switch (r.below(9)) {
	case 0: return name.toLowerCase();
	case 1: return name.toUpperCase();
	case 2: return name + r.of(blanks);
	case 3: return r.of(blanks) + name;
	case 4: return name.replace('-', r.of(['_', ' ', '\0', '\x0b', '--', '\r\n-']));
	case 5: return name + r.of([':', '\0', '\x80', ',']);
	case 6: return name.slice(0, -1);
	case 7: return r.of(['X-', '\r', '\n', '\0']) + name;
	default: return name;
	}
}

function oddLength(r, n) {
	return r.of([`+${n}`, `-${n}`, `0${n}`, `00`, `${n}, ${n}`, `${n},${n}`, `${n};`, `0x${n.toString(16)}`,
		`${n} ${n}`, ``, `${n}.0`, `${n}e0`, `${n}\x0b`, `${n}\0`, `"${n}"`, `${n},`, `,${n}`, `${n + 1}`,
		`${Math.max(0, n - 1)}`, `${n} ,${n}`, `18446744073709551${616 + n}`, `4294967${296 + n}`, `\t${n}`,
		`${n} `, `${n}\xa0`, `${n}_0`, `9223372036854775808`, `${n}\r\n ${n}`, `-0`, `${n}${n}`,
		`99999999999999999999999`, `${n}${' '.repeat(3)}`]);
}

const oddCodings = ['Chunked', 'CHUNKED', 'chunked, chunked', 'gzip, chunked', 'chunked, gzip', 'identity',
	'chunked;q=1', 'chunked;', '\tchunked', 'chunked\x0b', '\x0bchunked', 'xchunked', 'chunkedx', '"chunked"',
	'chunked, identity', 'identity, chunked', '', '\r\n chunked', 'chunked\r\n\t', ',chunked', 'chunked,',
	'chun ked', 'chunked\0', 'gzip', 'chunked\t', ' chunked ', "'chunked'", '\x80chunked', 'chunked\xa0',
	'deflate', 'CHUN\u004bED', 'chu\nnked'];

// A field of the body's length, or two; mostly as it should be.
function framing(r, kind, n, odd) {
	const length = `Content-Length: ${n}`;
	const coding = 'Transfer-Encoding: chunked';
	const plain = kind === 'chunked' ? coding : kind === 'counted' ? length : null;
	if (!odd)
		return plain ? [plain] : [];
	switch (r.below(12)) {
	case 0: return [`Content-Length: ${oddLength(r, n)}`];
	case 1: return [`Transfer-Encoding: ${r.of(oddCodings)}`];
	case 2: return [length, coding];
	case 3: return [coding, length];
	case 4: return [length, `Content-Length: ${r.chance(0.5) ? n : oddLength(r, n)}`];
	case 5: return [coding, `Transfer-Encoding: ${r.chance(0.5) ? 'chunked' : r.of(oddCodings)}`];
	case 6: return [`${bend(r, 'Content-Length')}:${r.of(blanks)}${n}`];
	case 7: return [`${bend(r, 'Transfer-Encoding')}:${r.of(blanks)}chunked`];
	case 8: return [length, `${bend(r, 'Transfer-Encoding')}: ${r.of(oddCodings)}`];
	case 9: return [coding, `${bend(r, 'Content-Length')}: ${oddLength(r, n)}`];
	case 10: return [`Content-Length: ${oddLength(r, n)}`, `Transfer-Encoding: ${r.of(oddCodings)}`];
	default: return kind === 'none' ? [r.chance(0.5) ? length : coding] : [];
	}
}

// ---- Bodies. ----

const smuggled = ['GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n', 'POST /s HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\n',
	'0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n', 'GET /smuggled HTTP/1.1\r\nX: '];

function payload(r) {
	if (r.chance(0.3))
		return r.of(smuggled);
	const n = r.of([0, 1, 2, 3, 5, 15, 16, 17, 60]);
	let text = '';
	for (let i = 0; i < n; i++)
		text += r.chance(0.1) ? r.of(['\r', '\n', '0', '\r\n', '\0', '\xff']) : String.fromCharCode(97 + r.below(26));
	return text;
}

function oddSize(r, n) {
	const hex = n.toString(16);
	return r.of([hex.toUpperCase(), `0${hex}`, `000000000000000${hex}`, `+${hex}`, `-${hex}`, ` ${hex}`, `${hex} `,
		`${hex}\t`, `0x${hex}`, `f${'f'.repeat(15)}${hex}`, `1${'0'.repeat(16)}`, `1${'0'.repeat(8)}${hex}`, '', `${hex}g`,
		`${hex},`, `${hex};`, `${hex};a=b`, `${hex};a="b;\r\n"`, `${hex};a\n`, `${hex} ;a`, `${hex}\0`, `${hex}_`,
		`${n + 1}`, `${hex};\r`, `${hex};\x01`, `${hex};a=\xff`, `${hex}\r`, `${hex}\x0b`]);
}

function chunk(r, text, odd) {
	const size = odd && r.chance(0.5) ? oddSize(r, text.length) : text.length.toString(16);
	const first = odd && r.chance(0.2) ? r.of(lineEnds) : '\r\n';
	const last = odd && r.chance(0.2) ? r.of([...lineEnds, 'X', '\r\nX', 'XX']) : '\r\n';
	return `${size}${first}${text}${last}`;
}

const ends = ['0\r\n\r\n'];
const oddEnds = ['', '0\r\n', '0\n\n', '0\r\n\n', '00\r\n\r\n', '000000000\r\n\r\n', '0\r\nX: 1\r\n\r\n',
	'0\r\nContent-Length: 5\r\n\r\n', '0\r\nX\r\n\r\n', '0;a=b\r\n\r\n', '0 \r\n\r\n', '0\r\r\n', '0\r\n\r', '-0\r\n\r\n',
	'0x0\r\n\r\n', '0\r\n X: 1\r\n\r\n', '0\r\n\r\n\r\n', '0\n\r\n', '+0\r\n\r\n', '0\r\nX: 1\n\n', '0\r\nHost: h\r\n\r\n'];

function chunks(r, text, odd) {
	let out = '';
	while (text.length > 0) {
		const n = 1 + r.below(text.length);
		out += chunk(r, text.slice(0, n), odd && r.chance(0.5));
		text = text.slice(n);
	}
	return out + (odd && r.chance(0.4) ? r.of(oddEnds) : r.of(ends));
}

// ---- Requests. ----

function shuffle(r, list) {
	for (let i = list.length - 1; i > 0; i--) {
		const k = r.below(i + 1);
		[list[i], list[k]] = [list[k], list[i]];
	}
	return list;
}

function head(r, kind, n, odd) {
	const pick = (plain, strange, p) => odd && r.chance(p) ? r.of(strange) : r.of(plain);
	const method = odd && r.chance(0.08) ? r.of(oddMethods) : kind === 'none' ? r.of(methods) : r.of(['POST', 'POST', 'PUT', 'GET']);
	const fields = shuffle(r, [...framing(r, kind, n, odd && r.chance(0.5)), r.of(others)]);
	if (odd && r.chance(0.25))
		fields.splice(r.below(fields.length + 1), 0, r.of(oddOthers));
	if (!(odd && r.chance(0.04)))
		fields.splice(r.below(fields.length + 1), 0, `Host: ${pick(hosts, oddHosts, 0.06)}`);
	if (odd && r.chance(0.03))
		fields.push(`Host: ${r.of(hosts)}`);
	const version = pick(['HTTP/1.1'], oddVersions, 0.08);
	const blank = odd && r.chance(0.03) ? r.of(blanks) : ' ';
	const lines = [`${method}${blank}${pick(targets, oddTargets, 0.08)}${blank}${version}`, ...fields, ''];
	return lines.map(line => line + (odd && r.chance(0.03) ? r.of(lineEnds) : '\r\n')).join('');
}

function request(r, odd) {
	const kind = r.of(['none', 'counted', 'chunked']);
	const text = kind === 'none' ? '' : payload(r);
	const body = kind === 'chunked' ? chunks(r, text, odd && r.chance(0.4)) : text;
	return head(r, kind, text.length, odd) + body;
}

// A few bytes changed, left out, doubled or put in anywhere.
function mutate(r, text) {
	for (let n = 1 + r.below(3); n > 0 && text.length > 0; n--) {
		const at = r.below(text.length);
		const c = r.of(['\r', '\n', ' ', '\t', '\0', ':', ';', ',', '0', '1', 'a', '\x80', '\x0b', '\r\n', '\x7f', '-', '+']);
		switch (r.below(4)) {
		case 0: text = text.slice(0, at) + c + text.slice(at + 1); break;
		case 1: text = text.slice(0, at) + text.slice(at + 1); break;
		case 2: text = text.slice(0, at) + c + text.slice(at); break;
		default: text = text.slice(0, at) + text.slice(at, at + 1 + r.below(8)) + text.slice(at); break;
		}
	}
	return text;
}

// One connection's bytes: one to four requests, one of them odd in three cases of four.
export function make(r) {
	const count = r.of([1, 1, 2, 2, 3, 4]);
	const odd = r.chance(0.75) ? r.below(count) : -1;
	let text = '';
	for (let i = 0; i < count; i++) {
		text += request(r, i === odd);
		if (i === odd && r.chance(0.1))
			text += r.of(['\r\n', '\n', '\r\n\r\n', '\r', '\r\n\r\n\r\n', ' ', '\0']);
	}
	if (odd >= 0 && r.chance(0.25))
		text = mutate(r, text);
	if (odd >= 0 && r.chance(0.05))
		text = text.slice(0, r.below(text.length));
	return Buffer.from(text, 'latin1');
}
