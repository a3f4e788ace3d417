import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyAws } from '../../../src/plugin/aws/apply.ts';
import type { Serverless } from '../../../src/plugin/serverless.ts';
import { exists, write } from './package-service.ts';
import { samplePlan } from './sample-plan.ts';

const { routes } = samplePlan();
let dir: string;
beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'hookport-aws-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

type Service = Serverless['service'];

function serverless(provider: Partial<Service['provider']>, more: Partial<Service>, commands = ['package']): Serverless {
	const service: Service = { service: 'shop', provider: { name: 'aws', stage: 'prod', ...provider }, functions: {}, ...more };
	return { service, serviceDir: dir, processedInput: { commands } } as unknown as Serverless;
}

describe('what the plugin adds to a service', () => {
	it('given events, an environment, a role and resources of the user → they stay, and no role is made in vain', () => {
		const stripe = { events: [{ schedule: 'rate(1 day)' }], environment: { OWN: '1' }, role: 'arn:aws:iam::1:role/own' };
		const resources = { Resources: { Own: { Type: 'AWS::SNS::Topic', Properties: {} } }, extensions: { HttpApi: { Properties: {} } } };
		const given = serverless({}, { functions: { stripe }, resources });

		applyAws(given, routes);

		const { functions, resources: template } = given.service;
		expect(functions?.stripe).toMatchObject({ role: 'arn:aws:iam::1:role/own', environment: { OWN: '1', WEBHOOK_FUNCTION: 'stripe' } });
		expect(functions?.stripe?.events).toEqual([{ schedule: 'rate(1 day)' }, { httpApi: { method: '*', path: '/webhooks/stripe' } }]);
		expect(Object.keys(template?.Resources ?? {})).toEqual(expect.arrayContaining(['Own', 'WebhookTable', 'PartnerRole']));
		expect(template?.Resources).not.toHaveProperty('StripeRole');
		expect(template?.extensions).toEqual({ HttpApi: { Properties: {} } });
	});

	it('given settings of the user for logs, tracing and packages → they stay; and what is not said is ours', () => {
		const given = serverless({ logRetentionInDays: 7, logs: { httpApi: false } }, { package: { individually: false } });
		const plain = serverless({}, {});

		for (const each of [given, plain]) applyAws(each, routes);

		expect([given.service.provider.logRetentionInDays, given.service.provider.logs, given.service.package]).toEqual([
			7,
			{ httpApi: false },
			{ individually: false },
		]);
		expect([plain.service.provider.logRetentionInDays, plain.service.package]).toEqual([30, { individually: true }]);
	});

	it('given sls deploy function → the role is left alone', () => {
		const given = serverless({}, { functions: { stripe: {} } }, ['deploy', 'function']);

		applyAws(given, routes);

		expect(given.service.functions?.stripe).not.toHaveProperty('role');
	});

	it('given a build folder that was left → it is gone, and that of a local run is not', () => {
		for (const folder of ['.esbuild', '.esbuild-offline']) write(join(dir, folder, '.build/stale.cjs'), '');

		applyAws(serverless({}, {}), routes);

		expect([exists(dir, '.esbuild'), exists(dir, '.esbuild-offline')]).toEqual([false, true]);
	});

	it('given no webhook event → nothing', () => {
		const given = serverless({}, {});

		applyAws(given, { ...routes, routes: [] });

		expect(given.service).toEqual(serverless({}, {}).service);
	});

	it.each([
		['an API that is not ours', { httpApi: { id: 'a1' } }, 'provider.httpApi.id: it must go'],
		['one role for all', { iam: { role: 'arn:aws:iam::1:role/all' } }, 'provider.iam.role: it must be a map such as { statements: [] }'],
	])('given %s → one line', (_given, provider, message) => {
		expect(() => applyAws(serverless(provider, {}), routes)).toThrow(message);
	});
});
