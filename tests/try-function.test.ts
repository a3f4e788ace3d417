import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { asana } from '../src/providers/asana.ts';
import { onEvent } from '../src/receive.ts';
import type { Provider } from '../src/webhook/provider.ts';
import { described, samplesOf } from './providers/deliveries.ts';
import { tryFunction } from './try-function.ts';

const taken = (provider: Provider, type: string) =>
	onEvent(provider, type, { payload: z.unknown() }, ({ id }, { log }) => log.info('took it', { id }));
const samples = described.flatMap((provider) => samplesOf(provider).map(({ type }) => ({ id: provider.id, type, provider })));

describe('a function of any type that a provider has a sample of', () => {
	it.each(samples)('$id $type: handled once, however often it comes', async ({ provider, type }) => {
		const { send, lines } = tryFunction(taken(provider, type));

		const first = await send({ id: '1' });
		const handled = lines.filter((line) => line.startsWith('took it'));
		const second = await send({ id: '1' });

		expect([first.run, second.run]).toMatchObject([
			{ status: 'done', attempts: 1 },
			{ status: 'done', attempts: 1 },
		]);
		expect(new Set(handled).size).toBe(handled.length);
		expect(lines.filter((line) => line.startsWith('took it'))).toEqual(handled);
	});
});

describe('a delivery of several events', () => {
	const item = (action: string, gid: string) => ({ action, created_at: '2026-03-02T10:24:11Z', resource: { gid, resource_type: 'task' } });

	it('each that is for the function wakes it, and the run is that of the first', async () => {
		const woken: unknown[] = [];
		const failing = onEvent(asana, 'task.changed', { payload: z.object({ resource: z.object({ gid: z.string() }) }) }, ({ payload }) => {
			woken.push(payload.resource.gid);
			if (payload.resource.gid === '2') throw new Error('the first');
		});
		const { send } = tryFunction(failing);

		const { run } = await send({ body: { events: [item('added', '1'), item('changed', '2'), item('changed', '3')] } });

		expect(woken).toEqual(['2', '3']);
		expect(run).toMatchObject({ status: 'pending', lastError: 'Error: the first' });
	});
});
