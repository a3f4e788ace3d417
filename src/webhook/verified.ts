import type { Delivery } from './delivery.ts';

declare const proof: unique symbol;

/** A delivery whose sender has proved itself. The symbol is not exported, so no other file can write one by hand. */
export type VerifiedDelivery = Omit<Delivery, typeof proof> & {
	readonly [proof]: true;
};

/** Marks a delivery as verified. Only the step that verified it, and the step that loads a kept one, may call this (a test says so). */
export function verified(delivery: Delivery): VerifiedDelivery {
	// Sound because the proof exists in the type only.
	return delivery as unknown as VerifiedDelivery;
}
