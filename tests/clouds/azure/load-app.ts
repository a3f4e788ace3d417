import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { InvocationContext } from '@azure/functions';
import { build } from 'esbuild';

/** A trigger that a bundle has told the host of. */
export type Registered = {
	readonly name: string;
	/** Of its one trigger. */
	readonly binding: Readonly<Record<string, unknown>>;
	readonly call: (input: unknown, context: InvocationContext) => Promise<unknown>;
};

const root = join(import.meta.dirname, '../../..');

/** Bundles an app as it is deployed, and loads it as the host's worker does: in CommonJS, with `@azure/functions-core` from the worker. */
export async function loadApp(contents: string): Promise<readonly Registered[]> {
	const { outputFiles } = await build({
		stdin: { contents, resolveDir: join(root, 'src/functions'), loader: 'ts' },
		absWorkingDir: root,
		bundle: true,
		write: false,
		platform: 'node',
		target: 'node22',
		format: 'cjs',
		conditions: ['azure', 'module'],
		external: ['@azure/functions-core'],
		logLevel: 'silent',
	});
	const registered: Registered[] = [];
	const core = {
		version: '3.11.0',
		setProgrammingModel: () => undefined,
		log: () => undefined,
		registerFunction: ({ name, bindings }: Metadata, call: Registered['call']) => {
			const [binding = {}] = Object.values(bindings).filter(({ direction }) => direction === 'in');
			registered.push({ name, binding, call });
		},
	};
	const builtin = createRequire(import.meta.url);
	const load = new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '');
	load((id: string) => (id === '@azure/functions-core' ? core : builtin(id)), { exports: {} }, {});
	return registered;
}

type Metadata = { readonly name: string; readonly bindings: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
