import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { verify } from '@octokit/webhooks-methods';
import twilioLibrary from 'twilio';
import { github } from '../../src/providers/github.ts';
import { twilio } from '../../src/providers/twilio.ts';
import type { Delivery, Headers } from '../../src/webhook/delivery.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery, described } from './deliveries.ts';

type Published = {
	readonly source: string;
	readonly secret: string;
	/** When it was signed; milliseconds since the epoch. */
	readonly receivedAt: number;
	readonly url?: string;
	readonly method?: string;
	readonly headers: Headers;
	readonly body: string;
	/** What stood where the scheme looks for the sender's keys. */
	readonly keys?: string;
};

const folder = new URL('../vectors/published/', import.meta.url);
const published = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.flatMap((file) => {
		const rows: readonly Published[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
		return rows.map((row) => [file.replace('.json', ''), row.source, row] as const);
	});

describe.each(published)('what %s published with its signature (%s)', (id, _, { secret, receivedAt, url, method, headers, body, keys }) => {
	const provider = described.find((each) => each.id === id);
	const sent: Delivery = {
		...delivery(body, headers),
		receivedAt,
		...(url !== undefined && { url, query: new URL(url).search.slice(1) }),
		...(method && { method }),
	};

	it('is believed, with a byte more of its body as its proof says, and with another secret never', async () => {
		if (provider === undefined) throw new Error(`no provider ${id}`);
		const { scheme } = provider;
		const more = { ...sent, rawBody: Buffer.concat([sent.rawBody, Buffer.from('x')]) };

		expect(await scheme.verify(sent, [secret], keys)).toEqual({ valid: true, secret: 0 });
		expect((await scheme.verify(sent, [scheme.generate().verifying], keys)).valid).toBe(false);
		if (scheme.covers.body === 'all') expect((await scheme.verify(more, [secret], keys)).valid).toBe(false);
	});
});

// Twilio's Event Streams post JSON, which the URL binds by its digest.
describe('twilio on JSON', () => {
	const body = '[{"id":"EZ1","type":"com.twilio.messaging.message.sent","data":{"to":"Zoë"}}]';
	const { scheme } = twilio;
	const secret = scheme.generate();
	const digest = twilioLibrary.getExpectedBodyHash(body);
	const accepts = ({ headers, url, rawBody }: Delivery) =>
		twilioLibrary.validateRequestWithBody(secret.verifying, headers['x-twilio-signature'] ?? '', url, rawBody.toString());

	it('accepts what we sign, and refuses another body as we do', () => {
		const signed = scheme.sign(delivery(body, undefined, 'a=1'), secret.signing);
		const other = { ...signed, rawBody: Buffer.from(body.replace('EZ1', 'EZ2')) };

		expect([accepts(signed), scheme.verify(signed, [secret.verifying]).valid]).toEqual([true, true]);
		expect([accepts(other), scheme.verify(other, [secret.verifying]).valid]).toEqual([false, false]);
	});

	it('signs what we accept', () => {
		const unsigned = delivery(body, undefined, `a=1&bodySHA256=${digest}`);
		const signature = twilioLibrary.getExpectedTwilioSignature(secret.signing, unsigned.url, {});

		const signed = { ...unsigned, headers: { ...unsigned.headers, 'x-twilio-signature': signature } };

		expect(scheme.verify(signed, [secret.verifying]).valid).toBe(true);
	});
});

describe('the examples of GitHub', () => {
	// The package's types stand for its JSON.
	const definitions: readonly WebhookDefinition[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

	it.each(definitions.map(({ name, examples }) => [examples.length, name, examples] as const))(
		'are handled: the %i of %s',
		async (_, name, examples) => {
			for (const example of examples) {
				const secret = github.scheme.generate();
				const headers = { 'content-type': 'application/json', 'x-github-event': name, 'x-github-delivery': 'd-1' };

				const signed = github.scheme.sign(delivery(JSON.stringify(example), headers), secret.signing);
				const body = await github.contentTypes['application/json']?.(verified(signed));

				expect(github.scheme.verify(signed, [secret.verifying]).valid).toBe(true);
				expect(await verify(secret.verifying, signed.rawBody.toString(), signed.headers['x-hub-signature-256'] ?? '')).toBe(true);
				expect(github.identify(body, signed)).toEqual([{ id: 'd-1', type: name, payload: example, unsigned: ['id', 'type'] }]);
			}
		},
	);
});
