export type Taken = { readonly id: string; readonly receipt: string; readonly dequeueCount: number; readonly text: string };

/** The Queue service, as far as the host uses it: https://learn.microsoft.com/rest/api/storageservices/queue-service-rest-api */
export type QueueService = {
	readonly take: (queue: string, atMost: number, seconds: number) => Promise<readonly Taken[]>;
	readonly remove: (queue: string, message: Taken) => Promise<void>;
	/** Makes a message visible after so many seconds. */
	readonly show: (queue: string, message: Taken, seconds: number) => Promise<void>;
	/** Makes the queue too, where there is none. */
	readonly put: (queue: string, text: string) => Promise<void>;
};
