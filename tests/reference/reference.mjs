/* reference - asks the host random questions and recomputes each answer from raw bodies:
 *
 *	node reference.mjs BUILD [--questions N] [--seed N] [--moments N] [--tool NAME] [--seconds N]
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { answerChange } from './answer_change.mjs';
import { answerFind } from './answer_find.mjs';
import { answerInvestor, isPartial } from './answer_investor.mjs';
import { answerMcap } from './answer_mcap.mjs';
import { answerSector } from './answer_sector.mjs';
import { answerUnusual } from './answer_unusual.mjs';
import { answerVolume } from './answer_volume.mjs';
import { timeText } from './days.mjs';
import { Exchange } from './exchange.mjs';
import { Host } from './host.mjs';
import { IDENTITIES } from './identities.mjs';
import { Market } from './market.mjs';
import { MOMENTS, TOOLS, draw } from './questions.mjs';
import { anything, differences, exactly, fitting, text } from './want.mjs';
import { unseen, unseenRows } from './wrong.mjs';

const SEED_OF_MARKET = 1;
/* How long the day of every share may take to come. */
const GATHERING_MS = 20000;
const PLUGINS = {
	get_volume_ranking: 'volume',
	get_volume_change_ranking: 'change',
	get_investor_ranking: 'investor',
	get_sector_volume_ranking: 'sector',
	get_market_cap_ranking: 'mcap',
	get_unusual_volume: 'unusual',
	find_stock: 'find',
};
const ANSWERS = {
	get_volume_ranking: answerVolume,
	get_volume_change_ranking: answerChange,
	get_investor_ranking: answerInvestor,
	get_sector_volume_ranking: answerSector,
	get_market_cap_ranking: answerMcap,
	get_unusual_volume: answerUnusual,
	find_stock: answerFind,
};

function readOptions(argv) {
	const options = { questions: 50, seed: 1, moments: 5, seconds: 60, tool: null, build: null };
	const rest = [...argv];

	while (rest.length) {
		const word = rest.shift();
		const name = word.replace(/^--/, '');

		if (!word.startsWith('--'))
			options.build = resolve(word);
		else if (!(name in options))
			throw new Error(`there is no option ${word}`);
		else
			options[name] = name === 'tool' ? rest.shift() : Number(rest.shift());
	}
	if (!options.build)
		throw new Error('name the build to look at, such as build/test-gcc');
	return options;
}

/* Tools whose answers were made wrong on purpose already. */
const spoilt = new Set();

const ok = (name) => console.log(`ok - ${name}`);
const bad = (name, why) => console.log(`not ok - ${name}: ${why.replace(/\s+/g, ' ').slice(0, 900)}`);

/* Where the figures stand; the same for each tool. */
function wantSource(stands, basis) {
	return {
		provider: text('KIS'),
		environment: text('demo'),
		basis: text(basis),
		session: text(stands.name),
		as_of: text(timeText(stands.asOfMs)),
		provisional: exactly(stands.provisional),
		complete: fitting('true, or false with a note', (seen) => typeof seen === 'boolean'),
		upstream_calls: fitting('a count', (n) => typeof n === 'bigint' && n >= 0n),
		notes: fitting('texts', (seen) => Array.isArray(seen) && seen.every((n) => typeof n === 'string')),
		age_s: anything,
		stale: exactly(false),
	};
}

const pause = () => new Promise((go) => setTimeout(go, 200));
const textOf = (answer) => answer?.result?.content?.map((c) => c.text).join(' ') ?? '';

/* The structured answer, or a sentence why there is none. While the host still gathers what it
 * needs it says so, and is asked again until the time is over. */
async function ask(host, question, until) {
	for (;;) {
		const answer = await host.call(question.tool, question.args);

		if (answer?.result?.structuredContent && !answer.result.isError)
			return { seen: answer.result.structuredContent };
		const why = answer === null ? 'no answer' : answer.error?.message ?? textOf(answer);

		if (answer === null || !isBusy(answer) || Date.now() > until)
			return { why };
		await pause();
	}
}

function isBusy(answer) {
	return answer.result?.isError === true && /try again|filled|gathered|until/i.test(textOf(answer));
}

/* What ranks some shares only is looked at as such, and asked again until it ranks all. */
async function compare(host, market, question, until) {
	const patience = Math.min(until, Date.now() + GATHERING_MS);

	for (;;) {
		const { seen, why } = await ask(host, question, patience);

		if (!seen)
			return [{ field: 'answer', host: why, reference: 'an answer' }];
		const found = await compareOne(market, question, seen);

		if (found.length || !isPartial(seen))
			return found;
		if (Date.now() > patience)
			return [{ field: 'source.complete', host: 'false', reference: 'true after a while' }];
		await pause();
	}
}

