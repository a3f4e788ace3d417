import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CloudName, Deployment } from '../../bench/simulate/deployment.ts';
import { type Packages, packageClouds } from '../../bench/simulate/read/package-clouds.ts';
import { cloudNames, digestOf, readDeployment } from '../../bench/simulate/read/read-deployment.ts';
import { resultsOf } from '../../bench/simulate/results.ts';

const root = resolve(import.meta.dirname, '../..');
const minutes = 60_000;

describe('what is read from a packaged service', () => {
	let packages: Packages;
	const deployments = new Map<CloudName, Deployment>();
	beforeAll(async () => {
		packages = packageClouds();
		for (const cloud of cloudNames) deployments.set(cloud, await readDeployment(cloud, packages));
	}, 5 * minutes);
	afterAll(() => packages.remove());

	it('aws: the template of CloudFormation', () => {
		expect(deployments.get('aws')).toMatchObject({
			function: 'invoice-paid',
			rates: [{ name: 'HTTP API: requests of the account' }, { perSecond: 8_000, event: 4 }, { perSecond: 40_000 }],
			worker: { timeout: 10, ramp: { start: 5, perSecond: 5, most: 1_250 } },
			queue: { deliveries: 300, inFlight: { most: 120_000 } },
			retry: { attempts: 8, backoff: 10 },
			delay: { by: 'us', whole: true },
		});
	});

	it('google: the plan', () => {
		expect(deployments.get('google')).toMatchObject({
			places: { 'Cloud Run: instances of the endpoint': 800, 'Cloud Run: instances of the function': 20 },
			worker: { timeout: 10 },
			queue: { deliveries: 100, push: { patience: 10, most: 3_000 } },
			delay: { by: 'queue', least: 10, most: 600 },
		});
	});

	it('azure: the ARM template, and host.json of the functions', () => {
		expect(deployments.get('azure')).toMatchObject({
			places: { 'Functions: instances of the endpoints': 640, 'Functions: instances of the function': 960 },
			worker: { timeout: 60, ramp: { start: 24 } },
			queue: { poll: { most: 2 }, deliveries: 150 },
		});
	});

	it('local: what the local run makes of serverless.yml', () => {
		expect(deployments.get('local')).toMatchObject({
			places: { 'laptop: thread of the endpoint': 1, 'laptop: threads of the function': 4 },
			endpoint: { waits: true },
			queue: { poll: { least: 0.25, most: 0.25 } },
			delay: { by: 'us', whole: false },
		});
	});

	it('is what the results in the documentation are of; else: npm run simulate -- --write', () => {
		const { digest } = JSON.parse(readFileSync(join(root, 'bench/simulate/results.json'), 'utf8'));

		expect(digest).toBe(digestOf([...deployments.values()]));
	});

	it(
		'the same seed → the same results, byte for byte; another seed → others',
		() => {
			const results = (seed: number) => JSON.stringify(resultsOf([deployments.get('aws') as Deployment], { rates: [3], seed, down: 60 }));

			expect(results(1)).toBe(results(1));
			expect(results(1)).not.toBe(results(2));
		},
		minutes,
	);
});
