/* exact_json - JSON whose whole numbers become BigInt, so that no won is lost in a double. */

const TOKEN = /\s*(?:([{}[\]:,])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;

function scalar([, , string, number, word]) {
	if (string)
		return JSON.parse(string);
	if (number)
		return /^-?\d+$/.test(number) ? BigInt(number) : Number(number);
	return JSON.parse(word);
}

export function parseExactly(json) {
	TOKEN.lastIndex = 0;
	const next = () => {
		const at = TOKEN.lastIndex;
		const token = TOKEN.exec(json);

		if (!token)
			throw new Error(`no JSON at ${at}`);
		return token;
	};

	return value(next(), next);
}

function value(token, next) {
	if (token[1] === '{')
		return object(next);
	if (token[1] === '[')
		return array(next);
	return scalar(token);
}

function object(next) {
	const ret = {};

	for (let token = next(); token[1] !== '}'; token = next()) {
		if (token[1] === ',')
			token = next();
		const name = JSON.parse(token[2]);

		next(); /* : */
		ret[name] = value(next(), next);
	}
	return ret;
}

function array(next) {
	const ret = [];

	for (let token = next(); token[1] !== ']'; token = next()) {
		if (token[1] === ',')
			token = next();
		ret.push(value(token, next));
	}
	return ret;
}
