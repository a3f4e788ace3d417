import { redactionOf, sha256 } from '../../middleware/as-kept.ts';
import { parseKept } from '../../middleware/load-event.ts';
import type { Passage } from '../../middleware/step.ts';
import type { Identified, Provider } from '../../webhook/provider.ts';
import { lifeOf } from '../../webhook/retention.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import type { VerifiedDelivery } from '../../webhook/verified.ts';
import { providerOf } from '../provider-of.ts';
import type { Providers } from '../read-source.ts';
import type { Listened, ListenedEvent } from './listened.ts';

type Read = {
	readonly passage: Passage;
	readonly delivery: VerifiedDelivery;
	/** The event as it is read here; undefined where that is another one than the stage has told. */
	readonly find: (told: ListenedEvent) => Identified | undefined;
};

const aheadMillis = 24 * 60 * 60 * 1000;

type Here = { readonly cloud: { readonly now: () => number }; readonly routes: Routes; readonly providers: Providers };

/** Reads a stage's delivery as this project's own files do: what the stage says of it is not taken from it, but found in its bytes. */
export async function readAnew(listened: Listened, { cloud, routes, providers }: Here): Promise<Read | { readonly refused: string }> {
	const source = Object.hasOwn(routes.sources, listened.source) ? routes.sources[listened.source] : undefined;
	const provider = source && providerOf(source, providers);
	if (source === undefined || provider === undefined) return { refused: 'serverless.yml has no such source' };
	// It would be taken anew each time, since nothing that has expired tells a second copy.
	if (lifeOf(listened.receivedAt, source, provider).expiresAt <= cloud.now()) return { refused: 'it is older than events are kept' };
	// Clocks differ by seconds, and what is dated wrongly would be kept for ever.
	if (listened.receivedAt > cloud.now() + aheadMillis) return { refused: 'it is dated a day or more ahead' };
	const rawBody = Buffer.from(listened.body, 'base64');
	if (sha256(rawBody) !== listened.sha256) return { refused: 'its bytes are not those that the stage has verified' };
	try {
		const { body, delivery } = await parseKept({ ...listened, id: '' }, rawBody, provider);
		if (source.redact && redactionOf(delivery, provider) === undefined) return { refused: 'its bytes can not be redacted' };
		const all = provider.identify(body, delivery);
		const passage = passageOf(delivery, source, provider);
		return { passage, delivery, find: (told) => agreed(told, all[told.index], source) };
	} catch {
		return { refused: `its bytes are not read as ${provider.name} sends them` };
	}
}

function passageOf(delivery: VerifiedDelivery, source: Source, provider: Provider): Passage {
	return { delivery, verified: delivery, route: { function: '', source: source.name, ack: 'stored' }, source, provider };
}

/** What a source leaves out of its bodies may be what makes the id, and then only the stage knows it. */
function agreed(told: ListenedEvent, read: Identified | undefined, { redact }: Source): Identified | undefined {
	if (read?.id === undefined || read.type !== told.type) return undefined;
	return redact || isSame(told.id, read.id) ? { ...read, id: told.id } : undefined;
}

/** A few providers tell nothing that makes an id, so its last part is of the request or of its signature, which the stage does not keep: here, it is empty. */
function isSame(told: string, read: string): boolean {
	return told === read || (read.endsWith('.') && told.startsWith(read));
}
