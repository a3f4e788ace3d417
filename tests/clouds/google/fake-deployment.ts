import type { createFakeFirestore } from './fake-firestore.ts';
import type { createFakePubSub } from './fake-pubsub.ts';
import type { createFakeSecrets } from './fake-secrets.ts';
import type { createFakeStorage } from './fake-storage.ts';

export const project = 'test-project';
const region = 'europe-west1';

/** What a deployment makes. */
export type Deployed = {
	/** `<service>-<stage>-`. */
	readonly prefix?: string;
	/** Those that have a queue. */
	readonly functions?: readonly string[];
	/** Where a function (or `webhook-sweep`) is pushed to; one that has no URL is pulled from, by the subscription of its topic's name. */
	readonly pushTo?: Readonly<Record<string, string>>;
	/** Names of secrets that are there, without a value. */
	readonly secrets?: readonly string[];
};

export type Services = {
	readonly firestore: ReturnType<typeof createFakeFirestore>;
	readonly pubsub: ReturnType<typeof createFakePubSub>;
	readonly storage: ReturnType<typeof createFakeStorage>;
	readonly secrets: ReturnType<typeof createFakeSecrets>;
};

/** What a function finds in its environment. */
export function environment(
	name: string,
	{ host, prefix }: { readonly host: string; readonly prefix: string },
): Readonly<Record<string, string>> {
	const endpoints = ['PUBSUB', 'FIRESTORE', 'STORAGE', 'SECRETMANAGER'].map((service) => [`WEBHOOK_ENDPOINT_${service}`, `http://${host}`]);
	return {
		WEBHOOK_FUNCTION: name,
		WEBHOOK_PROJECT: project,
		WEBHOOK_REGION: region,
		WEBHOOK_PREFIX: prefix,
		WEBHOOK_BUCKET: `${project}-${prefix}blobs`,
		WEBHOOK_PUBLIC_URL: `https://${region}-${project}.cloudfunctions.net/${prefix}${name}`,
		GCE_METADATA_HOST: host,
		...Object.fromEntries(endpoints),
	};
}

/** By the calls that a deployment makes too, so that they are held to the same rules. */
export function deploy(
	{ firestore, pubsub, storage, secrets }: Services,
	{ prefix = 'shop-prod-', functions = [], pushTo = {}, secrets: names = [] }: Deployed,
): void {
	for (const database of ['events', 'records']) firestore.createDatabase(`projects/${project}/databases/${prefix}${database}/documents`);
	storage.createBucket(`${project}-${prefix}blobs`);
	for (const name of names) secrets.answer('POST', new URL(`http://fake/v1/projects/${project}/secrets?secretId=${prefix}${name}`), {});
	const named = (kind: string, name: string) => `projects/${project}/${kind}/${prefix}${name}`;
	const queue = (name: string, url: string | undefined, deadLetters?: string) => {
		pubsub.answer('PUT', `/v1/${named('topics', name)}`, {});
		pubsub.answer('PUT', `/v1/${named('subscriptions', name)}`, {
			topic: named('topics', name),
			retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
			...(url !== undefined && { pushConfig: { pushEndpoint: `${url}/_queue` } }),
			...(deadLetters !== undefined && { deadLetterPolicy: { deadLetterTopic: named('topics', deadLetters), maxDeliveryAttempts: 100 } }),
		});
	};
	queue('given-up', pushTo['webhook-sweep']);
	for (const name of functions) {
		queue(name, pushTo[name], 'given-up');
		queue(`${name}-dead`, undefined);
	}
}
