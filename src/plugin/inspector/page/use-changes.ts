import { useEffect, useState } from 'preact/hooks';
import type { Project } from '../api.ts';
import { ask } from './ask.ts';

/** After which a stream that the browser gave up on is opened again. */
const pause = 2_000;

/** Counts what happens at the server; `live` says whether it can be heard at the moment. A stream that is back counts too: something may have happened meanwhile. */
export function useChanges(token: string): { readonly changes: number; readonly live: boolean } {
	const [changes, setChanges] = useState(0);
	const [live, setLive] = useState(false);
	useEffect(() => {
		let stream: EventSource;
		let again: ReturnType<typeof setTimeout>;
		const count = () => setChanges((before) => before + 1);
		const open = () => {
			stream = new EventSource(`/api/changes?token=${encodeURIComponent(token)}`);
			stream.addEventListener('change', count);
			stream.addEventListener('open', () => {
				setLive(true);
				count();
			});
			stream.addEventListener('error', () => {
				setLive(false);
				if (stream.readyState !== EventSource.CLOSED) return;
				again = setTimeout(open, pause);
				// A stream does not say why it was refused; an answer does.
				ask<Project>('/api/project').catch(() => undefined);
			});
		};
		open();
		return () => {
			clearTimeout(again);
			stream.close();
		};
	}, [token]);
	return { changes, live };
}
