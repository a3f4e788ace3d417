import { join } from 'node:path';

/** A step and the moment of it at which the run is killed. */
export type FailPoint = `${string}:${string}`;

/** In the order in which an event comes to them. C1 to C14 are the crash points of tests/README.md. */
export const failPoints = {
	'create:written': 'C13: the tables are made, not committed',
	'verify:before': 'C1: before the signature is compared',
	'verify:verified': 'C2: verified, nothing stored',
	'blob:before': 'C3: the bytes are on disk under the name of a draft',
	'blob:written': 'C3: the bytes have their name, and no record names them',
	'insert:before': 'C2: the transaction is open',
	'insert:written': 'C3: inserted, not committed',
	'insert:committed': 'C4: committed, not sent',
	'send:before': 'C4: the transaction of the messages is open',
	'send:written': 'C5: messages written, not committed: a transaction has all of them',
	'send:committed': 'C6: sent, not marked as sent',
	'mark:committed': 'C6: marked as sent, not answered',
	'answer:before': 'C6: before the 2xx',
	'answer:written': 'C7: the 2xx is written, perhaps not flushed',
	'take:written': 'C8: leased, not committed',
	'take:committed': 'C8: taken from the queue, the function not begun',
	'claim:before': 'C8: before the claim',
	'claim:written': 'C8: claimed, not committed',
	'claim:committed': 'C9: claimed, the function not begun',
	'function:committed': 'C9: in the function, after its effect',
	'settle:before': 'C10: the function is done, nothing says so',
	'settle:written': 'C10: settled, not committed',
	'settle:committed': 'C11: recorded as done, the message is still there',
	'acknowledge:before': 'C11: before the message is removed',
	'acknowledge:committed': 'C11: the message is gone',
	'fail:committed': 'C9: the failed attempt is recorded, the message not given back',
	'delay:written': 'C9: given back, not committed',
	'die:before': 'C12: before the run is dead',
	'die:written': 'C12: dead, not committed',
	'die:committed': 'C12: dead, without a letter',
	'bury:before': 'C12: before the letter',
	'bury:written': 'C12: the letter is written, not committed',
	'bury:committed': 'C12: the letter is there, the message too',
	'sweep:before': 'C14: recovery begins',
	'sweep:read': 'C14: recovery has looked',
	'resend:before': 'C14: recovery is about to send',
	'resend:committed': 'C14: recovery has sent, and not marked as sent',
} as const satisfies Readonly<Record<FailPoint, string>>;

/** The environment of a run that is killed when a thread of it comes to the point for the n-th time. */
export function killAt(point: FailPoint, nth = 1): Readonly<Record<string, string>> {
	const preloaded = join(import.meta.dirname, 'fail-points.cjs').replaceAll('\\', '/');
	return { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require "${preloaded}"`, FAULT: `${point}:${nth}` };
}
