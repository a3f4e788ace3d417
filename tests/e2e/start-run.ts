import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../src/plugin/local/free-port.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';

/** Generous, since a test never waits for it to pass. */
export const patience = 30_000;

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type StartedRun = {
	readonly port: number;
	readonly pid: number;
	/** All that it has printed so far. */
	readonly output: () => string;
	/** Ctrl-C as a terminal does it: to the whole process group. Other signals go to the run alone. */
	readonly stop: (signal: 'SIGINT' | 'SIGTERM') => Promise<Ended>;
	/** Nobody gets to tidy up. */
	readonly kill: () => Promise<void>;
	/** To all of its processes. Frozen, it stands still where it is until it is thawed. */
	readonly signal: (signal: NodeJS.Signals) => void;
	/** Resolves when it is gone, for whatever reason. */
	readonly ended: Promise<Ended>;
};

export type Command = {
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Milliseconds until it is killed, instead of `patience`. */
	readonly bound?: number;
};

/** `serverless` with these arguments, as the npm scripts start it. */
export const sls = (...args: readonly string[]): Command => ({
	command: process.execPath,
	args: [join('node_modules', 'serverless', 'bin', 'serverless.js'), ...args],
});

export const slsOffline = (port: number): Command => sls('offline', '--httpPort', String(port));

export const npmStart = (port: number): Command => ({ command: 'npm', args: ['start', '--', '--httpPort', String(port)] });

const grouped = process.platform !== 'win32';

/**
 * Starts the service with `serverless offline` on a free port, and resolves once it serves. Whoever starts it kills it; should the tests themselves be killed,
 * it notices and ends.
 */
export async function startRun(
	service: Service,
	env: Readonly<Record<string, string>> = {},
	start = slsOffline,
	bound = patience,
): Promise<StartedRun> {
	const port = await aFreePort();
	const { child, output, ended } = launch(service, { ...start(port), env });
	const kill = async () => {
		signalGroup(child, 'SIGKILL');
		await ended;
	};
	try {
		await until(() => output().includes('Hookport serves') || child.exitCode !== null, bound);
		if (child.exitCode !== null) throw new Error('it ended');
	} catch (cause) {
		await kill();
		throw new Error(`the run did not start: ${output()}`, { cause });
	}
	const stop: StartedRun['stop'] = (signal) => {
		if (signal === 'SIGINT') signalGroup(child, signal);
		else child.kill(signal);
		return ended;
	};
	return { port, pid: child.pid ?? 0, output, stop, kill, signal: (signal) => signalGroup(child, signal), ended };
}

export type StartedCommand = Omit<StartedRun, 'port' | 'stop'>;

/** Starts a command in the service's folder that goes on until it is ended. Whoever starts it kills it. */
export function startCommand(service: Service, command: Command): StartedCommand {
	const { child, output, ended } = launch(service, command);
	const kill = async () => {
		signalGroup(child, 'SIGKILL');
		await ended;
	};
	return { pid: child.pid ?? 0, output, kill, signal: (signal) => signalGroup(child, signal), ended };
}

/** Runs a command in the service's folder to its end. One that does not come to it is killed, and has no code. */
export async function runCommand(service: Service, command: Command): Promise<{ readonly code: number | null; readonly output: string }> {
	const { child, output, ended } = launch(service, command);
	const bound = setTimeout(() => signalGroup(child, 'SIGKILL'), command.bound ?? patience);
	const { code } = await ended;
	clearTimeout(bound);
	return { code, output: output() };
}

function launch(service: Service, { command, args, env }: Command) {
	const child = spawn(command, args, {
		cwd: service.folder,
		env: { ...process.env, WEBHOOK_DATA_DIR: service.dataDir, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: grouped,
		// npm is a script of the shell there.
		shell: !grouped && command === 'npm',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => {
			output += text;
		});
	}
	const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal }));
	return { child, output: () => output, ended };
}

function signalGroup({ pid = 0 }: ChildProcess, signal: NodeJS.Signals): void {
	try {
		process.kill(grouped ? -pid : pid, signal);
	} catch {
		// It is gone already.
	}
}

export async function aFreePort(): Promise<number> {
	const port = await freePort('127.0.0.1');
	if (port === undefined) throw new Error('no port is free');
	return port;
}
