import type { EventEmitter } from 'node:events';
import { errorCode } from '../error-code.ts';

/** `sls webhook events | head` closes the output while more is to come: that ends the command, and is no error. */
export function endWithReader(stdout: EventEmitter, exit: (status: number) => unknown): void {
	stdout.on('error', (error) => {
		if (errorCode(error) !== 'EPIPE') throw error;
		exit(0);
	});
}
