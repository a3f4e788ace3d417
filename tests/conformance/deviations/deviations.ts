import { aws } from './aws.ts';
import { azure } from './azure.ts';
import type { Deviation } from './deviation.ts';
import { google } from './google.ts';

/** The one table: docs/clouds.md is written from it, and the conformance suite holds each row to what happens. */
export const deviations: readonly Deviation[] = [...aws, ...google, ...azure];
