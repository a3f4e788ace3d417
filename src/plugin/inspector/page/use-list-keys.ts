import type { RefObject } from 'preact';
import { useKeys } from './use-keys.ts';

/** `/` searches, `j`, `k` and the arrows move from row to row; Enter is the link's own. */
export function useListKeys(place: RefObject<HTMLElement | null>, active: boolean): void {
	const move = (step: 1 | -1) => (event: KeyboardEvent) => {
		const rows = [...(place.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
		const at = rows.indexOf(document.activeElement as HTMLElement);
		// Where no row has the focus, the arrows scroll as ever.
		if (at === -1 && event.key.startsWith('Arrow')) return;
		event.preventDefault();
		const next = at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
		rows[next]?.focus();
	};
	useKeys(
		{
			'/': (event) => {
				event.preventDefault();
				place.current?.querySelector<HTMLElement>('input[type=search]')?.focus();
			},
			// By itself, a browser would empty the field.
			Escape: (event) => {
				event.preventDefault();
				if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
			},
			...{ j: move(1), ArrowDown: move(1), k: move(-1), ArrowUp: move(-1) },
		},
		active,
	);
}
