import { createHmac, timingSafeEqual } from 'node:crypto';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { createError } from '@middy/util';
import { z } from 'zod';

const { BENCH_SECRET = '' } = process.env;
const payload = z.object({
	ref: z.string(),
	repository: z.object({ full_name: z.string() }),
	pusher: z.object({ name: z.string() }),
});

type Request = { readonly event: { readonly body: string; readonly headers: Readonly<Record<string, string>> } };

/** What a user of Middy would write: its error handler and its JSON parser, a step that verifies, and zod. */
const verify = {
	before: ({ event: { body, headers } }: Request) => {
		const computed = createHmac('sha256', BENCH_SECRET).update(body).digest();
		const given = Buffer.from(headers['x-hub-signature-256']?.slice('sha256='.length) ?? '', 'hex');
		if (given.length !== computed.length || !timingSafeEqual(given, computed)) throw createError(401, 'signature');
	},
};

const act = async ({ body }: { readonly body: unknown }) => {
	const { ref, repository } = payload.parse(body);
	return { statusCode: 200, body: JSON.stringify({ seen: `${repository.full_name} ${ref}` }) };
};

export const handler = middy({ timeoutEarlyInMillis: 0 })
	.use(httpErrorHandler({ logger: false }))
	.use(verify as unknown as middy.MiddlewareObj)
	.use(httpJsonBodyParser() as unknown as middy.MiddlewareObj)
	.handler(act as unknown as Parameters<ReturnType<typeof middy>['handler']>[0]);
