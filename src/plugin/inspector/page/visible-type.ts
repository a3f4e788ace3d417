import { printableLine } from '../../commands/printable.ts';

/** Short enough for the title of a window. */
export function visibleType(type: string): string {
	const text = printableLine(type);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
