/** A copy without one of its fields, such as a token that is sent in the body. What is no object stays what it is. */
export function withoutField(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}
