import type { Routes } from '../../webhook/source.ts';
import type { Pace } from '../read-pace.ts';
import type { Config } from './read-provider.ts';
import type { Settings } from './read-settings.ts';

/** What a deployment follows from. */
export type Wish = {
	readonly routes: Routes;
	readonly config: Config;
	readonly settings: Settings;
	/** By function, where its `webhook` events say something. */
	readonly paces: Readonly<Record<string, Pace>>;
	/** Milliseconds for which the longest-lived record is kept. */
	readonly retention: number;
};

/** Everything that Google has to hold for a stage, but for what only Google knows: see `projectNumber` and the URLs of functions. */
export type Plan = {
	readonly project: string;
	readonly region: string;
	readonly service: string;
	readonly stage: string;
	readonly prefix: string;
	/** What marks everything that is the stage's: the value of the label `hookport`. */
	readonly mark: string;
	readonly throwAway: boolean;
	readonly apis: readonly string[];
	readonly identities: readonly Identity[];
	/** On the project, each under a condition or of an identity that is ours. */
	readonly grants: readonly Grant[];
	readonly databases: readonly Database[];
	readonly bucket: Bucket;
	readonly secrets: readonly Guarded[];
	readonly topics: readonly Guarded[];
	readonly subscriptions: readonly Subscription[];
	readonly functions: readonly CloudFunction[];
	readonly schedule: Schedule;
};

export type Identity = { readonly id: string; readonly email: string; readonly displayName: string };

/** A role for some, on the resource that it stands at. */
export type Grant = {
	readonly role: string;
	readonly members: readonly string[];
	readonly condition?: { readonly title: string; readonly expression: string };
};

/** A resource of which the plan says no more than its name and who may use it. */
export type Guarded = { readonly name: string; readonly grants: readonly Grant[] };

export type Database = { readonly id: string; readonly indexes: readonly Index[]; readonly fields: readonly Field[] };

/** `index` is what the API is told to make. */
export type Index = {
	readonly collection: string;
	readonly index: { readonly queryScope: 'COLLECTION'; readonly fields: readonly Ordered[] };
};

export type Ordered = { readonly fieldPath: string; readonly order: 'ASCENDING' | 'DESCENDING' };

/** A field that Firestore expires documents by, or makes no index of; `settings` is what the API is told. */
export type Field = {
	readonly collection: string;
	readonly field: string;
	readonly settings: { readonly indexConfig: { readonly indexes: readonly unknown[] }; readonly ttlConfig?: object };
};

export type Bucket = Guarded & { readonly expireAfterDays: number };

export type Subscription = {
	readonly name: string;
	readonly topic: string;
	readonly ackDeadlineSeconds: number;
	/** Without it, whoever looks pulls. */
	readonly push?: Push;
	readonly grants: readonly Grant[];
};

export type Push = {
	/** By its name on Google. */
	readonly function: string;
	readonly identity: string;
	/** Seconds. */
	readonly backoff: number;
	/** Where Pub/Sub puts what it gives up. */
	readonly givenUp?: string;
};

export type CloudFunction = {
	/** On Google. */
	readonly name: string;
	/** In serverless.yml; its zip is named so. */
	readonly of: string;
	/** The file it is built from and the export of it. */
	readonly handler: string;
	readonly runtime: string;
	readonly identity: string;
	/** Of the identity that builds it. */
	readonly builder: string;
	readonly public: boolean;
	/** Whether only this project's queues and schedule reach it, whoever asks. */
	readonly internal: boolean;
	readonly timeout: number;
	/** MB. */
	readonly memory: number;
	readonly concurrency: number;
	readonly minInstances: number;
	readonly maxInstances: number;
	readonly environment: Readonly<Record<string, string>>;
	/** Environment names of secrets. Google takes those that have a value. */
	readonly secrets: readonly string[];
	readonly invokers: readonly string[];
};

export type Schedule = { readonly name: string; readonly function: string; readonly identity: string; readonly deadlineSeconds: number };

/** Google numbers a project when it makes it, and names its own accounts by that. */
export const projectNumber = '{projectNumber}';

export const member = (email: string) => `serviceAccount:${email}`;
export const everybody = 'allUsers';
/** Pub/Sub itself: https://docs.cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions */
export const pubsubItself = member(`service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`);
