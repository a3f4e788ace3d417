/** The last values by key; the one that was not used for longest makes room. */
export type Recent<Value> = {
	readonly get: (key: string) => Value | undefined;
	readonly keep: (key: string, value: Value) => void;
};

export function createRecent<Value>(most: number): Recent<Value> {
	const values = new Map<string, Value>();
	const keep = (key: string, value: Value) => {
		values.delete(key);
		values.set(key, value);
		const [oldest] = values.keys();
		if (values.size > most && oldest !== undefined) values.delete(oldest);
	};
	return { get: (key) => values.get(key), keep };
}
