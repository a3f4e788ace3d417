import type { Provider } from '../webhook/provider.ts';
import type { Case, Thorough } from './evidence.ts';
import type { Finding } from './finding.ts';
import { proved } from './hypotheses.ts';
import { missingHeaders } from './missing-headers.ts';
import { renamedHeaders } from './renamed-headers.ts';
import { thoroughBodies, type Unzip } from './thorough-bodies.ts';
import { thoroughSecrets } from './thorough-secrets.ts';
import { firstHolding } from './trial.ts';

/** Another source, where its secrets may be known. */
export type OtherSender = { readonly name: string; readonly provider: Provider; readonly secrets: readonly string[] };

/** Each is asked about twice. */
const mostOthers = 8;

/** All that a developer's machine can try, which knows the secrets of all sources. */
export function thorough(others: readonly OtherSender[], unzip: Unzip): Thorough {
	const near = (id: string) => others.toSorted((a, b) => Number(b.provider.id === id) - Number(a.provider.id === id)).slice(0, mostOthers);
	return {
		hypotheses: [(given) => findOther(given, near(given.provider.id)), findRenamed, findForm],
		bodies: (delivery) => thoroughBodies(delivery, unzip),
		secrets: thoroughSecrets,
	};
}

async function findOther({ provider, delivery, ask }: Case, others: readonly OtherSender[]): Promise<Finding | undefined> {
	const theirs = await firstHolding(others, ({ secrets }) => ask({ delivery, secrets }));
	const elsewhere = await firstHolding(others, (other) => ask({ delivery, secrets: other.secrets, scheme: other.provider.scheme }));
	if (elsewhere && elsewhere.provider.id !== provider.id)
		return proved('meant-for-another-source', 'another source would believe it', `${elsewhere.name} would believe it`);
	return theirs && proved('secret-of-another-source', 'the secret of another source fits', `the secret of ${theirs.name} fits`);
}

async function findRenamed({ provider, delivery, ask }: Case): Promise<Finding | undefined> {
	const missing = missingHeaders(provider.scheme, delivery);
	const found = await firstHolding(renamedHeaders(missing, delivery), ({ headers }) => ask({ delivery: { ...delivery, headers } }));
	if (!found) return undefined;
	const hint = `${found.renamed.map(({ to }) => to).join(', ')} came under another name`;
	return proved('header-renamed', hint, found.renamed.map(({ from, to }) => `${to} came as ${from}`).join(', '));
}

const forms = ['text', 'hex', 'base64'] as const;

async function findForm({ provider: { scheme }, delivery, ask }: Case): Promise<Finding | undefined> {
	const found = await firstHolding(forms, async (form) => {
		const keyed = scheme.keyedAs?.(form);
		return keyed && (await ask({ delivery, scheme: keyed }));
	});
	return (
		found &&
		proved(
			'secret-in-another-form',
			found === 'text' ? 'the secret fits as it is, not decoded' : `the secret fits with its ${found} decoded`,
		)
	);
}
