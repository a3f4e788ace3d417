import { routes } from '#routes';
import type { Cloud } from '../../webhook/ports.ts';
import { createCloud } from './create-cloud.ts';
import { takeExactBytes } from './take-exact-bytes.ts';

takeExactBytes();

/** Google Cloud: Firestore, Pub/Sub, Cloud Storage, Secret Manager and Cloud Run functions. */
export const cloud: Cloud = createCloud({ env: process.env, routes });
