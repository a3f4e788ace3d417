import type { Google } from '../clients.ts';
import { Refusal } from '../refusal.ts';
import type { Deploying } from './deploying.ts';

const mostRounds = 12;

/** For a while after an API was enabled, Google goes on saying that it is not: https://docs.cloud.google.com/service-usage/docs/enable-disable */
export function patient(google: Google, wait: Deploying['wait']): Google {
	return {
		...google,
		call: async (request) => {
			for (let round = 1; ; round += 1) {
				try {
					return await google.call(request);
				} catch (error) {
					if (!(error instanceof Refusal) || error.code !== 'SERVICE_DISABLED' || round >= mostRounds) throw error;
					await wait(10_000);
				}
			}
		},
	};
}
