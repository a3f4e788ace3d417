import type { Blobs, EventRecords, Queue } from '../../webhook/ports.ts';
import type { SecretPair } from '../../webhook/scheme.ts';
import type { Openings } from '../../webhook/secrets.ts';

/** Where the commands work: the local run, or a stage on a cloud. */
export type Place = {
	/** Undefined for the local run. */
	readonly stage: string | undefined;
	/** What the options of another command have to say to mean the same place, such as ` --stage prod`. */
	readonly flags: string;
	/** Undefined while no local run is up. */
	readonly url: string | undefined;
	/** Since when the local run is up, in milliseconds since the epoch. It has read `.env` then. */
	readonly upSince?: number | undefined;
	/** What senders are told to post to, where that is another. */
	readonly publicUrl: string | undefined;
	/** By path, what its URL begins with, where not all are at the same. */
	readonly hosts?: Readonly<Record<string, string>>;
	readonly hasStore: () => boolean;
	/** Works on the store, whether anything runs or not, and closes it again. */
	readonly withStore: <Result>(work: (store: PlaceStore) => Promise<Result>) => Promise<Result>;
	readonly secrets: PlaceSecrets;
};

export type PlaceStore = {
	readonly events: EventRecords;
	readonly queue: Queue;
	readonly blobs: Pick<Blobs, 'get' | 'remove'>;
	readonly openings: Pick<Openings, 'open' | 'get'>;
};

/** The place's secrets by their environment names. Only `pair` gives values away. */
export type PlaceSecrets = {
	/** @throws {Mistake} when it is not set, or may not be read */
	readonly pair: (name: string) => Promise<SecretPair>;
	/** Those that are set. */
	readonly states: () => Promise<Readonly<Record<string, SecretState>>>;
	/** With `rotate`, the value until now becomes the one of `<name>_PREVIOUS` first. */
	readonly set: (name: string, value: string, rotate: boolean) => Promise<void>;
	/** The value of `<name>_PREVIOUS` becomes the one of `<name>_RETIRED`, with which nothing is verified. */
	readonly retire: (name: string) => Promise<void>;
	/** Takes the place of one that was made up, which becomes `<name>_PREVIOUS`; only where secrets are made up. */
	readonly makeUp?: (name: string, pair: SecretPair) => Promise<void>;
	/** The file that holds what was made up; only where secrets are. */
	readonly file?: string;
	/** For so long after a change, something that verifies may not have heard of it. */
	readonly takenUpMillis: number;
};

export type SecretState = {
	readonly state: 'set' | 'env' | 'accepted' | 'made up';
	/** Milliseconds since the epoch, where the place knows it. */
	readonly changedAt?: number;
};
