/* validate - talks to the host in every version and holds every message it sends to the schemas.
 *
 *	node validate.mjs PROGRAM FIXTURE_FOLDER SCHEMA_FOLDER
 *
 * Without the schema folder the conversations are held all the same; only the messages' shape is
 * not looked at, and that is said.
 */
import { join } from 'node:path';

import { asksConversation } from './asks.mjs';
import { Checks } from './check.mjs';
import { dropHome, Host, makeHome } from './host.mjs';
import { demoConfig, HttpHost } from './http_host.mjs';
import { HttpTalk } from './http_talk.mjs';
import { handshake, legacyConversation } from './legacy.mjs';
import { mixedConversation, modernConversation } from './modern.mjs';
import { listenersEndWell, offersConversation } from './offers.mjs';
import { LEGACY, MODERN, Schema, schemasAt } from './schemas.mjs';

const [program, fixtures, folder] = process.argv.slice(2);
const PROBES = ['probe', 'bazaar'];
const ASKING = ['referee_ask', 'referee_rounds', 'referee_tasks'];
const haveSchemas = schemasAt(folder);
const c = new Checks();

/* A broken batch is answered by one error, so each message stands alone or in a list. */
function problems(schema, host) {
	return host.messages.map((message) => {
		const one = schema.messageProblem(message, host.methods.get(JSON.stringify(message.id)));
		const items = Array.isArray(message) ? message : [];

		return [one, ...items.map((m) => schema.messageProblem(m, host.methods.get(JSON.stringify(m.id))))]
			.filter(Boolean).map((why) => `${why} in ${JSON.stringify(message).slice(0, 200)}`).join('; ');
	}).filter(Boolean);
}

/* What is left to say of a conversation that is over. */
function judge(title, version, talk) {
	c.same('every message is JSON', talk.broken, []);
	if (version && haveSchemas)
		c.none(`all ${talk.messages.length} messages keep the schema`,
			problems(new Schema(folder, version), talk).slice(0, 5).join(' | '));
	else if (version)
		console.log(`ok - ${title}: messages keep the schema # SKIP there are no schemas at ${folder}`);
}

async function go(conversation, talk) {
	try {
		await conversation(talk);
	} catch (error) {
		c.none('the conversation goes on', error.stack);
	}
}

/* A conversation over stdio, with a host of its own that has the tools of `plugins`. */
async function hold(title, version, conversation, plugins = PROBES) {
	const home = makeHome(fixtures, plugins);
	const host = new Host(program, home);

	c.title = title;
	await go(conversation, host);
	c.same('the end of input ends the host well', await host.close(), 0);
	c.that('nothing is left without a line\'s end', host.rest === '', host.rest);
	judge(title, version, host);
	dropHome(home);
}

/* A conversation over HTTP with a host that holds all of them. */
async function holdHttp(url, title, version, conversation) {
	const talk = new HttpTalk(url);

	c.title = title;
	await go(conversation, talk);
	c.same('leaving is accepted', await talk.close(), 0);
	judge(title, version, talk);
}

for (const version of LEGACY)
	await hold(version, version, (host) => legacyConversation(host, version, c));
await hold(MODERN, MODERN, (host) => modernConversation(host, c));
for (const version of [...LEGACY, MODERN])
	await hold(`${version} offers`, version, (host) => offersConversation(host, version, c, handshake));
for (const version of [...LEGACY, MODERN])
	await hold(`${version} asks`, version, (host) => asksConversation(host, version, c), ASKING);
await hold('listening to the end', MODERN, (host) => listenersEndWell(host, c));
await hold('both eras', null, (host) => mixedConversation(host, c));
await hold('an unknown version', '2025-11-25', async (host) => {
	c.same('initialize offers the newest', (await handshake(host, '1999-01-01'))?.result?.protocolVersion,
		'2025-11-25');
});
await hold('a client that leaves in the middle', null, async (host) => {
	await handshake(host, '2025-11-25');
	host.send({ jsonrpc: '2.0', id: 'slow', method: 'tools/call', params: { name: 'probe_wait' } });
});

const host = new HttpHost(program, (home) => demoConfig(home, ['tools:',
	...[...PROBES, ...ASKING].map((name) => `  ${name}: {path: ${join(fixtures, `${name}.so`)}}`)]));

c.title = 'HTTP';
try {
	const url = `http://127.0.0.1:${await host.port()}/mcp`;

	for (const version of [...LEGACY.slice(1), MODERN]) {
		await holdHttp(url, `${version} offers over HTTP`, version,
			(talk) => offersConversation(talk, version, c, handshake));
		await holdHttp(url, `${version} asks over HTTP`, version,
			(talk) => asksConversation(talk, version, c));
	}
} catch (error) {
	c.none('the host serves HTTP', error.message);
}
c.same('SIGTERM ends the host well', await host.stop(), 0);
process.exitCode = c.failed ? 3 : 0;
