import type { CloudName, Deployment } from './deployment.ts';
import { digestOf } from './read/read-deployment.ts';
import { attemptsToOutlive, type Down, down, type Steady, steady, throttlesAt } from './scenarios.ts';

export type Asked = { readonly rates: readonly number[]; readonly seed: number; readonly down: number };

export type CloudResult = {
	readonly cloud: CloudName;
	readonly throttlesAt: { readonly rate: number; readonly limit: string } | undefined;
	readonly steady: readonly Steady[];
	/** Each attempt fails at once. */
	readonly fails: readonly Down[];
	/** Each attempt hangs until its time-out. */
	readonly hangs: readonly Down[];
	readonly attemptsToOutlive: number | undefined;
};

export type Results = {
	/** Of the deployments: results of others are stale. */
	readonly digest: string;
	readonly asked: Asked & { readonly serviceSeconds: number };
	readonly clouds: readonly CloudResult[];
};

export function resultsOf(deployments: readonly Deployment[], asked: Asked): Results {
	return {
		digest: digestOf(deployments),
		asked: { ...asked, serviceSeconds: deployments[0]?.worker.seconds ?? 0 },
		clouds: deployments.map((deployment) => resultOf(deployment, asked)),
	};
}

function resultOf(deployment: Deployment, { rates, seed, down: seconds }: Asked): CloudResult {
	return {
		cloud: deployment.cloud,
		throttlesAt: throttlesAt(deployment, seed),
		steady: rates.map((rate) => steady(deployment, { rate, seed })),
		fails: rates.map((rate) => down(deployment, { rate, seed, seconds })),
		hangs: rates.map((rate) => down(deployment, { rate, seed, seconds, hangs: true })),
		attemptsToOutlive: attemptsToOutlive(deployment, seconds),
	};
}
