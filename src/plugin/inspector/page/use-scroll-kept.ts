import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Where somebody was in the list, and on which row, when they left it for an event: there they are again when they come back. */
export function useScrollKept(place: RefObject<HTMLElement | null>, shown: boolean): void {
	const left = useRef<{ readonly top: number; readonly row: string } | undefined>(undefined);
	useLayoutEffect(() => {
		if (!shown) return undefined;
		const focused = (event: FocusEvent) => {
			if (event.target instanceof HTMLAnchorElement) left.current = { top: scrollY, row: event.target.hash };
		};
		const list = place.current;
		list?.addEventListener('focusin', focused);
		const before = left.current;
		if (before !== undefined) {
			list?.querySelector<HTMLElement>(`a[href="${CSS.escape(before.row)}"]`)?.focus({ preventScroll: true });
			scrollTo(0, before.top);
		}
		return () => list?.removeEventListener('focusin', focused);
	}, [place, shown]);
}
