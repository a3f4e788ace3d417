import { stripe } from '../providers/stripe.ts';
import { receive } from '../receive.ts';

export const handler = receive(stripe);
