import { parseArgs } from 'node:util';

/** The whole numbers that a script is given, `--seeds 300`, or their defaults. Anything else ends it with one line; so does 0 of what is to be tried. */
export function readNumbers<Name extends string>(defaults: Readonly<Record<Name, number>>): Record<Name, number> {
	const names = Object.keys(defaults);
	try {
		const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' } as const])) });
		const numbers = Object.entries<number>(defaults).map(([name, usual]) => [name, wholeNumber(values[name], usual)]);
		return { ...defaults, ...Object.fromEntries(numbers) };
	} catch {
		const options = names.map((name) => `--${name} <number>`).join(' ');
		console.error(`${process.argv.slice(2).join(' ')}: give no other options than these, each a whole number from 1: ${options}`);
		process.exit(1);
	}
}

/** 0 only where that is the default. */
function wholeNumber(value: string | boolean | undefined, usual: number): number {
	if (value === undefined) return usual;
	const number = /^\d{1,15}$/.test(String(value)) ? Number(value) : -1;
	if (number >= Math.min(usual, 1)) return number;
	throw new Error(`${value} is no whole number`);
}
