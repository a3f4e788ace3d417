import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripe } from '../../src/providers/stripe.ts';
import { type Answer, postSample } from './post-sample.ts';
import { smallService } from './small-service.ts';
import type { StartedRun } from './start-run.ts';

/** Notes each run outside the store under test and on the disk, then makes its row once. What is named poison always throws. */
const pay = `
	const sha256 = createHash('sha256').update(rawBody).digest('hex');
	appendFileSync(process.env.RUNS, [source, id, attempt, sha256].join(' ') + '\\n', { flush: true });
	if (id.includes('poison')) throw new Error('poison');
	await pause(5);
	if (await records.insert('payments', id, {})) appendFileSync(process.env.RUNS + '.made', id + '\\n', { flush: true });`;

/** A service whose one function pays each event once, and beside it a folder of secrets that are not its own. */
export async function paidService(attempts: number) {
	const service = await smallService({ stored: { pay }, attempts });
	const forger = join(service.folder, 'forger');
	mkdirSync(forger);
	writeFileSync(join(forger, 'secrets.json'), JSON.stringify({ STRIPE_WEBHOOK_SECRET: stripe.scheme.generate() }));
	return { ...service, forger, env: { RUNS: join(service.folder, 'runs.txt') }, digests: new Map<string, string>() };
}

export type PaidService = Awaited<ReturnType<typeof paidService>>;

export type Sent = { readonly id: string; readonly forged?: boolean };

/** Posts the event, in bytes that are the same each time, and over the record's room where the id says large. A run that dies meanwhile gives no answer. */
export function postPaid(
	{ port }: Pick<StartedRun, 'port'>,
	service: PaidService,
	{ id, forged = false }: Sent,
): Promise<Answer | undefined> {
	const edit = (body: string) => {
		const name = `${forged ? 'forged' : id} Größe 漢字 🎉${'é'.repeat(id.includes('large') ? 40_000 : 0)}`;
		const sent = body.replaceAll('{{id}}', id).replace('Nordwind GmbH', name);
		if (!forged) service.digests.set(id, createHash('sha256').update(sent).digest('hex'));
		return sent;
	};
	const target = { port, dataDir: forged ? service.forger : service.dataDir };
	return postSample(target, { source: 'stripe', type: 'invoice.paid', id }, edit).catch(() => undefined);
}
