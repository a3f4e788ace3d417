import type { Service } from '../e2e/copy-service.ts';
import { type Answer, postBody, postSample } from '../e2e/post-sample.ts';
import { aFreePort, type StartedRun, startRun } from '../e2e/start-run.ts';
import { inspectedService } from './inspected-service.ts';

export type Inspected = {
	/** The one that is up. */
	readonly run: () => StartedRun;
	readonly service: Service;
	/** Of the inspector: `http://localhost:<port>`. */
	readonly url: string;
	readonly token: string;
	/** A signed sample; `edit` changes its body before it is signed. */
	readonly sample: (place: Place, edit?: (body: string) => string) => Promise<Answer>;
	readonly body: (source: string, body: string | Buffer) => Promise<Answer>;
	/** Signed by nobody. */
	readonly forge: (body: string | Buffer, headers?: Readonly<Record<string, string>>) => Promise<number>;
	/** Kills the run; the other starts it again, with the inspector on the port that it had. */
	readonly kill: () => Promise<void>;
	readonly startAgain: () => Promise<void>;
	readonly remove: () => Promise<void>;
};

type Place = { readonly source: string; readonly type: string; readonly id?: string };

/** A local run with its inspector on a free port. `prepare` may fill the store first. */
export async function startInspected(prepare: (dataDir: string) => Promise<void> = async () => undefined): Promise<Inspected> {
	const service = await inspectedService();
	await prepare(service.dataDir);
	const env = { WEBHOOK_INSPECTOR_PORT: String(await aFreePort()) };
	let run = await startRun(service, env);
	const [, url = '', token = ''] = /^Inspect +(\S+)\/#token=(\S+)$/m.exec(run.output()) ?? [];
	const target = () => ({ port: run.port, dataDir: service.dataDir });
	return {
		...{ run: () => run, service, url, token },
		sample: (place, edit) => postSample(target(), place, edit),
		body: (source, body) => postBody(target(), { source }, body),
		forge: async (body, headers = {}) => {
			const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: new Uint8Array(Buffer.from(body)) };
			return (await fetch(`http://127.0.0.1:${run.port}/webhooks/stripe`, init)).status;
		},
		kill: () => run.kill(),
		startAgain: async () => {
			run = await startRun(service, env);
		},
		remove: async () => {
			await run.kill();
			await service.remove();
		},
	};
}
