import { randomUUID } from 'node:crypto';
import type { Answer } from '../exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { Entity, EntityKey } from './entity.ts';

/** `insert` where there is none, `replace` what has the tag, `put` whatever is there, `remove` what is there, or what has the tag. */
export type Change =
	| { readonly kind: 'insert' | 'put'; readonly entity: Entity }
	| { readonly kind: 'replace'; readonly entity: Entity; readonly tag: string }
	| { readonly kind: 'remove'; readonly key: EntityKey; readonly tag?: string };

/** A change set of one partition: https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions */
export function encodeBatch(changes: readonly Change[], table: string): { readonly type: string; readonly body: (base: string) => string } {
	const [batch, set] = [`batch_${randomUUID()}`, `changeset_${randomUUID()}`];
	const body = (base: string) =>
		multipart(
			changes.map((change) => partOf(change, `${base}/${table}`)),
			{ batch, set },
		);
	return { type: `multipart/mixed; boundary=${batch}`, body };
}

function multipart(contents: readonly string[], { batch, set }: { readonly batch: string; readonly set: string }): string {
	const parts = contents.flatMap((content) => [
		`--${set}`,
		'content-type: application/http',
		'content-transfer-encoding: binary',
		'',
		content,
	]);
	const lines = [`--${batch}`, `content-type: multipart/mixed; boundary=${set}`, '', ...parts, `--${set}--`, `--${batch}--`, ''];
	return lines.join('\r\n');
}

const headers = [
	'content-type: application/json',
	'accept: application/json;odata=nometadata',
	'dataserviceversion: 3.0',
	'prefer: return-no-content',
];

function partOf(change: Change, table: string): string {
	const at = ({ PartitionKey, RowKey }: EntityKey) => `${table}(PartitionKey='${PartitionKey}',RowKey='${RowKey}')`;
	const lines = (head: string, match: string | undefined, entity?: Entity) =>
		[
			`${head} HTTP/1.1`,
			...headers,
			...(match === undefined ? [] : [`if-match: ${match}`]),
			'',
			entity ? JSON.stringify(entity) : '',
			'',
		].join('\r\n');
	switch (change.kind) {
		case 'insert':
			return lines(`POST ${table}`, undefined, change.entity);
		case 'put':
			return lines(`PUT ${at(change.entity)}`, undefined, change.entity);
		case 'replace':
			return lines(`PUT ${at(change.entity)}`, change.tag, change.entity);
		case 'remove':
			return lines(`DELETE ${at(change.key)}`, change.tag ?? '*');
	}
}

/**
 * The whole is answered 202 whatever became of it. What failed is the one part then, and its message begins with the number of its change: the first one has a
 * condition that may not hold, and of another the failure gets a code that nobody takes for that.
 */
export function failureIn({ body }: Answer): ServiceError | undefined {
	const text = body.toString();
	const failed = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)).find((status) => status >= 300);
	if (failed === undefined) return undefined;
	const [, code = 'refused'] = /"code"\s*:\s*"([\w.-]+)"/.exec(text) ?? [];
	const [, index = '0'] = /"value"\s*:\s*"(\d+):/.exec(text) ?? [];
	return new ServiceError('table', index === '0' ? code : `${code}.${index}`, failed);
}

/** The tag of what the first change left; empty, which no condition holds for, where it left nothing. */
export function firstTag({ body }: Answer): string {
	return /^etag: *(.+?)\r?$/im.exec(body.toString())?.[1] ?? '';
}
