import type { Log } from '../webhook/ports.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';

type Means = { readonly secrets: ReadableSecrets; readonly log: Log };

const waitMs = 5_000;

/** Posts `{ "text": … }` to the incoming webhook at `NOTIFY_WEBHOOK_URL`; writes to the log where none is configured. */
export async function notify(text: string, { secrets, log }: Means, traceparent = ''): Promise<void> {
	const url = await secrets.get('NOTIFY_WEBHOOK_URL');
	if (url === undefined || url.trim() === '') {
		log.info('notification', { text });
		return;
	}
	const { ok, status } = await post(url, JSON.stringify({ text }), {
		'content-type': 'application/json',
		...(traceparent !== '' && { traceparent }),
	});
	if (!ok) throw new Error(`NOTIFY_WEBHOOK_URL answered ${status}`);
}

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
	try {
		const signal = AbortSignal.timeout(waitMs);
		const response = await fetch(url, { method: 'POST', headers, body, signal });
		await response.body?.cancel();
		return response;
	} catch {
		// The URL is a secret, and the message of an error may quote it.
		throw new Error('NOTIFY_WEBHOOK_URL can not be reached');
	}
}
