import { Mistake } from '../mistake.ts';
import { baseUrl } from './base-url.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';
import { readWait } from './read-wait.ts';
import { type Finding, sendCanary } from './send-canary.ts';
import { smokeTargets } from './smoke-targets.ts';

type Options = { readonly source?: string; readonly url?: string; readonly wait?: string; readonly json?: boolean };

/** `sls webhook smoke`: posts a signed canary to each URL, and waits until its functions have handled it. */
export async function smoke({ source, url, wait = '60', json = false }: Options, desk: Desk): Promise<void> {
	if (source !== undefined) desk.source(source);
	const targets = smokeTargets(desk.routes, source);
	if (desk.url === undefined && url === undefined)
		throw new Mistake('nothing runs here yet: npm start in another terminal, then smoke again');
	if (targets.length === 0) throw new Mistake('nothing to post to: no function of serverless.yml takes deliveries of such a source');
	// Nothing is posted where nobody could see what becomes of it.
	await desk.withStore(async () => undefined);
	const until = Date.now() + readWait(wait, 900);
	const findings = await Promise.all(targets.map((target) => sendCanary(target, { base: baseUrl(target.path, url, desk), until, desk })));
	if (json) for (const finding of findings) desk.print(JSON.stringify(finding));
	else desk.print(table([['RESULT', 'SOURCE', 'URL', 'TYPE', 'WHAT HAPPENED'], ...findings.map(row)]));
	if (findings.some(({ result }) => result === 'failed')) process.exitCode = 1;
}

function row({ result, source, url, type = '', detail }: Finding): readonly string[] {
	return [result === 'failed' ? 'FAILED' : result, source, url, type, detail];
}
