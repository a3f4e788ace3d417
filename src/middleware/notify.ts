import type { Cloud } from '../webhook/ports.ts';

const waitMs = 5_000;

/** Posts `{ "text": … }` to the incoming webhook at `NOTIFY_WEBHOOK_URL`; writes to the log where none is configured. */
export async function notify(text: string, { secrets, log }: Cloud): Promise<void> {
	const url = await secrets.get('NOTIFY_WEBHOOK_URL');
	if (url === undefined || url.trim() === '') {
		log.info('notification', { text });
		return;
	}
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ text }),
		signal: AbortSignal.timeout(waitMs),
	});
	if (!response.ok) throw new Error(`NOTIFY_WEBHOOK_URL answered ${response.status}`);
}
