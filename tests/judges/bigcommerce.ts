import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

/** The library decodes what its secret is, and this provider's key is the text. */
const encoded = (secret: string) => Buffer.from(secret).toString('base64');

export const judges = [judgeStandardWebhooks('standardwebhooks', 'webhook', encoded)];
