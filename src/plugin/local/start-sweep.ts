import type { Store } from '../../clouds/local/open-store.ts';
import { type Swept, sweep } from '../../clouds/sweep.ts';

export type Sweeping = { readonly stop: () => Promise<void> };

type Options = {
	readonly store: Pick<Store, 'events' | 'queue' | 'blobs' | 'purge'>;
	readonly now: () => number;
	readonly onError: (error: unknown) => void;
	/** After something was sent. */
	readonly onSent?: () => void;
	readonly everyMillis?: number;
};

const limit = 100;
const mostRounds = 100;
const purgeMillis = 60 * 60 * 1000;

/** Sweeps at once and then every 5 seconds; removes what expired at once and then every hour. */
export function startSweep({ store, now, onError, onSent = () => {}, everyMillis = 5000 }: Options): Sweeping {
	let purged = Number.NEGATIVE_INFINITY;
	let running: Promise<void> | undefined;
	const round = async () => {
		const { due, errors } = await sweepAll({ ...store, now });
		errors.forEach(onError);
		if (due > errors.length) onSent();
		if (now() - purged < purgeMillis) return;
		await store.purge(now());
		purged = now();
	};
	const tick = () => {
		running ??= round()
			.catch(onError)
			.finally(() => {
				running = undefined;
			});
	};
	const timer = setInterval(tick, everyMillis);
	tick();
	return {
		stop: async () => {
			clearInterval(timer);
			await running;
		},
	};
}

type Broom = Pick<Store, 'events' | 'queue' | 'blobs'> & Pick<Options, 'now'>;

/** Until nothing is left. What failed or stays due is left to the next round. */
async function sweepAll({ now, ...broom }: Broom): Promise<Swept> {
	let due = 0;
	for (let rounds = 0; rounds < mostRounds; rounds += 1) {
		const swept = await sweep({ ...broom, now: now(), limit });
		due += swept.due;
		if (swept.due < limit || swept.errors.length > 0) return { due, errors: swept.errors };
	}
	return { due, errors: [] };
}
