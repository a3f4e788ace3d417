import { describe, expect, it } from '@jest/globals';
import { checkSecret } from '../../../src/plugin/commands/check-secret.ts';
import type { NamedSecret } from '../../../src/plugin/commands/named-secrets.ts';
import { described } from '../../providers/deliveries.ts';

const source = { name: 'any', provider: 'any', maxBody: 1 };
const named = (kind: NamedSecret['kind'], provider = described[0]): NamedSecret => ({
	name: `ANY_${kind}`,
	kind,
	...(provider && { of: { source, provider } }),
});
const rejection = async (value: string, secret: NamedSecret) => {
	try {
		await checkSecret(value, secret);
		return undefined;
	} catch (error) {
		return error instanceof Error ? `${error.name}: ${error.message}` : error;
	}
};

describe('a secret that is to be set', () => {
	it.each(described.map((provider) => [provider.id, provider] as const))(
		'given one as %s makes it → it is taken',
		async (_id, provider) => {
			const rejected = await rejection(provider.scheme.generate().verifying, named('WEBHOOK_SECRET', provider));

			expect(rejected).toBeUndefined();
		},
	);

	it.each(['sendgrid', 'discord', 'standard-webhooks'])(
		'given one of another form than that of %s → one line, without the value',
		async (id) => {
			const provider = described.find((each) => each.id === id);

			const rejected = await rejection('canary-value!', named('WEBHOOK_SECRET', provider));

			expect(rejected).toMatch(/^Mistake: ANY_WEBHOOK_SECRET: .+; nothing was set$/);
			expect(rejected).not.toContain('canary');
		},
	);

	it.each([
		['', 'no value came'],
		['  ', 'no value came'],
		[' canary', 'begins or ends with a space'],
		['canary\n', 'begins or ends with a space'],
		['can\nary', 'holds a line break'],
		['can\u001b[Aary', 'holds a line break or another control character'],
		['canary'.repeat(1000), 'is longer than 4096 bytes'],
	])('given %j → what is wrong with it, without the value', async (value, problem) => {
		const rejected = await rejection(value, named('WEBHOOK_SECRET'));

		expect(rejected).toContain(problem);
		expect(rejected).not.toContain('canary');
	});

	it.each([
		['API_KEY', 'k-1', undefined],
		['BEARER_TOKEN', 'pass word', 'no header can carry'],
		['API_KEY', 'schlüssel', 'no header can carry'],
		['BASIC_AUTH', 'user:pass word', undefined],
		['BASIC_AUTH', 'user', 'not user:password'],
		['STORAGE_KEY', Buffer.alloc(32, 7).toString('base64'), undefined],
		['STORAGE_KEY', Buffer.alloc(31, 7).toString('base64'), '32 bytes in base64'],
		['STORAGE_KEY', Buffer.alloc(32, 251).toString('base64url'), '32 bytes in base64'],
		['STORAGE_KEY', Buffer.alloc(32, 7).toString('hex'), '32 bytes in base64'],
		['NOTIFY_WEBHOOK_URL', 'https://hooks.example.com/T0/B0', undefined],
		['NOTIFY_WEBHOOK_URL', 'hooks.example.com', 'no URL'],
	] as const)('given a %s %j → %s', async (kind, value, problem) => {
		const rejected = await rejection(value, named(kind));

		if (problem === undefined) expect(rejected).toBeUndefined();
		else expect(rejected).toContain(problem);
	});
});
