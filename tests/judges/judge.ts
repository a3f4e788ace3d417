import { existsSync } from 'node:fs';
import type { Delivery, Headers } from '../../src/webhook/delivery.ts';

/** An official library that verifies or signs what a provider sends. */
export type Judge = {
	/** Its name on npm. */
	readonly package: string;
	/** Whether it believes the delivery: it says no by `false`, or by throwing. */
	readonly accepts?: (delivery: Delivery, secret: string) => unknown;
	/** The delivery as it would send it. */
	readonly sign?: (delivery: Delivery, secret: string) => Delivery | Promise<Delivery>;
	/** What it does not refuse although we do, by the names in judges.test.ts, so that a change on either side shows. */
	readonly lax?: readonly string[];
};

const folders = [new URL('node_modules/', import.meta.url), new URL('../../node_modules/', import.meta.url)];

/** Most judges are installed by `npm ci --prefix tests/judges` only: they are large, and nothing else needs them. */
export function isInstalled(name: string): boolean {
	return folders.some((folder) => existsSync(new URL(`${name}/package.json`, folder)));
}

/**
 * Loads a package that may not be there, so that its types are not there either: `Module` says what is used of it. A file that this is called in loads without it.
 * @param path of a module, such as `@slack/bolt/dist/receivers/verify-request.js`
 */
export async function load<Module>(path: string): Promise<Module> {
	const module: unknown = await import(path);
	// Sound as far as the package is what its judge says, and each judge is run.
	return module as Module;
}

export const textOf = ({ rawBody }: Delivery): string => rawBody.toString();
export const secondsOf = ({ receivedAt }: Delivery): number => Math.floor(receivedAt / 1000);
export const header = ({ headers }: Delivery, name: string): string => headers[name] ?? '';

export function withHeaders(delivery: Delivery, headers: Headers): Delivery {
	return { ...delivery, headers: { ...delivery.headers, ...headers } };
}

/** What a library does not refuse that decodes a signature with `Buffer.from`, which skips what it does not know. */
export const looselyDecoded: readonly string[] = [
	'with junk after the signature',
	'with bytes after the signature',
	'with a space after the signature',
	'with the signature twice',
	'with the signature twice, after a space',
	'with a signature without padding',
	'with a signature in the URL alphabet',
	'with loose bits in the signature',
];
