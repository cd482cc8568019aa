/* offers - content, prompts, resources, completion and changes, in every version. */
import { MODERN, toolSchemaProblem } from './schemas.mjs';

const KEY = 'io.modelcontextprotocol/';
const SOON_MS = 1000; /* a change is told within a second */
const BASE64 = 'AP8QgA==';

/* Asks as `version` asks; the modern era says with each request what it is. */
class Asker {
	constructor(host, version) {
		this.host = host;
		this.version = version;
		this.modern = version === MODERN;
	}

	params(params, meta = {}) {
		const own = this.modern ? { [`${KEY}protocolVersion`]: MODERN,
			[`${KEY}clientCapabilities`]: {}, ...meta } : meta;

		return Object.keys(own).length ? { ...params, _meta: own } : params;
	}

	ask(method, params = {}, meta = {}) {
		return this.host.ask(method, this.params(params, meta));
	}

	call(name, args = {}) {
		return this.ask('tools/call', { name, arguments: args });
	}
}

const kinds = (answer) => answer?.result?.content?.map((b) => b.type);

async function content(a, c) {
	const blocks = await a.call('bazaar_blocks');
	const raw = await a.call('bazaar_raw', { city: 'Seoul', more: [1] });
	const failed = await a.call('bazaar_fail');

	c.same('each block arrives as the version knows it', kinds(blocks), ['text', 'image',
		a.version >= '2025-03-26' ? 'audio' : 'text', a.version >= '2025-06-18' ? 'resource_link' : 'text',
		'resource', 'resource']);
	c.same('bytes arrive in base64', blocks?.result?.content?.[1]?.data, BASE64);
	c.same('annotations stay', blocks?.result?.content?.[0]?.annotations, { audience: ['user'], priority: 0.5 });
	c.that('a link can be followed', JSON.stringify(blocks?.result?.content?.[3]).includes('bazaar://item/7'));
	c.same('a value that is no object is wrapped for handshake clients', raw?.result?.structuredContent,
		a.modern ? [{ city: 'Seoul', more: [1] }] : { result: [{ city: 'Seoul', more: [1] }] });
	c.same('the same is there as text', JSON.parse(raw?.result?.content?.[0]?.text ?? 'null'),
		[{ city: 'Seoul', more: [1] }]);
	c.that('a failure keeps its words', failed?.result?.isError === true &&
		failed.result.content[0].text === 'it went wrong', failed);
}

async function schemas(a, c) {
	const tool = (await a.ask('tools/list'))?.result?.tools?.find((t) => t.name === 'bazaar_raw');

	c.same('a schema of a tool\'s own is not touched', JSON.stringify(tool?.inputSchema),
		JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
			properties: { city: { type: 'string', 'x-mcp-header': 'City' } },
			if: { required: ['city'] }, then: {} }));
	c.same('icons begin with 2025-11-25', Boolean(tool?.icons), a.version >= '2025-11-25');
	c.same('_meta begins with 2025-06-18', Boolean(tool?._meta), a.version >= '2025-06-18');
	if (a.version >= '2025-06-18')
		c.same('output schemas are objects for handshake clients', tool?.outputSchema?.type,
			a.modern ? 'array' : 'object');
	if (tool?.outputSchema?.type === 'object')
		c.none('the wrapped schema is a schema', toolSchemaProblem(tool.outputSchema));
}

