import { randomUUID } from 'node:crypto';
import type { Door } from '../../../src/plugin/commands/listen/listening.ts';
import { serveInspector } from '../../../src/plugin/inspector/serve.ts';

export type OpenDoor = Door & { readonly close: () => Promise<void> };

/** The inspector's server, with nothing behind it but the door for what a stage has verified. */
export async function openDoor(taking: (input: unknown) => Promise<object>): Promise<OpenDoor> {
	const token = randomUUID();
	const page = async () => ({ html: '', script: '', style: '' });
	const inspector = await serveInspector({ port: 0, token, page, actions: { 'POST /api/deliveries': taking }, onChange: () => () => {} });
	return { ...inspector, token };
}
