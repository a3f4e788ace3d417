import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

export const judges = [judgeStandardWebhooks('svix', 'webhook')];
