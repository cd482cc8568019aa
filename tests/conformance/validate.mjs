/* validate - talks to the host in every version and holds every message it sends to the schemas.
 *
 *	node validate.mjs PROGRAM PROBE_PLUGIN SCHEMA_FOLDER
 *
 * Without the schema folder the conversations are held all the same; only the messages' shape is
 * not looked at, and that is said.
 */
import { Checks } from './check.mjs';
import { dropHome, Host, makeHome } from './host.mjs';
import { handshake, legacyConversation } from './legacy.mjs';
import { mixedConversation, modernConversation } from './modern.mjs';
import { listenersEndWell, offersConversation } from './offers.mjs';
import { LEGACY, MODERN, Schema, schemasAt } from './schemas.mjs';

const [program, probe, folder] = process.argv.slice(2);
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

async function hold(title, version, conversation) {
	const home = makeHome(probe);
	const host = new Host(program, home);

	c.title = title;
	try {
		await conversation(host);
	} catch (error) {
		c.none('the conversation goes on', error.stack);
	}
	c.same('the end of input ends the host well', await host.close(), 0);
	c.same('every line is JSON', host.broken, []);
	c.that('nothing is left without a line\'s end', host.rest === '', host.rest);
	if (version && haveSchemas)
		c.none(`all ${host.messages.length} messages keep the schema`,
			problems(new Schema(folder, version), host).slice(0, 5).join(' | '));
	else if (version)
		console.log(`ok - ${title}: messages keep the schema # SKIP there are no schemas at ${folder}`);
	dropHome(home);
}

for (const version of LEGACY)
	await hold(version, version, (host) => legacyConversation(host, version, c));
await hold(MODERN, MODERN, (host) => modernConversation(host, c));
for (const version of [...LEGACY, MODERN])
	await hold(`${version} offers`, version, (host) => offersConversation(host, version, c, handshake));
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
process.exitCode = c.failed ? 3 : 0;
