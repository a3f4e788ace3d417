import { header, type Judge, load, textOf } from './judge.ts';

type Client = { readonly webhooks: { readonly constructEvent: (body: string, header: string, secret: string) => Promise<unknown> } };
type Module = { readonly ElevenLabsClient: new (options: { readonly apiKey: string }) => Client };

export const judges: readonly Judge[] = [
	{
		package: '@elevenlabs/elevenlabs-js',
		accepts: async (delivery, secret) => {
			const { ElevenLabsClient } = await load<Module>('@elevenlabs/elevenlabs-js');
			const { webhooks } = new ElevenLabsClient({ apiKey: 'unused' });
			await webhooks.constructEvent(textOf(delivery), header(delivery, 'elevenlabs-signature'), secret);
		},
		lax: ['signed in the future', 'with the signature twice', 'with the signature twice, after a space'],
	},
];
