import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { github } from '../src/providers/github.ts';
import { stripe } from '../src/providers/stripe.ts';
import { onEvent } from '../src/receive.ts';
import type { DirectProvider } from '../src/webhook/provider.ts';
import { atOnce } from './at-once.ts';
import type { Work } from './measure.ts';
import { type GatewayEvent, githubHeaders, githubPush, signed, stripeEvent } from './sent.ts';

/** A delivery that the bench sends, and what its provider signs of it. */
export type Case = {
	readonly title: string;
	readonly provider: DirectProvider;
	readonly type: string;
	readonly event: GatewayEvent;
	readonly base64: boolean;
	/** What stands before the body where it is signed. */
	readonly before: string;
	/** Hex. */
	readonly signature: string;
};

export const secret = 'whsec_0123456789abcdef0123456789abcdef';

const sizes = { '8k': ['8 KB', 8192], '100k': ['100 KB', 102_400], '1m': ['1 MB', 1_048_576] } as const;
export type CaseName = 'stripe-1k' | `github-${keyof typeof sizes}${'' | '-base64'}`;

export function caseOf(name: CaseName): Case {
	if (name === 'stripe-1k') return stripeCase();
	const [, size = '8k', encoding] = name.split('-');
	const [title, bytes] = sizes[size as keyof typeof sizes];
	const base64 = encoding === 'base64';
	const event = signed(github, { path: '/webhooks/github/push', headers: githubHeaders, body: githubPush(bytes), base64 }, secret);
	const signature = headerOf(event, 'x-hub-signature-256').slice('sha256='.length);
	return {
		title: `${title} push of GitHub's, ${base64 ? 'base64' : 'text'}`,
		provider: github,
		type: 'push',
		event,
		base64,
		before: '',
		signature,
	};
}

function stripeCase(): Case {
	const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' };
	const type = 'invoice.paid';
	const event = signed(stripe, { path: `/webhooks/stripe/${type}`, headers, body: stripeEvent }, secret);
	const [time = '', signature = ''] = headerOf(event, 'stripe-signature').split(',');
	const title = "1 KB event of Stripe's, text";
	return { title, provider: stripe, type, event, base64: false, before: `${time.slice(2)}.`, signature: signature.slice(3) };
}

export const headerOf = ({ headers }: GatewayEvent, name: string): string => (headers as Readonly<Record<string, string>>)[name] ?? '';

const key = createSecretKey(Buffer.from(secret));

/** What nobody can do without. `parse` is not done for what is refused. */
export function limitOf({ event, base64, before, signature }: Case, { parse = true } = {}): Work {
	return () => {
		const bytes = base64 ? Buffer.from(event.body, 'base64') : event.body;
		const made = createHmac('sha256', key);
		if (before !== '') made.update(before);
		const same = timingSafeEqual(made.update(bytes).digest(), Buffer.from(signature, 'hex'));
		if (same !== parse) throw new Error('the limit does not do what it is to do');
		return parse ? JSON.parse(bytes.toString()) : undefined;
	};
}

const payloads = {
	github: z.object({ ref: z.string(), repository: z.object({ full_name: z.string() }), pusher: z.object({ name: z.string() }) }),
	stripe: z.object({ id: z.string(), amount_paid: z.number(), currency: z.string() }),
};

type Asked = {
	/** What it is to answer. */
	readonly status?: number;
	readonly on?: ReturnType<typeof atOnce>;
	/** The event of each call, where it is not always the same. */
	readonly fresh?: () => GatewayEvent;
};

/** The function that answers, as one is written, and the chain before it. */
export async function ours({ provider, type, event }: Case, { status = 200, on, fresh = () => event }: Asked = {}): Promise<Work> {
	const path = event.rawPath;
	const platform = on ?? atOnce({ secret, route: { function: 'answers', source: provider.id, type, ack: 'handled', path } });
	const payload = payloads[provider.id as keyof typeof payloads];
	const handler = onEvent<unknown>(provider, type, { payload, on: platform }, () => 'done');
	const reply = (await handler(fresh(), {})) as { readonly statusCode: number; readonly body: string };
	if (reply.statusCode !== status) throw new Error(`answered ${reply.statusCode} ${reply.body}`);
	return () => handler(fresh(), {});
}
