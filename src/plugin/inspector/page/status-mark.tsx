/** One shape for each, so that colour is never all that tells them apart. */
const shapes: Readonly<Record<string, string>> = {
	done: 'M2 6.5 L5 9.5 L10 3',
	accepted: 'M2 6.5 L5 9.5 L10 3',
	pending: 'M6 1.5 A4.5 4.5 0 1 0 6 10.5 A4.5 4.5 0 1 0 6 1.5 M6 3.5 V6 L8 7.5',
	running: 'M3 2 L10 6 L3 10 Z',
	dead: 'M2.5 2.5 L9.5 9.5 M9.5 2.5 L2.5 9.5',
	failed: 'M2.5 2.5 L9.5 9.5 M9.5 2.5 L2.5 9.5',
	crashed: 'M2.5 2.5 L9.5 9.5 M9.5 2.5 L2.5 9.5',
	unhandled: 'M2 6 H10',
	skipped: 'M2 6 H10',
	refused: 'M6 1.5 A4.5 4.5 0 1 0 6 10.5 A4.5 4.5 0 1 0 6 1.5 M3 3 L9 9',
	duplicate: 'M2 4.5 H10 M2 7.5 H10',
	handshake: 'M2 6 H10 M7 3 L10 6 L7 9 M5 3 L2 6 L5 9',
	passed: 'M2 6.5 L5 9.5 L10 3',
};

export function StatusMark({ status }: { readonly status: string }) {
	return (
		<span class={`status is-${status}`}>
			<svg viewBox="0 0 12 12" aria-hidden="true">
				<path d={shapes[status] ?? 'M6 3 V7 M6 9 V9.5'} />
			</svg>
			{status}
		</span>
	);
}
