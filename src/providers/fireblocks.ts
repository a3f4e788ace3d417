import { json } from '../parsers/json.ts';
import { detachedJws } from '../schemes/detached-jws.ts';
import { publicTokenKeys } from '../schemes/token-keys.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/**
 * Webhooks v2. The secret is `<environment> <id of the workspace>`, where the environment is `us`, `eu`, `eu2` or `sandbox`: its key is the same for all workspaces. The type is
 * `eventType`, such as `transaction.status.updated`. The payload is `data`.
 */
export const fireblocks: Provider = {
	id: 'fireblocks',
	name: 'Fireblocks',
	docs: 'https://developers.fireblocks.com/reference/validating-webhooks',
	scheme: detachedJws({
		header: 'fireblocks-webhook-signature',
		states: ['workspaceId'],
		keys: publicTokenKeys({
			algorithms: ['RS512'],
			title: '<us, eu, eu2 or sandbox> <id of the workspace>',
			words: [/^(?:us|eu|eu2|sandbox)$/, /^[0-9a-f-]{36}$/],
			example: ['sandbox', '4b5c6d7e-8f90-41a2-b3c4-d5e6f7081920'],
			at: ([environment], id) => ({
				url: `https://${environment === 'us' ? '' : `${environment}-`}keys.fireblocks.io/.well-known/jwks.json`,
				holding: id,
			}),
		}),
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'id'), type: textAt(body, 'eventType'), payload: valueAt(body, 'data') }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the time: an old delivery can be sent again; the URL, and the other headers',
	sameEvent: '`id`',
	secret: '`<environment> <id of the workspace>`, where the environment is `us`, `eu`, `eu2` or `sandbox`',
	rotation: 'none to do: Fireblocks publishes its keys, and each delivery says which one it is signed with',
};
