import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the function of a measured run does: it takes a known time, fails while a file is there, and writes down each attempt. */
export const checkedFunction = (milliseconds: number) => `import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod/mini';
import { stripe } from '../../providers/stripe.ts';
import { onEvent } from '../../receive.ts';

const folder = process.env.WEBHOOK_DATA_DIR ?? '';

export const handler = onEvent(stripe, 'invoice.paid', { payload: z.object({ id: z.string() }) }, async ({ payload }) => {
	const [start, down] = [Date.now(), existsSync(join(folder, 'down'))];
	await setTimeout(${milliseconds});
	appendFileSync(join(folder, 'attempts.txt'), \`\${payload.id} \${start} \${Date.now()} \${down ? 'failed' : 'done'}\\n\`);
	if (down) throw new Error('the function is down');
});
`;

export type Attempt = { readonly id: string; readonly start: number; readonly end: number; readonly done: boolean };

export function readAttempts(dataDir: string): readonly Attempt[] {
	try {
		const lines = readFileSync(join(dataDir, 'attempts.txt'), 'utf8').split('\n').slice(0, -1);
		return lines.map((line) => {
			const [id = '', start, end, how] = line.split(' ');
			return { id, start: Number(start), end: Number(end), done: how === 'done' };
		});
	} catch {
		return [];
	}
}
