/* legacy - a conversation of the handshake revisions, one version at a time. */
import { outputProblem, toolSchemaProblem } from './schemas.mjs';

const CLIENT = { name: 'conformance', version: '1' };
const REFUSED = ['subscriptions/listen', 'tasks/get', 'tasks/list', 'no/such'];

export function handshake(host, version) {
	return host.ask('initialize', { protocolVersion: version, capabilities: {}, clientInfo: CLIENT });
}

const noModernMembers = (result) =>
	!('resultType' in result) && !('ttlMs' in result) && !('cacheScope' in result);

async function begins(host, version, c) {
	c.same('ping is answered before the handshake', (await host.ask('ping'))?.result, {});
	c.code('a call before the handshake is refused', await host.ask('tools/list'), -32602);

	const hello = await handshake(host, version);

	c.same('initialize echoes the version', hello?.result?.protocolVersion, version);
	c.that('initialize has tools and logging, and nothing modern', hello?.result?.capabilities?.tools &&
		hello.result.capabilities.logging && noModernMembers(hello.result), hello);
	host.notify('notifications/initialized');
	c.code('a second initialize is refused', await handshake(host, version), -32600);
}

async function lists(host, version, c) {
	const answer = await host.ask('tools/list');
	const again = await host.ask('tools/list', {});
	const tools = answer?.result?.tools ?? [];
	const ranking = tools.find((t) => t.name === 'get_volume_ranking');

	c.that('tools/list names the tools', ranking && tools.some((t) => t.name === 'probe_steps'), answer);
	c.same('tools/list is the same twice', again?.result, answer?.result);
	c.that('tools/list holds nothing modern', noModernMembers(answer.result), answer.result);
	c.that('each tool has a description', tools.every((t) => t.description), tools);
	c.same('titles begin with 2025-06-18', tools.every((t) => 'title' in t), version >= '2025-06-18');
	c.same('annotations begin with 2025-03-26', tools.every((t) => 'annotations' in t),
		version >= '2025-03-26');
	c.same('output schemas begin with 2025-06-18', Boolean(ranking?.outputSchema), version >= '2025-06-18');
	for (const t of tools)
		c.none(`${t.name}'s schemas are schemas`, toolSchemaProblem(t.inputSchema) ||
			(t.outputSchema ? toolSchemaProblem(t.outputSchema) : ''));
	c.code('a foreign cursor is refused', await host.ask('tools/list', { cursor: 'x' }), -32602);
	return tools;
}

/* An answer with text, and by the tool's outputSchema where the version has one. */
export function goodAnswer(c, name, answer, tool) {
	const result = answer?.result;

	c.that(`${name} is answered`, result && !result.isError && result.content?.[0]?.text, answer);
	if (tool?.outputSchema)
		c.none(`${name} keeps its output schema`, result?.structuredContent ?
			outputProblem(tool.outputSchema, result.structuredContent) : 'there is no structuredContent');
}

async function calls(host, tools, c) {
	const tool = (name) => tools.find((t) => t.name === name);
	const call = (name, args) => host.ask('tools/call', { name, arguments: args });
	const rank = tool('get_volume_ranking');

	goodAnswer(c, 'a ranking', await call('get_volume_ranking', { count: 3 }), rank);
	goodAnswer(c, 'a ranking without arguments', await host.ask('tools/call', { name: rank.name }), rank);
	goodAnswer(c, 'a count of "20"', await call(rank.name, { count: '20' }), rank);
	goodAnswer(c, 'a count of 50', await call(rank.name, { count: 50, include_details: false }), rank);
	goodAnswer(c, 'a full result', await call('probe_shape', {}), tool('probe_shape'));
	goodAnswer(c, 'a result of nulls', await call('probe_shape', { full: false }), tool('probe_shape'));

	for (const args of [{ market: 'NYSE' }, { count: 0 }, { count: 51 }, { count: 1.5 },
		{ countt: 1 }]) {
		const answer = await call(rank.name, args);

		c.that(`${JSON.stringify(args)} is a tool error that says why`, answer?.result?.isError === true &&
			answer.result.content[0].text.length > 10, answer);
	}
	const refused = await call('probe_refuse', {});

	c.same('a tool that says no gives its own words', refused?.result?.content?.[0]?.text,
		'the source said "no"; ask it later');
	c.code('an unknown tool is refused', await call('no_such_tool', {}), -32602);
	c.code('arguments that are a list are refused', await call(rank.name, [1]), -32602);
	c.code('a call without a name is refused', await host.ask('tools/call', {}), -32602);
	c.code('a call without params is refused', await host.ask('tools/call'), -32602);
	c.code('a tool that crashes is an internal error', await call('probe_crash', {}), -32603);
	goodAnswer(c, 'a tool that prints', await call('probe_print', {}));
	goodAnswer(c, 'the next call after a crash', await call('probe_steps', {}));
}

async function refusals(host, c) {
	for (const method of REFUSED)
		c.code(`${method} is refused`, await host.ask(method, {}), -32601);
	c.code('server/discover without a claim is refused', await host.ask('server/discover'), -32602);
	c.code('an unknown level is refused', await host.ask('logging/setLevel', { level: 'loud' }), -32602);
	c.same('ids keep their type: text', (await host.ask('ping', {}, 'a "text" id'))?.result, {});
	c.same('ids keep their type: zero', (await host.ask('ping', {}, 0))?.result, {});
	c.same('ids keep their type: negative', (await host.ask('ping', {}, -5))?.result, {});
}

/* Notifications of a call between its request and its answer. */
async function during(host, params) {
	const from = host.messages.length;
	const answer = await host.ask('tools/call', params);
	const notes = host.messages.slice(from, host.messages.indexOf(answer)).filter((m) => m.method);

	return {
		progress: notes.filter((m) => m.method === 'notifications/progress').map((m) => m.params),
		log: notes.filter((m) => m.method === 'notifications/message').map((m) => m.params),
		after: host.messages.slice(host.messages.indexOf(answer) + 1),
	};
}

