import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { signed } from '../bringing-provider.ts';
import { until } from '../clouds/local/until.ts';
import { copyService, type Service } from './copy-service.ts';
import { patience, runCommand, type StartedRun, sls, startRun } from './start-run.ts';

jest.setTimeout(5 * patience);

/** A provider of the copy's own, whose sender brings its secret in a header. */
const teller = `
	import { offerSecret } from '../handshakes/offer-secret.ts';
	import { hmac } from './hmac.ts';
	export const teller = {
		...hmac.configure({ header: 'x-hook-signature' }),
		id: 'teller',
		name: 'Teller',
		handshakes: [offerSecret({ header: 'x-hook-secret', title: 'the secret → the same' })],
	};`;
const list = readFileSync(join(import.meta.dirname, '../../src/providers/providers.ts'), 'utf8');
const files = {
	'src/providers/teller.ts': teller,
	'src/providers/providers.ts': list
		.replace('import { twilio }', "import { teller } from './teller.ts';\nimport { twilio }")
		.replace('\ttwilio,\n', '\tteller,\n\ttwilio,\n'),
	'src/endpoints/teller.ts': `
		import { teller } from '../providers/teller.ts';
		import { receive } from '../receive.ts';
		export const handler = receive(teller);`,
	'serverless.yml': `
service: small
configValidationMode: error
plugins: [./src/plugin/plugin.ts, serverless-esbuild, serverless-offline]
provider: { name: aws, runtime: nodejs24.x, httpApi: { payload: '2.0' } }
custom: { webhook: { sources: { teller: { provider: teller } } } }
functions:
  teller: { handler: src/endpoints/teller.handler, events: [{ webhook: teller }] }
`,
};
const [brought, strange] = ['a-secret-that-was-brought', 'a-secret-of-a-stranger'];

let service: Service;
let run: StartedRun | undefined;
beforeAll(async () => {
	service = await copyService(files);
});
afterEach(() => run?.kill());
afterAll(() => service.remove());

const post = (headers: Readonly<Record<string, string>>, body = '') =>
	fetch(`http://localhost:${run?.port}/webhooks/teller`, { method: 'POST', headers, body });
const offer = (secret: string) => post({ 'x-hook-secret': secret });
const deliver = async (secret: string) => {
	const { headers, rawBody } = signed(secret);
	return (await post(headers, rawBody.toString())).status;
};

it('a sender brings its secret to the run while a command waits for it, and it is still the secret after a restart', async () => {
	run = await startRun(service);
	const before = [(await offer(strange)).status, await deliver(brought)];
	const accepting = runCommand(service, sls('webhook', 'secrets', 'accept', '--source', 'teller', '--show'));
	let taken = await offer(brought);
	await until(async () => {
		if (taken.status === 403) taken = await offer(brought);
		return taken.status === 200;
	}, patience);
	const { code, output } = await accepting;
	await run.stop('SIGINT');
	const printed = run.output();
	run = await startRun(service);
	const after = [(await offer(strange)).status, await deliver(brought), await deliver(strange)];
	const again = await runCommand(service, sls('webhook', 'secrets', 'accept', '--source', 'teller'));

	expect([before, taken.headers.get('x-hook-secret'), after]).toEqual([[403, 401], brought, [403, 200, 401]]);
	expect([code, output]).toEqual([
		0,
		expect.stringMatching(/\nThe secret was taken: TELLER_WEBHOOK_SECRET is set\.\na-secret-that-was-brought\n$/),
	]);
	expect([again.code, again.output]).toEqual([
		1,
		expect.stringContaining('TELLER_WEBHOOK_SECRET is set already: remove it from secrets.json'),
	]);
	expect([printed.includes('TELLER_WEBHOOK_SECRET'), run.output().includes('TELLER_WEBHOOK_SECRET')]).toEqual([true, false]);
	expect([printed, run.output()].join('')).not.toContain('a-secret');
});
