/* http_talk - a client's side of a conversation over HTTP; keeps every message the host sent.
 *
 * The same face as host.mjs where conversations need it: ask, notify, next, messages, methods.
 */
const PATIENCE_MS = 20000;

/* The texts of the events in a stream, as they come. */
async function* events(body) {
	let rest = '';

	for await (const piece of body.pipeThrough(new TextDecoderStream())) {
		const parts = (rest + piece).split('\n\n');

		rest = parts.pop();
		for (const part of parts) {
			const data = part.split('\n').filter((line) => line.startsWith('data:'))
				.map((line) => line.slice(5).trim()).join('\n');

			if (data)
				yield data;
		}
	}
}

/* What is no plain text goes as base64. */
function headerText(text) {
	if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text))
		return text;
	return `=?base64?${Buffer.from(text).toString('base64')}?=`;
}

export class HttpTalk {
	constructor(url) {
		this.url = url;
		this.messages = [];
		this.broken = [];
		this.methods = new Map();
		this.repeated = new Map(); /* tool → pairs of an argument and the header that repeats it */
		this.waiting = [];
		this.nextId = 1;
		this.session = null; /* legacy: the id the host gave */
		this.version = null; /* legacy: what was settled on */
		this.open = new Map(); /* what aborts an exchange, by the JSON of its request's id */
	}

	#take(text) {
		let message;

		try {
			message = JSON.parse(text);
		} catch {
			this.broken.push(text);
			return;
		}
		this.messages.push(message);
		for (const tool of message.result?.tools ?? [])
			this.repeated.set(tool.name, Object.entries(tool.inputSchema.properties ?? {})
				.filter(([, one]) => one['x-mcp-header']).map(([name, one]) => [name, one['x-mcp-header']]));
		this.waiting = this.waiting.filter((w) => !w(message));
		if (message.method && message.id !== undefined)
			this.onRequest?.(message);
	}

	next(wanted, { from = this.messages.length, ms = PATIENCE_MS } = {}) {
		const seen = this.messages.slice(from).find(wanted);

		if (seen)
			return Promise.resolve(seen);
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve(null), ms);

			this.waiting.push((message) => {
				if (!wanted(message))
					return false;
				clearTimeout(timer);
				resolve(message);
				return true;
			});
		});
	}

	/* The headers that go with a message, by its era. */
	#headers(message) {
		const params = message.params ?? {};
		const claim = params._meta?.['io.modelcontextprotocol/protocolVersion'];
		const name = params.name ?? params.uri ?? params.taskId;
		const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

		if (claim) {
			headers['MCP-Protocol-Version'] = claim;
			headers['Mcp-Method'] = message.method;
			if (name)
				headers['Mcp-Name'] = headerText(name);
			for (const [argument, header] of this.repeated.get(name) ?? [])
				if (params.arguments?.[argument] !== undefined)
					headers[`Mcp-Param-${header}`] = String(params.arguments[argument]);
			return headers;
		}
		if (this.session)
			headers['Mcp-Session-Id'] = this.session;
		if (this.version)
			headers['MCP-Protocol-Version'] = this.version;
		return headers;
	}

	/* Posts one message and takes in what comes back; gives the status. */
	async #post(message) {
		const abort = new AbortController();

		this.open.set(JSON.stringify(message.id), abort);
		try {
			const answer = await fetch(this.url, { method: 'POST', headers: this.#headers(message),
				body: JSON.stringify(message), signal: abort.signal });
			const type = answer.headers.get('content-type') ?? '';

			this.session ??= answer.headers.get('mcp-session-id');
			if (type.startsWith('text/event-stream'))
				for await (const text of events(answer.body))
					this.#take(text);
			else if (answer.status !== 202)
				this.#take(await answer.text());
			return answer.status;
		} catch (error) {
			if (error.name !== 'AbortError')
				this.broken.push(`${error.message}: ${error.cause?.message ?? ''}`);
			return 0;
		} finally {
			this.open.delete(JSON.stringify(message.id));
		}
	}

	/* Sends a message; what comes back is taken in as it comes. */
	send(message) {
		if (message.id !== undefined && message.method)
			this.methods.set(JSON.stringify(message.id), message.method);
		return this.#post(message);
	}

	async ask(method, params, id = this.nextId++) {
		const from = this.messages.length;
		const answer = this.next((m) => m.method === undefined && m.id === id, { from });

		this.send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
		const message = await answer;

		if (method === 'initialize')
			this.version = message?.result?.protocolVersion ?? null;
		return message;
	}

	/* Without a session, hanging up is what cancels. */
	notify(method, params) {
		if (method === 'notifications/cancelled' && !this.session)
			return this.open.get(JSON.stringify(params.requestId))?.abort();
		return this.send({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
	}

	/* Legacy: opens the stream of messages that belong to no request; it stays open. */
	async listen() {
		const abort = new AbortController();
		const answer = await fetch(this.url, { signal: abort.signal, headers: {
			Accept: 'text/event-stream', 'Mcp-Session-Id': this.session,
			'MCP-Protocol-Version': this.version } });

		this.open.set('GET', abort);
		(async () => {
			try {
				for await (const text of events(answer.body))
					this.#take(text);
			} catch (error) {
				if (error.name !== 'AbortError')
					this.broken.push(error.message);
			}
		})();
		return answer.status;
	}

	/* Ends the session and hangs up; gives 0, as a host that ended well, when that was accepted. */
	async close() {
		let status = 204;

		if (this.session)
			({ status } = await fetch(this.url, { method: 'DELETE',
				headers: { 'Mcp-Session-Id': this.session, 'MCP-Protocol-Version': this.version } }));
		for (const abort of this.open.values())
			abort.abort();
		return status >= 200 && status < 300 ? 0 : status;
	}
}
