import type { Disbelief, Verdict } from '../webhook/scheme.ts';

export function refused(reason: Disbelief): Verdict {
	return { valid: false, reason };
}
