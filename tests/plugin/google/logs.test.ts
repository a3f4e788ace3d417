import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logs } from '../../../src/plugin/google/logs.ts';
import type { Options } from '../../../src/plugin/serverless.ts';
import { deployingTo } from './deploying.ts';
import { type ControlPlane, startControlPlane } from './fake-control-plane/fake-control-plane.ts';
import { samplePlan } from './sample-plan.ts';

const noon = Date.UTC(2026, 10, 30, 12);
const stop = new Error('enough');

let plane: ControlPlane;
beforeAll(async () => {
	plane = await startControlPlane();
	plane.state.enabled.add('logging.googleapis.com');
});
afterAll(() => plane.close());

const write = (name: string, text: string, at: number) =>
	plane.state.logs.push({
		...{ insertId: text, service: `shop-prod-${name}`, timestamp: new Date(at).toISOString() },
		...{ severity: 'INFO', jsonPayload: { message: text } },
	});
const read = async (options: Options, wait: () => Promise<void> = async () => {}) => {
	const printed: string[] = [];
	const asked = { ...deployingTo(plane, samplePlan()), options, wait, now: () => noon };
	await logs(asked, (line) => printed.push(line)).catch((error: unknown) => {
		if (error !== stop) throw error;
	});
	return printed;
};

describe('sls logs on Google', () => {
	it('given a function that is two → both logs of the last ten minutes, page by page', async () => {
		plane.state.logs.length = 0;
		write('command', 'too old', noon - 11 * 60_000);
		for (const [at, name] of ['command', 'command-queue', 'command', 'stripe', 'command-queue'].entries())
			write(name, `${at}`, noon - 60_000 + at);

		const printed = await read({ function: 'command' });

		expect(printed.map((line) => line.replace(/^\S+ /, ''))).toEqual([0, 1, 2, 4].map((at) => `INFO {"message":"${at}"}`));
	});

	it('given --tail → it goes on, and says nothing twice', async () => {
		plane.state.logs.length = 0;
		write('stripe', 'first', noon - 1000);
		let rounds = 0;

		const printed = await read({ function: 'stripe', tail: true }, async () => {
			rounds += 1;
			if (rounds === 3) throw stop;
			write('stripe', `round ${rounds}`, noon + rounds);
		});

		expect(printed.map((line) => JSON.parse(line.replace(/^\S+ \S+ /, '')).message)).toEqual(['first', 'round 1', 'round 2']);
	});

	it('given a function that is none → one line with the nearest', async () => {
		await expect(read({ function: 'stripes' })).rejects.toThrow('--function: there is no function "stripes"; did you mean "stripe"?');
	});
});
