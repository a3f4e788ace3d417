import type { Provider } from '../webhook/provider.ts';
import type { Source } from '../webhook/source.ts';
import type { Providers } from './read-source.ts';

/** The provider of a source, as the source configures it; `undefined` where there is none of that id. */
export function providerOf(source: Source, providers: Providers): Provider | undefined {
	const named = Object.hasOwn(providers, source.provider) ? providers[source.provider] : undefined;
	return named && 'configure' in named ? named.configure(source.options ?? {}) : named;
}
