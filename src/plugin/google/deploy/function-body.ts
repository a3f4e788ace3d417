import { isFormer } from '../../secret-kinds.ts';
import { digestOf } from '../names.ts';
import type { CloudFunction, Plan } from '../plan.ts';

const digestLabel = 'hookport-digest';

/** What Cloud Run functions are told, but for where the source is: https://docs.cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions */
export function functionBody(unit: CloudFunction, { project, mark }: Plan, filled: ReadonlySet<string>, prefix: string) {
	const secretOf = (key: string) => ({ key, projectId: project, secret: `${prefix}${key}`, version: 'latest' });
	return {
		description: `${unit.of} of ${mark}`,
		labels: { hookport: mark },
		buildConfig: {
			runtime: unit.runtime,
			entryPoint: 'handler',
			serviceAccount: `projects/${project}/serviceAccounts/${unit.builder}`,
		},
		serviceConfig: {
			availableMemory: `${unit.memory}Mi`,
			// A part of one would make a cold start as many times as long.
			availableCpu: '1',
			timeoutSeconds: unit.timeout,
			minInstanceCount: unit.minInstances,
			maxInstanceCount: unit.maxInstances,
			maxInstanceRequestConcurrency: unit.concurrency,
			environmentVariables: unit.environment,
			// One that is gone again would keep new instances from starting: a former value is read when it is asked for.
			secretEnvironmentVariables: unit.secrets.filter((name) => !isFormer(name) && filled.has(`${prefix}${name}`)).map(secretOf),
			ingressSettings: unit.internal ? 'ALLOW_INTERNAL_ONLY' : 'ALLOW_ALL',
			serviceAccountEmail: unit.identity,
			allTrafficOnLatestRevision: true,
		},
	};
}

export type FunctionBody = Omit<ReturnType<typeof functionBody>, 'labels'> & { readonly labels: Readonly<Record<string, string>> };

/** Of everything that a function follows from, so that one that has not changed is not built again. */
export function withDigest(body: FunctionBody, source: Buffer): FunctionBody {
	const digest = digestOf(`${digestOf(source)} ${JSON.stringify(body)}`).slice(0, 40);
	return { ...body, labels: { ...body.labels, [digestLabel]: digest } };
}

export function isUnchanged(found: unknown, { labels }: FunctionBody): boolean {
	const has = typeof found === 'object' && found !== null && digestLabel in found ? found[digestLabel] : undefined;
	return has !== undefined && has === labels[digestLabel];
}