async function compareOne(market, question, seen) {
	const basis = question.full.basis ?? 'KRX';
	const { stands = market.session(basis), ...answer } =
		await ANSWERS[question.tool](market, question.full, seen);
	const wanted = {
		timestamp: text(timeText(stands.asOfMs)),
		...answer,
		source: wantSource(stands, basis),
	};

	const found = [...differences(seen, wanted), ...await unsaid(market, seen)];

	if (found.length === 0 && (seen.ranking ?? seen.unusual_stocks ?? seen.matches).length > 1)
		spoil(question.tool, seen, wanted);
	return found;
}

/* A market cap on the master file's thousands must be told in a note. */
async function unsaid(market, seen) {
	const rounded = [];

	for (const row of seen.ranking?.[0]?.market_cap !== undefined ? seen.ranking : []) {
		const { listed } = await market.details(row.stock_code);

		if (row.market_cap !== null && row.market_cap !== row.current_price * listed)
			rounded.push(row.stock_code);
	}
	if (rounded.length === 0 || seen.source.notes.some((n) => /thousand/.test(n)))
		return [];
	return [{ field: 'source.notes', host: JSON.stringify(seen.source.notes),
		reference: `that listed shares of ${rounded} are in thousands` }];
}

function spoil(tool, seen, wanted) {
	if (spoilt.has(tool))
		return;
	spoilt.add(tool);
	const missed = [...unseen(seen, wanted), ...unseenRows(seen, wanted)];
	const name = `each figure of ${tool} that is off by the least is seen`;

	if (missed.length)
		bad(name, missed.join(', '));
	else
		ok(name);
}

/* What a look gives, or what went wrong with it. */
async function orWhy(look, wrap = (why) => why) {
	try {
		return await look;
	} catch (error) {
		return wrap(String(error?.message ?? error));
	}
}

async function lookInside(market, moment) {
	for (const [name, holds] of Object.entries(IDENTITIES)) {
		const why = await orWhy(holds(market));

		if (why)
			bad(`${moment}, ${name}`, why);
		else
			ok(`${moment}, ${name}`);
	}
}

/* The first difference of each column, and how many rows have one. */
function firsts(found) {
	const columns = new Map();

	for (const f of found) {
		const column = f.field.replace(/\[\d+\]/g, '[]');

		columns.set(column, [columns.get(column)?.[0] ?? f, (columns.get(column)?.[1] ?? 0) + 1]);
	}
	return [...columns.values()];
}

function report(question, found) {
	const name = `${question.moment} (${timeText(question.wallMs)}), ` +
		`${question.tool} ${JSON.stringify(question.args)}`;
	const said = firsts(found).map(([f, n]) =>
		`${f.field}, host ${f.host}, reference ${f.reference}${n > 1 ? ` (and ${n - 1} rows)` : ''}`);

	if (found.length === 0)
		ok(name);
	else
		bad(name, said.join('; '));
}

/* All questions of one moment, to one process of the host. */
async function askMoment(options, exchange, questions, { until, looksInside }) {
	const host = new Host({
		program: join(options.build, 'bin/mcp-volume-ranking'),
		preload: join(options.build, 'tests/preload_clock.so'),
		wallMs: questions[0].wallMs,
		seed: SEED_OF_MARKET,
		tools: Object.values(PLUGINS).filter((name) => existsSync(join(options.build, 'plugins', `${name}.so`))),
	});

	if (!await host.begin()) {
		bad(`the host begins ${questions[0].moment}`, host.errors);
		await host.close();
		return questions.length;
	}
	const market = await Market.open(exchange, questions[0].wallMs);
	let asked = 0;

	if (looksInside)
		await lookInside(market, questions[0].moment);

	for (const question of questions) {
		if (Date.now() > until)
			break;
		report(question, await orWhy(compare(host, market, question, until),
			(why) => [{ field: 'answer', host: 'one', reference: why }]));
		asked++;
	}
	const code = await host.close();

	if (code !== 0)
		bad(`the host ends well ${questions[0].moment}`, `exit code ${code} ${host.errors}`);
	return asked;
}

async function main() {
	const options = readOptions(process.argv.slice(2));
	const until = Date.now() + options.seconds * 1000;
	const tools = Object.keys(TOOLS).filter((t) => !options.tool || t === options.tool);
	const questions = draw(options.seed, options.questions, MOMENTS.slice(0, options.moments), tools);
	const exchange = new Exchange(join(options.build, 'tests/ask_demo'), SEED_OF_MARKET);
	const moments = [...new Set(questions.map((q) => q.wallMs))];
	let asked = 0;

	/* It takes seconds to look inside: in session, on a closed day, and so on. */
	for (const [i, wallMs] of moments.entries())
		asked += await askMoment(options, exchange, questions.filter((q) => q.wallMs === wallMs),
			{ until, looksInside: i % 3 === 0 });
	exchange.close();
	if (asked < questions.length)
		console.log(`ok - ${questions.length - asked} questions are asked # SKIP ${options.seconds} s are over`);
}

await main();
