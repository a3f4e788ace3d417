/** What a sender gets. Header names are lower case. */
export type Reply = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
};

const of =
	(type: string) =>
	(body: string, status = 200): Reply => ({ status, headers: { 'content-type': type }, body });

export const text = of('text/plain; charset=utf-8');
export const xml = of('text/xml; charset=utf-8');

export function json(value: unknown, status = 200): Reply {
	return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function empty(status = 200): Reply {
	return { status, headers: {}, body: '' };
}
