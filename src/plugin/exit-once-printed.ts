/** Milliseconds in which osls has printed its message. */
const printed = 200;

/** osls waits for ever for what still runs after a failure, such as a build or a server. */
export function exitOncePrinted(exit: (code: number) => void = process.exit): void {
	setTimeout(exit, printed, 1);
}
