import type { Cloud } from '../../webhook/ports.ts';
import { askAgain } from '../ask-again.ts';
import { type Exchange, exchange } from '../exchange.ts';
import { isObject } from '../http-event.ts';
import { mayPass, unanswered } from '../service-error.ts';
import { refused } from './azure-error.ts';
import type { Environment } from './endpoint.ts';

/** The bearer token for a resource such as `https://storage.azure.com/`. */
export type Tokens = (resource: string) => Promise<string>;

type Options = {
	readonly env: Environment;
	readonly now: Cloud['now'];
	readonly wait: Cloud['wait'];
	readonly way?: Exchange;
};

type Kept = { readonly text: Promise<string>; goodUntil: number };

/** Tokens live for hours; one that ends soon could end on its way. */
const spareMillis = 5 * 60_000;
const timeoutMillis = 3000;

/**
 * Tokens of the app's own identity, kept until shortly before they expire:
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function identityTokens({ env, now, wait, way = exchange }: Options): Tokens {
	const kept = new Map<string, Kept>();
	const fetchToken = async (resource: string) => {
		const { IDENTITY_ENDPOINT: endpoint = '', IDENTITY_HEADER: header = '', AZURE_CLIENT_ID: client } = env;
		if (!endpoint) throw new Error('IDENTITY_ENDPOINT is not set: the app has no identity');
		const url = new URL(endpoint);
		url.search = String(new URLSearchParams({ 'api-version': '2019-08-01', resource, ...(client && { client_id: client }) }));
		const outgoing = { method: 'GET', path: url.pathname + url.search, headers: { 'x-identity-header': header }, body: '', fresh: false };
		const ask = async () => {
			try {
				const answer = await way(url, outgoing, timeoutMillis);
				return answer.status < 300 ? answer : refused('identity', answer);
			} catch (error) {
				return unanswered('identity', error);
			}
		};
		const { body } = await askAgain(ask, { attempts: 4, wait, isWorthAgain: mayPass });
		return readToken(JSON.parse(body.toString()));
	};
	return async (resource) => {
		const known = kept.get(resource);
		if (known && now() < known.goodUntil) return await known.text;
		const read = fetchToken(resource);
		const next: Kept = { text: read.then(({ text }) => text), goodUntil: Number.POSITIVE_INFINITY };
		kept.set(resource, next);
		read.then(
			({ expiresAt }) => {
				next.goodUntil = expiresAt - spareMillis;
			},
			() => kept.get(resource) === next && kept.delete(resource),
		);
		return await next.text;
	};
}

function readToken(answer: unknown): { readonly text: string; readonly expiresAt: number } {
	if (!isObject(answer) || typeof answer.access_token !== 'string') throw new Error('identity: the answer holds no token');
	return { text: answer.access_token, expiresAt: Number(answer.expires_on) * 1000 };
}