async function resources(a, c) {
	const list = (await a.ask('resources/list'))?.result;
	const templates = (await a.ask('resources/templates/list'))?.result;
	const read = async (uri) => a.ask('resources/read', { uri });
	const text = (await read('bazaar://text'))?.result;
	const gone = await read('bazaar://nothing');
	const listed = list?.resources?.find((r) => r.uri === 'bazaar://text');

	c.that('resources are listed', listed?.mimeType === 'text/plain' && listed.size === 5 &&
		listed.annotations?.priority === 1, list);
	c.same('titles of resources begin with 2025-06-18', Boolean(listed?.title), a.version >= '2025-06-18');
	c.that('templates are listed apart', templates?.resourceTemplates?.some((t) =>
		t.uriTemplate === 'bazaar://item/{id}') && !list?.resources?.some((r) => r.name === 'item'), templates);
	c.same('a text is read', text?.contents, [{ uri: 'bazaar://text', mimeType: 'text/plain', text: 'hello' }]);
	c.same('cache hints belong to the modern era', [text?.ttlMs, text?.cacheScope],
		a.modern ? [60000, 'public'] : [undefined, undefined]);
	c.same('bytes are read', (await read('bazaar://bytes'))?.result?.contents?.[0]?.blob, BASE64);
	c.same('a template is read by its variable', (await read('bazaar://item/%ED%95%9C'))?.result?.contents?.[0]?.text,
		'한');
	for (const answer of [gone, await read('bazaar://item/0')]) {
		c.code('what is not there has the era\'s code', answer, a.modern ? -32602 : -32002);
		c.that('the refusal names it', answer?.error?.data?.uri?.startsWith('bazaar://'), answer);
	}
	c.code('a URI must be text', await a.ask('resources/read', { uri: 5 }), -32602);
}

async function notesOfARead(a, c) {
	const from = a.host.messages.length;
	const answer = await a.ask('resources/read', { uri: 'bazaar://text' },
		{ progressToken: 'r', ...(a.modern ? { [`${KEY}logLevel`]: 'debug' } : {}) });
	const notes = a.host.messages.slice(from, a.host.messages.indexOf(answer)).map((m) => m.method);

	c.same('a read tells of its progress and logs', notes, ['notifications/progress', 'notifications/message']);
}

async function prompts(a, c) {
	const list = (await a.ask('prompts/list'))?.result?.prompts;
	const get = (args) => a.ask('prompts/get', { name: 'bazaar_talk', arguments: args });
	const talk = (await get({ topic: 'volume' }))?.result;

	c.same('prompts are listed with their arguments', list?.find((p) => p.name === 'bazaar_talk')?.arguments
		?.map((x) => [x.name, x.required]), [['topic', true], ['tone', false]]);
	c.same('who says what', talk?.messages?.map((m) => m.role), ['user', 'assistant', 'assistant', 'assistant']);
	c.same('what is said', talk?.messages?.map((m) => m.content.type), ['text',
		a.version >= '2025-06-18' ? 'resource_link' : 'text', a.version >= '2025-03-26' ? 'audio' : 'text',
		'resource']);
	c.same('the description', talk?.description, 'A talk.');
	c.code('a missing argument is refused', await get({}), -32602);
	c.code('an argument that is no text is refused', await get({ topic: 5 }), -32602);
	c.code('an unknown prompt is refused', await a.ask('prompts/get', { name: 'no' }), -32602);
}

async function completion(a, c) {
	const complete = (ref, name, value) => a.ask('completion/complete', { ref, argument: { name, value } });
	const talk = { type: 'ref/prompt', name: 'bazaar_talk' };
	const item = { type: 'ref/resource', uri: 'bazaar://item/{id}' };

	c.same('a prompt\'s argument is completed', (await complete(talk, 'topic', 'vol'))?.result?.completion,
		{ values: ['volume', 'volatility'], total: 300, hasMore: true });
	c.same('a template\'s variable is completed', (await complete(item, 'id', ''))?.result?.completion?.values, ['7']);
	c.code('an unknown argument is refused', await complete(talk, 'no', ''), -32602);
	c.code('an unknown reference is refused', await complete({ type: 'ref/prompt', name: 'no' }, 'topic', ''), -32602);
}

