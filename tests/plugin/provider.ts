import type { DirectProvider } from '../../src/webhook/provider.ts';

/** A provider that proves nothing: the plugin only looks at its id, and asks it for secrets. */
export function provider(id: string): DirectProvider {
	return {
		id,
		name: id,
		docs: `https://example.com/${id}`,
		scheme: {
			name: 'none',
			credentials: [],
			covers: {},
			sign: (delivery) => delivery,
			verify: () => ({ valid: true, secret: 0 }),
			generate: () => ({ verifying: 'public', signing: 'private' }),
		},
		contentTypes: {},
		identify: () => [],
		retryHorizon: 0,
		expects: '2xx',
		unsigned: 'nothing',
		sameEvent: 'nothing',
		secret: 'none',
		rotation: 'never',
	};
}
