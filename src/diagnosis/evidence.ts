import type { Delivery } from '../webhook/delivery.ts';
import type { Provider } from '../webhook/provider.ts';
import type { DiagnosisCode } from './diagnoses.ts';
import type { Finding, Undone } from './finding.ts';
import type { Ask } from './trial.ts';

export type SignedBody = Undone<{ readonly code: DiagnosisCode; readonly rawBody: Buffer }>;
export type SigningSecret = Undone<{ readonly code: DiagnosisCode; readonly secret: string }>;

export type Evidence = {
	readonly delivery: Delivery;
	readonly provider: Provider;
	/** Those that are valid, the current one first. */
	readonly secrets: readonly string[];
	readonly retired: readonly string[];
	/** What was read of the sender's own keys. */
	readonly keys?: string;
	/** Whether a delivery that names this account was believed; absent where none was. */
	readonly knowsAccount?: (account: string) => boolean;
	readonly thorough?: Thorough;
};

/** What is tried besides where nobody waits and no bundle grows: on the developer's machine. */
export type Thorough = {
	readonly hypotheses: readonly Hypothesis[];
	readonly bodies: (delivery: Delivery) => Iterable<SignedBody>;
	readonly secrets: (set: string, prefix: string) => readonly SigningSecret[];
};

/** What a hypothesis is tried on; the delivery is at the time that it was signed for, where that is told. */
export type Case = Evidence & {
	readonly ask: Ask;
	/** Of the right form, so that a sender of another account may have signed it. */
	readonly mismatched?: boolean;
	/** The scheme refuses the first secret, so one that it takes is worth a suspicion. */
	readonly unusable?: true;
};
export type Hypothesis = (given: Case) => Promise<Finding | undefined>;
