import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { newFunction } from '../../../src/plugin/commands/new-function.ts';
import { knownOf } from '../../../src/plugin/known.ts';
import type { Project } from '../../../src/plugin/new/project.ts';
import { copyService, type Service } from '../../e2e/copy-service.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
let service: Service;
beforeEach(async () => {
	test = testDesk();
	service = await copyService();
});
afterEach(async () => {
	await test.close();
	await service.remove();
});

const read = (name: string) => readFileSync(join(service.folder, name), 'utf8');

/** Every file of the service with its text. */
function everything(folder = service.folder): readonly string[] {
	const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== 'node_modules');
	return entries.flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? [path, ...everything(path)] : [path, readFileSync(path, 'utf8')];
	});
}

/** The project as osls tells it. */
function project(file = 'serverless.yml'): Project {
	const { service: name, custom, functions = {} } = parse(read('serverless.yml'));
	const config = { service: name, stage: 'dev', timeout: 10, webhook: custom?.webhook, functions };
	return { folder: service.folder, file, service: config, known: knownOf(service.folder) };
}

const write = (options: Parameters<typeof newFunction>[0], file?: string) => newFunction(options, test.desk(), project(file));

describe('sls webhook new function', () => {
	it('given a type without a sample → its file, test, sample and entry, and what to do next', async () => {
		const before = read('serverless.yml');

		await write({ source: 'stripe', type: 'charge.refunded' });

		expect(read('serverless.yml')).toBe(
			`${before}  charge-refunded:\n    handler: src/functions/stripe/charge-refunded.handler\n    events: [{ webhook: { source: stripe, type: charge.refunded } }]\n`,
		);
		expect(read('src/functions/stripe/charge-refunded.ts')).toMatch(
			/onEvent\(\n\tstripe,\n\t'charge\.refunded',\n\t\/\/ No recorded sample .+\n\t\{ payload: z\.unknown\(\) \},/,
		);
		expect(read('tests/functions/stripe/charge-refunded.test.ts')).toContain('tryFunction(handler);');
		expect(JSON.parse(read('src/providers/samples/stripe/charge.refunded.json'))).toEqual({
			type: 'charge.refunded',
			contentType: 'application/json',
			headers: {},
			body: '{"id":"evt_{{id}}","data":{"object":{}},"type":"charge.refunded"}',
		});
		expect(test.printed().split('\n')).toEqual([
			'Wrote src/functions/stripe/charge-refunded.ts, tests/functions/stripe/charge-refunded.test.ts, src/providers/samples/stripe/charge.refunded.json, its entry in serverless.yml',
			'Say in src/functions/stripe/charge-refunded.ts what is to be done; npm test -- functions/stripe/charge-refunded tries it',
			'After npm start: npx sls webhook send --source stripe --type charge.refunded',
		]);
	});

	it('given a type with a sample → the payload has its first fields', async () => {
		await write({ source: 'stripe', type: 'customer.subscription.deleted', name: 'left' });

		const fields = 'id: z.string(), object: z.string(), cancel_at_period_end: z.boolean()';
		expect(read('src/functions/stripe/left.ts')).toContain(`{ payload: z.object({ ${fields} }) }`);
		expect(parse(read('serverless.yml')).functions.left.handler).toBe('src/functions/stripe/left.handler');
	});

	it('given --ack handled → the entry says so, the test tries it so, and no endpoint is needed', async () => {
		await write({ source: 'discord', type: 'modal_submit', ack: 'handled' });

		const { functions } = parse(read('serverless.yml'));
		expect(functions['modal-submit'].events).toEqual([{ webhook: { source: 'discord', type: 'modal_submit', ack: 'handled' } }]);
		expect(functions.discord).toBeUndefined();
		expect(read('tests/functions/discord/modal-submit.test.ts')).toContain("tryFunction(handler, { ack: 'handled' });");
	});

	it('given a sample of several such events → its test expects each to be handled', async () => {
		await write({ source: 'meta', type: 'whatsapp_business_account.messages', name: 'message' });
		await write({ source: 'asana', type: 'task.changed' });

		expect(read('tests/functions/meta/message.test.ts')).toMatch(/startsWith\('handled whatsapp_.+\)\)\.toHaveLength\(2\);/);
		expect(read('tests/functions/asana/task-changed.test.ts')).toMatch(/startsWith\('handled task.+\)\)\.toHaveLength\(1\);/);
	});

	it('given a source with options of its own → its test has them', async () => {
		await write({ source: 'partner', type: 'order.shipped' });

		expect(read('tests/functions/partner/order-shipped.test.ts')).toContain(
			"tryFunction(handler, { options: { header: 'x-signature', algorithm: 'sha256', encoding: 'hex' } });",
		);
		expect(read('src/functions/partner/order-shipped.ts')).toContain("import { hmac } from '../../providers/hmac.ts';");
	});

	it('given a source without an endpoint → the endpoint and its entry, too', async () => {
		rmSync(join(service.folder, 'src/endpoints/github.ts'));
		await service.write('serverless.yml', 'service: s\r\n');

		await write({ source: 'github', type: 'push', name: 'pushed' });

		expect(read('src/endpoints/github.ts')).toBe(
			"import { github } from '../providers/github.ts';\nimport { receive } from '../receive.ts';\n\nexport const handler = receive(github);\n",
		);
		expect(read('serverless.yml').split('\r\n')).toEqual([
			...['service: s', '', 'functions:', '  github:', '    handler: src/endpoints/github.handler', '    events: [{ webhook: github }]'],
			...['  pushed:', '    handler: src/functions/github/pushed.handler', '    events: [{ webhook: { source: github, type: push } }]', ''],
		]);
	});

	it('given an endpoint whose file is there, and a function of its name → the file stays, and the entry has another name', async () => {
		await service.write('serverless.yml', 'service: s\nfunctions:\n  github:\n    handler: src/functions/reserve-stock.handler\n');
		const before = read('src/endpoints/github.ts');

		await write({ source: 'github', type: 'push', name: 'pushed' });

		expect(read('src/endpoints/github.ts')).toBe(before);
		expect(Object.keys(parse(read('serverless.yml')).functions)).toEqual(['github', 'github-endpoint', 'pushed']);
	});

	it('given a type that no frame can be turned into → says which sample to write', async () => {
		await write({ source: 'twilio', type: 'message.delivered', ack: 'handled' });

		expect(test.printed()).toMatch(/\nFirst write src\/providers\/samples\/twilio\/message\.delivered\.json: .+$/);
	});

	it('given a type that only the source adds to a closed list → no sample, since its provider sends none', async () => {
		await service.write(
			'serverless.yml',
			read('serverless.yml').replace('    sources: ', '    sources:\n      stripe: { types: [new.type] } #'),
		);

		await write({ source: 'stripe', type: 'new.type' });

		expect(test.printed()).toMatch(/\nFirst write src\/providers\/samples\/stripe\/new\.type\.json: /);
	});
});

describe('a mistake with sls webhook new function is one line, and nothing is written', () => {
	it.each([
		[{}, '--source: say which one, such as stripe; docs/providers.md lists what there is'],
		[{ source: 'strip', type: 'x' }, 'function "x": unknown source "strip"; did you mean "stripe"?'],
		[{ source: 'stripe' }, '--type: say which type of event the function is for, such as invoice.paid'],
		[{ source: 'stripe', type: 'a\nb' }, '--type: say which type of event the function is for, such as invoice.paid'],
		[
			{ source: 'stripe', type: 'charge.refundet' },
			'function "charge-refundet": stripe sends no type "charge.refundet" (a new one goes into custom.webhook.sources.stripe.types); did you mean "charge.refunded"?',
		],
		[
			{ source: 'stripe', type: 'invoice.paid' },
			'--name: serverless.yml has a function "invoice-paid" already; give this one another, such as stripe-invoice-paid',
		],
		[
			{ source: 'stripe', type: 'charge.refunded', name: '../x' },
			'--name: "../x" has to be lower case letters, digits and single hyphens, such as invoice-paid',
		],
		[{ source: 'standard-webhooks', type: '世界' }, '--name: "" has to be '],
		[
			{ source: 'stripe', type: 'charge.refunded', ack: 'handeld' },
			'function "charge-refunded": unknown ack "handeld"; did you mean "handled"?',
		],
		[
			{ source: 'discord', type: 'ENTITLEMENT_CREATE' },
			'function "discord": the path /webhooks/discord is function "interaction"\'s already',
		],
		[{ source: 'hmac', type: 'x' }, 'custom.webhook.sources.hmac: option "header" must be the name of a header, such as x-signature'],
	])('%o', async (options, message) => {
		const before = everything();

		await expect(write(options)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringContaining(message) });
		expect(everything()).toEqual(before);
	});

	it('its file is there already', async () => {
		await service.write('src/functions/stripe/mine.ts', '');
		const before = everything();

		await expect(write({ source: 'stripe', type: 'charge.refunded', name: 'mine' })).rejects.toMatchObject({
			name: 'Mistake',
			message: 'src/functions/stripe/mine.ts is there already: write its entry yourself, or give another --name',
		});
		expect(everything()).toEqual(before);
	});

	it('its test is there already', async () => {
		mkdirSync(join(service.folder, 'tests/functions/stripe'), { recursive: true });
		await service.write('tests/functions/stripe/mine.test.ts', '');
		const before = everything();

		await expect(write({ source: 'stripe', type: 'charge.refunded', name: 'mine' })).rejects.toMatchObject({
			name: 'Mistake',
			message: 'tests/functions/stripe/mine.test.ts is there already: move it away, or give another --name',
		});
		expect(everything()).toEqual(before);
	});

	it('the service is described in TypeScript', async () => {
		await expect(write({ source: 'stripe', type: 'charge.refunded' }, 'serverless.ts')).rejects.toThrow(
			'serverless.ts: only a serverless.yml can be added to',
		);
	});

	it('the functions stand elsewhere', async () => {
		const config = project();
		await service.write('serverless.yml', 'service: s\nfunctions: $'.concat('{file(functions.yml)}\n'));
		const before = everything();

		await expect(newFunction({ source: 'stripe', type: 'charge.refunded' }, test.desk(), config)).rejects.toThrow(
			/^serverless\.yml: "functions" is \$\{file\(functions\.yml\)\}, so nothing was written; add to functions\.yml yourself: charge-refunded: \{ handler: /,
		);
		expect(everything()).toEqual(before);
	});

	it.each(['tests', 'serverless.yml.new'])('a later file can not be written, for there is a file %s', async (name) => {
		writeFileSync(join(service.folder, name), '');
		const before = everything();

		await expect(write({ source: 'standard-webhooks', type: 'a.b', name: 'fresh' })).rejects.toMatchObject({
			name: 'Mistake',
			message: expect.stringMatching(
				/^(tests\/functions\/\S+|serverless\.yml): it can not be written \((EEXIST|ENOTDIR)\), so nothing was$/,
			),
		});
		expect(everything()).toEqual(before);
	});
});
