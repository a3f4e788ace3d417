import type { DiagnosisCode } from '../diagnosis/diagnoses.ts';
import type { Delivery } from '../webhook/delivery.ts';
import { type FailureCode, problem } from '../webhook/failure.ts';
import type { Cloud } from '../webhook/ports.ts';
import type { Identified, Provider } from '../webhook/provider.ts';
import type { Reply } from '../webhook/reply.ts';
import type { Route, Routes, Source } from '../webhook/source.ts';
import type { VerifiedDelivery } from '../webhook/verified.ts';

/** Where a chain runs, and what serverless.yml says. */
export type Platform = { readonly cloud: Cloud; readonly routes: Routes };

/** A delivery on its way through a chain, and what the steps have found out about it. */
export type Passage = {
	readonly delivery: Delivery;
	readonly route: Route;
	readonly source: Source;
	readonly provider: Provider;
	verified?: VerifiedDelivery;
	/** Which secret verified it, where it was not the current one. */
	secret?: 'previous';
	/** The scheme was asked about it, with what was read of the sender's keys. */
	judged?: { readonly keys?: string };
	body?: unknown;
	events?: readonly Identified[];
	/** It was a set-up question, and no event. */
	handshake?: true;
	/** How many of them were kept before. */
	duplicates?: number;
	/** For the log only: the sender learns the code, never the detail. */
	refusal?: { readonly code: FailureCode; readonly detail: string };
	/** Why it was not believed, as far as that was found out. For the log only. */
	diagnosis?: { readonly code: DiagnosisCode; readonly hint: string };
};

export type Step = {
	readonly before?: (request: { readonly event: Passage }) => Promise<Reply | undefined> | Reply | undefined;
	readonly onError?: (request: { readonly event: Passage; readonly error: unknown }) => Reply;
};

/** Ends a chain early: a returned reply costs far less than a thrown one. */
export function refuse(passage: Passage, code: FailureCode, detail: string, headers: Reply['headers'] = {}): Reply {
	passage.refusal = { code, detail };
	return problem(code, passage.delivery.requestId, headers);
}
