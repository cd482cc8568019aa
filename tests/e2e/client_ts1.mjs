/* client_ts1 - the TypeScript SDK, version 1: `node client_ts1.mjs TITLE URL|PROGRAM ARGUMENTS...` */
import { answerForm, answerSample, CAPABILITIES, checkClient, IDENTITY, require, target } from
	'./client_checks.mjs';

const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const { StdioClientTransport } = require('@modelcontextprotocol/sdk/client/stdio.js');
const { StreamableHTTPClientTransport } = require('@modelcontextprotocol/sdk/client/streamableHttp.js');
const types = require('@modelcontextprotocol/sdk/types.js');

const [title, ...where] = process.argv.slice(2);
const host = target(where);
const listen = {};
const client = new Client(IDENTITY, { capabilities: CAPABILITIES });
const transport = host.url ? new StreamableHTTPClientTransport(host.url) : new StdioClientTransport(host);
let version;

/* The version is known to the transport alone. */
transport.setProtocolVersion = ((before) => (seen) => {
	version = seen;
	before?.call(transport, seen);
})(transport.setProtocolVersion);
client.setRequestHandler(types.ElicitRequestSchema, answerForm);
client.setRequestHandler(types.CreateMessageRequestSchema, answerSample);
client.setNotificationHandler(types.ToolListChangedNotificationSchema, () => listen.heard?.());
await client.connect(transport);

/* The other versions of the SDK take options second. */
const same = new Proxy(client, {
	get: (of, name) => (name === 'callTool' ? (params, options) => of.callTool(params, undefined, options) :
		of[name].bind(of)),
});
const failed = await checkClient(title, same, version, '2025-11-25', listen);

await transport.terminateSession?.();
await client.close();
process.exitCode = failed ? 3 : 0;