async function cursors(a, c) {
	for (const method of ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'])
		for (const cursor of ['', 'x', 7])
			c.code(`${method} refuses the cursor ${JSON.stringify(cursor)}`, await a.ask(method, { cursor }), -32602);
}

const CHANGES = ['notifications/tools/list_changed', 'notifications/prompts/list_changed',
	'notifications/resources/list_changed', 'notifications/resources/updated'];

/* Which of the changes arrive within a second of the call that makes them. */
async function changesAfterACall(a) {
	const from = a.host.messages.length;
	const began = Date.now();

	await a.call('bazaar_change');
	await Promise.all(CHANGES.map((method) =>
		a.host.next((m) => m.method === method, { from, ms: Math.max(SOON_MS - (Date.now() - began), 1) })));
	return a.host.messages.slice(from).filter((m) => CHANGES.includes(m.method));
}

async function legacyChanges(a, c) {
	await a.ask('resources/subscribe', { uri: 'bazaar://text' });
	const seen = await changesAfterACall(a);

	c.same('a session is told of every change once', seen.map((m) => m.method).sort(), [...CHANGES].sort());
	c.same('only of the resource it subscribed to', seen.find((m) => m.params?.uri)?.params, { uri: 'bazaar://text' });
	await a.ask('resources/unsubscribe', { uri: 'bazaar://text' });
	c.same('and no more after that', (await changesAfterACall(a)).filter((m) => m.params?.uri), []);
	c.code('nothing to subscribe to', await a.ask('resources/subscribe', { uri: 'bazaar://nothing' }), -32002);
}

async function modernChanges(a, c) {
	const listen = (id, notifications) => {
		const from = a.host.messages.length;

		a.host.send({ jsonrpc: '2.0', id, method: 'subscriptions/listen', params: a.params({ notifications }) });
		return a.host.next((m) => m.method || m.id === id, { from });
	};
	const ack = await listen('all', { toolsListChanged: true, promptsListChanged: true,
		resourcesListChanged: true, resourceSubscriptions: ['bazaar://text'], soundsChanged: true });
	const few = await listen(77, { promptsListChanged: true, toolsListChanged: false });

	c.that('the first word is the acknowledgement', ack?.method === 'notifications/subscriptions/acknowledged', ack);
	c.same('it names what will be told', few?.params?.notifications, { promptsListChanged: true });
	const seen = await changesAfterACall(a);
	const told = (id) => seen.filter((m) => m.params?._meta?.[`${KEY}subscriptionId`] === id).map((m) => m.method);

	c.same('one listener hears all', told('all').sort(), [...CHANGES].sort());
	c.same('the other what it asked for', told(77), ['notifications/prompts/list_changed']);
	a.host.notify('notifications/cancelled', { requestId: 77 });
	c.same('and nothing after it cancelled', (await changesAfterACall(a)).filter((m) =>
		m.params?._meta?.[`${KEY}subscriptionId`] === 77), []);
	c.code('a filter must be an object', await a.ask('subscriptions/listen', { notifications: [] }), -32602);
	c.code('tasks need their extension', await a.ask('subscriptions/listen', { notifications: { taskIds: ['t'] } }),
		-32021);
}

export async function offersConversation(host, version, c, handshake) {
	const a = new Asker(host, version);

	if (!a.modern) {
		await handshake(host, version);
		await host.notify('notifications/initialized');
		await host.listen?.();
	}
	await schemas(a, c);
	await content(a, c);
	await resources(a, c);
	await notesOfARead(a, c);
	await prompts(a, c);
	await completion(a, c);
	await cursors(a, c);
	await (a.modern ? modernChanges : legacyChanges)(a, c);
}

/* The end of input ends what is still listening: a cancellation, then its result. */
export async function listenersEndWell(host, c) {
	const a = new Asker(host, MODERN);

	host.send({ jsonrpc: '2.0', id: 'last', method: 'subscriptions/listen',
		params: a.params({ notifications: { toolsListChanged: true } }) });
	await host.next((m) => m.method === 'notifications/subscriptions/acknowledged', { from: 0 });
	await host.close();
	c.that('the listener is cancelled', host.messages.some((m) => m.method === 'notifications/cancelled' &&
		m.params.requestId === 'last'), host.messages.at(-2));
	c.same('then gets its result', host.messages.at(-1)?.result?._meta?.[`${KEY}subscriptionId`], 'last');
}
