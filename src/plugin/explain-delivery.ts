import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { createOutside } from '../clouds/outside.ts';
import { accountOf, unverifiedFields } from '../diagnosis/account-of.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { type DiagnosisCode, diagnoses } from '../diagnosis/diagnoses.ts';
import type { Evidence } from '../diagnosis/evidence.ts';
import { type OtherSender, thorough } from '../diagnosis/thorough.ts';
import { readRetired } from '../middleware/diagnose-refusals.ts';
import { readSecrets } from '../middleware/read-secrets.ts';
import type { Passage } from '../middleware/step.ts';
import { sampleHeader } from '../webhook/canary.ts';
import type { Delivery } from '../webhook/delivery.ts';
import type { FailureCode } from '../webhook/failure.ts';
import type { Provider } from '../webhook/provider.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import { type Source, secretName } from '../webhook/source.ts';
import type { Desk } from './commands/desk.ts';
import { type ExplainedStep, takeSteps } from './take-steps.ts';
import { verdictSecrets } from './verdict-secrets.ts';

export type Explanation = {
	readonly steps: readonly ExplainedStep[];
	/** Whether the endpoint would take it; what would become of it afterwards is not tried. */
	readonly accepted: boolean;
	readonly code?: FailureCode;
	readonly detail?: string;
	/** Which secret verified it. */
	readonly secret?: 'current' | 'previous';
	readonly diagnosis?: {
		readonly code: DiagnosisCode;
		/** What was found, with names of sources and headers and with URLs; never a secret or a signature. */
		readonly detail: string;
		readonly title: string;
		readonly remedy: string;
		readonly proved: boolean;
		/** The time that is signed, where that is all that is wrong; milliseconds since the epoch. */
		readonly signedAt?: number;
	};
};

export type Sender = { readonly source: Source; readonly provider: Provider };
export type ExplainingDesk = Pick<Desk, 'routes' | 'source' | 'secrets' | 'hasStore' | 'withStore'>;

/** What the endpoint of a source would say to a delivery, step by step, and why. Nothing is kept, asked for or printed. */
export async function explain(delivery: Delivery, sender: Sender, desk: ExplainingDesk): Promise<Explanation> {
	const { source, provider } = sender;
	const secrets = verdictSecrets(desk.secrets);
	const outside = createOutside({ now: Date.now });
	const route = desk.routes.routes.find((each) => each.source === source.name && each.path !== undefined);
	const passage: Passage = {
		delivery,
		source,
		provider,
		route: { function: '', source: source.name, ack: 'stored', ...route },
	};
	const steps = await takeSteps(passage, { secrets, outside, routes: desk.routes });
	const { refusal, judged = {}, verified } = passage;
	if (refusal === undefined) return { steps, accepted: true, ...(verified && { secret: await whichSecret(passage, secrets) }) };
	const explained = { steps, accepted: false, ...refusal };
	if (verified || passage.judged === undefined) return explained;
	const evidence = await gather(delivery, { source, provider: patient(provider) }, { desk, secrets });
	const found = await diagnose({ ...evidence, ...judged });
	if (found === undefined) return explained;
	const { hint, detail = hint, ...rest } = found;
	return { ...explained, diagnosis: { ...rest, detail, ...diagnoses[found.code] } };
}

async function whichSecret({ delivery, provider, source, judged }: Passage, { get }: ReadableSecrets): Promise<'current' | 'previous'> {
	const current = await get(secretName(source.name, 'WEBHOOK_SECRET'));
	if (!current?.trim()) return 'previous';
	const verdict = await Promise.resolve(provider.scheme.verify(delivery, [current], judged?.keys)).catch(() => undefined);
	return verdict?.valid ? 'current' : 'previous';
}

/** Deliveries that come meanwhile are served between two questions. */
function patient(provider: Provider): Provider {
	const { scheme } = provider;
	const verify: typeof scheme.verify = async (...asked) => {
		await setImmediate();
		return await scheme.verify(...asked);
	};
	return { ...provider, scheme: { ...scheme, verify } };
}

type Place = { readonly desk: ExplainingDesk; readonly secrets: ReadableSecrets };

async function gather(delivery: Delivery, { source, provider }: Sender, { desk, secrets }: Place): Promise<Evidence> {
	const names = Object.keys(desk.routes.sources).filter((name) => name !== source.name);
	const others = await Promise.all(
		names.map(
			async (name): Promise<OtherSender> => ({
				name,
				provider: desk.source(name).provider,
				secrets: await readSecrets(secrets, name, 'WEBHOOK_SECRET').catch(() => []),
			}),
		),
	);
	const knowsAccount = await knownAccounts({ source, provider }, desk);
	return {
		delivery,
		provider,
		secrets: await readSecrets(secrets, source.name, 'WEBHOOK_SECRET'),
		retired: await readRetired(secrets, source.name),
		thorough: thorough(
			others.filter((other) => other.secrets.length > 0),
			unzip,
		),
		...(knowsAccount && { knowsAccount }),
	};
}

const latest = 50;

/** By the latest events of the source, which were all believed. */
async function knownAccounts({ source, provider }: Sender, desk: ExplainingDesk): Promise<Evidence['knowsAccount']> {
	const place = provider.account;
	if (place === undefined || !desk.hasStore()) return undefined;
	const records = await desk.withStore((store) => store.events.list({ source: source.name, limit: latest })).catch(() => []);
	const accounts = new Set(
		records.flatMap(({ headers, body, sealed }) => {
			if (headers[sampleHeader] !== undefined) return [];
			const fields = sealed || !Buffer.isBuffer(body) ? undefined : unverifiedFields({ headers, rawBody: body });
			return accountOf(place, headers, fields) ?? [];
		}),
	);
	return accounts.size > 0 ? (account) => accounts.has(account) : undefined;
}

const mostUnzipped = 1024 * 1024;

function unzip(bytes: Buffer): Buffer | undefined {
	try {
		return gunzipSync(bytes, { maxOutputLength: mostUnzipped });
	} catch {
		return undefined;
	}
}
