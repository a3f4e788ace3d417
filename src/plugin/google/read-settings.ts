import { Mistake } from '../mistake.ts';
import { type Config, readConfig, readText } from '../read-config.ts';

/** `custom.webhook.google`. */
export type Settings = {
	/** Databases and bucket go when the stage is removed. */
	readonly throwAway: boolean;
	/** What senders are told to post to, where a load balancer stands before the functions; paths come after it. */
	readonly publicUrl?: string;
	/** Of each function that senders post to: kept warm, and paid for. */
	readonly minInstances: number;
	/** Of each function. A new project may not have many more: each has a CPU, and Google counts them beforehand. */
	readonly maxInstances: number;
};

const where = 'custom.webhook.google';
const keys = ['throwAway', 'publicUrl', 'minInstances', 'maxInstances'];

/** @throws {Mistake} for what can't be meant */
export function readSettings(value: unknown): Settings {
	// Null is what `${param:publicUrl, null}` leaves at a stage that gives none.
	const config = Object.fromEntries(Object.entries(readConfig(value, where, keys)).filter(([, setting]) => setting !== null));
	const { throwAway = false, publicUrl } = config;
	if (typeof throwAway !== 'boolean') throw new Mistake(`${where}.throwAway: it must be true or false`);
	const settings = {
		throwAway,
		...(publicUrl !== undefined && { publicUrl: readUrl(publicUrl) }),
		minInstances: readCount(config, 'minInstances', { least: 0, fallback: 0 }),
		maxInstances: readCount(config, 'maxInstances', { least: 1, fallback: 20 }),
	};
	if (settings.minInstances > settings.maxInstances) throw new Mistake(`${where}.minInstances: it must be at most maxInstances`);
	return settings;
}

function readUrl(value: unknown): string {
	const url = readText(value, `${where}.publicUrl`);
	const { protocol, search, hash } = URL.parse(url) ?? {};
	if (protocol !== 'https:' || search || hash)
		throw new Mistake(`${where}.publicUrl: "${url}" is no URL such as https://hooks.example.com`);
	return url.replace(/\/+$/, '');
}

const mostInstances = 1000;

function readCount(config: Config, key: string, { least, fallback }: { readonly least: number; readonly fallback: number }): number {
	const { [key]: count = fallback } = config;
	if (typeof count !== 'number' || !Number.isInteger(count) || count < least || count > mostInstances)
		throw new Mistake(`${where}.${key}: it must be a whole number from ${least} to ${mostInstances}`);
	return count;
}
