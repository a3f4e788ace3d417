import type { Provider } from '../webhook/provider.ts';

/** Whether senders of this provider bring their secret along when a webhook is set up, instead of showing it or being told one. */
export function bringsSecret(provider: Provider | undefined): boolean {
	return provider?.handshakes?.some(({ offers }) => offers !== undefined) === true;
}
