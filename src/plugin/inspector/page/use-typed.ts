import { useEffect, useRef, useState } from 'preact/hooks';
import type { Filters } from './route.ts';

/** After the last letter, in milliseconds. */
const pause = 300;

/** What is typed shows at once and is asked for after a pause. */
export function useTyped(filters: Filters, onChange: (filters: Filters) => void) {
	const [typed, setTyped] = useState<Partial<Filters>>({});
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	const latest = useRef(filters);
	latest.current = filters;
	// Only what has arrived: the next letter may have been typed meanwhile.
	useEffect(() => {
		setTyped((now) => ((now.text ?? filters.text) === filters.text && (now.type ?? filters.type) === filters.type ? {} : now));
	}, [filters.text, filters.type]);
	const set = (changes: Partial<Filters>) => {
		clearTimeout(timer.current);
		onChange({ ...latest.current, ...typed, ...changes });
		setTyped({});
	};
	const setLater = (changes: Partial<Filters>) => {
		setTyped((before) => ({ ...before, ...changes }));
		clearTimeout(timer.current);
		timer.current = setTimeout(() => onChange({ ...latest.current, ...typed, ...changes }), pause);
	};
	return { text: typed.text ?? filters.text, type: typed.type ?? filters.type, set, setLater };
}
