import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FromWorker, Invocation, Registered, TypedData } from './rpc.ts';

export type AppProcess = {
	readonly functions: readonly Registered[];
	/** Where the worker takes requests itself, with `enableHttpStream`. */
	readonly httpUri: string | undefined;
	/** `id` is the invocation's. Rejects when the function does, or when the process ends. */
	readonly invoke: (name: string, invocation: Invocation, id?: string) => Promise<TypedData | undefined>;
	readonly close: () => Promise<void>;
};

type App = {
	/** The unzipped package. */
	readonly folder: string;
	/** All that it finds in its environment. */
	readonly env: Readonly<Record<string, string>>;
	readonly onLine: (line: string) => void;
};

type Pending = { readonly answer: (returned: TypedData | undefined) => void; readonly fail: (error: Error) => void };

/** Starts the app in a process of its own. Rejects with what it wrote when it does not come up. */
export async function startApp({ folder, env, onLine }: App): Promise<AppProcess> {
	const worker = join(import.meta.dirname, 'worker.ts');
	const child = spawn(process.execPath, ['--no-warnings', worker, folder], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		// Bytes stay bytes.
		serialization: 'advanced',
	});
	const written: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream ?? process.stdin }).on('line', (line) => {
			written.push(line);
			onLine(line);
		});
	}
	const pending = new Map<string, Pending>();
	const ended = once(child, 'close').then(() => {
		for (const { fail } of pending.values()) fail(new Error('the app ended'));
		pending.clear();
	});
	const ready = new Promise<Extract<FromWorker, { kind: 'ready' }>>((resolve) => {
		child.on('message', (message: FromWorker) => {
			if (message.kind === 'ready') return resolve(message);
			const waiting = pending.get(message.id);
			pending.delete(message.id);
			if (message.kind === 'answer') waiting?.answer(message.returned);
			else waiting?.fail(new Error(message.error));
		});
	});
	const up = await Promise.race([ready, ended]);
	if (up === undefined) throw new Error(`the app did not start: ${written.slice(-10).join('\n')}`);
	return {
		functions: up.functions,
		httpUri: up.capabilities.HttpUri,
		invoke: (name, invocation, id = randomUUID()) =>
			new Promise((answer, fail) => {
				if (!child.connected) return fail(new Error('the app ended'));
				pending.set(id, { answer, fail });
				child.send({ id, name, invocation });
			}),
		close: async () => {
			child.kill('SIGKILL');
			await ended;
		},
	};
}
