import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { canaryId } from '../../webhook/canary.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import { type EventRecord, statusOf } from '../../webhook/record.ts';
import { SecretError, type SecretPair } from '../../webhook/scheme.ts';
import { type Source, secretName } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { publicBase } from './base-url.ts';
import type { Desk } from './desk.ts';
import { failureCode } from './failure-code.ts';
import { keptEvents } from './kept-events.ts';
import { postDelivery, targetOf } from './post-delivery.ts';
import { quoted } from './send.ts';
import { signDelivery, withCredentials } from './sign-delivery.ts';
import type { Target } from './smoke-targets.ts';
import { toldById } from './told-by-id.ts';
import { unsignedDelivery } from './unsigned-delivery.ts';

export type Finding = {
	readonly result: 'ok' | 'failed' | 'skipped';
	readonly source: string;
	readonly url: string;
	readonly type?: string;
	readonly detail: string;
};

type Setting = { readonly base: string; readonly until: number; readonly desk: Desk };
type Verdict = Pick<Finding, 'result' | 'detail'>;
type Sender = { readonly source: Source; readonly provider: Provider };

/** What became of one canary. */
export async function sendCanary({ source, path, type }: Target, setting: Setting): Promise<Finding> {
	const about = { source, url: setting.base + path, ...(type !== undefined && { type }) };
	try {
		if (type === undefined) return { ...about, result: 'skipped', detail: 'there is no sample of what its functions take' };
		return { ...about, ...(await tryOne(type, setting.desk.source(source), setting)) };
	} catch (error) {
		if (!(error instanceof Mistake)) throw error;
		return { ...about, result: 'failed', detail: error.message };
	}
}

async function tryOne(type: string, sender: Sender, setting: Setting): Promise<Verdict> {
	const { base, desk } = setting;
	const wanted = { type, id: canaryId(randomUUID()) };
	const unsigned = unsignedDelivery(wanted, { ...sender, routes: desk.routes, baseOf: (path) => publicBase(path, base, desk) });
	const pair = await desk.secrets.pair(secretName(sender.source.name, 'WEBHOOK_SECRET'));
	const { provider } = sender;
	if (!(await canSign(provider, unsigned, pair)))
		return await expectRefusal(unsigned, { ...sender, why: `only ${provider.name} can sign` }, setting);
	const delivery = await signDelivery(unsigned, { ...sender, secrets: desk.secrets });
	// Where people work with what functions do, none may run for an event that never was and that it can't tell.
	if (desk.stage !== undefined && !(await toldById(delivery, provider)))
		return await expectRefusal(unsigned, { ...sender, why: `a canary of ${provider.name} could not be told from an event` }, setting);
	const reply = await postDelivery(targetOf(base, delivery), delivery, desk);
	if (!reply.ok) return { result: 'failed', detail: `answered ${reply.status} ${failureCode(await reply.text())}`.trim() };
	return await waitForEnd(delivery, sender, setting);
}

/** Who has only the provider's public key can't sign. */
async function canSign({ scheme }: Provider, delivery: Delivery, { signing, verifying }: SecretPair): Promise<boolean> {
	try {
		return (await scheme.verify(await scheme.sign(delivery, signing), [verifying])).valid;
	} catch (error) {
		if (error instanceof SecretError) return false;
		throw error;
	}
}

/** Its 401 says at least that the endpoint is there, and that it can read its key: one that can't verify answers 503. */
async function expectRefusal(
	unsigned: Delivery,
	{ source, why }: Sender & { readonly why: string },
	{ base, desk }: Setting,
): Promise<Verdict> {
	const delivery = await withCredentials(unsigned, { source, secrets: desk.secrets });
	const reply = await postDelivery(targetOf(base, delivery), delivery, desk);
	const code = failureCode(await reply.text());
	if (code === 'signature-invalid') return { result: 'ok', detail: `refuses what is not signed; ${why}` };
	return { result: 'failed', detail: `answered ${reply.status} ${code} to what is not signed`.replace('  ', ' ') };
}

const pauseMillis = 300;

async function waitForEnd(delivery: Delivery, sender: Sender, { until, desk }: Setting): Promise<Verdict> {
	const kept = await keptEvents(delivery, { ...sender, until, desk });
	const [first] = kept;
	if (first === undefined) return { result: 'failed', detail: 'answered 2xx, but its store has no such event' };
	let records: readonly EventRecord[] = kept;
	while (records.some((record) => statusOf(record) === 'pending') && Date.now() < until) {
		await pause(pauseMillis);
		const again = await desk.withStore(({ events }) => Promise.all(records.map((record) => events.get(record))));
		records = again.filter((record) => record !== undefined);
	}
	const show = `npx sls webhook show --source ${first.source} --id ${quoted(first.id)}${desk.flags}`;
	const runs = records.flatMap((record) => Object.entries(record.functions));
	const dead = runs.find(([, run]) => run.status === 'dead');
	if (dead) return { result: 'failed', detail: `${dead[0]} gave up (${dead[1].reason ?? 'no reason'}): ${show}` };
	const reason = records.find((record) => record.reason !== undefined)?.reason;
	if (reason !== undefined) return { result: 'failed', detail: `could not be read (${reason}): ${show}` };
	const open = runs.filter(([, run]) => run.status !== 'done').map(([name]) => name);
	if (open.length > 0) return { result: 'failed', detail: `${open.join(', ')} not done in time: ${show}` };
	if (runs.length === 0) return { result: 'ok', detail: 'kept; no function takes it' };
	return { result: 'ok', detail: `done by ${[...new Set(runs.map(([name]) => name))].join(', ')}` };
}
