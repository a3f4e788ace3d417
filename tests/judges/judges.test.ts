import { describe, expect, it, jest } from '@jest/globals';
import { providers } from '../../src/providers/providers.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { Scheme } from '../../src/webhook/scheme.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';
import { allJudges } from './all-judges.ts';
import { isInstalled, type Judge } from './judge.ts';

// Other spellings of a good signature. What changes nothing, such as padding where there is none, is not tried.
const spellings: readonly (readonly [string, (value: string) => string])[] = [
	['with junk after the signature', (value) => `${value}zz`],
	['with bytes after the signature', (value) => `${value}00`],
	['with a space after the signature', (value) => `${value} `],
	['with the signature twice', (value) => `${value},${value}`],
	['with the signature twice, after a space', (value) => `${value}, ${value}`],
	['with a signature in upper case', (value) => value.replace(/[0-9a-f]{64,}/, (hex) => hex.toUpperCase())],
	['with a signature without padding', (value) => value.replace(/=+$/, '')],
	['with a signature in the URL alphabet', (value) => value.replaceAll('+', '-').replaceAll('/', '_')],
	['with loose bits in the signature', (value) => value.replace(/([A-Za-z0-9+/])=$/, (_, last: string) => `${loosened(last)}=`)],
];

function loosened(last: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	return alphabet[alphabet.indexOf(last) ^ 1] ?? last;
}

// Some of them take seconds to load.
jest.setTimeout(120_000);

const judges = await allJudges();
const providerOf = (id: string) => described.find((provider) => provider.id === id) as Provider;
const all = Object.entries(judges).flatMap(([id, each]) => each.map((judge) => [id, judge] as const));
const absent = [...new Set(all.map(([, judge]) => judge.package).filter((name) => !isInstalled(name)))];
if (absent.length > 0)
	console.warn(
		`skipped: ${absent.length} official libraries are not installed (npm ci --prefix tests/judges --ignore-scripts): ${absent.join(', ')}.`,
	);

it('every judge is of a provider that there is', () => {
	expect(Object.keys(judges).filter((id) => !Object.hasOwn(providers, id))).toEqual([]);
});

const cases = all.flatMap(([id, judge]) =>
	samplesOf(providerOf(id)).map((sample) => [judge.package, id, sample.type, judge, sample] as const),
);

describe.each(cases)('%s, of %s, on %s', (name, id, _, judge, sample) => {
	const judged = isInstalled(name) ? it : it.skip;
	const provider = providerOf(id);
	const { scheme } = provider;
	const secret = scheme.generate();
	const unsigned = deliveryOf(sample);
	// Anew for each, since the libraries look at the clock.
	const signing = () => signOnce(scheme, { ...unsigned, receivedAt: Date.now() }, secret.signing);
	const ours = async (delivery: Delivery) => (await scheme.verify(delivery, [secret.verifying])).valid;
	const theirs = (delivery: Delivery) => verdictOf(judge, delivery, secret.verifying);
	const [header = ''] = scheme.credentials;

	judged('accepts what we sign', async () => {
		expect([undefined, true]).toContain(await theirs(await signing()));
	});

	judged('signs what we accept, as we would, where it signs', async () => {
		if (judge.sign === undefined) return;

		const now = { ...unsigned, receivedAt: Date.now() };
		const sent = await judge.sign(now, secret.signing);

		if (!randomised.has(scheme.name)) expect(sent.headers[header]).toBe((await scheme.sign(now, secret.signing)).headers[header]);
		expect(await ours(sent)).toBe(true);
	});

	judged.each<readonly [string, (delivery: Delivery) => Delivery | Promise<Delivery>]>([
		['with a byte more', (delivery) => ({ ...delivery, rawBody: Buffer.concat([delivery.rawBody, Buffer.from('x')]) })],
		['with a byte less', (delivery) => ({ ...delivery, rawBody: delivery.rawBody.subarray(0, -3) })],
		['with another signature', otherwiseSigned],
		['with no signature', (delivery) => withSignature(delivery, '')],
		...spellings.map(([spelling, spell]) => [spelling, (delivery: Delivery) => respell(delivery, spell)] as const),
		['signed in the past', (delivery) => scheme.sign({ ...delivery, receivedAt: away(delivery, -1) }, secret.signing)],
		['signed in the future', (delivery) => scheme.sign({ ...delivery, receivedAt: away(delivery, 1) }, secret.signing)],
	])('and we refuse what is %s', async (change, tamper) => {
		if (change.startsWith('signed') && scheme.tolerance === undefined) return;
		if (change.startsWith('with a byte') && scheme.covers.body !== 'all') return;
		// The proof is in the body, where the tests of its scheme change it.
		if (!/^(with a byte|signed)/.test(change) && header === '') return;

		const signed = await signing();
		const tampered = { ...(await tamper(signed)), receivedAt: signed.receivedAt };
		if (tampered.headers[header] === signed.headers[header] && tampered.rawBody.equals(signed.rawBody)) return;

		expect(await ours(tampered)).toBe(false);
		const verdict = await theirs(tampered);
		if (verdict !== undefined) expect(verdict).toBe(judge.lax?.includes(change) ?? false);
	});

	/** Where the proof is in the body, there is no header to try. */
	function withSignature(delivery: Delivery, value: string): Delivery {
		if (delivery.headers[header] === undefined) return delivery;
		return { ...delivery, headers: { ...delivery.headers, [header]: value } };
	}

	function respell(delivery: Delivery, spell: (value: string) => string): Delivery {
		return withSignature(delivery, spell(delivery.headers[header] ?? ''));
	}

	async function otherwiseSigned(delivery: Delivery): Promise<Delivery> {
		const other = await scheme.sign(delivery, scheme.generate().signing);
		return delivery.headers[header] === undefined ? other : withSignature(delivery, other.headers[header] ?? '');
	}

	function away({ receivedAt }: Delivery, direction: 1 | -1): number {
		return receivedAt + direction * ((scheme.tolerance ?? 0) + 600) * 1000;
	}
});

/** Schemes whose signature of the same text is another each time. */
const randomised = new Set(['ecdsa-p256', 'jwt']);

/** Some libraries say no by throwing, some by returning false. `undefined` where the judge only signs. */
async function verdictOf({ accepts }: Judge, delivery: Delivery, secret: string): Promise<boolean | undefined> {
	if (accepts === undefined) return undefined;
	try {
		return (await accepts(delivery, secret)) !== false;
	} catch {
		return false;
	}
}

/** An ECDSA signature is another each time, and of another length: this one has a `=` at its end, so that every spelling of it differs. */
async function signOnce(scheme: Scheme, unsigned: Delivery, signing: string): Promise<Delivery> {
	const signed = await scheme.sign(unsigned, signing);
	const [header = ''] = scheme.credentials;
	const padded = /[^=]=$/.test(signed.headers[header] ?? '');
	return scheme.name === 'ecdsa-p256' && !padded ? signOnce(scheme, unsigned, signing) : signed;
}
