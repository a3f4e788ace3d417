import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { secretsFile } from '../../src/clouds/local/secrets-file.ts';
import { commands } from '../../src/plugin/commands/commands.ts';
import type { SecretPair } from '../../src/webhook/scheme.ts';
import { type TestDesk, testDesk } from '../plugin/commands/test-desk.ts';
import { markers, placesOf } from './markers.ts';

const names = ['STRIPE_WEBHOOK_SECRET', 'PARTNER_WEBHOOK_SECRET', 'PARTNER_API_KEY', 'NOTIFY_WEBHOOK_URL'];

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
	for (const name of names) process.env[name] = `whsec_${markers.secret}`;
});
afterEach(async () => {
	await test.close();
	for (const name of names) delete process.env[name];
});

/** What a command prints, or the line that it ends with. */
async function print(name: string, options: object): Promise<string> {
	const desk = { ...test.desk(), confirm: async () => true };
	// Sound because these are the options that the command has, and only those that write code ask for the project.
	const line = await commands[name]?.run(options as never, desk, undefined as never).catch((error: unknown) => String(error));
	return `${test.printed()}\n${line ?? ''}`;
}

it('no command prints a secret; of a body, only show does, and nothing once it is forgotten', async () => {
	await test.serve();
	const file = join(test.dataDir, 'body.json');
	const data = { object: { note: markers.payload } };
	writeFileSync(file, JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data }));
	const request = join(test.dataDir, 'request.http');
	writeFileSync(request, `POST /webhooks/stripe HTTP/1.1\nstripe-signature: t=1,v1=${'a'.repeat(64)}\n\n${JSON.stringify({ data })}`);
	const ask = async () => ({
		'send of stripe': await print('send', { source: 'stripe', file }),
		'send of partner': await print('send', { source: 'partner' }),
		events: await print('events', {}),
		'events as JSON': await print('events', { json: true }),
		show: await print('show', { id: 'evt_1' }),
		'show as JSON': await print('show', { id: 'evt_1', json: true }),
		'show of none': await print('show', { id: 'evt_9' }),
		replay: await print('replay', { id: 'evt_1' }),
		'dead-letters': await print('dead-letters', {}),
		'dead-letters as JSON': await print('dead-letters', { json: true }),
		urls: await print('urls', {}),
		'urls as JSON': await print('urls', { json: true }),
		verify: await print('verify', { source: 'stripe', file: request }),
		'verify as JSON': await print('verify', { source: 'stripe', file: request, json: true }),
		smoke: await print('smoke', { source: 'stripe', wait: '1' }),
		'secrets list': await print('secrets list', {}),
		'secrets list as JSON': await print('secrets list', { json: true }),
		'secrets accept': await print('secrets accept', { source: 'stripe', wait: '1' }),
		'secrets rotate': await print('secrets rotate', { source: 'stripe' }),
		'secrets rotate of what is made up': await print('secrets rotate', { source: 'slack' }),
		'secrets rotate while one is under way': await print('secrets rotate', { source: 'slack' }),
		'secrets rotate as JSON': await print('secrets rotate', { source: 'slack', json: true }),
		doctor: await print('doctor', {}),
		'doctor as JSON': await print('doctor', { json: true }),
		'secrets set': await print('secrets set', { name: 'STRIPE_WEBHOOK_SECRET' }),
	});

	const before = await ask();
	const forgetting = { forget: await print('forget', { match: `data.object.note=${markers.payload}` }) };
	const after = await ask();

	const made = Object.values(JSON.parse(readFileSync(secretsFile(test.dataDir), 'utf8')) as Record<string, SecretPair>);
	const secrets = [markers.secret, ...made.flatMap(({ verifying, signing }) => [verifying, signing])];
	for (const printed of [before, forgetting, after]) expect(secrets.flatMap((secret) => placesOf(secret, printed))).toEqual([]);
	expect(placesOf(markers.payload, before)).toEqual(['show', 'show as JSON']);
	expect(placesOf(markers.payload, { ...forgetting, ...after })).toEqual([]);
	// Those that write code ask for neither store nor secrets; listen needs a stage, and its own suite looks at what it prints.
	const others = Object.keys(commands).filter((name) => !name.startsWith('new ') && name !== 'listen');
	expect(others.filter((name) => ![...Object.keys(before), 'send', 'forget'].includes(name))).toEqual([]);
	expect(before['secrets rotate of what is made up']).toContain('SLACK_WEBHOOK_SECRET is made up anew');
	expect(before['secrets rotate while one is under way']).toContain('SLACK_WEBHOOK_SECRET_PREVIOUS stays valid');
	expect([before['send of stripe'], before.replay, forgetting.forget, after['send of stripe'], after.replay]).toEqual([
		expect.stringContaining('200 OK'),
		expect.stringContaining('sent again to'),
		expect.stringContaining('stripe evt_1: forgotten'),
		expect.stringContaining('200 OK'),
		expect.stringContaining('was forgotten at'),
	]);
}, 30_000);
