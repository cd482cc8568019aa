/* find - our own resources, prompts and completion as clients see them: over both transports, in both
 * eras and both languages. `node find.mjs HOST HOME`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Checks } from '../conformance/check.mjs';
import { Host } from '../conformance/host.mjs';
import { HttpHost } from '../conformance/http_host.mjs';
import { HttpTalk } from '../conformance/http_talk.mjs';

const [program, home] = process.argv.slice(2);
const checks = new Checks();
const LEGACY = '2025-11-25';
const MODERN = '2026-07-28';
const NOTICE = { ko: '가상 데이터 (데모)', en: 'Fictional demo data' };
const META = {
	'io.modelcontextprotocol/protocolVersion': MODERN,
	'io.modelcontextprotocol/clientCapabilities': {},
};

const yaml = (locale, folder) => [
	`locale: ${locale}`,
	`state_dir: ${join(folder, 'state')}`,
	'kis: {environment: demo, demo_clock: "2026-11-23T10:24:00+09:00"}',
	'tools: {find: {}, stocks: {}, status: {}, briefing: {}, unusual: {}}',
	'',
].join('\n');

/* What a client asks, by its era. */
async function asker(talk, era) {
	if (era === LEGACY) {
		await talk.ask('initialize', {
			protocolVersion: LEGACY, capabilities: {}, clientInfo: { name: 'find', version: '1' },
		});
		await talk.notify('notifications/initialized');
	}
	return (method, params = {}) =>
		talk.ask(method, era === MODERN ? { ...params, _meta: META } : params);
}

const names = (list, key) => list.map((one) => one[key]).sort();

/* ---- Lists. ---- */

async function lists(ask, locale) {
	const resources = (await ask('resources/list')).result.resources;
	const templates = (await ask('resources/templates/list')).result.resourceTemplates;
	const prompts = (await ask('prompts/list')).result.prompts;
	const all = [...resources, ...templates, ...prompts];

	checks.same('resources', names(resources, 'uri'), ['kis://status']);
	checks.same('templates', names(templates, 'uriTemplate'), ['kis://sectors/{market}', 'kis://stocks/{code}']);
	checks.same('prompts', names(prompts, 'name'), ['market_briefing', 'unusual_volume_review']);
	checks.that('each is described in the language of the host',
		all.every((one) => one.title && /[가-힣]/.test(one.description) === (locale === 'ko')), all);
	checks.same('the briefing may be asked without arguments', prompts.find((p) => p.name === 'market_briefing')
		.arguments.map((a) => [a.name, a.required ?? false]), [['market', false], ['focus', false]]);
}

/* ---- Resources. ---- */

async function reads(ask, uri) {
	const answer = await ask('resources/read', { uri });
	const contents = answer?.result?.contents;

	checks.that(`${uri} is one text of JSON`, contents?.length === 1 && contents[0].uri === uri &&
		contents[0].mimeType === 'application/json', answer);
	return JSON.parse(contents?.[0].text ?? '{}');
}

async function refuses(ask, era, uri, pattern) {
	const answer = await ask('resources/read', { uri });

	checks.code(`${uri} is refused`, answer, era === MODERN ? -32602 : -32002);
	checks.same(`${uri} is named`, answer.error?.data?.uri, uri);
	checks.that(`${uri}: it says why`, pattern.test(answer.error?.message), answer);
}

async function resources(ask, era, locale) {
	const status = await reads(ask, 'kis://status');
	const stock = await reads(ask, 'kis://stocks/644090');
	const kospi = await reads(ask, 'kis://sectors/KOSPI');
	const kosdaq = await reads(ask, 'kis://sectors/KOSDAQ');

	for (const one of [status, stock, kospi, kosdaq])
		checks.same('that it is fictional is said first', Object.entries(one)[0], ['notice', NOTICE[locale]]);
	checks.same('a session', status.krx_session, 'regular');
	checks.same('no key is said to be set', [status.has_kis_key, status.has_krx_key], [false, false]);
	checks.that('each null has a note', status.snapshot_as_of !== null || status.notes.length > 0, status);
	checks.same('a share', [stock.stock_name, stock.market, stock.sector_code], ['겐야중공업', 'KOSPI', '0012']);
	checks.that('its units are said', (locale === 'ko' ? /원.*주.*퍼센트/ : /won.*shares.*percent/)
		.test(stock.units), stock.units);
	checks.same('its time', stock.as_of, '2026-11-23T10:24:00+09:00');
	checks.same('where it comes from', stock.source,
		{ provider: 'KIS', environment: 'demo', basis: 'KRX', session: 'regular', provisional: true });
	checks.that('it is provisional, in words', (locale === 'ko' ? /잠정/ : /provisional/)
		.test(stock.notes.join()), stock.notes);
	checks.that('price by shares is the market cap', stock.price * stock.listed_shares === stock.market_cap, stock);
	checks.that('sectors of KOSPI', kospi.sectors.length > 10 &&
		kospi.sectors.every((s) => s.market === 'KOSPI' && /^\d{4}$/.test(s.sector_code)), kospi);
	checks.that('sectors of KOSDAQ', kosdaq.sectors.length > 10 &&
		kosdaq.sectors.every((s) => s.market === 'KOSDAQ'), kosdaq);
	await refuses(ask, era, 'kis://stocks/999999', locale === 'ko' ? /상장된 주식이 아닙니다/ : /no listed share/);
	await refuses(ask, era, 'kis://stocks/0004Y0', /0004Y0/);
	await refuses(ask, era, 'kis://stocks/삼성전자', locale === 'ko' ? /여섯 자리/ : /six characters/);
	await refuses(ask, era, 'kis://sectors/NASDAQ', /NASDAQ/);
	await refuses(ask, era, 'kis://nothing', /./);
}

