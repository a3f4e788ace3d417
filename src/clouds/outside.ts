import type { Outside } from '../webhook/outside.ts';
import type { KeyRequest } from '../webhook/scheme.ts';
import { type Ask, askOutside } from './ask-outside.ts';

type Kept = { readonly at: number; readonly text: Promise<string> };

type Options = { readonly now: () => number; readonly ask?: Ask };

const keptMillis = 60 * 60_000;
const againMillis = 60_000;
const mostKept = 64;
const minuteMillis = 60_000;
const mostPerMinute = 30;

/**
 * Keeps what was read for an hour. A text without what it should hold (the id of a new key) is read anew, and one that could not be had asked for again, once a
 * minute at most. What a stranger's delivery names may cause a request, so there are no more than 30 a minute: but what was had before is read anew whatever strangers
 * ask for, since all that a source sends waits for it, and in one process there may be many sources.
 */
export function createOutside({ now, ask = askOutside }: Options): Outside {
	const kept = new Map<string, Kept>();
	/** Those of them that could not be had. They make room first: a stranger can name any number of keys that there are not. */
	const lost = new Set<string>();
	let asked: readonly number[] = [];
	const bounded: Ask = async (url, post) => {
		asked = asked.filter((at) => now() - at < minuteMillis);
		if (asked.length >= mostPerMinute) throw new Error('too much was asked for in this minute');
		asked = [...asked, now()];
		return await ask(url, post);
	};
	const keep = (key: string, text: Promise<string>): Promise<string> => {
		if (kept.size === mostKept && !kept.has(key)) {
			const [first = ''] = [...lost, ...kept.keys()];
			kept.delete(first);
			lost.delete(first);
		}
		kept.set(key, { at: now(), text });
		lost.delete(key);
		// Whoever waits for it learns that it failed; here nobody has to.
		text.catch(() => kept.get(key)?.text === text && lost.add(key));
		return text;
	};
	return {
		read: async (request) => {
			const key = JSON.stringify([request.url, request.post]);
			const found = kept.get(key);
			const text = found && (await stillGood(found, request, now()));
			const read = found && !lost.has(key) ? ask : bounded;
			return text ?? (await keep(key, read(request.url, request.post)));
		},
		visit: async (url) => void (await bounded(url)),
	};
}

/** The text as it is kept; `undefined` where it is to be read anew. Rejects where it could not be had a moment ago. */
async function stillGood({ at, text }: Kept, { holding = '' }: KeyRequest, now: number): Promise<string | undefined> {
	const age = now - at;
	if (age < againMillis) return await text;
	const known = await text.catch(() => undefined);
	return age < keptMillis && known?.includes(holding) ? known : undefined;
}
