/* asks - questions to the client, and calls that become tasks, in every version. */
import { MODERN } from './schemas.mjs';

const KEY = 'io.modelcontextprotocol/';
const TASKS = { extensions: { [`${KEY}tasks`]: {} } };
const USER = { username: 'ada', email: 'ada@example.com' };
const ROUNDS = 5;
const LOOKS = 200; /* at a task, until it is where it should be */
const LOOK_EVERY_MS = 25;

/* What the person and the model answer, by what is asked. */
function answerTo({ method, params }) {
	if (method === 'elicitation/create')
		return { action: 'accept', content: 'username' in params.requestedSchema.properties ? USER :
			{ name: 'Ada', color: 'blue', confirm: true } };
	if (method === 'roots/list')
		return { roots: [{ uri: 'file:///home/ada' }] };
	return { role: 'assistant', content: { type: 'text', text: 'forty-two' }, model: 'none' };
}

/* Asks as `version` asks, and answers as it answers: by a response, or by calling again. */
class Answerer {
	constructor(host, version) {
		this.host = host;
		this.version = version;
		this.modern = version === MODERN;
		this.forms = version >= '2025-06-18';
		this.can = { sampling: {}, roots: {}, ...(this.forms ? { elicitation: {} } : {}) };
		host.onRequest = (request) =>
			host.send({ jsonrpc: '2.0', id: request.id, result: answerTo(request) });
	}

	async begin() {
		if (this.modern)
			return;
		await this.host.ask('initialize', { protocolVersion: this.version, capabilities: this.can,
			clientInfo: { name: 'conformance', version: '1' } });
		await this.host.notify('notifications/initialized');
	}

	ask(method, params, can = this.can) {
		return this.host.ask(method, !this.modern ? params : { ...params, _meta: {
			[`${KEY}protocolVersion`]: MODERN, [`${KEY}clientCapabilities`]: can } });
	}

	/* The answer to a call, once all it asked is answered. */
	async call(name, args = {}) {
		const params = { name, arguments: args };
		let answer = await this.ask('tools/call', params);

		for (let i = 0; i < ROUNDS && answer?.result?.resultType === 'input_required'; i++) {
			const { inputRequests = {}, requestState } = answer.result;
			const inputs = Object.entries(inputRequests).map(([key, one]) => [key, answerTo(one)]);

			answer = await this.ask('tools/call', { ...params, inputResponses: Object.fromEntries(inputs),
				...(requestState === undefined ? {} : { requestState }) });
		}
		return answer;
	}

	async said(name, args) {
		const answer = await this.call(name, args);

		return answer?.result?.content?.[0]?.text ?? JSON.stringify(answer);
	}
}

async function questions(a, c) {
	c.same('the model is asked', await a.said('test_sampling', { prompt: '"p"\n' }), 'LLM response: forty-two');
	c.same('folders are asked for', await a.said('test_input_required_result_list_roots'),
		'The folders: {"roots":[{"uri":"file:///home/ada"}]}');
	if (!a.forms) {
		const refused = await a.call('test_elicitation', { message: 'm' });

		c.that('who cannot be asked is told so', refused?.result?.isError === true, refused);
		return;
	}
	c.same('a form is asked', await a.said('test_elicitation', { message: 'm' }),
		`User response: action=accept, content=${JSON.stringify(USER)}`);
	c.same('two rounds', await a.said('test_input_required_result_multi_round'), 'Ada likes blue');
	c.that('a prompt asks', JSON.stringify(await a.call('test_streaming_elicitation')).includes('ada'));
}

/* A task from its beginning to its end, with a question on the way. */
async function tasks(a, c) {
	const can = { ...a.can, ...TASKS };
	const call = (with_) => a.ask('tools/call', { name: 'confirm_delete', arguments: { filename: 'f' } }, with_);
	const made = (await call(can))?.result;
	const settled = async (...statuses) => {
		for (let i = 0; i < LOOKS; i++) {
			const task = (await a.ask('tasks/get', { taskId: made?.taskId }, can))?.result;

			if (!task || statuses.includes(task.status))
				return task;
			await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
		}
		return null;
	};

	c.same('a call becomes a task', made?.resultType, 'task');
	const [[key, question]] = Object.entries((await settled('input_required'))?.inputRequests ?? { none: {} });

	c.same('the task asks', question.method, 'elicitation/create');
	await a.ask('tasks/update', { taskId: made?.taskId, inputResponses: { [key]: { action: 'decline' } } }, can);
	c.same('the answered task ends', (await settled('completed', 'failed'))?.result?.content?.[0]?.text,
		'f was kept');
	c.code('another task is unknown', await a.ask('tasks/get', { taskId: 'no' }, can), -32602);
	c.code('who cannot come back is told so', await call(a.can), -32021);
}

export async function asksConversation(host, version, c) {
	const a = new Answerer(host, version);

	await a.begin();
	await questions(a, c);
	if (a.modern)
		await tasks(a, c);
}
