import type { DiagnosisCode } from './diagnoses.ts';

/** What was found out about a delivery that was not believed. */
export type Finding = {
	readonly code: DiagnosisCode;
	/** With that undone, the proof holds. Otherwise it is a suspicion. */
	readonly proved: boolean;
	/** Our own words and numbers: no text of the sender's, no secret, no URL and no value of a header. It may go to a log. */
	readonly hint: string;
	/** The same with names of sources and headers and with URLs, for whoever holds the secrets anyway. Never a secret or a signature. */
	readonly detail?: string;
	/** The time that is signed, where that is all that is wrong; milliseconds since the epoch. */
	readonly signedAt?: number;
};

/** Something that may have been changed on the way, undone. */
export type Undone<What> = What & { readonly what: string };
