import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { threadFunctions } from '../../../src/plugin/local/thread-functions.ts';
import { defaultRetry, type Routes } from '../../../src/webhook/source.ts';

const routes: Routes = {
	service: 'hookport',
	stage: 'dev',
	sources: {},
	routes: [
		{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
		{ function: 'paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
	],
	retry: defaultRetry,
	timeouts: { paid: 20 },
};
afterEach(() => {
	delete process.env.HOOKPORT_TEST_SHELL;
});

describe('how functions run in threads', () => {
	it('given an endpoint, a function and one that others call → file, export, time and kind of each', () => {
		const functions = {
			stripe: { handler: 'src/endpoints/stripe.handler' },
			paid: { handler: 'src/functions/stripe/paid.v2.run' },
			reserve: { handler: 'src/functions/reserve.handler' },
		};

		const threads = threadFunctions({ functions, environment: {}, routes, folder: 'built' });

		expect(threads).toEqual({
			stripe: {
				file: join('built', 'src', 'endpoints', 'stripe.cjs'),
				handler: 'handler',
				environment: {},
				timeoutSeconds: 6,
				kind: 'endpoint',
			},
			paid: {
				file: join('built', 'src', 'functions', 'stripe', 'paid.v2.cjs'),
				handler: 'run',
				environment: {},
				timeoutSeconds: 20,
				kind: 'function',
			},
			reserve: {
				file: join('built', 'src', 'functions', 'reserve.cjs'),
				handler: 'handler',
				environment: {},
				timeoutSeconds: 6,
				kind: 'function',
			},
		});
	});

	it("given environments → the function's wins over the service's, the shell's over both, and what only a cloud can say is left out", () => {
		process.env.HOOKPORT_TEST_SHELL = 'shell';
		const environment = { BOTH: 'service', SERVICE: 1, TABLE: { Ref: 'Table' }, HOOKPORT_TEST_SHELL: 'service' };
		const functions = { paid: { handler: 'a.b', environment: { BOTH: 'function', FLAG: true, NONE: null } } };

		const { paid } = threadFunctions({ functions, environment, routes, folder: 'built' });

		expect(paid?.environment).toEqual({ BOTH: 'function', SERVICE: '1', FLAG: 'true' });
	});
});
