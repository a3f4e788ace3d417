import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { knownOf } from '../../src/plugin/known.ts';
import { readRoutes } from '../../src/plugin/read-routes.ts';
import type { Routes } from '../../src/webhook/source.ts';
import { copyService, write } from '../plugin/aws/package-service.ts';

/** What senders and the service share. */
export const secret = 'the secret of a probe';
export const secretNames = ['ECHO_WEBHOOK_SECRET', 'PROBE_WEBHOOK_SECRET', 'DROPBOX_WEBHOOK_SECRET'];
/** Bytes. */
export const maxBody = 65_536;

const service = `service: hookport
configValidationMode: error
plugins: [./src/plugin/plugin.ts, serverless-esbuild, serverless-offline]
provider: { name: aws, runtime: nodejs24.x, architecture: arm64, httpApi: { payload: '2.0' } }
custom:
  webhook:
    sources:
      echo: { provider: hmac, header: x-signature }
      probe: { provider: hmac, header: x-signature, id: 'header:x-id', type: 'header:x-type', maxBody: 64kb }
functions:
  echo: { handler: src/endpoints/echo.handler, events: [{ webhook: echo }] }
  probe: { handler: src/endpoints/probe.handler, events: [{ webhook: probe }] }
  dropbox: { handler: src/endpoints/dropbox.handler, events: [{ webhook: dropbox }] }
  kept: { handler: src/functions/kept.handler, events: [{ webhook: { source: probe, type: kept } }] }
  reply:
    handler: src/functions/reply.handler
    events: [{ webhook: { source: probe, type: reply, ack: handled, path: /webhooks/probe/reply } }]
`;

const sameFunctions = `custom: \${file(./serverless.yml):custom}
functions: \${file(./serverless.yml):functions}
`;

const onAzure = `service: hookport
configValidationMode: error
plugins: [./src/plugin/azure/azure.ts, ./src/plugin/plugin.ts]
provider: { name: azure, region: westeurope, runtime: nodejs24 }
${sameFunctions}`;

const onGoogle = `service: hookport
configValidationMode: error
plugins: [./src/plugin/google/google.ts, ./src/plugin/plugin.ts]
provider: { name: google, project: test-project, region: europe-west1, runtime: nodejs24 }
${sameFunctions}`;

/** `echo` is no endpoint of ours: it says what a delivery looks like before any step, in a header, so that HEAD has an answer too. */
const files: Readonly<Record<string, string>> = {
	'serverless.yml': service,
	'serverless.azure.yml': onAzure,
	'serverless.google.yml': onGoogle,
	'src/endpoints/echo.ts': `import { createHash } from 'node:crypto';
import { cloud } from '#cloud';
import { routes } from '#routes';
import { openTrigger } from '../middleware/open-trigger.ts';
import { hmac } from '../providers/hmac.ts';

export const handler = openTrigger(hmac, { delivery: async ({ delivery }) => {
	const { method, path, query, headers, rawBody, remoteAddress } = delivery;
	const seen = { method, path, query, headers, remoteAddress, bytes: rawBody.length, sha256: createHash('sha256').update(rawBody).digest('hex') };
	return { status: 200, headers: { 'x-seen': Buffer.from(JSON.stringify(seen)).toString('base64') }, body: '' };
} }, { cloud, routes });
`,
	'src/endpoints/probe.ts': `import { hmac } from '../providers/hmac.ts';
import { receive } from '../receive.ts';

export const handler = receive(hmac);
`,
	'src/endpoints/dropbox.ts': `import { dropbox } from '../providers/dropbox.ts';
import { receive } from '../receive.ts';

export const handler = receive(dropbox);
`,
	'src/functions/kept.ts': `import * as z from 'zod/mini';
import { hmac } from '../providers/hmac.ts';
import { onEvent } from '../receive.ts';

export const handler = onEvent(hmac, 'kept', { payload: z.unknown() }, async ({ id, rawBody }, { log }) => {
	log.info('kept', { id, bytes: rawBody.length });
});
`,
	'src/functions/reply.ts': `import * as z from 'zod/mini';
import { hmac } from '../providers/hmac.ts';
import { onEvent } from '../receive.ts';

export const handler = onEvent(hmac, 'reply', { payload: z.object({ reply: z.unknown() }) }, async ({ payload }) => {
	if (payload.reply === 'throw') throw new Error('as asked for');
	return payload.reply;
});
`,
};

export type ProbeService = { readonly dir: string; readonly remove: () => void };

/** A copy of the project with these functions in the place of the sample's. */
export function probeService(): ProbeService {
	const copy = copyService();
	for (const [path, text] of Object.entries(files)) write(join(copy.dir, path), text);
	return copy;
}

/** As the plugin reads them. */
export function routesIn(dir: string, stage: string): Routes {
	const { service, custom, functions } = parse(readFileSync(join(dir, 'serverless.yml'), 'utf8'));
	return readRoutes({ service, stage, timeout: 6, webhook: custom.webhook, functions }, knownOf(dir));
}
