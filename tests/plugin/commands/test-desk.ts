import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import { readEvent } from '../../../src/clouds/local/read-event.ts';
import { createSecrets } from '../../../src/clouds/local/secrets.ts';
import { type Desk, openDesk } from '../../../src/plugin/commands/desk.ts';
import { localPlace } from '../../../src/plugin/commands/local-place.ts';
import { announceRun } from '../../../src/plugin/local/announce-run.ts';
import { type Gateway, startGateway } from '../../../src/plugin/local/gateway.ts';
import { makeUpSecrets } from '../../../src/plugin/local/made-up-secrets.ts';
import { providers } from '../../../src/providers/providers.ts';
import { receive } from '../../../src/receive.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import type { Route, Routes, Source } from '../../../src/webhook/source.ts';
import { localPlatform } from '../../local-platform.ts';

const maxBody = 1024 * 1024;
const source = (name: string, more: Partial<Source> = {}): Source => ({ name, provider: name, maxBody, ...more });
const endpoint = (name: string): Route => ({ function: name, source: name, ack: 'stored', path: `/webhooks/${name}` });

export const sources = [
	source('stripe'),
	source('github'),
	source('sendgrid'),
	source('partner', { provider: 'hmac', options: { header: 'x-signature' }, authenticate: { apiKey: 'x-api-key' } }),
	source('slack'),
];

export const routes: Routes = {
	service: 'hookport',
	stage: 'dev',
	sources: Object.fromEntries(sources.map((one) => [one.name, one])),
	routes: [
		...['stripe', 'github', 'sendgrid', 'partner'].map(endpoint),
		{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		{ function: 'ledger', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
		{ function: 'push', source: 'github', type: 'push', ack: 'stored' },
		{ function: 'deploy', source: 'slack', type: 'slash_command', ack: 'handled', path: '/webhooks/slack/deploy' },
	],
	retry: { attempts: 3, backoff: 1 },
	timeouts: {},
};

/** The commands on a store and, where it is started, a gateway of their own. */
export function testDesk() {
	const dataDir = mkdtempSync(join(tmpdir(), 'hookport-'));
	const printed: string[] = [];
	const said: string[] = [];
	const terminal = { isTTY: false, write: (text: string) => said.push(text) };
	const stop = Promise.withResolvers<void>();
	const own = { attended: false, terminal, untilStopped: () => stop.promise };
	const ends: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true })];
	const desk = (changes: Partial<Routes> = {}): Desk =>
		openDesk(
			{
				routes: { ...routes, ...changes },
				providers,
				print: (text) => printed.push(text),
				ask: async () => '',
				confirm: async () => false,
				own,
			},
			localPlace(dataDir),
		);
	const withStore = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
		const store = openStore(dataDir);
		try {
			return await work(store);
		} finally {
			store.close();
		}
	};
	return {
		dataDir,
		desk,
		withStore,
		file: (name: string) => readFileSync(join(dataDir, name), 'utf8'),
		/** What was printed since the last call. */
		printed: () => printed.splice(0).join('\n'),
		/** What was said besides since the last call. */
		said: () => said.splice(0).join(''),
		/** As Ctrl-C does. */
		stop: () => stop.resolve(),
		keep: (...records: readonly EventRecord[]) =>
			withStore(async (store) => void (await Promise.all(records.map((record) => store.events.insert(record, 0))))),
		/** Serves the sources' endpoints, and announces itself as the local run does. */
		serve: async (own: Routes = routes): Promise<string> => {
			makeUpSecrets(Object.values(own.sources), providers, dataDir);
			const gateway = await startEndpoints(dataDir, own);
			const url = `http://localhost:${gateway.port}`;
			ends.unshift(announceRun(dataDir, { url }), () => gateway.close());
			return url;
		},
		close: async () => {
			for (const end of ends) await end();
			process.exitCode = 0;
		},
	};
}

export type TestDesk = ReturnType<typeof testDesk>;

async function startEndpoints(dataDir: string, routes: Routes): Promise<Gateway> {
	const platform = localPlatform('endpoint', routes.routes, routes.sources);
	const { events, queue, blobs, openings, close } = openStore(dataDir);
	const cloud = { ...platform.cloud, events, queue, blobs, openings, open: readEvent, secrets: createSecrets(dataDir) };
	const respond = ({ status, headers, body }: { status: number; headers: object; body: string }) => ({ statusCode: status, headers, body });
	const paths = routes.routes.flatMap((route) => (route.path ? [{ path: route.path, functionName: route.source, maxBody }] : []));
	const gateway = await startGateway({
		host: '127.0.0.1',
		port: 0,
		routes: paths,
		invoke: async (name, event) => {
			const provider = providers[routes.sources[name]?.provider ?? ''];
			if (provider === undefined) throw new Error(`no source ${name}`);
			return receive(provider, { cloud: { ...cloud, functionName: () => name, respond }, routes })(event, {});
		},
		log: { error: () => {} },
	});
	return {
		...gateway,
		close: async () => {
			await gateway.close();
			close();
			platform.close();
		},
	};
}
