import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyService, packageService, type Template, write } from '../../../plugin/aws/package-service.ts';

const head = `import * as z from 'zod/mini';
import { standardWebhooks } from '../../providers/standard-webhooks.ts';
import { onEvent } from '../../receive.ts';
`;

/** Fails as often as its payload says, or ends its process, or never returns. */
const probe = (type: string) => `${head}
export const handler = onEvent(
	standardWebhooks,
	'${type}',
	{ payload: z.object({ failures: z.number(), how: z.optional(z.string()) }) },
	async ({ payload, id, attempt, rawBody }, { log, records }) => {
		log.info('probed', { id, attempt, bytes: rawBody.toString('base64') });
		if (attempt > payload.failures) return await records.insert('probes', id, { attempt });
		if (payload.how === 'exit') process.exit(1);
		if (payload.how === 'hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
		throw new Error('as asked for');
	},
);
`;

const broken = `${probe('broken.sent')}
throw new TypeError('a broken bundle');
`;

const functions = `
  probe:
    handler: src/functions/standard-webhooks/probe.handler
    timeout: 1
    events: [{ webhook: { source: standard-webhooks, type: probe.sent, retry: { attempts: 3, backoff: 10 } } }]
  many:
    handler: src/functions/standard-webhooks/many.handler
    timeout: 1
    events: [{ webhook: { source: standard-webhooks, type: many.sent, batchSize: 10, retry: { attempts: 3, backoff: 10 } } }]
  broken:
    handler: src/functions/standard-webhooks/broken.handler
    timeout: 1
    events: [{ webhook: { source: standard-webhooks, type: broken.sent } }]
`;

export type Packaged = { readonly dir: string; readonly template: Template; readonly remove: () => void };

/** The sample service and functions that go wrong when they are asked to, packaged for the stage `prod`. */
export async function packageWithProbes(): Promise<Packaged> {
	const { dir, remove } = copyService();
	const file = join(dir, 'serverless.yml');
	write(file, readFileSync(file, 'utf8') + functions);
	const own = { probe: probe('probe.sent'), many: probe('many.sent'), broken };
	for (const [name, text] of Object.entries(own)) write(join(dir, `src/functions/standard-webhooks/${name}.ts`), text);
	return { dir, template: await packageService(dir, '--stage', 'prod'), remove };
}
