import { routes } from '#routes';
import type { Cloud } from '../../webhook/ports.ts';
import { createCloud } from './create-cloud.ts';

/** AWS: DynamoDB, SQS, S3, SSM and Lambda. */
export const cloud: Cloud = createCloud({ env: process.env, routes });
