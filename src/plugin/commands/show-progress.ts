import type { Terminal } from './desk.ts';

export type Progress = {
	readonly show: (done: number) => void;
	/** Makes room for a line of another. */
	readonly clear: () => void;
};

const barWidth = 30;
const redrawMillis = 100;
const lineMillis = 10_000;

/** How far a long work is: one line that is redrawn where there is a terminal, and a line every ten seconds where there is none. */
export function showProgress(total: number, { isTTY, write }: Terminal, now: () => number = Date.now): Progress {
	let last = isTTY ? 0 : now();
	return {
		show: (done) => {
			const isLast = done === total;
			if (!isLast && now() - last < (isTTY ? redrawMillis : lineMillis)) return;
			last = now();
			if (!isTTY) return void write(`${done} of ${total}\n`);
			const full = Math.floor((barWidth * done) / Math.max(1, total));
			write(`\r[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${done} of ${total}`);
		},
		clear: () => void (isTTY && write('\r\u001b[K')),
	};
}
