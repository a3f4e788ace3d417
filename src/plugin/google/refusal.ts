import { Mistake } from '../mistake.ts';

/** What Google refused, or why it could not be asked. The message is one line that an operator can act on, without anything of what was sent. */
export class Refusal extends Mistake {
	/** Google's own, such as `NOT_FOUND`, or the connection's, such as `ECONNRESET`. */
	readonly code: string;
	/** 0 when there was no answer. */
	readonly status: number;

	constructor(message: string, code: string, status: number) {
		super(message);
		this.code = code;
		this.status = status;
	}
}

export const isMissing = (error: unknown) => error instanceof Refusal && error.status === 404;

/** Somebody made it, or changed it, at the same time. */
export const isConflict = (error: unknown) => error instanceof Refusal && (error.status === 409 || error.status === 412);
