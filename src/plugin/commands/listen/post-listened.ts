import { isObject } from '../../../clouds/http-event.ts';
import { mostBody } from '../../inspector/serve.ts';
import { type Listened, refused, type Taken } from '../../local/listened.ts';
import type { Listening } from './listening.ts';

const waitMs = 30_000;
const notUp = 'the local run is not up (npm start in another terminal), or has no inspector (WEBHOOK_INSPECTOR_PORT)';

/** What the local run said to each event; or, where it did not take the delivery, what it takes for that. */
export async function postListened(
	listened: Listened,
	{ findDoor, signal }: Pick<Listening, 'findDoor' | 'signal'>,
): Promise<{ readonly events: readonly Taken[] } | { readonly waitsFor: string }> {
	const door = findDoor();
	if (door === undefined) return { waitsFor: notUp };
	const body = JSON.stringify(listened);
	// It would end the connection, and say the same next time.
	if (Buffer.byteLength(body) > mostBody) return { events: listened.events.map(({ id }) => refused(id, tooLarge)) };
	try {
		const answer = await fetch(`${door.url}/api/deliveries`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${door.token}` },
			body,
			redirect: 'error',
			signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
		});
		const said: unknown = await answer.json().catch(() => undefined);
		if (answer.status === 200 && isObject(said) && Array.isArray(said.events) && said.events.length === listened.events.length)
			// Sound because takeListened is what answers there.
			return { events: said.events as Taken[] };
		return { waitsFor: refusal(answer.status, said) };
	} catch (error) {
		signal.throwIfAborted();
		return { waitsFor: error instanceof Error && error.name === 'TimeoutError' ? 'the local run gives no answer' : notUp };
	}
}

const tooLarge = 'it is larger than the local run takes';

function refusal(status: number, said: unknown): string {
	const why = isObject(said) && typeof said.error === 'string' ? `: ${said.error}` : '';
	return `the local run did not take it (${status}${why}); where it is older than this command, start it again`;
}
