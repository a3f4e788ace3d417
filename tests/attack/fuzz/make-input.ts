import type { Delivery } from '../../../src/webhook/delivery.ts';
import { arriving } from '../../http-event.ts';
import { type Change, chooseChange } from './change-delivery.ts';
import { createRandom } from './random.ts';
import { now, type Target } from './targets.ts';

export type Input = {
	readonly target: Target;
	/** `before` the changes: a forger changed it on the way. `after` them: an authentic sender with odd content, or one whose clock is odd. */
	readonly signing: 'before' | 'after' | 'at another time';
	readonly sample: Delivery;
	/** The sample as its sender would send it. */
	readonly signed: Delivery;
	readonly changes: readonly Change[];
	readonly time: number;
};

const times = [Number.NaN, Infinity, -Infinity, -5_000, 0, 1e24, 1e300, 5e-324, now * 1_000, 1.5e9];
const hour = 3_600_000;

/** The same seed and index give the same changes; only the keys are fresh. */
export async function makeInput(targets: readonly Target[], seed: number, index: number): Promise<Input> {
	const random = createRandom(seed, index * 8);
	const target = random.pick(targets);
	const sample = random.pick(target.samples);
	const { tolerance } = target.provider.scheme;
	const signing = random.pick(
		tolerance !== undefined
			? (['before', 'before', 'before', 'after', 'after', 'after', 'at another time'] as const)
			: (['before', 'after'] as const),
	);
	const count = signing === 'at another time' ? random.below(2) : 1 + random.below(random.chance(0.5) ? 1 : 4);
	const changes = Array.from({ length: count }, (_, at) => chooseChange(() => createRandom(seed, index * 8 + 1 + at), target.telling));
	const signed = await target.provider.scheme.sign(sample, target.secret.signing);
	const away = Math.max(hour, 2_000 * (tolerance ?? 0));
	return { target, signing, sample, signed, changes, time: random.pick([...times, now + away, now - away]) };
}

/** What goes over the network. */
export async function toSend(input: Input): Promise<Delivery> {
	return arriving(await sentOf(input));
}

async function sentOf({ target, signing, sample, signed, changes, time }: Input): Promise<Delivery> {
	const change = (delivery: Delivery) => changes.reduce((changed, next) => arriving(next(changed)), delivery);
	if (signing === 'before') return change(signed);
	const changed = change(sample);
	const sign = async (delivery: Delivery) => {
		try {
			return await target.provider.scheme.sign(delivery, target.secret.signing);
		} catch (error) {
			// What its sender could not have sent, such as a body without the fields that are signed, goes unsigned.
			if (error instanceof TypeError || error instanceof RangeError) return withoutProof(delivery, target);
			throw error;
		}
	};
	if (signing === 'after') return sign(changed);
	// An hour is within the tolerance of some.
	const away = ((target.provider.scheme.tolerance ?? 0) + 60) * 1000;
	const at = Math.abs(time - now) < away ? now + Math.sign(time - now) * away : time;
	return { ...(await sign({ ...changed, receivedAt: at })), receivedAt: now };
}

function withoutProof(delivery: Delivery, { provider }: Target): Delivery {
	const { credentials } = provider.scheme;
	return { ...delivery, headers: Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => !credentials.includes(name))) };
}
