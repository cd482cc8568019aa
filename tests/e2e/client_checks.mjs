/* client_checks - what every official client must be able to do with the host; one line each. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Checks } from '../conformance/check.mjs';

export const require = createRequire(join(process.env.MCP_TEST_NODE, 'package.json'));
const PATIENCE_MS = 20000;
const PERSON = { username: 'ada', email: 'ada@example.com' };

/* What the clients say of themselves and answer when they are asked. */
export const IDENTITY = { name: 'mcp-volume-ranking-tests', version: '1' };
export const CAPABILITIES = { elicitation: {}, sampling: {} };
export const answerForm = async () => ({ action: 'accept', content: PERSON });
export const answerSample = async () => ({
	role: 'assistant',
	content: { type: 'text', text: 'forty-two' },
	model: 'none',
	stopReason: 'endTurn',
});

/* Where the host is: a URL, or a program and its arguments, from the command line. */
export function target([first, ...rest]) {
	if (/^http:/.test(first))
		return { url: new URL(first) };
	return {
		command: first,
		args: rest,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' },
	};
}

/* `promise`, or an error when it takes too long. */
function within(promise, what) {
	return Promise.race([promise, new Promise((_, reject) => {
		setTimeout(() => reject(new Error(`${what} took too long`)), PATIENCE_MS).unref();
	})]);
}

async function errorOf(promise) {
	try {
		return { result: await promise };
	} catch (error) {
		return { code: error.code, message: error.message };
	}
}

const textOf = (result) => result?.content?.[0]?.text ?? '';

/* Cancels a call that would take ten minutes; its worker is the only one, so the next call waits. */
async function cancelOne(client, c) {
	const abort = new AbortController();
	let began;
	const running = new Promise((resolve) => { began = resolve; });
	const call = errorOf(client.callTool({ name: 'slow_compute', arguments: { seconds: 600 } },
		{ signal: abort.signal, onprogress: () => began(), timeout: 600000 }));

	await within(running, 'the first progress');
	abort.abort();
	c.that('a cancelled call ends with an error', (await within(call, 'the cancel')).code !== undefined ||
		(await call).message !== undefined, await call);
	c.same('the host is free again', textOf(await within(client.callTool(
		{ name: 'slow_compute', arguments: { seconds: 0, label: 'it' } }), 'the next call')), 'it took 0 s');
}

async function tools(client, c) {
	const names = (await client.listTools()).tools.map((tool) => tool.name);
	const seen = [];

	c.that('it lists the tools', names.includes('get_volume_ranking') && names.includes('greet'), names);
	const ranking = await client.callTool({ name: 'get_volume_ranking', arguments: { count: 3 } });
	c.same('it calls a tool', ranking.structuredContent?.ranking?.length, 3);
	await client.callTool({ name: 'test_tool_with_progress', arguments: {} },
		{ onprogress: (step) => seen.push(step.progress) });
	c.same('it hears of progress', seen, [0, 50, 100]);
	await cancelOne(client, c);
	const unknown = await errorOf(client.callTool({ name: 'no_such_tool', arguments: {} }));
	c.same('an unknown tool is an error', unknown.code, -32602);
	const failed = await client.callTool({ name: 'test_error_handling', arguments: {} });
	c.same('a failure is marked', [failed.isError, textOf(failed)],
		[true, 'This tool intentionally returns an error for testing']);
	const routed = await client.callTool({ name: 'test_x_mcp_header', arguments: { region: ' 서울 ' } });
	c.same('an argument in a header arrives', textOf(routed), 'region= 서울  query=(none)');
}

async function offers(client, c) {
	const prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
	const resources = (await client.listResources()).resources.map((resource) => resource.uri);
	const name = 'test_prompt_with_arguments';

	c.that('it lists prompts', prompts.includes(name), prompts);
	c.that('it lists resources', resources.includes('test://static-text'), resources);
	const prompt = await client.getPrompt({ name, arguments: { arg1: 'a', arg2: '"b"' } });
	c.same('it gets a prompt', prompt.messages[0].content.text,
		'Prompt with arguments: arg1=\'a\', arg2=\'"b"\'');
	const read = await client.readResource({ uri: 'test://template/123/data' });
	c.that('it reads a resource by a template', read.contents[0].text.includes('"id":"123"'), read);
	const done = await client.complete({
		ref: { type: 'ref/prompt', name }, argument: { name: 'arg1', value: 'test' },
	});
	c.same('it completes an argument', done.completion.values, ['testValue1', 'testValue2']);
}

async function asks(client, c) {
	const form = await client.callTool({ name: 'test_elicitation', arguments: { message: 'Who?' } });
	const sample = await client.callTool({ name: 'test_sampling', arguments: { prompt: 'What?' } });

	c.that('the person is asked', textOf(form).includes('action=accept') && textOf(form).includes('ada'),
		textOf(form));
	c.same('the model is asked', textOf(sample), 'LLM response: forty-two');
}

/*
 * All checks. `client` is the SDK's, connected; `version` what it settled on; `listen(heard)` makes
 * it call `heard` when the list of tools changes.
 */
export async function checkClient(title, client, version, wanted, listen) {
	const c = new Checks();

	c.title = title;
	try {
		c.same('it settles on the version', version, wanted);
		await tools(client, c);
		await offers(client, c);
		await asks(client, c);
		await within((async () => {
			const changed = new Promise((resolve) => { listen.heard = resolve; });

			await listen.start?.();
			await client.callTool({ name: 'test_trigger_tool_change', arguments: {} });
			await changed;
		})(), 'the list change');
		c.none('it hears that the list changed', '');
	} catch (error) {
		c.none('it comes to its end', error.stack);
	}
	return c.failed;
}
