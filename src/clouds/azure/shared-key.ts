import { createHmac } from 'node:crypto';

export type Account = { readonly name: string; readonly key: Buffer };

export type Signable = {
	readonly method: string;
	/** As it is sent, without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Names are lower case; `x-ms-date` is among them. */
	readonly headers: Readonly<Record<string, string>>;
};

export function accountOf(parts: ReadonlyMap<string, string>): Account {
	return { name: parts.get('AccountName') ?? '', key: Buffer.from(parts.get('AccountKey') ?? '', 'base64') };
}

const standard = ['content-encoding', 'content-language', 'content-length', 'content-md5', 'content-type', 'date'];
const conditions = ['if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range'];

/** The `authorization` of queues and blobs: https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
export function sharedKey({ method, path, query, headers }: Signable, account: Account): string {
	const values = [...standard, ...conditions].map((name) =>
		name === 'content-length' && headers[name] === '0' ? '' : (headers[name] ?? ''),
	);
	const own = sorted(Object.entries(headers).filter(([name]) => name.startsWith('x-ms-'))).map(([name, value]) => `${name}:${value}`);
	const asked = sorted(Object.entries(query)).map(([name, value]) => `${name}:${value}`);
	return signed('SharedKey', [method, ...values, ...own, `/${account.name}${path}`, ...asked], account);
}

/** That of tables, which sign less. Only `comp` of a query counts, and none of our requests has it. */
export function sharedKeyLite({ path, headers }: Signable, account: Account): string {
	return signed('SharedKeyLite', [headers['x-ms-date'] ?? '', `/${account.name}${path}`], account);
}

function sorted(pairs: readonly (readonly [string, string])[]) {
	return pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function signed(scheme: string, lines: readonly string[], { name, key }: Account): string {
	return `${scheme} ${name}:${createHmac('sha256', key).update(lines.join('\n')).digest('base64')}`;
}
