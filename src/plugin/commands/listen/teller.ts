import type { EventRecord } from '../../../webhook/record.ts';
import type { Taken } from '../../local/listened.ts';
import { printableLine } from '../printable.ts';

export type Tally = Readonly<Record<Taken['outcome'], number>>;

/** What `sls webhook listen` says. */
export type Tell = {
	readonly note: (text: string) => void;
	readonly event: (record: EventRecord, taken: Taken) => void;
	/** Says it once, until it goes on or waits for something else. */
	readonly waits: (where: 'local' | 'stage', why: string) => void;
	readonly goesOn: (where: 'local' | 'stage') => void;
	readonly tally: () => Tally;
};

/** One line an event, for people or one JSON object for programs. */
export function teller(print: (text: string) => void, json: boolean): Tell {
	const count = { kept: 0, known: 0, refused: 0, skipped: 0 };
	const waiting = new Map<string, string>();
	const note = (text: string) => print(json ? JSON.stringify({ note: text }) : text);
	return {
		note,
		event: (record, taken) => {
			count[taken.outcome] += 1;
			if (taken.outcome !== 'skipped') print(json ? JSON.stringify(objectOf(record, taken)) : lineOf(record, taken));
		},
		waits: (where, why) => {
			if (waiting.get(where) !== why) note(`Waiting: ${printableLine(why)}`);
			waiting.set(where, why);
		},
		goesOn: (where) => {
			if (waiting.delete(where)) note('Going on');
		},
		tally: () => ({ ...count }),
	};
}

function objectOf({ receivedAt, source, type, id }: EventRecord, { outcome, functions, reason }: Taken): object {
	return { receivedAt: new Date(receivedAt).toISOString(), source, type, id, outcome, functions, ...(reason !== undefined && { reason }) };
}

function lineOf({ receivedAt, source, type, id }: EventRecord, { outcome, functions, reason }: Taken): string {
	const to = functions.length > 0 ? functions.join(', ') : 'no function';
	const end = outcome === 'refused' ? [`refused: ${reason}`] : [`→ ${to}`, outcome];
	return [new Date(receivedAt).toISOString(), source, type, id, ...end].map(printableLine).join('  ');
}

/** `37 events: 35 kept, 2 known`, without what there was none of. */
export function tallyLine({ skipped: _, ...tally }: Tally): string {
	const total = Object.values(tally).reduce((sum, each) => sum + each, 0);
	const parts = Object.entries(tally).flatMap(([outcome, each]) => (each > 0 ? [`${each} ${outcome}`] : []));
	return [`${total} event${total === 1 ? '' : 's'}`, parts.join(', ')].filter(Boolean).join(': ');
}
