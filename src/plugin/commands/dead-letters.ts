import type { Desk } from './desk.ts';
import { eventLine, table } from './event-line.ts';

/** `sls webhook dead-letters`: what was given up on, with the reason. */
export async function deadLetters({ json = false }: { readonly json?: boolean }, desk: Desk): Promise<void> {
	const lines = (await desk.withStore((store) => store.events.list({ status: 'dead' }))).map(eventLine);
	if (json) {
		for (const line of lines) desk.print(JSON.stringify(line));
		return;
	}
	if (lines.length === 0) {
		desk.print('No dead letters.');
		return;
	}
	const rows = lines.flatMap(({ id, source, type, receivedAt, reason, functions }) => {
		const dead = functions.filter(({ status }) => status === 'dead');
		const reasons =
			dead.length === 0 ? [['', reason ?? '']] : dead.map((each) => [each.name, [each.reason, each.lastError].filter(Boolean).join(': ')]);
		return reasons.map(([name = '', why = '']) => [receivedAt, source, type, id, name, why]);
	});
	desk.print(table([['RECEIVED', 'SOURCE', 'TYPE', 'ID', 'FUNCTION', 'REASON'], ...rows]));
}
