import { HttpRequest, InvocationContext } from '@azure/functions';
import { type Handler, running } from '../../../src/clouds/azure/running.ts';
import { type TriggerInput, triggerInput } from '../../../src/clouds/azure/trigger-input.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';

type Invoked = ConstructorParameters<typeof InvocationContext>[0];

/** The context of a call, as the host makes it. */
export function contextOf(name: string, more: Invoked = {}): InvocationContext {
	return new InvocationContext({ functionName: name, invocationId: 'a1b2c3d4-0000-4000-8000-000000000001', ...more });
}

/** The request that the host makes of a delivery, with what the front end adds. */
export function requestOf({
	method = 'POST',
	path = '/webhooks/stripe',
	query = '',
	headers = {},
	rawBody,
	remoteAddress,
}: Partial<Delivery>) {
	return new HttpRequest({
		method,
		url: `https://shop-prod.azurewebsites.net${path}${query && `?${query}`}`,
		headers: { 'x-forwarded-for': `${remoteAddress ?? '203.0.113.7'}:51234`, ...headers },
		...(rawBody && { body: { bytes: rawBody } }),
	});
}

/** Does what `register` does when the host calls. */
export async function invoke(name: string, handler: Handler, input: TriggerInput, context = contextOf(name)): Promise<unknown> {
	return await running.run({ name, context }, () => handler(triggerInput(input), context));
}
