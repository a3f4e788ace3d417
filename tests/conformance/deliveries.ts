import { answered } from './answered.ts';
import type { Case } from './compose.ts';
import { seen } from './seen.ts';

export type DeliveryName = keyof typeof seen | keyof typeof answered;
export const deliveries: Readonly<Record<DeliveryName, Case>> = { ...seen, ...answered };
