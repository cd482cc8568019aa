/* client_ts2 - the TypeScript SDK, version 2, in an era:
 *
 *	node client_ts2.mjs TITLE legacy|auto|modern URL|PROGRAM ARGUMENTS...
 */
import { answerForm, answerSample, CAPABILITIES, checkClient, IDENTITY, require, target } from
	'./client_checks.mjs';

const { Client, StreamableHTTPClientTransport } = require('@modelcontextprotocol/client');
const { StdioClientTransport } = require('@modelcontextprotocol/client/stdio');

const MODERN = '2026-07-28';
const [title, era, ...where] = process.argv.slice(2);
const host = target(where);
const client = new Client(IDENTITY, {
	capabilities: CAPABILITIES,
	versionNegotiation: { mode: era === 'modern' ? { pin: MODERN } : era },
});
const transport = host.url ? new StreamableHTTPClientTransport(host.url) : new StdioClientTransport(host);
const listen = {};
let subscription;

client.setRequestHandler('elicitation/create', answerForm);
client.setRequestHandler('sampling/createMessage', answerSample);
client.setNotificationHandler('notifications/tools/list_changed', () => listen.heard?.());
await client.connect(transport);
if (era !== 'legacy')
	listen.start = async () => { subscription = await client.listen({ toolsListChanged: true }); };
const failed = await checkClient(title, client, client.getNegotiatedProtocolVersion(),
	era === 'legacy' ? '2025-11-25' : MODERN, listen);

await subscription?.close();
await transport.terminateSession?.();
await client.close();
process.exitCode = failed ? 3 : 0;