/* The host may leave out steps that follow fast, but not the first and the last. */
export function risesToTheEnd(c, values) {
	const rises = values.every((v, i) => i === 0 || v > values[i - 1]);

	c.that('progress rises from the first to the last', rises && values[0] === 1 && values.at(-1) === 3,
		values);
}

async function progress(host, version, c) {
	const steps = (token) => during(host, { name: 'probe_steps', arguments: {},
		...(token === undefined ? {} : { _meta: { progressToken: token } }) });
	const seen = await steps('p1');

	risesToTheEnd(c, seen.progress.map((p) => p.progress));
	c.that('progress carries the token', seen.progress.every((p) => p.progressToken === 'p1'), seen);
	c.same('progress has words from 2025-03-26 on', seen.progress.some((p) => 'message' in p),
		version >= '2025-03-26');
	c.that('a number stays a number', (await steps(7)).progress.every((p) => p.progressToken === 7));
	c.same('no token, no progress', (await steps()).progress, []);
}

async function logs(host, c) {
	const levels = async (level) => {
		await host.ask('logging/setLevel', { level });
		return (await during(host, { name: 'probe_steps', arguments: {} })).log.map((m) => m.level);
	};

	c.same('level debug hears all', await levels('debug'), ['debug', 'error']);
	c.same('level error hears errors', await levels('error'), ['error']);
	c.same('level emergency hears none', await levels('emergency'), []);
}

/* A call that waits: others are answered meanwhile, and a cancel silences it. */
export async function cancels(host, c, meta, ping) {
	const from = host.messages.length;
	const id = `slow-${host.nextId++}`;

	host.send({ jsonrpc: '2.0', id, method: 'tools/call', params: {
		name: 'probe_wait', arguments: {}, _meta: { ...meta, progressToken: 'w' } } });
	c.that('a slow call has begun', await host.next((m) => m.params?.progressToken === 'w', { from }));
	c.that('others are answered meanwhile', await ping());
	host.notify('notifications/cancelled', { requestId: id, reason: 'enough' });
	host.notify('notifications/cancelled', { requestId: 'nobody' });
	goodAnswer(c, 'the next call after a cancel', await host.ask('tools/call',
		{ name: 'probe_steps', arguments: {}, ...(meta ? { _meta: meta } : {}) }));
	return () => c.that('a cancelled call is never answered',
		!host.messages.some((m) => m.id === id), id);
}

const BROKEN = [
	['hello?', -32700], ['{"jsonrpc":"2.0","id":1', -32700], ["{'jsonrpc':'2.0'}", -32700],
	['{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', -32700], ['5', -32600], ['null', -32600],
	['{}', -32600], ['[]', -32600], ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
	['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
	['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600], ['{"id":9,"method":"ping"}', -32600],
	['{"jsonrpc":"2.0","id":9,"method":9}', -32600],
];

async function broken(host, version, c) {
	for (const [text, code] of BROKEN) {
		const answer = await host.askText(text);
		const nameless = version <= '2025-06-18' ? answer?.id === null : !('id' in (answer ?? {}));

		c.code(`${text} is refused`, answer, code);
		c.that(`${text} gets no foreign id`, nameless || answer?.id === 9, answer);
	}
	host.sendText('');
	host.sendText('{"jsonrpc":"2.0","method":"no/such/notification"}');
	host.sendText('{"jsonrpc":"2.0","id":77,"result":{}}');
	c.same('a line that ends in CRLF is read', (await host.askText(
		'{"jsonrpc":"2.0","id":"crlf","method":"ping"}\r'))?.id, 'crlf');
}

const PING = (id) => `{"jsonrpc":"2.0","id":"${id}","method":"ping"}`;

async function batches(host, version, c) {
	const answer = await host.askText(`[${PING('b1')},{"jsonrpc":"2.0","method":"x"},${PING('b2')},7]`);

	if (version !== '2025-03-26') {
		c.code('a batch is refused', answer, -32600);
		return;
	}
	c.that('a batch is answered by a batch', Array.isArray(answer) && answer.length === 3, answer);
	c.same('each request of a batch is answered', answer?.map?.((m) => m.id).slice(0, 2), ['b1', 'b2']);
	c.code('an item that is no message gets its error', answer?.[2], -32600);

	const mixed = await host.askText(`[${PING('b3')},{"jsonrpc":"2.0","id":"b4","method":"tools/call",` +
		'"params":{"name":"probe_steps"}}]');

	c.same('a batch waits for its calls', mixed?.map?.((m) => m.id).sort(), ['b3', 'b4']);
	const inside = await host.askText(`[{"jsonrpc":"2.0","id":"b5","method":"initialize","params":{}}]`);

	c.code('initialize in a batch is refused', inside?.[0] ?? inside, -32600);
	host.sendText('[{"jsonrpc":"2.0","method":"notifications/x"}]');
	c.same('a batch of notifications is silent', (await host.askText(PING('b6')))?.id, 'b6');
	c.code('a claim in a batch is refused', await host.askText('[{"jsonrpc":"2.0","id":"b7","method":' +
		'"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}]'), -32600);
}

export async function legacyConversation(host, version, c) {
	await begins(host, version, c);
	const tools = await lists(host, version, c);

	await calls(host, tools, c);
	await refusals(host, c);
	await progress(host, version, c);
	await logs(host, c);
	const stillSilent = await cancels(host, c, undefined, () => host.ask('ping'));

	await broken(host, version, c);
	await batches(host, version, c);
	stillSilent();
}
