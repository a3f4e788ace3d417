import type { Provider } from '../src/webhook/provider.ts';
import { unsignedDelivery } from './deliveries.ts';
import { limitOf } from './limits/limit-of.ts';
import { compare, type Work } from './measure.ts';
import type { Verifier } from './peers/verifiers.ts';

export type Beside = {
	readonly id: string;
	readonly kind: string;
	/** Bytes of the body. */
	readonly bytes: number;
	/** Ours, as a multiple of the limit. */
	readonly ratio: number;
	/** Microseconds of the limit. */
	readonly limit: number;
	/** Each as a multiple of the limit, or why it did not run. */
	readonly peers: readonly { readonly name: string; readonly ratio?: number; readonly lacks?: string }[];
};

type Options = { readonly rounds: number; readonly warmMillis: number; readonly bytes?: number; readonly verifiers?: readonly Verifier[] };

const bytesAtMost = 8_192;

/** Our verification of one provider, and that of its libraries, beside the limit of its scheme. Each of them is seen to believe the delivery first. */
export async function besideLimit(
	provider: Provider,
	{ rounds, warmMillis, bytes = bytesAtMost, verifiers = [] }: Options,
): Promise<Beside> {
	const { id, scheme } = provider;
	const { verifying, signing } = scheme.generate();
	const signed = await scheme.sign(unsignedDelivery(provider, bytes), signing);
	// The bytes are others each time, as in a service: what was read of a body is kept beside it.
	const next = () => ({ ...signed, rawBody: signed.rawBody.subarray() });
	const check = limitOf(provider)(verifying, signed);
	const secrets = [verifying];
	if (!check(next()) || !(await scheme.verify(next(), secrets)).valid) throw new TypeError(`${id} does not believe what it signed`);
	const peers = await Promise.all(
		verifiers.map(async ({ name, setUp }) => {
			try {
				const verifies = await setUp(verifying);
				return (await verifies(next())) === false ? { name, lacks: 'does not believe it' } : { name, work: () => verifies(next()) };
			} catch (error) {
				return { name, lacks: error instanceof Error ? error.message.slice(0, 60) : 'threw' };
			}
		}),
	);
	const works: Work[] = [() => check(next()), () => scheme.verify(next(), secrets), ...peers.flatMap(({ work }) => work ?? [])];
	// In short turns, which what else the machine does hits less often.
	const { ratio, micros } = await compare(works, { rounds, millis: 2, warmMillis });
	const ran = peers.filter(({ work }) => work !== undefined);
	return {
		id,
		kind: scheme.name,
		bytes: signed.rawBody.length,
		ratio: ratio[1] ?? Number.NaN,
		limit: micros[0] ?? Number.NaN,
		peers: peers.map(({ name, lacks }) => {
			const at = ratio[2 + ran.findIndex((each) => each.name === name)];
			return { name, ...(lacks === undefined && at !== undefined ? { ratio: at } : { lacks: lacks ?? '' }) };
		}),
	};
}
