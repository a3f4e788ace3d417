/** What the doctor has found. It never holds a value of a secret. */
export type Finding = {
	readonly result: 'ok' | 'warn' | 'failed';
	/** What it is about, such as `clock` or the name of a secret. */
	readonly what: string;
	readonly detail: string;
	/** What to do about it. */
	readonly remedy?: string;
};
