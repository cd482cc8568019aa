/* schemas - the protocol's own JSON Schemas, chosen by version and method. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.MCP_TEST_NODE, 'package.json'));
const Ajv = require('ajv').default;
const Ajv2020 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

export const LEGACY = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];
export const MODERN = '2026-07-28';

/* The result definition that belongs to a method. */
const RESULTS = {
	'initialize': 'InitializeResult',
	'ping': 'EmptyResult',
	'logging/setLevel': 'EmptyResult',
	'tools/list': 'ListToolsResult',
	'tools/call': 'CallToolResult',
	'server/discover': 'DiscoverResult',
	'resources/list': 'ListResourcesResult',
	'resources/templates/list': 'ListResourceTemplatesResult',
	'resources/read': 'ReadResourceResult',
	'resources/subscribe': 'EmptyResult',
	'resources/unsubscribe': 'EmptyResult',
	'prompts/list': 'ListPromptsResult',
	'prompts/get': 'GetPromptResult',
	'completion/complete': 'CompleteResult',
	'subscriptions/listen': 'SubscriptionsListenResult',
};

/* What the host asks of a client. */
const REQUESTS = {
	'ping': 'PingRequest',
	'sampling/createMessage': 'CreateMessageRequest',
	'elicitation/create': 'ElicitRequest',
	'roots/list': 'ListRootsRequest',
};

const NOTIFICATIONS = {
	'notifications/progress': 'ProgressNotification',
	'notifications/message': 'LoggingMessageNotification',
	'notifications/tools/list_changed': 'ToolListChangedNotification',
	'notifications/prompts/list_changed': 'PromptListChangedNotification',
	'notifications/resources/list_changed': 'ResourceListChangedNotification',
	'notifications/resources/updated': 'ResourceUpdatedNotification',
	'notifications/subscriptions/acknowledged': 'SubscriptionsAcknowledgedNotification',
	'notifications/cancelled': 'CancelledNotification',
};

/* 2026-07-28 has a definition for some errors. */
const ERRORS = {
	'-32700': 'ParseError',
	'-32600': 'InvalidRequestError',
	'-32601': 'MethodNotFoundError',
	'-32602': 'InvalidParamsError',
	'-32603': 'InternalError',
	'-32020': 'HeaderMismatchError',
	'-32021': 'MissingRequiredClientCapabilityError',
	'-32022': 'UnsupportedProtocolVersionError',
};

/* Those whose definition is of the whole message, not of its `error`. */
const WHOLE = ['HeaderMismatchError', 'MissingRequiredClientCapabilityError',
	'UnsupportedProtocolVersionError'];

export function schemasAt(folder) {
	return [...LEGACY, MODERN].every((v) => existsSync(join(folder, `${v}.json`)));
}

export class Schema {
	constructor(folder, version) {
		const text = JSON.parse(readFileSync(join(folder, `${version}.json`), 'utf8'));
		const modern = Boolean(text.$defs);

		this.version = version;
		this.names = text.$defs ?? text.definitions;
		this.root = modern ? '#/$defs/' : '#/definitions/';
		this.ajv = new (modern ? Ajv2020 : Ajv)({ strict: false, allErrors: true });
		addFormats(this.ajv);
		this.ajv.addSchema({ ...text, $id: 'mcp' });
	}

	/* What is wrong with `value` as the definition `name`; '' when nothing. */
	problem(name, value) {
		if (!(name in this.names))
			return `there is no ${name} in ${this.version}`;

		const validate = this.ajv.getSchema(`mcp${this.root}${name}`);

		return validate(value) ? '' : `${name}: ${this.ajv.errorsText(validate.errors)}`;
	}

	first(...names) {
		return names.find((name) => name in this.names);
	}

	/* What is wrong with a message the host sent in answer to `method`. */
	messageProblem(message, method) {
		if (Array.isArray(message))
			return this.version === '2025-03-26' ?
				this.problem('JSONRPCBatchResponse', message.map((m) => this.#withId(m))) :
				'a batch where there are none';
		if (message.method && message.id !== undefined)
			return this.problem('JSONRPCRequest', message) ||
				this.problem(REQUESTS[message.method] ?? `request ${message.method}`, message);
		if (message.method)
			return this.#notificationProblem(message);
		if (message.error)
			return this.#errorProblem(message);
		return this.problem(this.first('JSONRPCResultResponse', 'JSONRPCResponse'), message) ||
			this.problem(this.#resultName(method, message.result), message.result);
	}

	/* Tasks are an extension the schemas do not know: what belongs to them is any result. */
	#resultName(method, result) {
		if (result?.resultType === 'input_required')
			return 'InputRequiredResult';
		return result?.resultType === 'task' ? 'Result' : RESULTS[method] ?? 'Result';
	}

	#notificationProblem(message) {
		const name = NOTIFICATIONS[message.method];

		if (!name)
			return `${message.method} is no notification a server sends`;
		return this.problem('JSONRPCNotification', message) || this.problem(name, message);
	}

	/* Until 2025-06-18 the schema wants an id where JSON-RPC says null: null stands for one here. */
	#withId(message) {
		return this.version <= '2025-06-18' && message.error && message.id === null ?
			{ ...message, id: 0 } : message;
	}

	#errorProblem(message) {
		const whole = this.#withId(message);
		const special = ERRORS[message.error.code];
		const name = this.first('JSONRPCErrorResponse', 'JSONRPCError');

		if (whole.id === null)
			return 'id is null; leave it out';
		return this.problem(name, whole) || (special in this.names ? this.problem(special,
			WHOLE.includes(special) ? whole : message.error) : '');
	}
}

/* What is wrong with a tool's schema: against the meta-schema it names, or both, and when compiled. */
export function toolSchemaProblem(schema) {
	for (const make of schema.$schema?.includes('2020-12') ? [Ajv2020] : [Ajv, Ajv2020]) {
		const ajv = new make({ strict: false });

		addFormats(ajv);
		if (!ajv.validateSchema(schema))
			return ajv.errorsText();
		ajv.compile(schema);
	}
	return schema.type === 'object' ? '' : 'its root is no object';
}

/* What is wrong with a result by its tool's outputSchema. */
export function outputProblem(schema, value) {
	const ajv = new Ajv2020({ strict: false, allErrors: true });

	addFormats(ajv);
	const validate = ajv.compile(schema);

	return validate(value) ? '' : ajv.errorsText(validate.errors);
}