/* ---- Prompts. ---- */

async function says(ask, name, args) {
	const answer = await ask('prompts/get', args ? { name, arguments: args } : { name });

	checks.that(`${name} is one message of a user`, answer.result?.messages.length === 1 &&
		answer.result.messages[0].role === 'user', answer);
	return answer.result?.messages[0].content.text ?? '';
}

async function prompts(ask, locale) {
	const plain = await says(ask, 'market_briefing');
	const asked = await says(ask, 'market_briefing', { market: 'KOSDAQ', focus: '반도체' });
	const review = await says(ask, 'unusual_volume_review', { threshold: '300', stock: '겐야중공업' });
	const offered = names((await ask('tools/list')).result.tools, 'name');

	checks.that('of all markets unless asked', /get_volume_ranking \{"market": "ALL"/.test(plain), plain);
	checks.that('of the market asked', /get_volume_ranking \{"market": "KOSDAQ"/.test(asked) &&
		asked.includes('"반도체"') && !plain.includes('반도체'), asked);
	checks.that('with the threshold asked', /"threshold": 300/.test(review) && review.includes('"겐야중공업"'), review);
	checks.that('a fictional market is to be named so', (locale === 'ko' ? /demo면.*가상/ : /demo:.*fictional/)
		.test(plain), plain);
	checks.that('tools that are offered here are called by their names',
		offered.includes('find_stock') && asked.includes('find_stock'), offered);
	for (const [name, args] of [['market_briefing', { market: 'NASDAQ' }],
		['unusual_volume_review', { threshold: 'many' }], ['nothing', {}]])
		checks.code(`${name} of ${JSON.stringify(args)}`, await ask('prompts/get', { name, arguments: args }), -32602);
}

/* ---- Completion. ---- */

async function completes(ask) {
	const stock = { type: 'ref/resource', uri: 'kis://stocks/{code}' };
	const sectors = { type: 'ref/resource', uri: 'kis://sectors/{market}' };
	const briefing = { type: 'ref/prompt', name: 'market_briefing' };
	const review = { type: 'ref/prompt', name: 'unusual_volume_review' };
	const complete = async (ref, name, value) =>
		(await ask('completion/complete', { ref, argument: { name, value } })).result?.completion;
	const cases = [
		['a name', stock, 'code', '겐야중공업', ['644090']],
		['a part of a name', stock, 'code', '야중공', ['644090']],
		['a code', stock, 'code', '64409', ['644090']],
		['nobody', stock, 'code', '없는이름', []],
		['nothing', stock, 'code', '', []],
		['markets', sectors, 'market', 'kos', ['KOSPI', 'KOSDAQ']],
		['every market', sectors, 'market', '', ['ALL', 'KOSPI', 'KOSDAQ']],
		['markets of a prompt', briefing, 'market', 'A', ['ALL']],
		['thresholds', review, 'threshold', '3', ['300']],
		['a share of a prompt', review, 'stock', 'ㄱㅇㅈㄱㅇ', ['644090']],
	];

	for (const [name, ref, argument, value, wanted] of cases)
		checks.same(`${name}: "${value}"`, (await complete(ref, argument, value))?.values, wanted);
	const initials = await complete(stock, 'code', 'ㄱㅇ');

	checks.that('initials: many, and how many in all', initials.values.length === 50 && initials.hasMore &&
		initials.total > 50, initials);
	const focus = await complete(briefing, 'focus', '기계');

	checks.that('sectors by a part of their name', focus.values.length > 0 &&
		focus.values.every((v) => v.includes('기계')), focus);
	checks.code('of no template', await ask('completion/complete',
		{ ref: { type: 'ref/resource', uri: 'kis://nothing/{x}' }, argument: { name: 'x', value: '' } }), -32602);
}

/* ---- All of it. ---- */

async function conversation(talk, era, locale, way) {
	checks.title = `${way}, ${era}, ${locale}`;
	const ask = await asker(talk, era);

	await lists(ask, locale);
	await resources(ask, era, locale);
	await prompts(ask, locale);
	await completes(ask);
	checks.same('nothing but messages came', talk.broken, []);
	await talk.close();
}

for (const locale of ['ko', 'en']) {
	const folder = join(home, locale);

	mkdirSync(folder);
	writeFileSync(join(folder, 'host.yaml'), yaml(locale, folder));
	for (const era of [LEGACY, MODERN])
		await conversation(new Host(program, folder), era, locale, 'stdio');
	const server = new HttpHost(program, (own) => yaml(locale, own));
	const url = `http://127.0.0.1:${await server.port()}/mcp`;

	for (const era of [LEGACY, MODERN])
		await conversation(new HttpTalk(url), era, locale, 'HTTP');
	checks.same('TERM ends it well', await server.stop(), 0);
}
process.exit(checks.failed ? 1 : 0);
