import type { Desk } from './desk.ts';
import { table } from './event-line.ts';
import type { Plan, Row } from './plan-replay.ts';
import { printableLine } from './printable.ts';
import type { ReplayOptions } from './replay.ts';
import type { Outcome, Stop } from './replay-all.ts';
import { quoted } from './send.ts';

/** In one word, what came of an event. */
export const resultOf = ({ sent, error }: Pick<Outcome, 'sent' | 'error'>) =>
	error !== undefined ? 'failed' : sent.length > 0 ? 'sent' : 'left';

export function outcomeJson({ record: { source, id, type, receivedAt }, sent, error }: Outcome): string {
	return JSON.stringify({
		source,
		id,
		type,
		receivedAt: new Date(receivedAt).toISOString(),
		result: resultOf({ sent, ...(error !== undefined && { error }) }),
		sent,
		...(error !== undefined && { error }),
	});
}

/** The many that go well have no line of their own. */
export function outcomeText(
	{ record: { source, id }, error }: Outcome,
	{ function: name }: ReplayOptions,
	{ flags }: Desk,
): string | undefined {
	if (error === undefined) return undefined;
	const only = name === undefined ? '' : ` --function ${quoted(name)}`;
	return `${source} ${printableLine(id)}: failed (${error}); npx sls webhook replay --source ${source} --id ${quoted(id)}${only}${flags}`;
}

type Total = Readonly<Record<'sent' | 'left' | 'failed', number>>;
type End = { readonly stop: Stop | undefined; readonly goOn: string | undefined; readonly desk: Pick<Desk, 'stage' | 'url'> };

export function totalLines(total: Total, { stop, goOn, desk }: End): readonly string[] {
	const waits = total.sent > 0 && desk.stage === undefined && desk.url === undefined ? '; they run when npm start does' : '';
	const left = total.left === 0 ? '' : `, ${total.left} left as still running`;
	const failed = total.failed === 0 ? '' : `, ${total.failed} failed`;
	return [
		`${stop ? `${stop.why}: ` : ''}${total.sent} sent again${left}${failed}${waits}`,
		...(goOn === undefined ? [] : [`To go on: ${goOn}`]),
	];
}

const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());

export function planJson({ events, oldest, newest, rows }: Plan): string {
	return JSON.stringify({ events, ...(oldest !== undefined && { oldest: iso(oldest), newest: iso(newest) }), rows });
}

export function planText({ events, oldest, newest, rows }: Plan, rate: number): string {
	if (rows.length === 0) return 'No events.';
	const cells = rows.map((row: Row) => [String(row.events), row.source, row.type, row.function, row.left ?? 'to run']);
	const [first, last] = [iso(oldest), iso(newest)];
	const times = first === last ? `of ${first}` : `from ${first} to ${last}`;
	const pace = Number.isFinite(rate) && events > 1 ? `, ${rate} a second, so about ${Math.ceil(events / rate)} s` : '';
	const sum = events === 0 ? 'Nothing to replay' : `${events} ${events === 1 ? 'event' : 'events'} to replay, ${times}${pace}`;
	return `${table([['EVENTS', 'SOURCE', 'TYPE', 'FUNCTION', ''], ...cells])}\n${sum}`;
}
