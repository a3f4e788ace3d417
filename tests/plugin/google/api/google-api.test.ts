import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { GoogleRequest } from '../../../../src/clouds/google/client.ts';
import type { Request } from '../../../../src/plugin/google/clients.ts';
import { deploy } from '../../../../src/plugin/google/deploy/deploy.ts';
import type { Plan } from '../../../../src/plugin/google/plan.ts';
import { remove } from '../../../../src/plugin/google/remove.ts';
import { stripe } from '../../../../src/providers/stripe.ts';
import { onEvent, receive } from '../../../../src/receive.ts';
import { type FakeGoogle, startFakeGoogle } from '../../../clouds/google/fake-google.ts';
import { googlePlatform, post } from '../../../clouds/google/google-platform.ts';
import { delivery } from '../../../local-platform.ts';
import { deployingTo } from '../deploying.ts';
import { type ControlPlane, startControlPlane } from '../fake-control-plane/fake-control-plane.ts';
import { samplePlan } from '../sample-plan.ts';
import { type Api, isInstalled, readApi, services } from './definitions.ts';
import { problemsOf } from './problems-of.ts';

if (!isInstalled)
	console.warn('skipped: Google’s definitions are not installed (npm ci --prefix tests/plugin/google/api --ignore-scripts).');
const judged = isInstalled ? describe : describe.skip;
const apis: Readonly<Record<string, Api>> = isInstalled ? Object.fromEntries(services.map((service) => [service, readApi(service)])) : {};

type Asked = {
	readonly service: string;
	readonly verb: string;
	readonly path: string;
	readonly query: readonly string[];
	readonly body: unknown;
};
/** Rights and operations are one API for all, which the definitions of a service do not repeat: google/iam/v1/iam_policy.proto, google/longrunning/operations.proto. */
const isCommon = ({ path }: Asked) => /:[gs]etIamPolicy$|\/operations\/[^/]+$/.test(path);
const judge = (asked: readonly Asked[]) => [
	...new Set(asked.filter((one) => !isCommon(one)).flatMap((one) => (apis[one.service] ? problemsOf(one, apis[one.service] as Api) : []))),
];

judged('what the deployment asks, as Google defines it,', () => {
	let plane: ControlPlane;
	const asked: Asked[] = [];
	beforeAll(async () => {
		plane = await startControlPlane();
		const watched = (plan: Plan, source: string) => {
			const deploying = deployingTo(plane, plan, source);
			const call = async (request: Request) => {
				const { service, method: verb = 'GET', path, query = {}, body } = request;
				asked.push({ service, verb, path: `/${path}`, query: Object.keys(query), body });
				return await deploying.google.call(request);
			};
			return { ...deploying, google: { ...deploying.google, call } };
		};
		await deploy(watched(samplePlan({ throwAway: true }), 'exports.handler = 1;'));
		await deploy(watched(samplePlan({ throwAway: true }), 'exports.handler = 2;'));
		await remove(watched(samplePlan({ throwAway: true }), ''));
	});
	afterAll(() => plane.close());

	it('is a call that there is, with its parameters, and a body without a field that is not known, of another kind, or only to be read', () => {
		expect(judge(asked)).toEqual([]);
		expect(new Set(asked.map(({ service }) => service).filter((service) => services.includes(service)))).toEqual(new Set(services));
		expect(asked.filter((one) => services.includes(one.service) && !isCommon(one)).length).toBeGreaterThan(100);
	});
});

judged('what a function asks, as Google defines it,', () => {
	let fake: FakeGoogle;
	beforeAll(async () => {
		fake = await startFakeGoogle();
	});
	afterAll(() => fake.close());

	it('is a call that there is, with a body that fits', async () => {
		const asked: Asked[] = [];
		const watch = ({ service, method = 'POST', path: whole, body }: GoogleRequest) => {
			const [path = '', search = ''] = whole.split('?');
			const query = [...new URLSearchParams(search).keys()];
			asked.push({
				service,
				verb: method,
				path: decodeURIComponent(path),
				query,
				body: typeof body === 'string' && body !== '' ? JSON.parse(body) : undefined,
			});
		};
		const on = googlePlatform(fake, [
			{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
			{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		]);
		on.setSecret('STRIPE_WEBHOOK_SECRET', 'whsec_a_secret');
		const text = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data: { object: { id: 'in_1' } }, filler: 'x'.repeat(20_000) });
		const works = onEvent(
			stripe,
			'invoice.paid',
			{ payload: z.object({ id: z.string() }), on: on.as('invoice-paid', {}, watch) },
			async (_, { records }) => {
				await records.insert('invoices', 'in_1', { paid: true });
				await records.put('invoices', 'in_1', {});
				await records.remove('invoices', 'in_1');
			},
		);
		await post(receive(stripe, on.as('stripe', {}, watch)), stripe.scheme.sign(delivery({ rawBody: Buffer.from(text) }), 'whsec_a_secret'));
		await on.drain('invoice-paid', works);
		const { cloud } = on.as('webhook-sweep', {}, watch);
		await cloud.events.due(Date.now(), 10);
		await cloud.events.list({ status: 'done', limit: 5 });

		expect(judge(asked)).toEqual([]);
		expect(new Set(asked.map(({ service }) => service))).toEqual(new Set(['firestore', 'pubsub', 'storage', 'secretmanager']));
	});
});

judged('the judge', () => {
	const path = '/v2/projects/p/locations/l/functions';
	it.each([
		['a call that there is not', { path: `${path}:make` }, 'there is no such call'],
		['a parameter that is not known', { query: ['functionName'] }, 'there is no parameter functionName'],
		['a field that is not known', { body: { serviceConfig: { memory: '1' } } }, 'serviceConfig.memory: it is not known'],
		['one of another kind', { body: { serviceConfig: { timeoutSeconds: 'ten' } } }, 'timeoutSeconds: a int32'],
		['an unknown value of an enum', { body: { environment: 'GEN_3' } }, 'environment: one of'],
		['one that can only be read', { body: { state: 'ACTIVE' } }, 'state: it can only be read'],
	])('refuses %s', (_, wrong, line) => {
		const request: Asked = { service: 'cloudfunctions', verb: 'POST', path, query: ['functionId'], body: {}, ...wrong };

		expect(judge([{ ...request }]).join('\n')).toContain(line);
	});
});
