import { useEffect, useRef } from 'preact/hooks';

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Single keys, wherever the focus is, but not while somebody types, a dialog is open, or a key belongs to the browser. */
export function useKeys(keys: Keys, active = true): void {
	const latest = useRef(keys);
	latest.current = keys;
	useEffect(() => {
		if (!active) return undefined;
		const act = (event: KeyboardEvent) => {
			if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
			if (document.querySelector('dialog[open]') !== null || (isField(event.target) && event.key !== 'Escape')) return;
			latest.current[event.key]?.(event);
		};
		document.addEventListener('keydown', act);
		return () => document.removeEventListener('keydown', act);
	}, [active]);
}

function isField(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.matches('input, textarea, select');
}
