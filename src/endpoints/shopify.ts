import { shopify } from '../providers/shopify.ts';
import { receive } from '../receive.ts';

export const handler = receive(shopify);
