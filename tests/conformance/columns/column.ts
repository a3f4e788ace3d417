/** One cloud, with the probe service running on it. */
export type Column = {
	readonly cloud: 'local' | 'aws' | 'google' | 'azure';
	/** Where a function's URL is. */
	readonly port: (functionName: string) => number;
	/** Headers that the platform puts into a request. */
	readonly adds: readonly string[];
	/** Lets what is in the queues now reach its functions, where it does not by itself. */
	readonly settle: () => Promise<unknown>;
	/** Lines that functions and platform wrote. */
	readonly lines: () => readonly string[];
	readonly close: () => Promise<void>;
};
