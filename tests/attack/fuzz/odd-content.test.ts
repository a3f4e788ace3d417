import { afterAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { providers } from '../../../src/providers/providers.ts';
import { onEvent, receive } from '../../../src/receive.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import type { Reply } from '../../../src/webhook/reply.ts';
import { type Route, secretName } from '../../../src/webhook/source.ts';
import { httpEvent, overHttp } from '../../http-event.ts';
import { localPlatform, type TestPlatform, wake } from '../../local-platform.ts';
import { samplesOf } from '../../providers/deliveries.ts';
import { maxBody } from './counting-platform.ts';
import { makeInput, toSend } from './make-input.ts';
import { createTargets, now } from './targets.ts';

const inputs = 120;
const options = { header: 'x-signature', timestamp: 'x-timestamp' };
const targets = (await createTargets()).filter(({ provider }) => providers[provider.id] !== undefined);

describe.each(targets.map((target) => [target.provider.id, target] as const))(
	'odd content that %s signed, on the embedded store',
	(id, target) => {
		const { provider, secret } = target;
		const types = [...new Set(samplesOf(provider).map(({ type }) => type))];
		const path = `/webhooks/${id}`;
		const sources = { [id]: { options, maxBody } };
		const opened: TestPlatform[] = [];
		afterAll(() => {
			for (const each of opened) each.close();
		});
		const open = (routes: readonly Route[]) => {
			const made = localPlatform('endpoint', routes, sources);
			opened.push(made);
			made.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret.verifying);
			return { ...made, cloud: { ...made.cloud, now: () => now } };
		};
		const named = (on: TestPlatform, name: string) => ({ ...on, cloud: { ...on.cloud, functionName: () => name } });
		/** Changed before they are signed, as an authentic sender with odd content would send them. */
		const sending = Array.from({ length: inputs }, async (_, index) => {
			const input = await makeInput([{ ...target, samples: target.samples.map((sample) => withId(sample, index)) }], 2, index);
			return toSend({ ...input, signing: 'after' });
		});
		const given = providers[id] ?? provider;

		it('wakes its function with the bytes that were signed, and never is a 5xx', async () => {
			const on = open([
				{ function: 'endpoint', source: id, ack: 'stored', path },
				...types.map((type): Route => ({ function: 'f', source: id, type, ack: 'stored' })),
			]);
			const seen: Buffer[] = [];
			const woken = onEvent(given, types, { payload: z.unknown(), on: named(on, 'f') }, ({ rawBody }) => void seen.push(rawBody));
			const endpoint = receive(given, overHttp(on));
			let ran = 0;
			for await (const each of sending) {
				const { status } = (await endpoint(httpEvent(each, true), {})) as Reply;

				expect(status).toBeLessThan(500);
				for (const record of await on.cloud.events.list({ status: 'pending' })) {
					expect(await wake(woken, messageFor(record, 'f'))).toEqual({ done: true });
					expect(seen.at(-1)?.equals(each.rawBody)).toBe(true);
					ran += 1;
				}
			}
			expect(ran).toBeGreaterThan(10);
			expect(on.lines.filter((line) => line.includes('internal-error'))).toEqual([]);
		});

		it('is answered by the function that the sender waits for, and never is a 5xx', async () => {
			const on = open(types.map((type): Route => ({ function: 'f', source: id, type, ack: 'handled', path })));
			const handler = onEvent(given, types, { payload: z.unknown(), on: overHttp(named(on, 'f')) }, ({ payload }) => ({ payload }));
			const statuses = new Set<number>();
			for await (const each of sending) statuses.add(((await handler(httpEvent(each, true), {})) as Reply).status);

			expect(statuses).toContain(200);
			expect([...statuses].filter((status) => status >= 500)).toEqual([]);
		});
	},
);

/** The samples have one id each, and what is kept already wakes nothing. */
function withId(sample: Delivery, index: number): Delivery {
	const fill = (text: string) => text.replace(/id-\d+/g, `id-${index}`);
	const headers = Object.entries(sample.headers).map(([name, value]) => [name, fill(value)] as const);
	return { ...sample, headers: Object.fromEntries(headers), rawBody: Buffer.from(fill(sample.rawBody.toString())) };
}
