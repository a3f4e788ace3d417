import { isIP } from 'node:net';
import type { Provider, ProviderFamily } from '../webhook/provider.ts';
import { type Authenticate, defaultMaxBody, type Source } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { suggestProvider } from './nearest-provider.ts';
import { type Config, readConfig, readList, readText } from './read-config.ts';
import { readKeeping } from './read-keeping.ts';

export type Providers = Readonly<Record<string, Provider | ProviderFamily>>;

const ownKeys = ['provider', 'maxBody', 'authenticate', 'types', 'redact', 'encrypt', 'retention'];

/** One entry of `custom.webhook.sources`, with the defaults that its name gives. */
export function readSource(name: string, entry: unknown, providers: Providers): Source {
	const where = `custom.webhook.sources.${name}`;
	// The name becomes a part of a URL and of the names of environment variables.
	if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw new Mistake(`${where}: a source's name is lower case letters, digits and hyphens`);
	const config = readConfig(entry, where);
	const id = config.provider === undefined ? name : readText(config.provider, `${where}.provider`);
	const provider = Object.hasOwn(providers, id) ? providers[id] : undefined;
	if (provider === undefined) throw new Mistake(`${where}: unknown provider "${id}"${suggestProvider(id, providers)}`);
	const options = readOptions(provider, config, where);
	const authenticate = readAuthenticate(config.authenticate, `${where}.authenticate`);
	return {
		name,
		provider: id,
		maxBody: readSize(config.maxBody, `${where}.maxBody`),
		...(authenticate && { authenticate }),
		...readKeeping(config, where, 'configure' in provider ? provider.configure(options ?? {}) : provider),
		...(options && { options }),
	};
}

/** What a source adds to the types that its provider is known to send. */
export function readTypes(name: string, entry: unknown): readonly string[] {
	const where = `custom.webhook.sources.${name}`;
	const { types } = readConfig(entry, where);
	return types === undefined ? [] : readList(types, `${where}.types`);
}

function readOptions(provider: Provider | ProviderFamily, config: Config, where: string): Config | undefined {
	if (!('configure' in provider)) {
		readConfig(config, where, ownKeys);
		return undefined;
	}
	readConfig(config, where, [...ownKeys, ...provider.options]);
	const options = Object.fromEntries(Object.entries(config).filter(([key]) => !ownKeys.includes(key)));
	try {
		provider.configure(options);
	} catch (error) {
		throw new Mistake(`${where}: ${error instanceof Error ? error.message : String(error)}`);
	}
	return options;
}

const units: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 * 1024 };

function readSize(value: unknown, where: string): number {
	if (value === undefined) return defaultMaxBody;
	const [, digits = '', unit = 'b'] = /^(\d+) ?(b|kb|mb)?$/i.exec(String(value)) ?? [];
	const bytes = Number(digits) * (units[unit.toLowerCase()] ?? 0);
	if (!Number.isSafeInteger(bytes) || bytes < 1)
		throw new Mistake(`${where}: it must be a size such as 256kb or 1mb, not "${String(value)}"`);
	return bytes;
}

function readAuthenticate(value: unknown, where: string): Authenticate | undefined {
	const { apiKey, bearer, basic, ips } = readConfig(value, where, ['apiKey', 'bearer', 'basic', 'ips']);
	for (const [key, flag] of Object.entries({ bearer, basic })) {
		if (flag !== undefined && typeof flag !== 'boolean') throw new Mistake(`${where}.${key}: it must be true or false`);
	}
	if (bearer === true && basic === true) throw new Mistake(`${where}: bearer and basic can't both be asked for, they share one header`);
	const authenticate = {
		...(apiKey !== undefined && { apiKey: readHeader(apiKey, `${where}.apiKey`) }),
		...(bearer === true && { bearer }),
		...(basic === true && { basic }),
		...(ips !== undefined && { ips: readList(ips, `${where}.ips`).map((range) => readRange(range, `${where}.ips`)) }),
	};
	return Object.keys(authenticate).length === 0 ? undefined : authenticate;
}

function readHeader(value: unknown, where: string): string {
	const header = readText(value, where).toLowerCase();
	if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(header)) throw new Mistake(`${where}: "${header}" is no header name`);
	return header;
}

function readRange(range: string, where: string): string {
	const [address = '', prefix, ...rest] = range.split('/');
	const version = isIP(address);
	const longest = version === 4 ? 32 : 128;
	const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest);
	if (version === 0 || !fits || rest.length > 0)
		throw new Mistake(`${where}: "${range}" is neither an address nor a range such as 203.0.113.0/24`);
	return range;
}
