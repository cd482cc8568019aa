/* modern - a conversation of 2026-07-28: no handshake, every request says what it is. */
import { cancels, goodAnswer, handshake, risesToTheEnd } from './legacy.mjs';
import { MODERN, toolSchemaProblem } from './schemas.mjs';

const KEY = 'io.modelcontextprotocol/';
const UNKNOWN_HERE = ['initialize', 'ping', 'logging/setLevel', 'resources/subscribe',
	'resources/unsubscribe', 'tasks/list', 'no/such'];

export const meta = (more = {}) => ({
	[`${KEY}protocolVersion`]: MODERN,
	[`${KEY}clientCapabilities`]: {},
	[`${KEY}clientInfo`]: { name: 'conformance', version: '1' },
	...more,
});

const ask = (host, method, params = {}, more = {}) => host.ask(method, { ...params, _meta: meta(more) });

async function discovers(host, c) {
	const answer = await ask(host, 'server/discover');
	const result = answer?.result;

	c.same('server/discover names the version', result?.supportedVersions, [MODERN]);
	c.that('it has tools and cache hints', result?.capabilities?.tools && result.ttlMs >= 0 &&
		['public', 'private'].includes(result.cacheScope), answer);
	c.same('its _meta says who answered', result?._meta?.[`${KEY}serverInfo`]?.name, 'mcp-volume-ranking');
	return result?.supportedVersions ?? [];
}

async function claims(host, supported, c) {
	const bare = (m) => host.ask('tools/list', { _meta: m });
	const future = await bare(meta({ [`${KEY}protocolVersion`]: '2099-01-01' }));

	c.code('discover without a claim is refused', await host.ask('server/discover'), -32602);
	c.code('discover with other _meta is refused', await host.ask('server/discover', { _meta: { a: 1 } }),
		-32602);
	c.code('a request without a claim is refused', await host.ask('tools/list', {}), -32602);
	c.code('a claim without capabilities is refused',
		await bare({ [`${KEY}protocolVersion`]: MODERN }), -32602);
	c.code('capabilities that are a list are refused',
		await bare(meta({ [`${KEY}clientCapabilities`]: [] })), -32602);
	c.code('an unknown version is refused', future, -32022);
	c.same('the refusal repeats the version', future?.error?.data?.requested, '2099-01-01');
	c.that('the refusal names versions that discover names',
		future?.error?.data?.supported?.every((v) => supported.includes(v)), future);
	c.code('a claim of 2025-11-25 is refused',
		await bare(meta({ [`${KEY}protocolVersion`]: '2025-11-25' })), -32022);
	c.that('clientInfo may be absent', (await bare({ [`${KEY}protocolVersion`]: MODERN,
		[`${KEY}clientCapabilities`]: {} }))?.result);
	for (const method of UNKNOWN_HERE)
		c.code(`${method} is unknown here`, await ask(host, method), -32601);
}

async function calls(host, c) {
	const list = await ask(host, 'tools/list');
	const tools = list?.result?.tools ?? [];
	const tool = (name) => tools.find((t) => t.name === name);
	const call = (name, args) => ask(host, 'tools/call', { name, arguments: args });
	const rank = await call('get_volume_ranking', { count: 2 });
	const wrong = await call('get_volume_ranking', { market: 'NYSE' });

	c.that('tools/list has cache hints', list?.result?.ttlMs >= 0 && list.result.cacheScope, list);
	for (const t of tools)
		c.none(`${t.name}'s schemas are schemas`, toolSchemaProblem(t.inputSchema));
	goodAnswer(c, 'a ranking', rank, tool('get_volume_ranking'));
	goodAnswer(c, 'the same ranking', await call('get_volume_ranking', { count: 2 }),
		tool('get_volume_ranking'));
	goodAnswer(c, 'a full result', await call('probe_shape', {}), tool('probe_shape'));
	goodAnswer(c, 'a result of nulls', await call('probe_shape', { full: false }), tool('probe_shape'));
	c.same('a result is complete', rank?.result?.resultType, 'complete');
	c.same('a result says who answered', rank?.result?._meta?.[`${KEY}serverInfo`]?.name, 'mcp-volume-ranking');
	c.that('a wrong argument is a tool error', wrong?.result?.isError === true &&
		wrong.result.resultType === 'complete', wrong);
	c.code('an unknown tool is refused', await call('no_such_tool', {}), -32602);
	c.code('arguments that are text are refused', await call('probe_steps', 'x'), -32602);
	c.code('a tool that crashes is an internal error', await call('probe_crash', {}), -32603);
}

/* The log levels and progress values between a call and its answer. */
async function during(host, more) {
	const from = host.messages.length;
	const answer = await ask(host, 'tools/call', { name: 'probe_steps', arguments: {} }, more);
	const notes = host.messages.slice(from, host.messages.indexOf(answer));

	return {
		levels: notes.filter((m) => m.method === 'notifications/message').map((m) => m.params.level),
		values: notes.filter((m) => m.method === 'notifications/progress').map((m) => m.params.progress),
	};
}

async function notifications(host, c) {
	const level = (l) => ({ [`${KEY}logLevel`]: l });

	c.same('nothing is said unasked', await during(host, {}), { levels: [], values: [] });
	c.same('level debug hears all', (await during(host, level('debug'))).levels, ['debug', 'error']);
	c.same('level error hears errors', (await during(host, level('error'))).levels, ['error']);
	c.same('the level was that request\'s only', (await during(host, {})).levels, []);
	c.code('an unknown level is refused', await ask(host, 'tools/list', {}, level('loud')), -32602);
	risesToTheEnd(c, (await during(host, { progressToken: 1 })).values);
}

export async function modernConversation(host, c) {
	const supported = await discovers(host, c);

	await claims(host, supported, c);
	await calls(host, c);
	await notifications(host, c);
	const stillSilent = await cancels(host, c, meta(), () => ask(host, 'server/discover'));

	const broken = await host.askText('hello?');

	c.that('what cannot be read gets an error without id', broken?.error?.code === -32700 &&
		!('id' in broken), broken);
	c.code('a batch is refused', await host.askText('[]'), -32600);
	stillSilent();
}

/* Both eras on one process, in any order. */
export async function mixedConversation(host, c) {
	c.that('discover first', (await ask(host, 'server/discover'))?.result);
	c.same('initialize after discover', (await handshake(host, MODERN))?.result?.protocolVersion, '2025-11-25');
	host.notify('notifications/initialized');
	c.that('a legacy call', (await host.ask('tools/call', { name: 'probe_steps' }))?.result);

	const modern = await ask(host, 'tools/call', { name: 'probe_steps' });

	c.same('a modern call on the same process', modern?.result?.resultType, 'complete');
	const legacy = await host.ask('tools/list');

	c.that('a legacy list stays legacy', legacy?.result && !('resultType' in legacy.result), legacy);
	c.code('a modern ping stays unknown', await ask(host, 'ping'), -32601);
	c.same('a legacy ping is answered', (await host.ask('ping'))?.result, {});
}
