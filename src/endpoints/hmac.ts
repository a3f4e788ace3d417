import { hmac } from '../providers/hmac.ts';
import { receive } from '../receive.ts';

export const handler = receive(hmac);
