import type { Provider } from '../webhook/provider.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { findSecret, hypotheses } from './hypotheses.ts';
import { signedTimes } from './signed-times.ts';
import { type Ask, openTrial } from './trial.ts';

const longestBody = 64 * 1024;
const longestThorough = 256 * 1024;
const mostCalls = 64;
/** Where nobody waits. */
const mostThorough = 128;

/**
 * Why a delivery is not believed: the first thing which, undone, makes the provider's own scheme believe it, or else what is suspected. `undefined` for one that is
 * believed, and where nothing was found. It asks the scheme some 60 times at most (twice that where it is thorough), and takes as long whatever it finds.
 */
export async function diagnose(evidence: Evidence): Promise<Finding | undefined> {
	const { delivery, provider, secrets, keys, thorough } = evidence;
	if (delivery.rawBody.length > (thorough ? longestThorough : longestBody)) return undefined;
	const ask = openTrial({ scheme: provider.scheme, delivery, secrets }, keys, thorough ? mostThorough : mostCalls);
	const verdict = await ask();
	if (verdict?.valid) return undefined;
	if (verdict === undefined) return await findUnusable(evidence, ask);
	const time = verdict.reason.startsWith('timestamp-') ? await signedAt(evidence, ask) : undefined;
	const away = time && distance(delivery.receivedAt - time.at, provider);
	const mismatched = verdict.reason === 'signature-mismatch' || time !== undefined;
	const given = { ...evidence, mismatched, ask, delivery: { ...delivery, ...(time && { receivedAt: time.at }) } };
	const findings: Finding[] = [];
	for (const hypothesis of [...(thorough?.hypotheses ?? []), ...hypotheses]) {
		const finding = await hypothesis(given);
		if (finding) findings.push(away ? { ...finding, hint: `${finding.hint}; besides, ${away}` } : finding);
	}
	// Not before the others: the time that it takes must not tell a sender what was found.
	if (time?.valid) return { code: 'clock-off', proved: true, hint: `${away}`, signedAt: time.at };
	return findings.find(({ proved }) => proved) ?? findings[0];
}

/** Of the one that the scheme refuses, what would make it one that it takes. */
async function findUnusable(evidence: Evidence, ask: Ask): Promise<Finding | undefined> {
	const answers = await Promise.all(evidence.secrets.map((secret) => ask({ secrets: [secret] })));
	const refused = evidence.secrets.filter((_, index) => answers[index] === undefined);
	return await findSecret({ ...evidence, ask, secrets: refused, unusable: true });
}

function distance(millis: number, { scheme: { tolerance } }: Provider): string {
	const seconds = Math.round(millis / 1000);
	return `signed ${Math.abs(seconds)} s ${seconds > 0 ? 'before' : 'after'} it came, and ${tolerance} s are allowed`;
}

type SignedAt = { readonly at: number; readonly valid: boolean };

/** The time at which the delivery would be believed; else the first at which its time would not be what is wrong. */
async function signedAt({ delivery, provider }: Evidence, ask: Ask): Promise<SignedAt | undefined> {
	const found: SignedAt[] = [];
	for (const at of signedTimes(delivery, provider.scheme)) {
		const verdict = await ask({ delivery: { ...delivery, receivedAt: at } });
		if (verdict?.valid || verdict?.reason === 'signature-mismatch') found.push({ at, valid: verdict.valid });
	}
	return found.find(({ valid }) => valid) ?? found[0];
}
