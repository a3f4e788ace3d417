import { isUtf8 } from 'node:buffer';
import type { EventRecord } from '../../webhook/record.ts';
import { layOutJson } from '../lay-out-json.ts';
import { eventLine, table } from './event-line.ts';

/** What became of opening a body: its bytes, neither where they are gone. */
export type OpenedBody = { readonly bytes?: Buffer | undefined; readonly notOpened?: string };

/** One event for people to read. The body comes last, so that nothing in it can pass for a line of ours. */
export function eventText(record: EventRecord, body: OpenedBody): string {
	const headers = Object.entries(record.headers);
	const parts = [
		table(headRows(record)),
		functionsText(record),
		...(headers.length > 0 ? [table([['HEADER', 'VALUE'], ...headers])] : []),
		bodyText(record, body),
	];
	return parts.join('\n\n');
}

/** Until when it is kept: its id, and what was sent where that goes before. */
export function timesOf({ expiresAt, eraseAt }: Pick<EventRecord, 'expiresAt' | 'eraseAt'>): {
	readonly expiresAt: string;
	readonly erasedAfter?: string;
} {
	const iso = (time: number) => new Date(time).toISOString();
	return { expiresAt: iso(expiresAt), ...(eraseAt !== undefined && { erasedAfter: iso(eraseAt) }) };
}

function headRows(record: EventRecord): readonly (readonly string[])[] {
	const { source, type, id, status, receivedAt, verifiedWith, reason, forgottenAt } = eventLine(record);
	const { expiresAt, erasedAfter } = timesOf(record);
	const rows: readonly (readonly [string, string | undefined])[] = [
		['Source', source],
		['Type', type],
		['Id', id],
		['Status', status],
		['Reason', reason],
		['Received', receivedAt],
		['Kept until', expiresAt],
		['Erased after', erasedAfter],
		['Forgotten', forgottenAt],
		['Verified with', verifiedWith && `the ${verifiedWith} secret`],
		['Unsigned', record.unsigned?.join(', ')],
		['Query', record.query],
	];
	return rows.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

function functionsText({ functions }: EventRecord): string {
	const rows = Object.entries(functions).map(([name, run]) => [
		name,
		run.status,
		String(run.attempts),
		String(run.replays),
		run.reason ?? '',
		run.lastError ?? '',
	]);
	if (rows.length === 0) return 'No function took it.';
	return table([['FUNCTION', 'STATUS', 'ATTEMPTS', 'REPLAYS', 'REASON', 'LAST ERROR'], ...rows]);
}

function bodyText({ forgottenAt }: EventRecord, { bytes, notOpened }: OpenedBody): string {
	if (notOpened !== undefined) return `Body: sealed, and could not be opened: ${notOpened}`;
	if (bytes === undefined)
		return forgottenAt === undefined ? 'Body: its bytes are gone' : 'Body: forgotten, nothing of what was sent is kept';
	if (bytes.length === 0) return 'Body: empty';
	if (!isUtf8(bytes)) return `Body: ${bytes.length} bytes, base64: ${bytes.toString('base64')}`;
	const text = bytes.toString();
	const laidOut = layOutJson(text);
	if (laidOut === undefined || laidOut === text) return `Body, ${bytes.length} bytes:\n${text}`;
	return `Body, ${bytes.length} bytes, laid out (--json has it as it came):\n${laidOut}`;
}
