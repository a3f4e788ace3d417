import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '../../../src/plugin/local/free-port.ts';
import { until } from '../local/until.ts';

export type Emulator = { readonly url: string; readonly close: () => Promise<void> };

const path = (process.env.PATH ?? '').split(delimiter);
const onPath = (command: string) => path.map((folder) => join(folder, command)).find((file) => existsSync(file));

/** The jar of an emulator, where the gcloud SDK is installed with it, and Java. */
export function emulatorJar(folder: 'cloud-firestore-emulator' | 'pubsub-emulator/lib'): string | undefined {
	const gcloud = onPath('gcloud');
	if (gcloud === undefined || onPath('java') === undefined) return undefined;
	const platform = join(dirname(dirname(realpathSync(gcloud))), 'platform', folder);
	const jar = existsSync(platform) ? readdirSync(platform).find((file) => file.endsWith('.jar')) : undefined;
	return jar && join(platform, jar);
}

/** It lives for seconds, on few cores. */
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** On loopback, on a free port, until it answers. */
export async function startEmulator(java: readonly string[]): Promise<Emulator> {
	const port = await freePort('127.0.0.1');
	const server = spawn('java', [...quickStart, '-Duser.language=en', ...java, '--host=127.0.0.1', `--port=${port}`], { stdio: 'ignore' });
	const url = `http://127.0.0.1:${port}`;
	await until(() => answers(url, server), 60_000);
	return {
		url,
		close: async () => {
			if (server.exitCode !== null) return;
			server.kill();
			await once(server, 'exit');
		},
	};
}

async function answers(url: string, { exitCode }: ChildProcess): Promise<boolean> {
	if (exitCode !== null) throw new Error(`the emulator ended with ${exitCode}`);
	return await fetch(url).then(
		({ ok }) => ok,
		() => false,
	);
}
