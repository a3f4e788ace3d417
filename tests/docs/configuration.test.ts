import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { knownOf } from '../../src/plugin/known.ts';
import { readRoutes } from '../../src/plugin/read-routes.ts';
import { defaultRetry, type SecretKind } from '../../src/webhook/source.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/configuration.md');

/** The keys that a mistake names, when it is given one that is like none of them. */
function keysOf(webhook: unknown, event: unknown): readonly string[] {
	const endpoint = { handler: 'src/endpoints/stripe.handler', events: [{ webhook: event }] };
	const service = { service: 's', stage: 'dev', timeout: 6, webhook, functions: { a: endpoint } };
	try {
		readRoutes(service, knownOf(root));
	} catch (error) {
		return /(?:it may be|hmac takes) (.*)$/.exec(String(error))?.[1]?.split(', ') ?? [];
	}
	return [];
}

const odd = { unlikeAnyOther: 1 };
const source = (entry: object) => ({ sources: { s: entry } });

describe('the page on configuration', () => {
	it.each([
		['custom.webhook', keysOf(odd, 'stripe')],
		['retry', keysOf({ retry: odd }, 'stripe').map((key) => `retry.${key}`)],
		['a source', keysOf(source({ provider: 'stripe', ...odd }), 'stripe')],
		['redact', keysOf(source({ provider: 'stripe', redact: odd }), 'stripe')],
		['authenticate', keysOf(source({ provider: 'stripe', authenticate: odd }), 'stripe')],
		['a source of hmac', keysOf(source({ provider: 'hmac', ...odd }), 'stripe')],
		['the webhook event', keysOf(undefined, { source: 'stripe', ...odd })],
	])('has every key of %s', (_, keys) => {
		expect(keys.length).toBeGreaterThan(1);
		expect(keys.filter((key) => !page.includes(`\`${key}\``) && !page.includes(`\`${key}.`))).toEqual([]);
	});

	it('has every name that the code reads from the environment', () => {
		const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
		const texts = files.map((file) => read(join('src', file))).join('\n');
		const names = [...texts.matchAll(/(?:process\.env\.|secrets\.get\(')([A-Z_]+)/g)].map(([, name]) => name);
		const tokens = { API_KEY: true, BEARER_TOKEN: true, BASIC_AUTH: true } as const;
		const kinds: Readonly<Record<SecretKind, true>> = { WEBHOOK_SECRET: true, VERIFY_TOKEN: true, ...tokens, STORAGE_KEY: true };
		const expected = [...new Set(names), ...Object.keys(kinds).map((kind) => `<SOURCE>_${kind}`)];

		expect(expected.filter((name) => name !== 'AWS_LAMBDA_RUNTIME_API' && !page.includes(`\`${name}\``))).toEqual([]);
	});

	it('has the defaults of the retries', () => {
		expect(page).toMatch(new RegExp(`\`retry.attempts\`.*\\| ${defaultRetry.attempts} \\|`));
		expect(page).toMatch(new RegExp(`\`retry.backoff\`.*\\| ${defaultRetry.backoff} \\|`));
	});
});

it('.env.example names nothing that the page does not', () => {
	const names = [...read('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = '']) => name);
	const known = names.filter(
		(name) => page.includes(`\`${name}\``) || /_(WEBHOOK_SECRET|VERIFY_TOKEN|API_KEY|STORAGE_KEY)(_PREVIOUS)?$/.test(name),
	);

	expect(names.length).toBeGreaterThan(3);
	expect(known).toEqual(names);
});
