import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Azurite = {
	/** A connection string for the account that the three URLs are of. */
	readonly connection: string;
	/** That of another account, which nobody had before. */
	readonly another: () => string;
	readonly queueUrl: string;
	readonly tableUrl: string;
	readonly blobUrl: string;
	readonly close: () => Promise<void>;
};

const main = join(import.meta.dirname, '../../../node_modules/azurite/dist/src/azurite.js');
const account = 'devstoreaccount1';
/** The emulator's own, known to everybody: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite */
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
/** Accounts can not be made later. */
const others = Array.from({ length: 300 }, (_, index) => `account${index}`);
const told = /^Azurite (Blob|Queue|Table) service is successfully listening at (http\S+)$/;

/** Azure's own emulator with its three services in a process of its own, on loopback, on free ports, empty and in memory. */
export async function startAzurite(): Promise<Azurite> {
	const ports = ['--blobPort', '--queuePort', '--tablePort'].flatMap((name) => [name, '0']);
	const flags = ['--inMemoryPersistence', '--skipApiVersionCheck', '--silent', '--disableTelemetry'];
	const child = spawn(process.execPath, ['--no-warnings', main, ...flags, ...ports], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, AZURITE_ACCOUNTS: [account, ...others].map((name) => `${name}:${key}`).join(';') },
	});
	const ended = once(child, 'exit');
	const urls = new Map<string, string>();
	for await (const line of createInterface(child.stdout)) {
		const [, service, url] = told.exec(line) ?? [];
		if (service && url) urls.set(service, url);
		if (urls.size === 3) break;
	}
	if (urls.size < 3) throw new Error('Azurite ended before it had started');
	child.stdout.resume();
	const connectionOf = (name: string) =>
		`DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${key};${[...urls].map(([service, at]) => `${service}Endpoint=${at}/${name}`).join(';')}`;
	const url = (service: string) => `${urls.get(service)}/${account}`;
	let used = 0;
	return {
		connection: connectionOf(account),
		another: () => {
			const next = others[used++];
			if (next === undefined) throw new Error('all accounts are used');
			return connectionOf(next);
		},
		queueUrl: url('Queue'),
		tableUrl: url('Table'),
		blobUrl: url('Blob'),
		close: async () => {
			child.kill();
			await ended;
		},
	};
}
