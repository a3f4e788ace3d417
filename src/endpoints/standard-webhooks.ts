import { standardWebhooks } from '../providers/standard-webhooks.ts';
import { receive } from '../receive.ts';

export const handler = receive(standardWebhooks);
