/* check - one line for each thing that is looked at. */
import { isDeepStrictEqual } from 'node:util';

export class Checks {
	constructor() {
		this.failed = 0;
		this.title = '';
	}

	/* Good when `problem` is '' (or nothing). */
	none(name, problem) {
		if (problem) {
			this.failed++;
			console.log(`not ok - ${this.title}: ${name}: ${String(problem).replace(/\s+/g, ' ').slice(0, 600)}`);
		} else {
			console.log(`ok - ${this.title}: ${name}`);
		}
	}

	same(name, seen, wanted) {
		this.none(name, isDeepStrictEqual(seen, wanted) ? '' :
			`wanted ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen)}`);
	}

	that(name, holds, seen) {
		this.none(name, holds ? '' : `saw ${JSON.stringify(seen)}`);
	}

	code(name, message, code) {
		this.none(name, message?.error?.code === code ? '' :
			`wanted error ${code}, saw ${JSON.stringify(message)}`);
	}
}
