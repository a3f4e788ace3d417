import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../../src/plugin/local/free-port.ts';
import { fixtureService } from './fixture-service.ts';

jest.setTimeout(60_000);

let service: ReturnType<typeof fixtureService>;
beforeAll(() => {
	service = fixtureService();
});
afterAll(() => service.remove());

const stripe = 'events: [{ webhook: stripe }]';
const mistakes: readonly (readonly [given: string, from: string, to: string, command: string, message: string])[] = [
	[
		'an unknown source',
		stripe,
		'events: [{ webhook: strpe }]',
		'webhook urls',
		'function "stripe": unknown source "strpe"; did you mean "stripe"?',
	],
	[
		'an event misspelt',
		stripe,
		'events: [{ webook: stripe }]',
		'webhook urls',
		"Configuration error at 'functions.stripe.events.0': unsupported function event",
	],
	[
		'a file that is not there, of a function without webhook events',
		'src/functions/reserve-stock.handler',
		'src/functions/reserve-stok.handler',
		'offline',
		'function "reserve-stock": its handler\'s file src/functions/reserve-stok.ts does not exist; did you mean "src/functions/reserve-stock"?',
	],
	[
		'an http event',
		stripe,
		'events: [{ http: GET /x }, { webhook: stripe }]',
		'offline',
		'function "stripe": the local run serves no "http" events, use "httpApi"',
	],
	[
		'a stage without credentials',
		stripe,
		stripe,
		'webhook events --stage prod --aws-profile nobody',
		'there are no AWS credentials: AWS profile "nobody" doesn\'t seem to be configured',
	],
];

describe('a mistake stops the real sls with one line', () => {
	it.each(mistakes)('given %s', async (_given, from, to, command, message) => {
		service.write(from, to);

		const { code, output } = await service.sls(...command.split(' '));

		expect(output.split(/\r?\n/)).toContain(message);
		expect(output).not.toMatch(/^\s+at /m);
		expect(code).toBe(1);
	});

	it('given a port that is taken', async () => {
		service.write(stripe, stripe);
		const server = createPlainServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;

		const { code, output } = await service.sls('offline', '--httpPort', String(port));
		server.close();

		const other = port < 65_535 ? port + 1 : port - 1;
		expect(output.trim().split('\n').at(-1)).toBe(`Port ${port} is taken. Choose another: npm start -- --httpPort ${other}`);
		expect(output).not.toMatch(/^\s+at /m);
		expect(code).toBe(1);
	});

	it('given an answer that is no 2xx, to sls webhook send', async () => {
		service.write(stripe, stripe);
		const server = createServer((_, response) => response.writeHead(500).end('no')).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_any';

		const { code, output } = await service.sls('webhook', 'send', '--source', 'stripe', '--url', url);
		server.close();
		delete process.env.STRIPE_WEBHOOK_SECRET;

		expect(output).toContain(`POST ${url}/webhooks/stripe\n500 Internal Server Error\nno\n`);
		expect(code).toBe(1);
	});
});

const every = `service: mine
configValidationMode: error
plugins: [./src/plugin/plugin.ts, serverless-esbuild, serverless-offline]
provider: { name: aws, runtime: nodejs24.x, httpApi: { payload: '2.0' } }
custom:
  webhook:
    retry: { attempts: 3 }
    sources: { stripe-eu: { provider: stripe, authenticate: { ips: [203.0.113.0/24] } } }
functions:
  stripe: { handler: src/endpoints/stripe.handler, events: [{ webhook: stripe }, { webhook: { source: stripe-eu, path: /eu } }] }
  paid:
    handler: src/functions/stripe/invoice-paid.handler
    events: [{ webhook: { source: stripe, type: invoice.paid } }, { webhook: { source: stripe-eu, type: invoice.paid, ack: handled } }]
`;

describe('the real sls takes', () => {
	it('given texts and maps, several events of a function, and both kinds of ack → each URL', async () => {
		service.write(every);

		const { code, output } = await service.sls('webhook', 'urls', '--json');

		expect(output.trim().split(/\r?\n/)).toEqual([
			'{"source":"stripe","url":"http://localhost:3000/webhooks/stripe","function":"stripe"}',
			'{"source":"stripe-eu","url":"http://localhost:3000/eu","function":"stripe"}',
			'{"source":"stripe-eu","url":"http://localhost:3000/webhooks/stripe-eu/paid","function":"paid"}',
		]);
		expect(code).toBe(0);
	});
});

it.each(['package', 'offline'])(
	'ends sls %s of a file that can not be built: each mistake with its place, and no stack',
	async (command) => {
		service.write('service: hookport', 'service: hookport');
		const file = join(service.folder, 'src', 'functions', 'github', 'push.ts');
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, `import 'not-there';\n${text}`);

		const { code, output } = await service.sls(
			...(command === 'offline' ? [command, '--httpPort', String(await freePort('127.0.0.1'))] : [command]),
		);
		writeFileSync(file, text);

		expect(code).toBe(1);
		expect(output).toContain('Error:\nsrc/functions/github/push.ts:1: Could not resolve "not-there"\n');
		expect(output).not.toMatch(/^\s+at /m);
	},
);
