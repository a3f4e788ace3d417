/** Only shapes: what is in them is read by read-routes, whose mistakes are one line each and name the nearest right name. */
export const webhookEvent = { anyOf: [{ type: 'string' }, { type: 'object' }] };

export const custom = { type: 'object', properties: { webhook: { type: 'object' } } };
