import { routes } from '#routes';
import type { Cloud } from '../../webhook/ports.ts';
import { createClient } from './client.ts';
import { createCloud } from './create-cloud.ts';

export const client = createClient({ env: process.env });

/** Azure: Functions, Storage (tables, queues, blobs) and Key Vault. */
export const cloud: Cloud = createCloud({ env: process.env, routes, client });
