import { join } from 'node:path';
import type { Desk } from '../../../src/plugin/commands/desk.ts';
import type { Door } from '../../../src/plugin/commands/listen/listening.ts';
import { type ListenOptions, listenUntil } from '../../../src/plugin/commands/listen.ts';
import { takeListened } from '../../../src/plugin/local/take-listened.ts';
import { Mistake } from '../../../src/plugin/mistake.ts';
import { providers } from '../../../src/providers/providers.ts';
import type { Routes } from '../../../src/webhook/source.ts';
import { until } from '../../clouds/local/until.ts';
import { localPlatform } from '../../local-platform.ts';
import { openDoor } from '../local/open-door.ts';

/** A local run whose door can be shut, and listeners that are started and ended. */
export async function testListener(routes: Routes) {
	const platform = localPlatform('listener', routes.routes, routes.sources);
	const { cloud, dataDir, store } = platform;
	const posted: string[][] = [];
	let open = true;
	let failing: string | undefined;
	const door = await openDoor(async (input) => {
		if (failing !== undefined) throw new Mistake(failing);
		posted.push((input as { events: { id: string }[] }).events.map(({ id }) => id));
		return await takeListened(input, { cloud, routes, providers, log: cloud.log });
	});
	const printed: string[] = [];
	const start = (options: ListenOptions, desk: Desk, changes: { readonly findDoor?: () => Door | undefined } = {}) => {
		const ending = new AbortController();
		const ended = listenUntil(
			options,
			{ ...desk, print: (text) => printed.push(text) },
			{ dataDir, findDoor: () => (open ? door : undefined), signal: ending.signal, every: 10, backoff: () => 10, ...changes },
		);
		// Whoever waits for a line is told of an end that comes before it.
		let failure: { readonly error: unknown } | undefined;
		ended.catch((error: unknown) => {
			failure = { error };
		});
		const says = (text: string | RegExp, limit?: number) =>
			until(() => {
				if (failure) throw failure.error;
				return printed.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
			}, limit);
		return {
			says,
			ended,
			end: async () => {
				ending.abort();
				await ended;
			},
		};
	};
	return {
		start,
		dataDir,
		posted,
		door,
		file: (name: string) => join(dataDir, 'listen', name),
		/** What was said since the last call. */
		said: () => printed.splice(0),
		shut: (is: boolean) => {
			open = !is;
		},
		fail: (reason: string | undefined) => {
			failing = reason;
		},
		/** Ids by the order in which they were kept. */
		kept: async () => {
			const ids: string[] = [];
			for await (const record of store.events.walk({})) ids.push(record.id);
			return ids;
		},
		bodyOf: async (id: string, source = 'stripe') => (await store.events.get({ source, id }))?.body,
		functionsOf: async (id: string, source = 'stripe') => Object.keys((await store.events.get({ source, id }))?.functions ?? {}),
		close: async () => {
			await door.close();
			platform.close();
		},
	};
}

export type TestListener = Awaited<ReturnType<typeof testListener>>;
